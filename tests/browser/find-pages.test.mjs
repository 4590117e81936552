// Matrices, the timeline, charts and the comparison; layout and accessibility of all pages for finding.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { has, open, settled, site } from "./find-support.mjs";
import { browser, layoutShift } from "./support/browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const matrix = "matrix/adoption-types_departments/index.html";
const pages = ["index.html", "explore.html?q=chatbot&department=-legal", "explore.html?department=legal&outcome=reversed", "timeline.html", "charts.html",
  matrix, "matrix/adoption-types_departments/public-facing-assistant_customer-service.html", "compare.html?cases=klarna,zillow-offers", "compare.html",
  "departments/customer-service.html", "departments/index.html", "explore.html", "timeline.html?department=customer-service"];

let demo;
before(async () => { demo = await site(); });
after(() => demo.close());

test("every cell of a matrix is the number of cases in the data, and leads to them", async () => {
  const page = await open(demo, matrix, { javaScriptEnabled: false });
  const cells = await page.$$eval(".heat tbody td a", (all) => all.map((one) => [one.getAttribute("href"), Number(one.firstChild.textContent)]));
  assert.ok(cells.length > 10);
  const narrower = { commercial: ["marketing", "e-commerce"], "content-and-editorial": ["translation"] };
  for (const [href, count] of cells) {
    const [row, column] = href.split("/").pop().replace(".html", "").split("_");
    const expected = demo.data.cases.filter((one) => has(one, "adoption_type", row) && has(one, "department", column, ...(narrower[column] ?? [])));
    assert.equal(count, expected.length, href);
  }
  await page.click(".heat tbody td a");
  assert.equal(await page.locator("ol.cases > li").count(), cells[0][1]);
});

test("the timeline is filtered by terms, and says so", async () => {
  const page = await open(demo, "timeline.html");
  await page.selectOption("#filter_department", "customer-service");
  const shown = await page.$$eval("li[data-terms]:not([hidden])", (all) => all.map((one) => one.dataset.terms));
  const expected = demo.data.cases.filter((one) => has(one, "department", "customer-service"));
  assert.equal(shown.length, expected.reduce((sum, one) => sum + 1 + (one.events ?? []).length, 0));
  assert.ok(shown.every((terms) => terms.split(" ").includes("department:customer-service")));
  assert.match(page.url(), /timeline\.html\?department=customer-service$/);
  assert.match(await page.textContent("#timeline_filter [role=status]"), new RegExp(`^${shown.length} of `));
  await page.click("#timeline_filter a");
  await settled(page);
  assert.match(page.url(), /explore\.html\?department=customer-service/);
  const again = await open(demo, "timeline.html?department=customer-service");
  assert.equal(await again.locator("li[data-terms]:not([hidden])").count(), shown.length);
});

test("the filter of the timeline acts on its chart as on its list", async () => {
  const page = await open(demo, "timeline.html?department=customer-service");
  await page.waitForFunction(() => document.querySelector("#timeline_filter [role=status]").textContent);
  const bars = await page.$$eval(".bars > li", (all) => all.map((bar) => [bar.querySelector(".label").textContent, Number(bar.querySelector(":scope > .number").textContent)]));
  for (const [year, count] of bars) {
    assert.equal(await page.locator(`section#y${year} li[data-terms]:not([hidden])`).count(), count, year);
  }
  assert.ok(bars.some(([, count]) => count));
});

test("years lead to their place on the timeline", async () => {
  const page = await open(demo, "timeline.html", { javaScriptEnabled: false });
  const years = await page.$$eval(".bars .label a", (all) => all.map((one) => one.getAttribute("href").split("#")[1]));
  assert.ok(years.length > 3);
  for (const year of years) assert.equal(await page.locator(`section#${year}`).count(), 1, year);
});

test("the segments of a chart are its figures in words and in its table, and lead to as many cases", async () => {
  const page = await open(demo, "charts.html", { javaScriptEnabled: false });
  const charts = await page.$$eval(".chart", (all) => all.map((chart) => ({
    title: chart.querySelector("h2").textContent,
    csv: chart.querySelector("a[download]").getAttribute("href"),
    rows: [...chart.querySelectorAll(".bars > li")].map((row) => ({
      label: row.querySelector(".label").textContent,
      drawn: [...row.querySelectorAll("svg title")].map((one) => Number(one.textContent.match(/\d+$/)[0])),
      said: [...row.querySelectorAll(".parts .number")].map((one) => Number(one.textContent)),
      widths: [...row.querySelectorAll("rect")].map((one) => parseFloat(one.getAttribute("width"))),
    })),
  })));
  assert.equal(charts.length, 3);
  for (const { title, csv, rows } of charts) {
    const table = readFileSync(join(demo.output, csv), "utf8").trim().split("\r\n").slice(1).map((line) => line.split(","));
    for (const [at, { label, drawn, said, widths }] of rows.entries()) {
      if (said.length) assert.deepEqual(said, drawn, `${title} ${label}`);
      const [name, ...figures] = table[at];
      assert.equal(name, label);
      assert.deepEqual(figures.slice(0, said.length ? -1 : undefined).map(Number).filter(Boolean), drawn, `${title} ${label}`);
      if (said.length) assert.ok(Math.abs(widths.reduce((sum, width) => sum + width, 0) - 100) < 1, `${title} ${label}`);
    }
  }
  const [{ title }] = charts;
  const [, term, found, cases, outcomes] = title.match(/^(.+): (\d+) of (\d+) (.+)$/);
  const of = demo.data.cases.filter((one) => one.terms.adoption_type.some(({ label }) => label === term));
  const labels = outcomes.split(/, | or /);
  const holding = of.filter((one) => one.terms.outcome.some(({ label }) => labels.includes(label.toLowerCase())));
  assert.deepEqual([holding.length, of.length], [Number(found), Number(cases)], "the headline is true");
  for (const href of await page.$$eval(".chart:first-child .parts a", (all) => all.map((one) => one.getAttribute("href")))) {
    assert.match(href, /^explore\.html\?adoption_type=.+&outcome=/);
  }
});

test("on paper the chart by year has its bars", async () => {
  const page = await open(demo, "charts.html");
  await page.emulateMedia({ media: "print" });
  await page.locator("main .onward").first().waitFor({ state: "hidden" });
  assert.ok(await page.locator("#chart_time .bars > li").count() > 3);
  for (const bar of await page.locator("#chart_time .bars > li").all()) assert.ok(await bar.isVisible());
});

test("cases are chosen in Explore and stand side by side, addressed by the comparison's address", async () => {
  const page = await open(demo, "explore.html?q=klarna");
  await settled(page);
  await page.locator("#results button.compare").first().click();
  await page.fill("#explore_search", "zillow");
  await page.waitForURL(/q=zillow/);
  await settled(page);
  await page.locator("#results button.compare").first().click();
  await page.click("#compare_tray");
  await page.waitForURL(/compare\.html\?cases=klarna,zillow-offers$/);
  await page.waitForSelector("table.compare");
  assert.deepEqual(await page.$$eval("table.compare thead th a:first-child", (all) => all.map((one) => one.textContent)),
    ["klarna", "zillow-offers"].map((slug) => demo.data.cases.find((one) => one.slug === slug).title));
  const rows = await page.$$eval("table.compare tbody th > span:first-child", (all) => all.map((one) => one.textContent));
  for (const row of ["When", "Department", "Outcome", "Evidence", "What they did"]) assert.ok(rows.includes(row), row);
  const link = await page.locator("table.compare td a.cite").first().getAttribute("href");
  assert.match(link, /cases\/klarna\.html#source_/);
  assert.deepEqual(page.troubles, []);
  await page.locator("table.compare .out").first().click();
  await page.waitForURL(/cases=zillow-offers$/);
});

test("cases are compared that are chosen by name, from a folder too: what differs is marked, what is equal folded", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(demo.output, "compare.html")).href);
  for (const name of ["klarna", "mcdonald"]) {
    await page.getByRole("combobox").fill(name);
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`compare\\.html\\?cases=.*${name}`));
  }
  await page.waitForSelector('table.compare[data-cases="2"]');
  const cases = await page.$$eval("table.compare thead th a", (all) => all.map((one) => one.textContent));
  assert.match(cases.join(), /Klarna.*McDonald/);
  const lines = (selector) => page.$$eval(selector, (all) => all.map((line) => [line.querySelector("th span").textContent, Boolean(line.querySelector(".differs"))]));
  const two = cases.map((title) => demo.data.cases.find((one) => one.title === title));
  const same = (id) => two.map((one) => (one.terms[id] ?? []).map((term) => term.id).sort().join()).every((ids, at, all) => ids === all[0]);
  const differing = new Map(await lines("table.compare tbody:first-of-type tr"));
  const equal = new Map(await lines("table.compare tbody[hidden] tr"));
  assert.equal(differing.get("Organisation"), true);
  for (const [label, id] of [["Department", "department"], ["Outcome", "outcome"], ["Region", "region"]]) {
    assert.equal(same(id) ? equal.has(label) : differing.get(label), true, label);
  }
  assert.match(await page.textContent("#compare"), /Here only the facts stand side by side/);
  await context.close();
});

test("an unknown case is named", async () => {
  const page = await open(demo, "compare.html?cases=klarna,no-such-case");
  await page.waitForSelector("table.compare");
  assert.match(await page.textContent("#compare"), /There is no case “no-such-case”/);
});

test("at 360 pixels nothing is wider than the screen", async () => {
  for (const path of pages) {
    const page = await open(demo, path, { viewport: { width: 360, height: 780 } });
    await page.waitForTimeout(400);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, path);
    await page.context().close();
  }
});

test("nothing moves while a page comes to be, with a query or without", async () => {
  for (const viewport of [{ width: 360, height: 780 }, { width: 1440, height: 900 }]) {
    for (const path of pages.slice(1)) {
      const shift = await layoutShift(demo.address + path, { viewport }, (page) => page.waitForTimeout(700));
      assert.ok(shift <= 0.02, `${path} at ${viewport.width}: ${shift}`);
    }
  }
});

test("axe finds nothing in the sheet of facets", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(demo, "explore.html?department=customer-service", { colorScheme, bypassCSP: true, viewport: { width: 360, height: 780 } });
    await settled(page);
    await page.click("button.filters");
    await page.addScriptTag({ content: axe });
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }));
    assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 140)}`), [], colorScheme);
    await page.context().close();
  }
});

test("axe finds nothing, in light and dark", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const path of pages) {
      const page = await open(demo, path, { colorScheme, bypassCSP: true });
      await page.waitForTimeout(500);
      for (const details of await page.$$("details:not([open])")) await details.evaluate((one) => { one.open = true; });
      await page.waitForTimeout(150);
      await page.addScriptTag({ content: axe });
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }));
      assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 140)).join(" | ")}`), [], `${path} ${colorScheme}`);
      await page.context().close();
    }
  }
});
