// Forced colours and paper, on every kind of page: no mark, bar, choice or focus is lost, nothing is cut off.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, open, serveAll, within } from "./support/browser.mjs";
import { demonstration, example, pagesByKind } from "./support/site.mjs";

const sites = { demonstration: demonstration(), example: example() };
const CHOSEN = "explore.html?q=chatbot&outcome=reversed,partly-reversed";
const BESIDE = "compare.html?cases=klarna,zillow-offers";
const hosts = await serveAll(sites);

/** Every kind of page, with what scripts fill once one has chosen. */
function* pages() {
  for (const [name, folder] of Object.entries(sites)) {
    for (const path of Object.values(pagesByKind(folder))) yield hosts[name].address + path;
  }
  for (const path of [CHOSEN, BESIDE, "figures.html", "cases/air-canada-chatbot-moffatt.html"]) yield hosts.demonstration.address + path;
  yield `${hosts.example.address}cases/every-piece.html`;
}

const FORCED = { ...DESK, forcedColors: "active" };

for (const colorScheme of ["light", "dark"]) {
  test(`in forced colours every mark and bar stands out from the page, in ${colorScheme}`, async () => {
    const seen = new Set();
    for (const address of pages()) {
      await within(address, { ...FORCED, colorScheme }, async (page) => {
        await page.waitForLoadState("networkidle");
        const drawn = await page.evaluate(() => {
          const paper = getComputedStyle(document.body).backgroundColor;
          const outlines = {
            mark: [".mark circle", "stroke"], tally: [".tally path", "stroke"], frame: [".tally", "borderTopColor"],
            segment: [".shares rect", "stroke"], key: [".key", "borderTopColor"], dot: [".line li", "borderTopColor", "::after"],
            cell: [".heat [data-heat]", "borderBottomColor"],
          };
          return Object.entries(outlines).map(([name, [selector, property, pseudo]]) => {
            const all = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
            return [name, all.length, all.filter((one) => getComputedStyle(one, pseudo)[property] === paper).length];
          });
        });
        for (const [name, count, lost] of drawn) {
          if (count) seen.add(name);
          assert.equal(lost, 0, `${name} at ${address}`);
        }
      });
    }
    assert.deepEqual([...seen].sort(), ["cell", "dot", "frame", "key", "mark", "segment", "tally"]);
  });
}

test("in forced colours the fill of a key and of a mark is told from an empty one", () => within(`${hosts.demonstration.address}timeline.html`, FORCED, async (page) => {
  const keys = await page.locator(".legend .key").evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
  assert.equal(new Set(keys).size, 2, keys.join());
  await page.goto(`${hosts.demonstration.address}cases/index.html`);
  const fills = await page.locator(".mark").evaluateAll((all) => Object.fromEntries(all.map((one) => [one.dataset.mark, getComputedStyle(one.querySelector("circle")).fill])));
  assert.notEqual(fills.full, fills.empty);
}));

test("in forced colours what is chosen and what has the focus are framed", async () => {
  const page = await open(hosts.demonstration.address + CHOSEN, FORCED);
  await page.locator(".chips button").first().waitFor();
  const border = (one) => { const { borderTopWidth, borderTopStyle } = getComputedStyle(one); return `${borderTopWidth} ${borderTopStyle}`; };
  assert.equal(await page.locator(".chips button").first().evaluate(border), "2px solid");
  assert.equal(await page.locator(".facets input:checked").count(), 2);
  const compare = page.locator("#results .compare").first();
  await compare.click();
  assert.equal(await compare.evaluate(border), "2px solid");
  for (const selector of [".facets input", ".facets summary", ".chips button", "#explore_search", "#results h2 a", "a.name"]) {
    await page.locator(selector).first().focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    const outline = await page.evaluate(() => { const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(document.activeElement); return [outlineStyle, parseFloat(outlineWidth), outlineColor === getComputedStyle(document.body).backgroundColor]; });
    assert.ok(outline[0] !== "none" && outline[1] >= 2 && !outline[2], `${selector}: ${outline}`);
  }
  await page.goto(`${hosts.demonstration.address}cases/klarna.html#sources`);
  await page.goto(`${hosts.demonstration.address}cases/klarna.html`);
  const cite = page.locator(".text a.cite").first();
  await cite.click();
  const target = await page.evaluate(() => getComputedStyle(document.querySelector(":target")).outlineStyle);
  assert.equal(target, "solid", "the source that a citation leads to");
  await page.context().close();
});

test("paper has no controls, cuts nothing off, and is as wide as paper", async () => {
  const controls = "main button, main input, main select, main summary, nav, .chips";
  // A4 less the margins, at 96 pixels an inch.
  for (const address of pages()) {
    await within(address, { viewport: { width: 597, height: 900 } }, async (page) => {
      await page.waitForLoadState("networkidle");
      await page.emulateMedia({ media: "print" });
      const seen = await page.evaluate((selector) => {
        const shown = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 0 && getComputedStyle(one).clipPath === "none";
        const cut = (one) => {
          const { overflowX, overflowY, webkitLineClamp } = getComputedStyle(one);
          return [overflowX, overflowY].some((value) => value !== "visible") && webkitLineClamp === "none" && one.scrollHeight > one.clientHeight + 2;
        };
        return {
          wide: document.documentElement.scrollWidth,
          controls: [...document.querySelectorAll(selector)].filter((one) => shown(one) && !one.closest("[hidden]")).map((one) => one.outerHTML.slice(0, 80)),
          cut: [...document.querySelectorAll("main *:not(.aside, svg, svg *)")].filter((one) => shown(one) && cut(one)).map((one) => one.outerHTML.slice(0, 80)),
        };
      }, controls);
      assert.deepEqual(seen.controls, [], address);
      assert.deepEqual(seen.cut, [], address);
      assert.equal(seen.wide, 597, address);
    });
  }
});
