// From saving a case to the new page in a real browser.
//
//     node benches/serve.mjs PATH-TO-CASEBOOK [CASES=10000] [EDITS=30]
//
// Writes a generated site to a temporary folder, serves it, opens one case in Chromium, edits it again and again, and
// prints the median of: save → what is new on the page. Edited are the text of the case, its front matter, a vocabulary
// and a template. Also: start → first page.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const [binary, cases = "10000", edits = "30"] = process.argv.slice(2);
if (!binary) throw new Error("say which casebook to measure: node benches/serve.mjs target/release/casebook");
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (value) => `${value.toFixed(1)} ms`;

const root = mkdtempSync(join(tmpdir(), "casebook-bench-"));
execFileSync("python3", [new URL("corpus.py", import.meta.url).pathname, cases, root]);

const started = performance.now();
const server = spawn(binary, ["serve", "--port", "0", "--root", root], { stdio: ["ignore", "pipe", "ignore"] });
const line = await new Promise((resolve) => createInterface(server.stdout).once("line", resolve));
const address = line.match(/http:\/\/[^/]+/)[0];
await (await fetch(`${address}/cases/case-000000.html`)).text();
console.log(`start → first page: ${ms(performance.now() - started)}`);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
});
try {
  const page = await browser.newPage();
  await page.goto(`${address}/cases/case-000000.html`);
  const text = "content/cases/000/case-000000.md";
  const tags = "content/taxonomies/tag.yaml";
  const head = "themes/default/templates/head.html";
  mkdirSync(join(root, "themes/default/templates"), { recursive: true });
  writeFileSync(join(root, head), "");
  const original = Object.fromEntries([text, tags, head].map((path) => [path, readFileSync(join(root, path), "utf8")]));
  const [tag] = /^tag: \[([^,\]]+)/m.exec(original[text]).slice(1);
  // What is saved.
  const kinds = {
    text: (mark) => [text, original[text].replace("## What they did\n", `## What they did\n\n${mark} [@s0].\n`)],
    "front matter": (mark) => [text, original[text].replace(/^summary: .*$/m, `summary: ${mark}.`)],
    vocabulary: (mark) => [tags, original[tags].replace(`- label: ${tag}\n`, `- label: ${mark}\n    aliases: [${tag}]\n`)],
    template: (mark) => [head, `<meta name="mark" content="${mark}">\n`],
  };
  for (const [kind, edited] of Object.entries(kinds)) {
    const toPage = [];
    for (let edit = 0; edit < Number(edits); edit += 1) {
      const mark = `Edit number ${edit} of its ${kind}`;
      const [path, now] = edited(mark);
      const saved = performance.now();
      writeFileSync(join(root, path), now);
      // Asked at each frame: a locator would ask after 100 ms, and then after 500.
      await page.waitForFunction((wanted) => document.documentElement.outerHTML.includes(wanted), mark);
      toPage.push(performance.now() - saved);
      await page.waitForTimeout(200);
    }
    console.log(`${kind}: save → page: median ${ms(median(toPage))}`);
  }
} finally {
  await browser.close();
  server.kill();
  rmSync(root, { recursive: true, force: true });
}
