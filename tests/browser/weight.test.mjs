// What a page weighs, compressed as hosts compress it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { demonstration, files, pagesByKind, read } from "./support/site.mjs";

const folder = demonstration();
const weight = (path) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length;
const KB = 1024;

/** The scripts or stylesheets of the theme that a page links. */
function linked(path, ending) {
  const links = [...read(folder, path).matchAll(/<(?:script|link)[^>]* (?:src|href)="(?:\.\.\/)*(assets\/[^"]+)"/g)];
  return links.map(([, asset]) => asset).filter((asset) => asset.endsWith(ending));
}

test("no kind of page links more of the theme than 6 KB of scripts, Explore 18 KB, Compare 14 KB, and 11 KB of stylesheets without the font, these two 13 and 12 KB", () => {
  for (const [kind, path] of Object.entries(pagesByKind(folder)).filter(([kind]) => kind !== "not-found")) {
    for (const [ending, most] of [[".js", { explore: 18, compare: 14 }[kind] ?? 6], [".css", { explore: 13, compare: 12 }[kind] ?? 11]]) {
      const assets = linked(path, ending).filter((name) => !name.includes("/fonts-"));
      const total = assets.map(weight).reduce((sum, one) => sum + one, 0);
      assert.ok(assets.length > 0 && total <= most * KB, `${path}: ${assets.join(" ")}: ${total} bytes`);
    }
  }
});

test("every script and stylesheet of the theme is linked by some page", () => {
  const all = Object.values(pagesByKind(folder)).flatMap((path) => [...linked(path, ".js"), ...linked(path, ".css")]);
  const own = [".js", ".css"].flatMap((ending) => files(join(folder, "assets"), ending));
  // A long vocabulary has a script of its own, and the demonstration has none (find-long.test.mjs).
  const others = own.filter((name) => !all.includes(`assets/${name}`) && !/^vocabulary-/.test(name));
  assert.deepEqual(others, []);
});

test("a case page transfers at most 25 KB, and 60 KB with the font", () => {
  const sheet = linked("index.html", ".css").find((name) => name.includes("/fonts-"));
  const font = weight(sheet);
  const italic = readFileSync(join(folder, "assets/casebook-serif-italic.woff2")).length;
  assert.ok(font + italic <= 80 * KB, `all fonts: ${font} and ${italic}`);
  for (const path of files(folder, ".html").filter((path) => /^cases\/(?!index)/.test(path))) {
    const assets = ["", ".css", ".js"].map((ending) => linked(path, ending));
    assert.ok(assets.every((some) => some.length > 0), path);
    const others = assets[0].filter((name) => name !== sheet);
    const total = [path, ...others].map(weight).reduce((sum, one) => sum + one, 0);
    assert.ok(total <= 25 * KB, `${path}: ${total} bytes`);
    assert.ok(total + font <= 60 * KB, `${path}: ${total + font} bytes with the font`);
  }
});
