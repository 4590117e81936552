"""What benches/compare.py measures with: whole processes, folders, and how fast files can be written at all."""

import collections
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

Run = collections.namedtuple("Run", "wall cpu peak out")


def run(command, env=None):
    """Run a command to its end: seconds by the clock, seconds of processors, peak memory in MB, what it printed.

    Processors and memory are the kernel's account of the finished process. Its peak cannot read below that of this
    program, so nothing large may be held here.
    """
    with tempfile.TemporaryFile() as out:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=env and os.environ | env)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode(errors="replace")
    if process.returncode:
        sys.exit(f"exit code {process.returncode}: {' '.join(map(str, command))}\n{text[-2000:]}")
    # Kilobytes on Linux, bytes on macOS.
    unit = 1e6 if sys.platform == "darwin" else 1e6 / 1024
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, text)


def median(runs):
    """The median of each figure."""
    return Run(*(statistics.median(getattr(one, field) for one in runs) for field in ("wall", "cpu", "peak")), runs[-1].out)


def stages(text):
    """Milliseconds per stage, as `casebook build --timings` prints them."""
    rows = re.findall(r"^(\S.*?) +([\d.]+) +[\d.]+$", text, re.MULTILINE)
    return {name: float(milliseconds) for name, milliseconds in rows}


def files_below(folder):
    """Every file: its path below the folder, and its size."""
    stack = [str(folder)]
    while stack:
        with os.scandir(stack.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    stack.append(entry.path)
                else:
                    yield os.path.relpath(entry.path, folder), entry.stat(follow_symlinks=False).st_size


def kind_of(path):
    """What a file of the output is, in the layout of Casebook or of Hugo."""
    first, _, rest = path.partition("/")
    if first == "cases":
        if rest.startswith("case-"):
            if "/" in rest:
                return "files beside cases"
            return "cases" if rest.endswith(".html") else "forms of cases"
        return "old addresses" if rest.startswith("old-") else "lists of cases"
    if first.rstrip("s").replace("-", "_") in ("adoption_type", "department", "sector", "region", "organisation", "tag"):
        return "taxonomies and terms"
    if first in ("sources", "publisher"):
        return "publishers"
    if first in ("works", "matrix", "data", "assets"):
        return {"matrix": "matrices"}.get(first, first)
    return "the rest"


def tree(folder):
    """Files and bytes, in all and per kind."""
    kinds = collections.defaultdict(lambda: [0, 0])
    for path, size in files_below(folder):
        for kind in ("all", kind_of(path)):
            kinds[kind][0] += 1
            kinds[kind][1] += size
    return dict(kinds)


def floor(source, target, workers):
    """Seconds for writing the files of a folder anew: as many processes as Casebook has threads, no more than open,
    write and close for each file, their bytes at hand."""
    code = "import measure; measure.write_plainly(*__import__('sys').argv[1:])"
    command = [sys.executable, "-c", code, source, target, str(workers)]
    env = {"PYTHONPATH": str(pathlib.Path(__file__).parent)}
    return float(run(command, env).out)


def write_plainly(source, target, workers):
    """Prints how long it took; a process of its own, for the list of files may be long."""
    workers = int(workers)
    files = sorted(files_below(source))
    folders = sorted({os.path.dirname(path) for path, _ in files})
    buffer = memoryview(os.urandom(max(size for _, size in files)))
    shares = [[(os.path.join(target, path).encode(), size) for path, size in files[n::workers]] for n in range(workers)]
    go_read, go_write = os.pipe()
    children = []
    for share in shares:
        child = os.fork()
        if child == 0:
            os.read(go_read, 1)
            for path, size in share:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
                os.write(handle, buffer[:size])
                os.close(handle)
            os._exit(0)
        children.append(child)
    started = time.perf_counter()
    for folder in folders:
        os.makedirs(os.path.join(target, folder), exist_ok=True)
    os.write(go_write, b"x" * workers)
    failed = any(os.waitpid(child, 0)[1] for child in children)
    print(time.perf_counter() - started)
    sys.exit(1 if failed else 0)


def machine():
    """In a line: processor, cores, memory, system."""
    model = "unknown processor"
    if os.path.exists("/proc/cpuinfo"):
        found = re.search(r"^model name\s*:\s*(.+)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
        model = found.group(1) if found else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {os.uname().sysname} {os.uname().release.split('-')[0]}"
