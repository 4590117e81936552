// Words of a source: in the preview of what cites them, in the list of sources, and where they stand on a page.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DESK, within } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";
import { casebook, example, read } from "./support/site.mjs";

let host, address;
before(async () => {
  host = await serve(example(), "/kb/");
  address = `${host.address}cases/every-piece.html`;
});
after(() => host.close());

const preview = (page) => page.locator("#citation_preview");
const cited = 'a.cite[href="#passage_own_said"]';

test("the preview of a passage shows its words and no others of the source", () => within(address, DESK, async (page) => {
  await page.locator(cited).hover();
  await preview(page).waitFor({ state: "visible" });
  const text = await preview(page).innerText();
  for (const part of ["Example Ltd", "We said so, and we say it still.", "sec. 2", "Show it in the original"]) {
    assert.ok(text.includes(part), `${part} in:\n${text}`);
  }
  assert.ok(!text.includes("Nobody asked us"), text);
  assert.equal(await preview(page).locator("[id]").count(), 0, "no id stands twice");
  await page.locator('a.cite[href="#source_own"]').first().hover();
  await page.waitForFunction(() => !document.querySelector("#citation_preview").textContent.includes("we say it still"));
  assert.deepEqual(page.troubles, []);
}));

test("a citation of a passage leads to it, and the entry back", () => within(address, DESK, async (page) => {
  const cite = page.locator(cited);
  await cite.click();
  assert.ok(await page.locator("#passage_own_said").evaluate((one) => one.matches("#source_own :target")));
  await page.locator("#source_own .return").click();
  assert.ok(await cite.evaluate((one) => document.activeElement === one));
}));

test("words stand in the quotation marks of their language", () => within(address, DESK, async (page) => {
  const marks = (selector) => page.locator(selector).evaluate((one) => getComputedStyle(one).quotes);
  assert.equal(await marks("#passage_own_said q"), "auto");
  assert.equal(await page.locator("#passage_own_asked blockquote").getAttribute("lang"), null, "a translation is no other language");
}));

// What is quoted, and how the page has it.
const PLACES = {
  short: ["“We stopped hiring,” he said – in May & June.", "<p>And then: “We stopped hiring,” he said – in May &amp; June. So it was.</p>"],
  straight: ["It’s over, “for good”", "<p>It's over, \"for good\".</p>"],
  gap: ["We ended […] the test in May.", "<p>We ended, as you know, the test in May.</p>"],
  put: ["They [the staff] were told on Monday", "<p>They were told on Monday.</p>"],
  lines: ["A first line\nand a second", "<p>A first line</p><p>and a second</p>"],
  long: [`At first ${"it went on and on ".repeat(25)}until it ended`, `<p>At first ${"it went <i>on</i> and on ".repeat(25)}until it ended.</p>`],
  hyphen: ["a two-year test, 50% done", "<p>It was a two-year test, 50% done.</p>"],
};

test("the address of a passage leads a browser to its words", async () => {
  const root = mkdtempSync(join(tmpdir(), "casebook-passages-"));
  try {
    mkdirSync(join(root, "content/cases"), { recursive: true });
    mkdirSync(join(root, "pages"));
    const passages = Object.entries(PLACES).map(([id, [text]]) => ({ id, text }));
    const front = {
      title: "A case", date: "2025", summary: "What happened.",
      sources: [{ id: "a", publisher: "Example Times", url: "https://example.org/a", passages }],
    };
    writeFileSync(join(root, "casebook.yaml"), "title: Example\n");
    const cites = passages.map(({ id }) => `A thing [@a#${id}].`).join("\n\n");
    writeFileSync(join(root, "content/cases/a.md"), `---\n${JSON.stringify(front)}\n---\n\n## One\n\n${cites}\n`);
    casebook("build", "--root", root, "--output", join(root, "public"));
    const html = read(join(root, "public"), "cases/a.html");
    const filler = "<p>Other words.</p>".repeat(60);
    writeFileSync(join(root, "pages/404.html"), "");
    for (const [id, [, words]] of Object.entries(PLACES)) {
      const figure = html.slice(html.indexOf(`id="passage_a_${id}"`));
      const directive = /href="https:\/\/example\.org\/a(#:~:[^"]+)"/.exec(figure)?.[1].replaceAll("&amp;", "&");
      assert.ok(directive, id);
      writeFileSync(join(root, "pages", `${id}.html`), `<!doctype html><title>A</title>${filler}<div>${words}</div>${filler}`);
      const source = await serve(join(root, "pages"));
      try {
        await within(`${source.address}${id}.html${directive}`, DESK, async (page) => {
          await page.waitForFunction(() => scrollY > 0, null, { timeout: 5000 }).catch(() => assert.fail(`${id}: ${directive}`));
          const box = await page.locator("div").boundingBox();
          assert.ok(box.y >= 0 && box.y < 900, `${id}: the words are in sight`);
        });
      } finally {
        await source.close();
      }
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
