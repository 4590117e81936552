// What the tests of finding and comparing share: a site, built and served, and what Explore shows of it.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open as openAddress } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";
import { casebook, repository } from "./support/site.mjs";

/** Build a site and serve it. */
export async function site(source = repository) {
  const folder = mkdtempSync(join(tmpdir(), "casebook-find-"));
  const output = join(folder, "public");
  casebook("build", "--root", source, "--output", output);
  const host = await serve(output);
  return {
    address: host.address,
    output,
    data: JSON.parse(readFileSync(join(output, "data/cases.json"), "utf8")),
    async close() {
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A page of a site, on a desk of middling width unless told. */
export const open = (site, path, options = {}) =>
  openAddress(new URL(path, site.address).href, { viewport: { width: 1280, height: 900 }, ...options });

/** Wait until Explore shows what its address asks for. */
export async function settled(page) {
  await page.waitForSelector("#explore[data-turn]");
  await page.waitForTimeout(250);
  await page.waitForFunction(() => !document.querySelector("#results[aria-busy]"));
}

/** The titles that Explore lists. */
export const titles = (page) => page.$$eval("#results h2", (all) => all.map((one) => one.textContent));

/** The number of cases that Explore says it has found. */
export async function found(page) {
  await settled(page);
  return parseInt(await page.textContent(".found"), 10);
}

/** Does a case of `data/cases.json` carry a term? */
export const has = (one, taxonomy, ...ids) => (one.terms[taxonomy] ?? []).some((term) => ids.includes(term.id));
