// Search: words in all scripts, compounds and numbers, phrases, words with a typing error.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { open, settled, site, titles } from "./find-support.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "casebook-search-"));
let example, demo;
before(async () => {
  const cases = {
    scripts: ["Bjørn, Straße, Łódź, œuvre, Ærø, ΟΔΟΣ", "हिन्दी में ग्राहक सेवा। বাংলা ভাষা। தமிழ் மொழி. తెలుగు. ปี ข้อมูลบริษัท. שָׁלוֹם. العَرَبِيَّة. 𠮷野家で働く."],
    mail: ["Electronic letters", "They answered each e-mail about l’histoire, for 1,000 euros."],
    words: ["Plain words", "An email cost 1000 francs. The customer was served, and service came late."],
    phrase: ["A phrase", "Their customer service was slow."],
  };
  for (const [slug, [title, text]] of Object.entries(cases)) {
    write(`content/cases/${slug}.md`, `---\ntitle: "${title}"\ndate: 2024\nsummary: A summary.\ntag: Quarterly\nsources: [{ id: s, publisher: Herald, title: A report, url: "https://example.org/report" }]\n---\n\n## Text\n\n${text} [@s]\n`);
  }
  write("content/taxonomies/tag.yaml", "label: Tag\nplural: Tags\nvocabulary: open\n");
  write("casebook.yaml", "title: Example\nseverities: { no-base-url: off }\n");
  example = await site(folder);
  demo = await site();
});
after(async () => {
  await example.close();
  await demo.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** What the theme's `words.js` offers, without a page. */
function script() {
  const scope = { casebook: {} };
  new Function("window", readFileSync(join(root, "themes/default/static/words.js"), "utf8"))(scope);
  return scope.casebook.text;
}

async function asked(question, of = example) {
  const page = await open(of, `explore.html?q=${encodeURIComponent(question)}`);
  await settled(page);
  const answer = { titles: await titles(page), status: await page.textContent(".found"), page };
  assert.deepEqual(page.troubles, []);
  return answer;
}

test("the script cuts texts into the words of the examples, as the index does", () => {
  const { cut } = script();
  for (const { text, words } of JSON.parse(readFileSync(join(root, "tests/fixtures/words.json"), "utf8"))) {
    assert.deepEqual(cut(text), words, text);
  }
});

test("every word that the script cuts from the texts of a site is in its index", () => {
  const { cut } = script();
  for (const { output } of [example, demo]) {
    const data = join(output, "data/explore");
    const read = (kind) => readdirSync(data).filter((name) => name.startsWith(`${kind}_`)).map((name) => {
      let read;
      new Function("casebook", readFileSync(join(data, name), "utf8"))((_kind, _number, data) => { read = data; });
      return read;
    });
    const index = new Set(read("index").flatMap(Object.keys));
    const texts = read("texts").flat(2).map(([, text]) => text);
    assert.ok(texts.length > 3);
    for (const text of texts) assert.deepEqual(cut(text).filter((word) => !index.has(word)), [], text);
  }
});

test("words are found in every script, as they stand and without their marks", async () => {
  for (const word of ["हिन्दी", "ग्राहक", "सेवा", "বাংলা", "ভাষা", "தமிழ்", "மொழி", "తెలుగు", "ปี", "ข้อมูล", "บริษัท", "שָׁלוֹם", "שלום",
    "العَرَبِيَّة", "العربية", "𠮷", "野家", "Bjørn", "bjorn", "Straße", "STRASSE", "Łódź", "lodz", "œuvre", "oeuvre", "aero", "ΟΔΟΣ", "οδος"]) {
    assert.deepEqual((await asked(word)).titles, ["Bjørn, Straße, Łódź, œuvre, Ærø, ΟΔΟΣ"], word);
  }
});

test("compounds, elision and numbers are found however they are written", async () => {
  for (const [question, expected] of [
    ["email", ["Electronic letters", "Plain words"]], ["e-mail", ["Electronic letters", "Plain words"]],
    ["histoire", ["Electronic letters"]], ["l'histoire", ["Electronic letters"]], ["d’histoire", ["Electronic letters"]],
    ["1000", ["Electronic letters", "Plain words"]], ["1,000", ["Electronic letters", "Plain words"]],
    ["customer-service", ["A phrase", "Plain words"]],
  ]) {
    const answer = await asked(question);
    assert.deepEqual(answer.titles.sort(), expected, question);
    assert.ok(await answer.page.locator("#results mark").count() > 0, `${question} is marked`);
  }
});

test("words in quotation marks stand in a row", async () => {
  for (const question of ['"customer service"', "“customer service”", "„customer service“ slow", '"Customer-Service"']) {
    const { titles, status } = await asked(question);
    assert.deepEqual(titles, ["A phrase"], question);
    assert.equal(status, "1 of 4 cases");
  }
  assert.deepEqual((await asked('"service customer"')).titles, []);
  assert.deepEqual((await asked('"electronic letters"')).titles, ["Electronic letters"], "in a title");
});

test("a phrase is only looked for in the texts of cases that come into view", async () => {
  const { page } = await asked('"customer service"', demo);
  const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => /texts_/.test(name)));
  const results = await page.locator("#results > li").count();
  assert.ok(results > 0 && loaded.length <= 10, `${loaded.length} files of texts for ${results} results`);
  for (const passage of await page.locator("#results .passage").allTextContents()) assert.match(passage, /customer service/i);
});

test("a word with one typing error finds the word that was meant, and says so", async () => {
  for (const [question, showing, title] of [
    ["electornic", "electronic", "Electronic letters"], ["eletronic", "electronic", "Electronic letters"],
    ["electroonic letters", "electronic letters", "Electronic letters"], ["phrese", "phrase", "A phrase"],
  ]) {
    const { titles, status, page } = await asked(question);
    assert.deepEqual(titles, [title], question);
    assert.equal(status, `Showing results for “${showing}”: 1 of 4 cases`);
    assert.ok(await page.locator("#results mark").count() > 0);
  }
  assert.equal((await asked("quartrely")).titles.length, 4, "a term");
  assert.equal((await asked("1009")).titles.length, 0, "numbers are not misspelt");
  assert.equal((await asked("zzzz")).titles.length, 0);
  const meant = (await asked("klarna", demo)).titles;
  assert.ok(meant.length > 0);
  assert.deepEqual((await asked("kalrna", demo)).titles, meant);
});
