// What is long or wide, on every kind of page of a telephone: names without a space, tables, words of German, citations in Arabic.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { DESK, PHONE, open, within } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";
import { casebook, pagesByKind } from "./support/site.mjs";

const LONG = "Donaudampfschifffahrtsgesellschaftskapitän_mit_einem_langen_Namen_ohne_Leerzeichen";
const WORDS = "Rechtsschutzversicherungsgesellschaften und Kraftfahrzeughaftpflichtversicherungsbedingungen";
const root = mkdtempSync(join(tmpdir(), "casebook-narrow-"));
const folder = join(root, "public");
const TABLE = [
  `| ${Array.from({ length: 8 }, (_, column) => `Spalte ${column} ${LONG.slice(0, 20)}`).join(" | ")} |`,
  `|${"---|".repeat(8)}`,
  ...Array.from({ length: 60 }, (_, line) => `| ${Array.from({ length: 8 }, (_, column) => `Wert ${line}.${column}`).join(" | ")} |`),
].join("\n");

const write = (path, text) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
write("casebook.yaml", `title: Fallsammlung ${LONG}
description: Fälle über ${LONG}.
language: de
base_url: https://example.org/kb
repository_url: https://example.org/repository
licence: CC0-${LONG}
lead: ausgang
cards: [stichwort, ausgang]
charts: [[stichwort, ausgang]]
matrix: [[stichwort, ausgang]]
sections: [{ title: Was geschah, required: true }]
severities: { uncited-statement: off, uncited-value: off }
fields:
  - { id: kosten, label: "Kosten_${LONG}", shape: money, unit: EUR, facet: true }
  - { id: anschrift, label: Anschrift, shape: url }
questions: [{ label: "Was weiß man über ${LONG}?", where: "stichwort=lang" }]
`);
write("content/taxonomies/stichwort.yaml", `label: Stichwort_${LONG}
plural: Stichwörter_${LONG}
vocabulary: open
definition: Was ${LONG} ist.
terms: [{ id: kurz, label: Kraftfahrzeughaftpflichtversicherung, broader: lang }]
`);
write("content/taxonomies/stichwort/lang.md", `---\nlabel: ${LONG}\ndefinition: Ein ${LONG}.\n---\n\nText über ${LONG}.\n`);
write("content/taxonomies/ausgang.yaml", `plural: Ausgänge
vocabulary: closed
terms:
  - { id: beibehalten, label: Beibehalten_${LONG}, mark: full }
  - { id: zurueck, label: Zurückgenommen, mark: none }
`);
for (const number of [0, 1, 2, 3]) {
  write(`content/cases/fall-${number}.md`, `---
title: Fall ${number} ${LONG} und ${WORDS}
date: 2024-0${number + 1}
summary: Eine Zusammenfassung mit ${LONG} und ${WORDS}.
authors: [${LONG}]
stichwort: [lang, kurz]
ausgang: ${number % 2 ? "beibehalten" : "zurueck"}
kosten: 1000000
anschrift: https://example.org/${LONG}/${LONG}
sources:
  - id: a
    publisher: Verlag_${LONG}
    title: Titel ${LONG}
    author: ${LONG}
    date: 2024-11-20
    url: https://example.org/${LONG}/${LONG}
    archive_url: https://archive.example.org/${LONG}
    note: Anmerkung ${LONG}.
    passages: [{ id: gesagt, text: "Gesagt ${LONG}.", at: "${LONG}" }]
events: [{ date: 2024-11, text: "Ereignis ${LONG}", sources: [a] }]
corrections: [{ date: 2025-03-02, note: "Berichtigt ${LONG}." }]
---

## Was geschah

Text ${LONG} und ${WORDS} [@a].

${TABLE}

\`${LONG}${LONG}\`

- Punkt ${LONG} [@a]

### Überschrift_${LONG}

> Zitat ${LONG} [@a#gesagt].
`);
}
write("content/cases/arabisch.md", `---
title: حالة مكتوبة من اليمين إلى اليسار
date: 2025-05
lang: ar
stichwort: kurz
summary: مثال قصير على نص عربي مع مصدر واحد.
sources: [{ id: a, publisher: Example Times, title: Headline in Latin letters, date: 2025-05 }, { id: b, publisher: الأهرام, title: خبر, date: 2025 }]
---

## Was geschah

هذا نص قصير يذكر مصدرا واحدا [@a] وآخر [@b] ثم ينتهي.
`);
write("content/pages/methode.md", `---
title: Methode_${LONG}
---

## Titel_${LONG}

${TABLE}

\`\`\`casebook
as: table
where: stichwort=lang
columns: [stichwort, ausgang, kosten, date, sources]
\`\`\`

\`\`\`casebook
as: list
where: stichwort=lang
\`\`\`
`);
casebook("build", "--root", root, "--output", folder);

let host;
before(async () => { host = await serve(folder, "/kb/"); });
after(async () => {
  await host.close();
  rmSync(root, { recursive: true, force: true });
});

test("one long name widens no kind of page, and breaks no word of the interface", async () => {
  const kinds = pagesByKind(folder);
  for (const kind of ["home", "cases", "case", "taxonomy", "term", "works", "work", "publishers", "publisher", "page", "question", "explore", "compare", "matrix", "cell", "timeline", "charts", "data", "corrections", "not-found"]) {
    assert.ok(kinds[kind], `a page of the kind ${kind}`);
  }
  const paths = [...Object.values(kinds), "explore.html?q=Ereignis&stichwort=lang", "explore.html?ausgang=zurueck&q=nichts", "compare.html?cases=fall-0,fall-1,fall-2"];
  for (const path of paths) {
    for (const width of [320, 360]) {
      await within(host.address + path, { ...PHONE, viewport: { width, height: 740 } }, async (page) => {
        await page.waitForLoadState("networkidle");
        await page.evaluate(() => document.querySelectorAll("main details").forEach((one) => { one.open = true; }));
        const [wide, menu] = await page.evaluate(() => [document.documentElement.scrollWidth, document.querySelector("button.menu").getBoundingClientRect().height]);
        assert.equal(wide, width, path);
        assert.ok(menu < 44, `the button of the menu stands in one line: ${path}`);
      });
    }
  }
});

test("a table scrolls within itself under its head, says that there is more, and can be reached by keyboard", async () => {
  for (const path of ["cases/fall-0.html", "methode.html"]) {
    await within(host.address + path, PHONE, async (page) => {
      const table = page.locator(".text .table").first();
      const seen = await table.evaluate((box) => {
        box.scrollTop = 600;
        box.scrollLeft = 200;
        const head = box.querySelector("thead th").getBoundingClientRect();
        const around = box.getBoundingClientRect();
        const words = [...box.querySelectorAll("thead th")].map((cell) => cell.scrollWidth - cell.clientWidth);
        return {
          scrolls: box.scrollWidth > box.clientWidth && box.scrollHeight > box.clientHeight, top: head.top - around.top,
          high: around.height / innerHeight, cue: getComputedStyle(box).backgroundAttachment, focus: box.tabIndex, cut: Math.max(...words),
        };
      });
      assert.ok(seen.scrolls, path);
      assert.ok(Math.abs(seen.top) < 2, `${path}: the head stays: ${seen.top}`);
      assert.ok(seen.high < 0.9, path);
      assert.equal(seen.cue, "local, local, scroll, scroll", path);
      assert.equal(seen.focus, 0, path);
      assert.ok(seen.cut <= 0, `${path}: no word of the head is cut`);
    });
  }
});

test("on a wide screen a table uses the gutter beside the text, and not the column after it", () => within(`${host.address}cases/fall-0.html`, DESK, async (page) => {
  const [table, text, panel] = await page.evaluate(() => [".text .table", ".text > section > p", ".case .panel"].map((one) => document.querySelector(one).getBoundingClientRect()).map(({ left, right }) => ({ left, right })));
  assert.ok(table.right > text.right, `${table.right} ${text.right}`);
  assert.ok(table.right < panel.left, `${table.right} ${panel.left}`);
}));

test("long words may be hyphenated in the language of their text, addresses and code may not", () => within(`${host.address}cases/fall-0.html`, PHONE, async (page) => {
  const hyphens = (selector) => page.locator(selector).first().evaluate((one) => [getComputedStyle(one).hyphens, one.closest("[lang]").lang]);
  for (const selector of ["h1", ".summary", ".text p", ".text li", ".text h3", ".text blockquote p", ".line p", ".corrections li", ".facts dt", ".facts dd", ".sources li"]) {
    assert.deepEqual(await hyphens(selector), ["auto", "de"], selector);
  }
  for (const selector of [".text code", "#take_apa"]) assert.equal((await hyphens(selector))[0], "manual", selector);
}));

test("a citation in Latin letters keeps its brackets in a text that runs from right to left", async () => {
  const page = await open(`${host.address}cases/arabisch.html`, PHONE);
  const [latin, arabic] = await page.locator("#was-geschah .citation").evaluateAll((all) => all.map((citation) => {
    const texts = document.createTreeWalker(citation, NodeFilter.SHOW_TEXT);
    const places = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      for (const [at, letter] of [...node.data].entries()) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        places.push([letter, range.getBoundingClientRect()]);
      }
    }
    return { first: places[0][0], last: places.at(-1)[0], begin: places[0][1].left, second: places[1][1].left };
  }));
  for (const { first, last } of [latin, arabic]) assert.deepEqual([first, last], ["(", ")"]);
  assert.ok(latin.begin < latin.second, "the bracket opens left of a Latin name");
  assert.ok(arabic.begin > arabic.second, "and right of an Arabic one");
  const frame = await page.evaluate(() => [".case", ".brief", "#sources", "html"].map((one) => document.querySelector(one).closest("[dir]").dir));
  assert.deepEqual(frame, ["rtl", "ltr", "ltr", "ltr"]);
  await page.context().close();
});
