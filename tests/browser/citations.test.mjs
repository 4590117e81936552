// From a sentence to its source and back: by mouse, by keyboard, by touch, and without a script.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESK, PHONE, within } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";
import { demonstration, example } from "./support/site.mjs";

let host, address;
before(async () => {
  host = await serve(example(), "/kb/");
  address = `${host.address}cases/every-piece.html`;
});
after(() => host.close());

const preview = (page) => page.locator("#citation_preview");
const scrolled = (page) => page.evaluate(() => scrollY);

test("the mouse shows the source where it is cited, and it can be moved into", () => within(address, DESK, async (page) => {
  await page.locator("#cite_1").hover();
  await preview(page).waitFor({ state: "visible" });
  const text = await preview(page).innerText();
  for (const part of ["Example Times", "A headline", "1 January 2025a", "news", "independent", "Archived copy, 1 February 2025", "p. 3", "These are the words that were said."]) {
    assert.ok(text.includes(part), `${part} in:\n${text}`);
  }
  await preview(page).locator("blockquote").hover();
  await page.waitForTimeout(400);
  assert.ok(await preview(page).isVisible(), "it stays while it is pointed at");
  await page.locator("h1").hover();
  await preview(page).waitFor({ state: "hidden" });
  assert.deepEqual(page.troubles, []);
}));

test("citations side by side share one preview", () => within(address, DESK, async (page) => {
  await page.locator("#cite_2").hover();
  await preview(page).waitFor({ state: "visible" });
  assert.equal(await preview(page).locator(".card").count(), 2);
  assert.match(await preview(page).locator(".card.current").innerText(), /What is no longer there/);
  await page.locator("#cite_4").hover();
  await page.waitForFunction(() => document.querySelector("#citation_preview").textContent.includes("A study"));
  assert.equal(await preview(page).locator(".card").count(), 2, "and so do those in one pair of brackets");
}));

test("an original that is gone gives way to its archived copy", () => within(address, DESK, async (page) => {
  const entry = page.locator("#source_gone");
  assert.equal(await entry.locator("cite a").getAttribute("href"), "https://archive.example.org/gone");
  assert.match(await entry.innerText(), /no longer online/);
}));

test("the mouse follows a citation to its entry and returns to the very place", () => within(address, DESK, async (page) => {
  const cite = page.locator("#cite_8");
  await cite.scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollBy(0, 37));
  const place = await scrolled(page);
  await cite.click();
  const entry = page.locator("#source_et-2025");
  assert.ok(await entry.evaluate((one) => one.matches(":target")), "the entry is the target");
  const [plain, marked] = await page.evaluate(() => ["#source_own", "#source_et-2025"].map((id) => getComputedStyle(document.querySelector(id)).backgroundColor));
  assert.notEqual(plain, marked, "and looks like it");
  await entry.locator(".return").click();
  assert.equal(await scrolled(page), place);
  assert.ok(await cite.evaluate((one) => one.matches(":target") && document.activeElement === one));
  assert.ok(await preview(page).isHidden());
}));

test("the keyboard does the same", () => within(address, DESK, async (page) => {
  await page.locator("#what a.cite").first().evaluate((one) => one.scrollIntoView({ block: "center" }));
  const place = await scrolled(page);
  await page.locator("section.brief a").last().focus();
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.id === "cite_1")) break;
  }
  await preview(page).waitFor({ state: "visible" });
  const described = await page.locator("#cite_1").getAttribute("aria-describedby");
  assert.equal(described, "citation_preview");
  await page.keyboard.press("Escape");
  assert.ok(await preview(page).isHidden(), "Escape puts it away");
  const before = await scrolled(page);
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("#source_et-2025").evaluate((one) => one.matches(":target")));
  await page.locator("#source_et-2025 .return").focus();
  await page.keyboard.press("Enter");
  assert.equal(await scrolled(page), before);
  assert.equal(await page.evaluate(() => document.activeElement.id), "cite_1");
  assert.ok(place >= 0);
}));

test("by touch: from a sentence to its source and back in two taps, at the same place", () => within(address, PHONE, async (page) => {
  const cite = page.locator("#cite_1");
  await cite.evaluate((one) => one.scrollIntoView({ block: "center" }));
  const place = await scrolled(page);
  let taps = 0;
  const tap = async (locator, options) => { taps += 1; await locator.tap(options); };
  await tap(cite);
  await preview(page).waitFor({ state: "visible" });
  assert.match(await preview(page).innerText(), /A headline/);
  assert.equal(new URL(page.url()).hash, "", "the page did not move");
  const box = await preview(page).boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 360, "the preview is inside of the screen");
  await tap(preview(page).locator(".close"));
  await preview(page).waitFor({ state: "hidden" });
  assert.equal(taps, 2);
  assert.equal(await scrolled(page), place);
}));

test("by touch: from the preview to the list, and back to the sentence", () => within(address, PHONE, async (page) => {
  const cite = page.locator("#cite_1");
  await cite.evaluate((one) => one.scrollIntoView({ block: "center" }));
  const place = await scrolled(page);
  await cite.tap();
  await preview(page).locator("a.onward").first().tap();
  assert.equal(new URL(page.url()).hash, "#source_et-2025");
  await page.locator("#source_et-2025 .return").tap();
  assert.equal(await scrolled(page), place);
}));

test("without a script: a link to the list, and a link back", () => within(address, { ...PHONE, javaScriptEnabled: false }, async (page) => {
  await page.locator("#cite_1").tap();
  assert.equal(new URL(page.url()).hash, "#source_et-2025");
  await page.locator("#source_et-2025 .places a").first().tap();
  assert.equal(new URL(page.url()).hash, "#cite_1");
  assert.ok(await page.locator("#cite_1").isVisible());
}));

test("from the case to a case like it in one tap", async () => {
  const demo = await serve(demonstration(), "/kb/");
  await within(`${demo.address}cases/klarna.html`, PHONE, async (page) => {
    await page.locator('section[aria-labelledby="related_title"] h3 a').first().tap();
    await page.waitForURL((url) => !url.pathname.endsWith("klarna.html"));
    assert.equal(await page.locator("body").getAttribute("data-page"), "case");
  });
  await demo.close();
});

test("each figure of trust leads to what it counts and to the page that explains it", () => within(address, DESK, async (page) => {
  const figures = page.locator("section.evidence dd a, section.evidence .coverage a");
  const targets = await figures.evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  assert.deepEqual(targets, ["#count_uncited", "#sources", "#sources", "#sources", "#source_et-2025"]);
  for (const target of targets) assert.equal(await page.locator(target).count(), 1, target);
  assert.equal(await page.locator("#count_statements li").count(), 3);
  for (const link of await page.locator("#count_statements li a").all()) {
    const place = page.locator(await link.getAttribute("href"));
    assert.match(await place.innerText(), /\(no source\)/);
  }
  const explained = await page.locator("section.evidence dt a, .figures .about a").evaluateAll((links) => [...new Set(links.map((link) => link.href))]);
  assert.ok(explained.some((href) => href.includes("#")), explained.join());
  for (const href of explained) {
    await page.goto(href);
    const { hash, pathname } = new URL(href);
    assert.equal(pathname, "/kb/method.html");
    if (hash) assert.equal(await page.locator(hash).count(), 1, hash);
  }
}));

test("a review that is overdue is said to be", () => within(address, DESK, async (page) => {
  assert.match(await page.locator(".notice").innerText(), /April 2025, more than 12 months ago/);
}));
