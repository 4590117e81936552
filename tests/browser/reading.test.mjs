// What a reader meets first, and that nothing moves while it comes.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESK, PHONE, browser, within } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";
import { demonstration, example, files, pagesByKind } from "./support/site.mjs";

const sites = { demonstration: demonstration(), example: example() };
const hosts = {};
before(async () => {
  for (const [name, folder] of Object.entries(sites)) hosts[name] = await serve(folder, "/kb/");
});
after(() => Promise.all(Object.values(hosts).map((host) => host.close())));

const cases = files(sites.demonstration, ".html").filter((path) => /^cases\/(?!index)/.test(path));

test("on a telephone the first paragraph of a case begins within 900 pixels, and no page is wider than the screen", async () => {
  for (const path of cases) {
    await within(hosts.demonstration.address + path, PHONE, async (page) => {
      const [first, wide] = await page.evaluate(() => [
        document.querySelector(".case .text :is(p, li)").getBoundingClientRect().top + scrollY,
        document.documentElement.scrollWidth - innerWidth,
      ]);
      assert.ok(first <= 900, `${path}: ${first}`);
      assert.equal(wide, 0, path);
    });
  }
});

test("text comes before facts, facts before sources, in the order of the document", () => within(`${hosts.demonstration.address}cases/klarna.html`, DESK, async (page) => {
  const order = await page.evaluate(() => [...document.querySelectorAll(".case > *")].map((one) => one.className || one.tagName));
  assert.deepEqual(order, ["lead", "brief", "text", "panel", "text end"]);
}));

test("the header is one row of name, menu and search; the menu opens below it without a script", async () => {
  const context = await browser.newContext({ ...PHONE, javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(`${hosts.demonstration.address}cases/klarna.html`);
    assert.ok((await page.locator("header.site").boundingBox()).height <= 64);
    assert.equal(await page.getByRole("link", { name: "Timeline" }).first().isVisible(), false);
    await page.getByRole("button", { name: "Menu" }).tap();
    assert.equal(await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Timeline" }).isVisible(), true);
  } finally {
    await context.close();
  }
});

test("nothing moves by more than 0.02 while a page loads", async () => {
  const mine = ["home", "cases", "case", "question", "works", "work", "publishers", "publisher", "page", "data", "corrections", "cell"];
  for (const [name, folder] of Object.entries(sites)) {
    const kinds = Object.entries(pagesByKind(folder)).filter(([kind]) => mine.includes(kind));
    for (const [kind, path] of kinds) {
      for (const options of [PHONE, DESK]) {
        const context = await browser.newContext(options);
        try {
          const page = await context.newPage();
          await page.addInitScript(() => {
            window.shift = 0;
            const add = (list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.shift += one.value; };
            new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
          });
          await page.goto(hosts[name].address + path, { waitUntil: "networkidle" });
          const shift = await page.evaluate(() => window.shift);
          assert.ok(shift <= 0.02, `${name}: ${kind} at ${options.viewport.width}: ${shift}`);
        } finally {
          await context.close();
        }
      }
    }
  }
});
