// Every kind of page, on every kind of host: nothing fails, nothing is asked of others, nothing overflows.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { DESK, PHONE, open, serveAll, within } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";
import { demonstration, example, pagesByKind, read } from "./support/site.mjs";

const sites = { demonstration: demonstration(), example: example(), rightToLeft: example("rtl", (text) => text.replace("language: en", "language: ar")) };
const hosts = await serveAll(sites);

/** Every kind of page of every site; the cases that hold most, too. */
function* pages() {
  for (const [name, folder] of Object.entries(sites)) {
    for (const path of Object.values(pagesByKind(folder))) yield [name, path];
    if (name !== "demonstration") yield* [[name, "cases/every-piece.html"], [name, "cases/right-to-left.html"]];
  }
}

const HOSTS = {
  "at the root of a domain": async (folder) => serve(folder),
  "below a path": async (folder) => serve(folder, "/below/a/path/"),
  "in a folder": async (folder) => ({ address: `${pathToFileURL(folder)}/`, close: () => {} }),
};
for (const [where, start] of Object.entries(HOSTS)) {
  test(`no page kind fails ${where}`, async () => {
    const host = await start(sites.demonstration);
    for (const path of Object.values(pagesByKind(sites.demonstration))) {
      // The links of 404.html start at the path of the site's address, which a test has not.
      if (path === "404.html") continue;
      await within(host.address + path, DESK, async (page) => {
        await page.waitForLoadState("networkidle");
        assert.deepEqual(page.troubles, [], `${path} ${where}`);
      });
    }
    await host.close();
  });
}

test("no page is wider than a telephone", async () => {
  for (const [name, path] of pages()) {
    await within(hosts[name].address + path, PHONE, async (page) => {
      await page.evaluate(() => document.querySelectorAll("main details").forEach((one) => { one.open = true; }));
      const wide = await page.evaluate(() => {
        const limit = document.documentElement.clientWidth;
        const inScroller = (one) => one.closest(".table, pre") || getComputedStyle(one).clipPath !== "none" || getComputedStyle(one).position === "absolute";
        const over = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > limit + 1 && !inScroller(one));
        return document.documentElement.scrollWidth > limit ? over.map((one) => one.outerHTML.slice(0, 120)).concat("(scrolls sideways)") : [];
      });
      assert.deepEqual(wide, [], `${name}: ${path}`);
    });
  }
});

test("the choice of colours is kept from page to page", async () => {
  const page = await open(`${hosts.demonstration.address}index.html`, { ...DESK, colorScheme: "light" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  const button = page.locator("button.theme");
  while ((await page.locator("html").getAttribute("data-theme")) !== "dark") await button.click();
  const dark = await paper();
  assert.notEqual(dark, light);
  await page.goto(`${hosts.demonstration.address}cases/klarna.html`);
  assert.equal(await paper(), dark, "on the next page");
  await page.reload();
  assert.equal(await paper(), dark, "after a reload");
  await page.context().close();
});

test("the system's colours are followed", async () => {
  const paper = (colorScheme) => within(`${hosts.demonstration.address}index.html`, { ...DESK, colorScheme }, (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor));
  assert.notEqual(await paper("light"), await paper("dark"));
});

test("without a script every case can be found and read", async () => {
  const page = await open(`${hosts.demonstration.address}index.html`, { ...PHONE, javaScriptEnabled: false });
  await page.locator("button.menu").tap();
  await page.locator("details.browse > summary").tap();
  await page.locator("details.browse a").first().tap();
  assert.equal(await page.locator("body").getAttribute("data-page"), "taxonomy");
  await page.locator(".vocabulary h2 a").first().tap();
  assert.equal(await page.locator("body").getAttribute("data-page"), "term");
  await page.locator(".cases a").first().tap();
  assert.equal(await page.locator("body").getAttribute("data-page"), "case");
  await page.locator("#what-they-did p").first().waitFor();
  // The search box leads to Explore, which says what can be done without a script.
  assert.equal(await page.locator("button:visible:not(form[action] button, [popovertarget])").count(), 0, "no control that would do nothing");
  await page.context().close();
});

test("a sentence about the data is a paragraph, what a card says of a case stands in a row", () => within(`${hosts.demonstration.address}data/index.html`, DESK, async (page) => {
  const display = (one) => getComputedStyle(one).display;
  assert.equal(await page.locator("main p.about").first().evaluate(display), "block");
  await page.goto(`${hosts.demonstration.address}cases/index.html`);
  assert.equal(await page.locator(".cases .about").first().evaluate(display), "flex");
}));

test("the list of sources says publisher, date, kind and support of each: in a table, on a telephone one below the other", async () => {
  const { cases } = JSON.parse(read(sites.demonstration, "data/cases.json"));
  const source = cases.find((one) => one.slug === "klarna").sources.find((one) => one.date === "2025-05-13");
  const rows = (page) => page.locator("table.sources tbody").getByRole("row");
  const row = (page) => rows(page).filter({ hasText: source.title });
  for (const options of [DESK, PHONE]) {
    await within(`${hosts.demonstration.address}works/index.html`, options, async (page) => {
      assert.equal(await page.getByRole("table").count(), 1, "it stays a table to a screen reader");
      const words = (await row(page).innerText()).replace(/\s+/g, " ");
      for (const part of [source.title, source.publisher, "13 May 2025", "news, independent", `${source.statements} statements`, "1 case"]) assert.ok(words.includes(part), `${part} in ${words}`);
      assert.equal(await rows(page).count(), 50, "a page of the list");
      const [box, cells, wide] = await row(page).evaluate((one) => [one.getBoundingClientRect().width, [...one.children].map((cell) => cell.getBoundingClientRect().top), one.closest(".table").scrollWidth - one.closest(".table").clientWidth]);
      assert.ok(wide <= 0 && box <= options.viewport.width, "nothing is out of sight");
      assert.equal(cells.every((top) => Math.abs(top - cells[0]) < 2), options === DESK, "side by side only where there is room");
      await page.getByRole("link", { name: /^\d+ publishers/ }).click();
      assert.equal(await page.locator("body").getAttribute("data-page"), "publishers");
      await page.goBack();
      await row(page).getByRole("link", { name: source.title }).click();
      assert.ok(["work", "publisher"].includes(await page.locator("body").getAttribute("data-page")));
      assert.ok((await page.locator("main").innerText()).includes(source.title));
    });
  }
});

test("cards below a role have titles like all cards", async () => {
  const look = (path, heading) => within(hosts.demonstration.address + path, DESK, (page) => page.locator(`.cases ${heading} a`).first().evaluate((link) => {
    const { color, textDecorationLine } = getComputedStyle(link);
    return { color, textDecorationLine, size: getComputedStyle(link.parentElement).fontSize };
  }));
  assert.deepEqual(await look("organisations/klarna.html", "h4"), await look("cases/index.html", "h2"));
});

test("the text keeps a readable measure", () => within(`${hosts.demonstration.address}cases/klarna.html`, DESK, async (page) => {
  const characters = await page.locator("#what-they-did p").first().evaluate((paragraph) => {
    const lines = paragraph.getBoundingClientRect().height / parseFloat(getComputedStyle(paragraph).lineHeight);
    return paragraph.textContent.length / Math.round(lines);
  });
  assert.ok(characters > 50 && characters < 80, `${characters} characters a line`);
}));
