// What a reader takes away: a reference, a sheet of paper.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { DESK, open, within } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";
import { BASE_URL, example } from "./support/site.mjs";

const folder = example();
let host, address;
before(async () => {
  host = await serve(folder, "/kb/");
  address = `${host.address}cases/every-piece.html`;
});
after(() => host.close());

test("a button copies each reference", async () => {
  const page = await open(address, { ...DESK, permissions: ["clipboard-read", "clipboard-write"] });
  await page.evaluate(() => document.querySelectorAll(".take details").forEach((one) => { one.open = true; }));
  const expected = {
    take_apa: `Doe, J., & van Roe, L. (2025, April). Every piece: <b>markup</b> & “quotation marks” in one title. Example Casebook. ${BASE_URL}/cases/every-piece.html`,
    take_bibtex: "@online{every-piece,",
    take_ris: "TY  - ELEC",
    take_csl: "[",
  };
  for (const [id, start] of Object.entries(expected)) {
    const button = page.locator(`button[aria-controls="${id}"]`);
    await button.click();
    await page.waitForFunction((one) => document.querySelector(`button[aria-controls="${one}"]`).textContent === "Copied", id);
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(copied.startsWith(start), copied);
  }
  const [item] = JSON.parse(await page.locator("#take_csl").innerText());
  assert.equal(item.type, "webpage");
  assert.deepEqual(item.author[1], { family: "Roe", given: "Ludwig", "non-dropping-particle": "van" });
  assert.deepEqual(item.issued, { "date-parts": [[2025, 4]] });
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});

test("in a folder, where scripts may not write to the clipboard, the button still copies", async () => {
  const page = await open(`${pathToFileURL(folder)}/cases/every-piece.html`);
  await page.locator('button[aria-controls="take_apa"]').click();
  await page.waitForFunction(() => document.querySelector('button[aria-controls="take_apa"]').textContent === "Copied");
  await page.context().close();
});

test("reports and edits lead to the repository", () => within(address, DESK, async (page) => {
  const [report, edit] = await page.locator(".take .onward a").evaluateAll((links) => links.map((link) => new URL(link.href)));
  assert.equal(report.pathname, "/example/casebook/issues/new");
  assert.match(report.searchParams.get("title"), /^Error in “Every piece/);
  assert.ok(report.searchParams.get("body").startsWith(`${BASE_URL}/cases/every-piece.html`));
  assert.equal(edit.pathname, "/example/casebook/edit/main/content/cases/every-piece.md");
}));

test("on paper: the text, its sources and their addresses, and no way to click", () => within(address, DESK, async (page) => {
  await page.emulateMedia({ media: "print" });
  const hidden = ["header.site nav", ".breadcrumbs", ".contents", ".places", ".figures", ".take details", ".take .onward", "button", "footer.site nav", ".skip"];
  for (const selector of hidden) {
    for (const one of await page.locator(selector).all()) assert.ok(await one.isHidden(), selector);
  }
  for (const selector of ["h1", "#what p", "#sources li", "#take_apa", ".imprint", ".uncited .unsourced"]) {
    assert.ok(await page.locator(selector).first().isVisible(), selector);
  }
  const address = await page.locator("#source_et-2025 cite a").evaluate((link) => getComputedStyle(link, "::after").content);
  assert.match(address, /https:\/\/example\.org\/headline\?a=1&b=2/);
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.subarray(0, 5).equals(Buffer.from("%PDF-")));
}));
