// axe-core finds no violation of WCAG 2.2 AA on any kind of page, in light and in dark.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { DESK, PHONE, serveAll, within } from "./support/browser.mjs";
import { demonstration, example, pagesByKind } from "./support/site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const sites = { demonstration: demonstration(), example: example() };
const hosts = await serveAll(sites);

async function violations(page) {
  // The policy of the page forbids injected scripts; an evaluated text is not one.
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values } }), tags);
  return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.failureSummary.split("\n")[1] ?? ""}`));
}

for (const colorScheme of ["light", "dark"]) {
  test(`every kind of page, in ${colorScheme}`, async () => {
    for (const [name, folder] of Object.entries(sites)) {
      const paths = new Set([...Object.values(pagesByKind(folder)), ...(name === "example" ? ["cases/every-piece.html", "cases/right-to-left.html"] : [])]);
      for (const path of paths) {
        await within(hosts[name].address + path, { ...DESK, colorScheme }, async (page) => {
          await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
          assert.deepEqual(await violations(page), [], `${name}: ${path}`);
        });
      }
    }
  });

  test(`a telephone with a preview open, in ${colorScheme}`, () => within(`${hosts.example.address}cases/every-piece.html`, { ...PHONE, colorScheme }, async (page) => {
    await page.locator("#cite_1").tap();
    await page.locator("#citation_preview").waitFor({ state: "visible" });
    assert.deepEqual(await violations(page), []);
    await page.locator("#citation_preview a.onward").first().tap();
    assert.deepEqual(await violations(page), [], "with the way back");
  }));
}
