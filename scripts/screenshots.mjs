// Pictures of every kind of page of a built site, for the README and for looking at the theme.
//
//   node scripts/screenshots.mjs SITE OUTPUT [--all]
//
// SITE is a built site (`public/`), opened from the folder as a reader would. Without --all only the pictures of
// the README and of docs/pages.md are made; with it, every kind of page at three widths, light and dark. Needs playwright-core
// (`npm ci`) and Chromium (CHROMIUM, else /usr/bin/chromium).

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { withPalette } from "./png.mjs";

const [site, output, flag] = process.argv.slice(2);
if (!site || !output) {
  console.error("usage: node scripts/screenshots.mjs SITE OUTPUT [--all]");
  process.exit(2);
}

const PAGES = {
  home: "index.html",
  cases: "cases/index.html",
  case: "cases/klarna.html",
  taxonomy: "adoption-types/index.html",
  term: "adoption-types/transformative-ai.html",
  publishers: "sources/index.html",
  publisher: "sources/business-insider.html",
  works: "works/index.html",
  page: "method.html",
  answer: "figures.html",
  question: "questions/which-public-facing-assistants-were-reversed-switched-off-or-withdrawn.html",
  explore: "explore.html",
  matrix: "matrix/adoption-types_departments/index.html",
  cell: "matrix/adoption-types_departments/public-facing-assistant_customer-service.html",
  timeline: "timeline.html",
  charts: "charts.html",
  compare: "compare.html",
  corrections: "corrections.html",
  data: "data/index.html",
  404: "404.html",
};
/** What scripts fill, on the pages that are empty until then. */
const FILLED = { explore: "#results h2", compare: "table.compare" };
const WIDTHS = { phone: [360, 780], tablet: [768, 1024], desk: [1440, 900] };

/** One picture of each kind of page, for docs/pages.md; the home page and a case are the README's own. */
const KINDS = Object.keys(PAGES)
  .filter((page) => !["home", "case", "answer"].includes(page))
  .map((page) => [`page-${page}`, page, [1000, 760], "light"]);

/** The pictures of the README, and those that show a part of a page: name, page, size, colours, part of the page to scroll to. */
const README = [
  ["home", "home", [1000, 760], "light"],
  ["case", "case", [1000, 960], "light"],
  ["sources", "case", [1000, 560], "light", "#sources"],
  ["case-dark-phone", "case", [360, 720], "dark"],
  ["page-answer", "answer", [1200, 700], "light", "#jobs"],
];

const shots = flag === "--all"
  ? Object.keys(PAGES).flatMap((page) => Object.entries(WIDTHS).flatMap(([name, size]) =>
      ["light", "dark"].map((colours) => [`${page}-${name}-${colours}`, page, size, colours])))
  : [...README, ...KINDS];

mkdirSync(output, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--allow-file-access-from-files"],
});
try {
  for (const [name, page, [width, height], colorScheme, target] of shots) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
    const tab = await context.newPage();
    const file = pathToFileURL(join(resolve(site), PAGES[page]));
    // Two of the demonstration site, for the page that is empty without.
    if (page === "compare") file.search = "?cases=klarna,commonwealth-bank-voice-bot";
    // A busy machine would show the page before its font is there.
    await tab.route(/\/fonts-[^/]+\.css$/, (route) => {
      const sheet = readFileSync(join(resolve(site), "assets", route.request().url().replace(/^.*\//, "")), "utf8");
      return route.fulfill({ contentType: "text/css", body: sheet.replace("font-display: optional", "font-display: block") });
    });
    if (page === "404") {
      // Its links start at the host's root, which a folder does not have.
      await tab.route(/\/assets\//, (route) => {
        const asset = new URL(route.request().url()).pathname.replace(/^.*\/assets\//, "assets/");
        return route.fulfill({ path: join(resolve(site), asset) });
      });
    }
    await tab.goto(file.href, { waitUntil: "networkidle" });
    if (FILLED[page]) await tab.locator(FILLED[page]).first().waitFor();
    await tab.evaluate(() => document.fonts.ready);
    if (target) await tab.locator(target).evaluate((element) => element.scrollIntoView());
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) console.error(`${name}: ${wide} pixels wider than the window`);
    const picture = await tab.screenshot({ fullPage: flag === "--all" });
    writeFileSync(join(output, `${name}.png`), withPalette(picture));
    await context.close();
  }
} finally {
  await browser.close();
}
console.log(`${shots.length} pictures in ${output}`);
