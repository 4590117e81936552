#!/usr/bin/env python3
"""How fast and in how much memory `casebook sources check` asks many hosts, each by one request at a time.

    benches/sources.py [CASEBOOK] [--addresses 2000] [--hosts 50] [--wait 0.2]

Hosts are ports of this machine, whose server answers every request after a while, with a page of 20 kB. The floor is what
one request at a time allows: the requests of the busiest host, one after the other. Exits with 1 where a run takes more
than a quarter longer than the floor, or 100 MB.
"""

import argparse
import asyncio
import collections
import os
import pathlib
import resource
import sys
import tempfile
import threading
import time

CASE = """---
title: Case {number}
date: 2025
summary: What happened.
sources:
{sources}---

## What they did

Text [{cited}].
"""

SOURCE = """  - id: s{number}
    publisher: Example Times
    kind: news
    url: http://127.0.0.1:{port}/news/{number}
    quote: these words of page {number}
"""


class Hosts:
    """Servers in a thread of their own."""

    def __init__(self, count, wait):
        self.wait = wait
        self.asked = collections.Counter()
        self.ports = []
        ready = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self.serve(count, ready)), daemon=True).start()
        ready.wait()

    async def serve(self, count, ready):
        servers = [await asyncio.start_server(self.answer, "127.0.0.1", 0) for _ in range(count)]
        self.ports = [server.sockets[0].getsockname()[1] for server in servers]
        ready.set()
        await asyncio.gather(*(server.serve_forever() for server in servers))

    async def answer(self, reader, writer):
        port = writer.get_extra_info("sockname")[1]
        while True:
            head = await reader.readuntil(b"\r\n\r\n") if not reader.at_eof() else b""
            if not head:
                break
            method, path = head.split(b" ", 2)[:2]
            self.asked[port, method.decode()] += 1
            await asyncio.sleep(self.wait)
            there = path.startswith(b"/news/") and path[6:].isdigit()
            number = path[6:].decode()
            body = f"<title>Page {number}</title><main><p>Here are these words of page {number}.</p>" + "<p>More.</p>" * 1500
            body = body.encode() if there else b""
            status = b"200 OK" if there else b"404 Not Found"
            writer.write(b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % (status, len(body)))
            if method == b"GET":
                writer.write(body)
            try:
                await writer.drain()
            except ConnectionError:
                break
        writer.close()


def lay_out(folder, addresses, ports):
    """A site whose cases have forty sources each."""
    (folder / "content/cases").mkdir(parents=True)
    (folder / "casebook.yaml").write_text("title: Many sources\nsections:\n  - title: What they did\n")
    numbers = list(range(addresses))
    for case, start in enumerate(range(0, addresses, 40)):
        own = numbers[start : start + 40]
        sources = "".join(SOURCE.format(number=number, port=ports[number % len(ports)]) for number in own)
        cited = "; ".join(f"@s{number}" for number in own)
        text = CASE.format(number=case, sources=sources, cited=cited)
        (folder / f"content/cases/case-{case}.md").write_text(text)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("casebook", nargs="?", default="target/release/casebook")
    arguments.add_argument("--addresses", type=int, default=2000)
    arguments.add_argument("--hosts", type=int, default=50)
    arguments.add_argument("--wait", type=float, default=0.2)
    options = arguments.parse_args()
    program = str(pathlib.Path(options.casebook).absolute())
    hosts = Hosts(options.hosts, options.wait)
    with tempfile.TemporaryDirectory() as room:
        folder = pathlib.Path(room)
        lay_out(folder, options.addresses, hosts.ports)
        started = time.monotonic()
        run = os.spawnv(os.P_WAIT, program, [program, "sources", "check", "--allow-private", "--root", room])
        took = time.monotonic() - started
        found = (folder / "content/sources.checked.yaml").read_text().count("state: found")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    per_host = collections.Counter()
    for (port, _), count in hosts.asked.items():
        per_host[port] += count
    floor = max(per_host.values()) * options.wait
    requests = sum(per_host.values())
    print(f"{options.addresses} addresses on {options.hosts} hosts, {requests} requests: {took:.1f} s")
    print(f"floor {floor:.1f} s, {took / floor:.2f} times that; {memory:.0f} MB; {found} passages found")
    return run or int(found != options.addresses or took > 1.25 * floor or memory > 100)


if __name__ == "__main__":
    sys.exit(main())
