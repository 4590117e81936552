// Explore: text and facets, the address, the keyboard, announcements; without a script and from a folder.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { found, has, open, settled, site, titles } from "./find-support.mjs";
import { browser } from "./support/browser.mjs";

let demo;
before(async () => { demo = await site(); });
after(() => demo.close());

const fitting = (test) => demo.data.cases.filter(test).map((one) => one.title).sort();

test("values of one facet widen, facets narrow, exclusion takes away: as counted from the data", async () => {
  const cases = [
    ["department=customer-service", (c) => has(c, "department", "customer-service")],
    ["outcome=reversed,partly-reversed", (c) => has(c, "outcome", "reversed", "partly-reversed")],
    ["outcome=reversed,partly-reversed&department=customer-service", (c) => has(c, "outcome", "reversed", "partly-reversed") && has(c, "department", "customer-service")],
    ["department=-customer-service", (c) => !has(c, "department", "customer-service")],
    ["outcome=reversed,partly-reversed&department=-customer-service", (c) => has(c, "outcome", "reversed", "partly-reversed") && !has(c, "department", "customer-service")],
    ["department=commercial", (c) => has(c, "department", "commercial", "marketing", "e-commerce")],
    ["evidence=all,most&year=2024", (c) => c.evidence.independent_statements * 2 >= c.evidence.statements && c.date.startsWith("2024")],
    ["evidence=other", (c) => c.evidence.independent_statements === 0 && c.evidence.other_statements > 0],
    ["cited=most", (c) => c.evidence.cited < c.evidence.statements && c.evidence.cited * 2 >= c.evidence.statements],
    ["source_kind=court", (c) => c.sources.some((source) => source.kind === "court")],
    ["publisher=business-insider", (c) => c.sources.some((source) => source.publisher === "Business Insider")],
  ];
  const page = await open(demo, "explore.html");
  for (const [query, test] of cases) {
    await page.goto(`${demo.address}explore.html?${query}`);
    const expected = fitting(test);
    assert.equal(await found(page), expected.length, query);
    assert.deepEqual((await titles(page)).sort().slice(0, 10), expected.length > 10 ? (await titles(page)).sort() : expected, query);
  }
  assert.deepEqual(page.troubles, []);
});

test("a card in Explore says what the card in the list of cases says, also where a taxonomy has roles", async () => {
  const page = await open(demo, "cases/index.html");
  const cards = () => page.$$eval(".cases > li", (all) => all.map((one) => {
    const words = (selector) => one.querySelector(selector)?.textContent.replace(/\s+/g, " ").trim();
    return [words(":is(h2, h3)"), words(".marked"), words(".about p")];
  }));
  const listed = new Map((await cards()).map(([title, ...about]) => [title, about]));
  const roles = demo.data.cases.filter((one) => ["vendor", "regulator"].some((id) => one.terms[id]?.length));
  await page.goto(`${demo.address}explore.html`);
  await settled(page);
  const found = await cards();
  assert.ok(found.length > 5 && found.some(([title]) => roles.some((one) => one.title === title)));
  for (const [title, ...about] of found) assert.deepEqual(about, listed.get(title), title);
});

test("by evidence, the cases come in the order of their independently sourced statements, in words and as a bar", async () => {
  const page = await open(demo, "explore.html?sort=evidence");
  await settled(page);
  const of = new Map(demo.data.cases.map((one) => [one.title, one.evidence]));
  const share = (title, name) => Math.floor(of.get(title)[name] * 100 / of.get(title).statements);
  const shown = await titles(page);
  for (const [at, title] of shown.entries()) {
    const evidence = of.get(title);
    const item = page.locator("#results > li").nth(at);
    const numbers = (await item.locator(".coverage").textContent()).match(/\d+/g).map(Number);
    const { independent_statements: independent, statements: all, cited } = evidence;
    assert.deepEqual(numbers, independent === all ? [all] : [independent, all], title);
    assert.equal(await item.locator(".tally").getAttribute("viewBox"), `0 0 ${all} 1`);
    assert.equal(await item.locator(".tally .independent").getAttribute("d"), `M0 .5h${independent}`);
    assert.equal(await item.locator(".tally .other").getAttribute("d"), `M${independent} .5h${cited - independent}`);
    if (at) assert.ok(share(shown[at - 1], "independent_statements") >= share(title, "independent_statements"), title);
  }
  assert.ok(shown.length > 1);
});

test("the number beside a value is what choosing it gives", async () => {
  const page = await open(demo, "explore.html?department=customer-service");
  await settled(page);
  const facet = page.locator(".facets details", { has: page.locator("summary", { hasText: /^Outcome$/ }) });
  for (const id of ["reversed", "partly-reversed", "suspended"]) {
    const label = demo.data.cases.flatMap((c) => c.terms.outcome).find((term) => term.id === id).label;
    const item = facet.locator("li", { has: page.locator("label span", { hasText: new RegExp(`^${label}$`) }) });
    const expected = fitting((c) => has(c, "department", "customer-service") && has(c, "outcome", id)).length;
    assert.equal(await item.locator(".count").textContent(), String(expected), label);
  }
});

test("a search with filters is in the address, and the address restores it in a fresh browser", async () => {
  const page = await open(demo, "explore.html");
  await settled(page);
  await page.fill("#explore_search", "chatbots");
  await page.waitForURL(/q=chatbots/);
  await settled(page);
  const all = await found(page);
  assert.ok(all > 0 && all < 17, `${all} cases speak of chatbots`);
  await page.locator(".facets").getByLabel("Customer service").check();
  await settled(page);
  await page.selectOption("#explore_sort", "evidence");
  await settled(page);
  const address = page.url();
  assert.match(address, /q=chatbots&department=customer-service&sort=evidence$/);
  const shown = await titles(page);
  assert.ok(shown.length > 0 && shown.length < all);
  assert.ok((await page.$$("#results mark")).length > 0, "what was found is marked");
  const other = await open(demo, address);
  await settled(other);
  assert.deepEqual(await titles(other), shown);
  assert.equal(await other.inputValue("#explore_search"), "chatbots");
  await page.goBack();
  await settled(page);
  assert.doesNotMatch(page.url(), /sort=/);
});

test("a hit leads to its passage", async () => {
  const page = await open(demo, "explore.html?q=bereavement+fares");
  await settled(page);
  const link = page.locator("#results .passage a").first();
  await link.locator("mark").first().waitFor();
  await link.click();
  await page.waitForURL(/cases\/air-canada.*#/);
  const target = page.locator(":target");
  assert.match(await target.evaluate((element) => element.closest("p, li, section").textContent), /bereavement/i);
});

test("everything can be done by keyboard, and counts are announced", async () => {
  const page = await open(demo, "explore.html");
  await settled(page);
  const status = page.locator("[role=status]");
  assert.equal(await status.textContent(), "17 cases");
  await page.keyboard.press("/");
  await page.keyboard.type("klarna");
  await page.waitForURL(/q=klarna/);
  await settled(page);
  assert.match(await status.textContent(), /^\d+ of 17 cases$/);
  await page.keyboard.press("ArrowDown");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Klarna/);
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.evaluate(() => document.activeElement.id), "explore_search");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/cases\/klarna/);
});

test("the first result is twelve tab stops away at most, and a filter can be chosen by keyboard", async () => {
  const page = await open(demo, "explore.html");
  await settled(page);
  let presses = 0;
  for (; presses < 12; presses++) {
    await page.keyboard.press("Tab");
    const { hash, isResult } = await page.evaluate(() => ({
      hash: document.activeElement.hash, isResult: Boolean(document.activeElement.closest("#results h2")),
    }));
    if (isResult) break;
    if (hash === "#results") await page.keyboard.press("Enter");
  }
  assert.ok(presses < 12, "a result has the focus");
  await page.keyboard.press("/");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.hash), "#facets");
  await page.keyboard.press("Enter");
  for (let more = 0; more < 3; more++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.type === "checkbox")) break;
  }
  await page.keyboard.press("Space");
  await page.waitForURL(/outcome=/);
});

test("facets: three stand open, none is empty, no value is without cases, the most frequent come first", async () => {
  const page = await open(demo, "explore.html?department=customer-service");
  await settled(page);
  const facets = await page.$$eval("aside.facets details", (all) => all.filter((one) => !one.hidden).map((one) => ({
    label: one.querySelector("summary span").textContent,
    open: one.open,
    values: [...one.querySelectorAll("li:not([data-depth])")].map((item) => Number(item.querySelector(".count").textContent)),
  })));
  assert.deepEqual(facets.filter((one) => one.open).map((one) => one.label), ["Outcome", "Department", "Sources of statements"]);
  for (const { label, values } of facets.filter((one) => one.open)) {
    assert.ok(values.length && values.every((count) => count > 0), label);
    if (label !== "Sources of statements") assert.deepEqual(values, values.toSorted((one, other) => other - one), label);
  }
  assert.ok(facets.some((one) => one.label === "Region"));
});

test("a value is excluded on demand, and the passage of a case is shown to a question only", async () => {
  const page = await open(demo, "explore.html");
  await settled(page);
  assert.equal(await page.locator("#results .passage a").count(), 0);
  const department = page.locator("aside.facets details", { has: page.locator("summary", { hasText: /^Department$/ }) });
  await department.getByRole("button", { name: "Exclude" }).click();
  await department.getByLabel("Customer service").check();
  await page.waitForURL(/department=-customer-service/);
  assert.equal(await found(page), fitting((c) => !has(c, "department", "customer-service")).length);
  await page.getByRole("button", { name: "Remove the filter without Customer service" }).click();
  assert.equal(await found(page), demo.data.cases.length);
});

test("nothing found: it says which filter to drop and how many cases that gives", async () => {
  const page = await open(demo, "explore.html?department=legal&outcome=reversed");
  assert.equal(await found(page), 0);
  const offers = await page.$$eval(".empty li", (all) => all.map((one) => one.textContent.replace(/\s+/g, " ")));
  const legal = fitting((c) => has(c, "department", "legal")).length;
  const reversed = fitting((c) => has(c, "outcome", "reversed")).length;
  const offer = (label, found) => `Remove “${label}” (${found} case${found > 1 ? "s" : ""})`;
  assert.deepEqual(offers.sort(), [offer("Legal", reversed), offer("Reversed", legal)].sort());
  await page.locator(".empty button").first().click();
  assert.ok(await found(page) > 0);
});

test("without a script there are plain links to every taxonomy", async () => {
  const page = await open(demo, "explore.html?q=x", { javaScriptEnabled: false });
  for (const route of ["adoption-types", "departments", "outcomes", "sectors", "regions", "tags", "organisations"]) {
    assert.ok(await page.locator(`#explore_plain a[href^="${route}/"]`).first().isVisible(), route);
  }
  assert.equal(await page.locator("#explore").isVisible(), false);
});

test("from a folder, facets and text search work", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(demo.output, "explore.html")).href + "?department=customer-service&q=chatbot");
  assert.ok(await found(page) > 0);
  assert.ok((await page.$$("#results mark")).length > 0);
  await page.goto(pathToFileURL(join(demo.output, "cases/klarna.html")).href);
  await page.fill("#site_search", "helpline");
  await page.keyboard.press("Enter");
  await page.waitForURL(/explore\.html\?q=helpline$/);
  assert.ok(await found(page) > 0);
});

test("on every page / leads to the search, and the search to Explore", async () => {
  const page = await open(demo, "sources/index.html");
  await page.keyboard.press("/");
  await page.keyboard.type("union/strike");
  assert.equal(await page.inputValue("#site_search"), "union/strike");
  await page.fill("#site_search", "trade union");
  await page.keyboard.press("Enter");
  await page.waitForURL(/explore\.html\?q=trade\+union$/);
  assert.ok(await found(page) > 0);
  assert.deepEqual(page.troubles, []);
});

test("on a phone: four taps from home to the cases, with results in view after each, one more to the case", async () => {
  const page = await open(demo, "index.html", { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true });
  let taps = 0;
  const tap = async (locator) => { await locator.tap(); taps++; };
  const isInView = () => page.locator("#results h2").first().evaluate((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
  await tap(page.locator('a[href*="explore.html?department=customer-service"]').first());
  await settled(page);
  assert.ok(await isInView());
  for (const name of ["Partly reversed", "Reversed", "Half or more independent"]) {
    await tap(page.locator(".chips .suggestion button", { has: page.locator("span", { hasText: new RegExp(`^${name}$`) }) }));
    await settled(page);
    assert.ok(await isInView(), name);
  }
  assert.equal(taps, 4);
  const expected = fitting((c) => has(c, "department", "customer-service") && has(c, "outcome", "reversed", "partly-reversed") && c.evidence.independent_statements < c.evidence.statements && c.evidence.independent_statements * 2 >= c.evidence.statements);
  assert.deepEqual((await titles(page)).sort(), expected);
  assert.ok(expected.length > 0);
  await tap(page.locator("#results h2 a").first());
  await page.waitForURL(/\/cases\/[a-z-]+\.html$/);
});

test("on a phone the facets stand in a sheet, which keeps the focus and goes with Escape", async () => {
  const page = await open(demo, "explore.html?department=customer-service", { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true });
  await settled(page);
  await page.getByRole("button", { name: "Filters (1)" }).tap();
  const sheet = page.getByRole("dialog", { name: "Filters" });
  await sheet.waitFor();
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => !document.activeElement.matches("main :not(dialog *)")), "the focus stays");
  }
  await sheet.getByLabel("Suspended").tap();
  await settled(page);
  await sheet.getByRole("button", { name: /^Show \d cases?$/ }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await sheet.isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Filters (2)");
});
