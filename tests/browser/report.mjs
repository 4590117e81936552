// Numbers, not verdicts: layout shift, weight and size of each kind of page. `npm run report`.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DESK, PHONE, browser, layoutShift, open } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";
import { demonstration, pagesByKind } from "./support/site.mjs";

const folder = demonstration();
const host = await serve(folder, "/kb/");
const rows = [];
for (const [kind, path] of Object.entries(pagesByKind(folder))) {
  const row = { kind, "html, gzip (KB)": +(gzipSync(readFileSync(join(folder, path))).length / 1024).toFixed(1) };
  for (const [device, options] of Object.entries({ phone: PHONE, desk: DESK })) {
    const page = await open(host.address + path, options);
    await page.waitForLoadState("networkidle");
    const measured = await page.evaluate(() => ({
      elements: document.querySelectorAll("*").length,
      loaded: performance.getEntriesByType("navigation")[0].loadEventEnd,
    }));
    const shift = await layoutShift(host.address + path, options, (one) => one.waitForLoadState("networkidle"));
    row[`layout shift, ${device}`] = +shift.toFixed(4);
    row[`load, ${device} (ms)`] = Math.round(measured.loaded);
    row.elements = measured.elements;
    await page.context().close();
  }
  rows.push(row);
}
console.table(rows);
await host.close();
await browser.close();
