// What readers wait for: each kind of page in a real browser, on a slow network and a slow processor.
//
//     node benches/readers.mjs PATH-TO-CASEBOOK [CASES=17|10000 …] [--runs 3]
//
// 17 is the demonstration; any other number a generated site of so many cases. Each page is opened with an empty cache
// over 1.6 Mbit/s with 150 ms from question to answer ("slow 4G"), a processor at a quarter of its speed, at 390 × 844
// pixels; files are compressed as hosts compress them. Prints Markdown: per kind of page the medians of the largest
// paint (LCP), the sum of layout shifts (CLS), the longest task of the main thread, and what was transferred. Explore is
// opened with a question, too.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { serve } from "../tests/browser/support/server.mjs";
import { pagesByKind, repository } from "../tests/browser/support/site.mjs";

const NETWORK = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const SLOWER = 4;
const VIEWPORT = { width: 390, height: 844 };

const given = process.argv.slice(2);
const at = given.indexOf("--runs");
const runs = at < 0 ? 3 : Number(given.splice(at, 2)[1]);
const [binary, ...sizes] = given;
if (!binary) throw new Error("say which casebook to measure: node benches/readers.mjs target/release/casebook");

const median = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];

async function measure(browser, address) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", NETWORK);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  let bytes = 0;
  const inside = new Set(); // what a stylesheet holds is no transfer of its own
  devtools.on("Network.requestWillBeSent", ({ requestId, request }) => { if (request.url.startsWith("data:")) inside.add(requestId); });
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => { if (!inside.has(requestId)) bytes += encodedDataLength; });
  await page.addInitScript(() => {
    window.seen = { paint: 0, shift: 0, task: 0 };
    const watch = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
    watch("largest-contentful-paint", (entry) => { window.seen.paint = entry.startTime; });
    watch("layout-shift", (entry) => { if (!entry.hadRecentInput) window.seen.shift += entry.value; });
    watch("longtask", (entry) => { window.seen.task = Math.max(window.seen.task, entry.duration); });
  });
  await page.goto(address, { waitUntil: "networkidle" });
  await page.waitForTimeout(300);
  const seen = await page.evaluate(() => window.seen);
  await context.close();
  return { ...seen, bytes };
}

async function report(browser, size) {
  const scratch = mkdtempSync(join(tmpdir(), "casebook-readers-"));
  try {
    let root = repository;
    if (size !== "17") {
      root = join(scratch, "site");
      execFileSync("python3", [join(repository, "benches/corpus.py"), size, root]);
    }
    const output = join(scratch, "public");
    execFileSync(binary, ["build", "--root", root, "--output", output], { stdio: "ignore" });
    const host = await serve(output, "/", { isCompressed: true });
    const pages = Object.entries(pagesByKind(output)).filter(([kind]) => kind !== "not-found");
    const question = size === "17" ? "customer" : "cases";
    pages.push(["explore, with a question", `explore.html?q=${question}`]);
    console.log(`\n### ${Number(size).toLocaleString("en")} cases\n`);
    console.log("| page | largest paint | layout shift | longest task | transferred |\n| --- | --: | --: | --: | --: |");
    for (const [kind, path] of pages.sort()) {
      const found = [];
      for (let run = 0; run < runs; run += 1) found.push(await measure(browser, host.address + path));
      const of = (key) => median(found.map((one) => one[key]));
      console.log(`| ${kind} | ${(of("paint") / 1000).toFixed(2)} s | ${of("shift").toFixed(3)} | ${Math.round(of("task"))} ms | ${(of("bytes") / 1000).toFixed(1)} kB |`);
    }
    await host.close();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
});
try {
  for (const size of sizes.length ? sizes : ["17", "10000"]) await report(browser, size);
} finally {
  await browser.close();
}
