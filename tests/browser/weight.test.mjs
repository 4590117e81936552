// What a page weighs, compressed as hosts compress it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { demonstration, files, read } from "./support/site.mjs";

const folder = demonstration();
const weight = (path) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length;
const KB = 1024;

test("scripts of the theme weigh at most 12 KB in all, its stylesheet at most 12 KB", () => {
  // What search loads when it is used is not the theme's.
  const own = (ending) => files(join(folder, "assets"), ending).filter((path) => !path.includes("/")).map((path) => `assets/${path}`);
  for (const ending of [".js", ".css"]) {
    const paths = own(ending);
    const total = paths.map(weight).reduce((sum, one) => sum + one, 0);
    assert.ok(paths.length > 0 && total <= 12 * KB, `${paths.join(" ")}: ${total} bytes`);
  }
});

test("a case page transfers at most 60 KB", () => {
  for (const path of files(folder, ".html").filter((path) => /^cases\/(?!index)/.test(path))) {
    const linked = [...read(folder, path).matchAll(/(?:<script[^>]* src|<link[^>]*rel="(?:stylesheet|icon)"[^>]* href)="\.\.\/([^"]+)"/g)].map(([, asset]) => asset);
    assert.ok(linked.some((one) => one.endsWith(".css")) && linked.some((one) => one.endsWith(".js")), path);
    const total = [path, ...linked].map(weight).reduce((sum, one) => sum + one, 0);
    assert.ok(total <= 60 * KB, `${path}: ${total} bytes`);
  }
});
