// What a reader meets first, and that nothing moves while it comes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE, browser, layoutShift, serveAll, within } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";
import { demonstration, example, files, pagesByKind } from "./support/site.mjs";

const sites = { demonstration: demonstration(), example: example() };
const hosts = await serveAll(sites);

const cases = files(sites.demonstration, ".html").filter((path) => /^cases\/(?!index)/.test(path));

test("on a telephone the first paragraph of a case begins within 900 pixels, and no page is wider than the screen", async () => {
  for (const path of cases) {
    await within(hosts.demonstration.address + path, PHONE, async (page) => {
      const [first, wide] = await page.evaluate(() => [
        document.querySelector(".case .text :is(p, li)").getBoundingClientRect().top + scrollY,
        document.documentElement.scrollWidth,
      ]);
      assert.ok(first <= 900, `${path}: ${first}`);
      assert.equal(wide, PHONE.viewport.width, path);
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

// Names and ways as long as sites have them, in letters that are wide and in ones that are not.
const HEADERS = {
  "seven ways": { title: "A casebook of what happened", ways: ["Cases", "What we found", "Explore", "Timeline", "Sources", "About this site", "How we work"] },
  "a long name": { title: "The national register of automated decisions in the public service", ways: ["Cases", "Explore", "Sources"] },
  "short": { title: "Cases", ways: ["Explore", "About"] },
  "German": { title: "Fallsammlung Künstliche Intelligenz", language: "de", ways: ["Fälle", "Auswertungen", "Zeitverlauf", "Quellenverzeichnis", "Arbeitsweise", "Impressum", "Datenschutzerklärung"] },
  "Japanese": { title: "人工知能の導入事例集", language: "ja", ways: ["事例", "年表と統計", "出典", "この集について", "方法", "訂正の一覧", "お問い合わせ"] },
};
for (const [name, { title, ways, language = "en" }] of Object.entries(HEADERS)) {
  test(`the header is one row from 360 to 1440 pixels, or folds its ways into the menu: ${name}`, async () => {
    const menu = ways.map((label) => `{ label: "${label}", url: "https://example.org/" }`).join(", ");
    const folder = example(`header ${name}`, (text) => `${text.replace(/^title: .*/, `title: ${title}`).replace("language: en", `language: ${language}`)}menu: [${menu}]\n`);
    hosts[name] = await serve(folder, "/kb/");
    const widths = [360, 500, 640, 700, 768, 820, 900, 960, 1024, 1100, 1160, 1280, 1440];
    for (const width of widths) {
      await within(`${hosts[name].address}cases/every-piece.html`, { viewport: { width, height: 800 } }, async (page) => {
        const shown = await page.evaluate(() => {
          const box = (selector) => document.querySelector(selector).getBoundingClientRect();
          const rows = [...document.querySelectorAll("header.site nav li:not([hidden])")].map((one) => Math.round(one.getBoundingClientRect().top + one.getBoundingClientRect().height / 2));
          return {
            wide: document.documentElement.scrollWidth, height: box("header.site").height, rows: new Set(rows).size,
            isFolded: box("header.site .menu").height > 0, name: box("header.site .name").height,
          };
        });
        const where = `${width}: ${JSON.stringify(shown)}`;
        assert.equal(shown.wide, width, where);
        assert.equal(shown.rows, 1, where);
        assert.ok(shown.isFolded || shown.name <= 32, `a name in one line beside its ways at ${where}`);
        assert.ok(shown.height <= 80 || width < 640, `a name in two lines at most at ${where}`);
      });
    }
  });
}

test("nothing moves by more than 0.02 while a page loads", async () => {
  const mine = ["home", "cases", "case", "question", "works", "work", "publishers", "publisher", "page", "data", "corrections", "cell"];
  for (const [name, folder] of Object.entries(sites)) {
    const kinds = Object.entries(pagesByKind(folder)).filter(([kind]) => mine.includes(kind));
    for (const [kind, path] of kinds) {
      for (const options of [PHONE, DESK]) {
        const shift = await layoutShift(hosts[name].address + path, options, (page) => page.waitForLoadState("networkidle"));
        assert.ok(shift <= 0.02, `${name}: ${kind} at ${options.viewport.width}: ${shift}`);
      }
    }
  }
});
