// Sites with many cases: long vocabularies, and the page of a term that hundreds of cases have.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { found, open, site } from "./find-support.mjs";

const CASES = 900;
const ORGANISATIONS = 120;
const source = mkdtempSync(join(tmpdir(), "casebook-long-"));
let long;

before(async () => {
  const write = (path, text) => {
    mkdirSync(join(source, path, ".."), { recursive: true });
    writeFileSync(join(source, path), text);
  };
  write("casebook.yaml", "title: Many\nsections:\n  - { title: What they did }\nseverities: { uncited-statement: off }\n");
  write("content/taxonomies/sector.yaml", "plural: Sectors\nvocabulary: closed\nterms:\n  - { id: banking, label: Banking }\n");
  const letters = ["Á", "b", "Ç", "7", "Ö"];
  const name = (n) => `${letters[n % letters.length]}-company ${n}`;
  const unused = "  - { id: never, label: Never used }\n";
  write("content/taxonomies/organisation.yaml", `plural: Organisations\nterms:\n${unused}`);
  for (let n = 0; n < CASES; n++) {
    const front = `title: How organisation ${n} took up a tool, and what came of it\ndate: ${2000 + n % 25}\nsummary: What organisation ${n} did is told in two sentences that are about as long as editors write them. It is the second.\nsources: [{ id: a, publisher: Example Times }]\nsector: Banking\norganisation: "${name(n % ORGANISATIONS)}"`;
    write(`content/cases/case-${n}.md`, `---\n${front}\n---\n\n## What they did\n\nText of case ${n} [@a].\n`);
  }
  long = await site(source);
});
after(async () => {
  await long.close();
  rmSync(source, { recursive: true, force: true });
});

test("the page of a term that 900 cases have is 9,000 pixels high at most", async () => {
  const page = await open(long, "sectors/banking.html", { viewport: { width: 1440, height: 900 } });
  assert.match(await page.textContent("main"), /900/);
  assert.ok(await page.evaluate(() => document.documentElement.scrollHeight) <= 9000);
});

test("a long vocabulary is listed by letter, without scripts too, and what no case has comes last", async () => {
  const page = await open(long, "organisations/index.html", { javaScriptEnabled: false });
  assert.deepEqual(await page.$$eval(".letters a", (all) => all.map((one) => one.textContent)), ["A", "B", "C", "O", "#"]);
  assert.equal(await page.locator("#vocabulary li").count(), ORGANISATIONS + 1);
  assert.equal(await page.locator("#vocabulary section:last-of-type li a").textContent(), "Never used");
  assert.equal(await page.locator("#vocabulary_tools").isVisible(), false);
  await page.click('.letters a >> text="C"');
  assert.match(page.url(), /#letter_3$/);
});

test("it can be searched, and put in the order of the numbers", async () => {
  const page = await open(long, "organisations/index.html");
  await page.fill("#vocabulary_find", "o-company 1");
  const shown = () => page.$$eval("#vocabulary li:not([hidden]) > a", (all) => all.filter((one) => one.offsetParent).map((one) => one.textContent));
  assert.deepEqual(await shown(), Array.from({ length: ORGANISATIONS }, (_, n) => `Ö-company ${n}`).filter((name, n) => n % 5 === 4 && name.startsWith("Ö-company 1")).sort());
  await page.fill("#vocabulary_find", "no such name");
  assert.equal(await page.textContent("#vocabulary_tools [role=status]"), "Nothing matches.");
  await page.fill("#vocabulary_find", "");
  await page.selectOption("#vocabulary_order", "count");
  const counts = await page.$$eval("#vocabulary > ul li", (all) => all.map((one) => Number(one.querySelector(".count")?.textContent ?? 0)));
  assert.equal(counts.length, ORGANISATIONS + 1);
  assert.deepEqual(counts, counts.toSorted((one, other) => other - one));
  await page.selectOption("#vocabulary_order", "");
  assert.equal(await page.locator("#vocabulary section:first-of-type h2").textContent(), "A");
  assert.deepEqual(page.troubles, []);
});

test("a facet of many values is searched within", async () => {
  const page = await open(long, "explore.html");
  assert.equal(await found(page), CASES);
  const facet = page.locator("aside.facets details", { has: page.locator("summary", { hasText: /^Organisation/ }) });
  if (!await facet.evaluate((one) => one.open)) await facet.locator("summary").click();
  await facet.getByRole("searchbox", { name: "Find in Organisation" }).fill("c-company 7");
  const { length } = await facet.locator("li").all();
  assert.equal(length, Array.from({ length: ORGANISATIONS }, (_, n) => n).filter((n) => n % 5 === 2 && `${n}`.startsWith("7")).length);
  const number = Number(await facet.locator("li .count").first().textContent());
  const chosen = Number((await facet.locator("li .label").first().textContent()).split(" ").pop());
  assert.equal(number, Array.from({ length: CASES }, (_, n) => n % ORGANISATIONS).filter((n) => n === chosen).length);
  await facet.locator("li label").first().click();
  assert.equal(await found(page), number);
});
