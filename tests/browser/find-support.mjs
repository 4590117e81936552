// What the tests of finding and comparing share: the demonstration site, built, served and opened in a browser.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, existsSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../..", import.meta.url));
const binary = process.env.CASEBOOK ?? join(root, "target/debug/casebook");
const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml" };
const flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

/** Build a site and serve it. */
export async function site(source = root) {
  const folder = mkdtempSync(join(tmpdir(), "casebook-find-"));
  const output = join(folder, "public");
  execFileSync(binary, ["build", "--root", source, "--output", output], { stdio: "pipe" });
  const sizes = new Map();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const file = join(output, path.endsWith("/") ? path + "index.html" : path);
    if (!file.startsWith(output) || !existsSync(file)) return response.writeHead(404).end();
    const bytes = readFileSync(file);
    sizes.set(path, bytes.length);
    response.writeHead(200, { "content-type": (types[extname(file)] ?? "application/octet-stream") + "; charset=utf-8" }).end(bytes);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    output,
    browser,
    sizes,
    data: JSON.parse(readFileSync(join(output, "data/cases.json"), "utf8")),
    async close() {
      await browser.close();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A page of a fresh browser profile. What the browser complains of is kept in `page.complaints`. */
export async function open(site, path, options = {}) {
  const context = await site.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => message.type() === "error" && page.complaints.push(message.text()));
  page.on("pageerror", (error) => page.complaints.push(error.message));
  await page.goto(new URL(path, site.address).href);
  return page;
}

/** Wait until Explore shows what its address asks for. */
export async function settled(page) {
  await page.waitForSelector("#explore[data-turn]");
  await page.waitForTimeout(250);
  await page.waitForFunction(() => !document.querySelector("#results[aria-busy]"));
}

/** The titles that Explore lists. */
export const titles = (page) => page.$$eval("#results h2", (all) => all.map((one) => one.textContent));

/** The number of cases that Explore says it has found. */
export async function found(page) {
  await settled(page);
  return parseInt(await page.textContent(".found"), 10);
}

/** Does a case of `data/cases.json` carry a term? */
export const has = (one, taxonomy, ...ids) => (one.terms[taxonomy] ?? []).some((term) => ids.includes(term.id));
