// `casebook serve` in a browser: a saved edit is seen, errors are laid over the page, a stylesheet is taken in place.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { DESK, open } from "./support/browser.mjs";

const BINARY = fileURLToPath(new URL("../../target/debug/casebook", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "casebook-serve-"));
let server;
let address;

function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const example = (text) => write("content/cases/one.md", `---
title: One
date: 2025
summary: An example.
sources:
  - { id: a, publisher: Example Times }
---

## What they did

${text}
`);

before(async () => {
  write("casebook.yaml", "title: Examples\nsections:\n  - { title: What they did }\n");
  example("First text [@a].");
  server = spawn(BINARY, ["serve", "--port", "0", "--root", root], { stdio: ["ignore", "pipe", "ignore"] });
  const line = await new Promise((resolve) => createInterface(server.stdout).once("line", resolve));
  [address] = line.match(/http:\/\/[^/]+\//);
});
after(() => {
  server.kill();
  rmSync(root, { recursive: true, force: true });
});

test("a page is loaded again when its case is saved, and keeps its place", async () => {
  const page = await open(`${address}cases/one.html`, DESK);
  await page.evaluate(() => scrollTo(0, 120));
  const place = await page.evaluate(() => scrollY);
  example("Second text [@a].");
  await page.getByText("Second text").first().waitFor();
  assert.equal(await page.evaluate(() => scrollY), place);
  await page.context().close();
});

test("errors are laid over the last good page, and go when they are mended", async () => {
  example("Good text [@a].");
  const page = await open(`${address}cases/one.html`, DESK);
  await page.getByText("Good text").first().waitFor();
  example("Bad text [@b].");
  const overlay = page.locator(".casebook-overlay");
  await overlay.waitFor();
  const text = await overlay.innerText();
  assert.match(text, /No source has the id b\.[\s\S]*Bad text \[@b\]\.\n +\^\^\n[\s\S]*one\.md:11:11\s+unknown-citation/);
  const way = await overlay.locator(".where a").getAttribute("href");
  assert.equal(way, `vscode://file${realpathSync(root)}/content/cases/one.md:11:11`);
  assert.ok(await page.getByText("Good text").first().isVisible());
  example("Mended text [@a].");
  await page.getByText("Mended text").first().waitFor();
  assert.equal(await overlay.count(), 0);
  await page.context().close();
});

test("warnings are a number at the edge of every page, which leads to the findings by file", async () => {
  example("Text without a source.\n\nMore without one.");
  const page = await open(`${address}index.html`, DESK);
  const badge = page.locator(".casebook-badge");
  await badge.getByText(/^\d+ warnings$/).waitFor();
  await badge.click();
  await page.getByRole("heading", { name: "content/cases/one.md" }).waitFor();
  assert.match(await page.locator("main > p").first().innerText(), /^\d+ warnings/);
  assert.match(await page.locator("section ul").first().innerText(), /^warning This statement cites no source\.$/m);
  await page.context().close();
});

test("a stylesheet is taken without loading the page", async () => {
  const page = await open(`${address}cases/one.html`, DESK);
  // The first file of a theme of the site's own makes the page load again: wait for that one.
  write("themes/default/static/custom.css", "body { background: rgb(1, 2, 3) }");
  const background = (colour) => page.waitForFunction((wanted) => getComputedStyle(document.body).backgroundColor === wanted, colour);
  await background("rgb(1, 2, 3)");
  await page.waitForTimeout(500);
  await page.evaluate(() => { window.stayed = true; });
  write("themes/default/static/custom.css", "body { background: rgb(4, 5, 6) }");
  await background("rgb(4, 5, 6)");
  assert.equal(await page.evaluate(() => window.stayed), true);
  await page.context().close();
});
