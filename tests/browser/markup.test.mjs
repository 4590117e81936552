// What programs read: valid HTML, a schema.org graph, tags for reference managers, feeds of the right form.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { DESK, within } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";
import { BASE_URL, demonstration, example, files, pagesByKind, read } from "./support/site.mjs";

const sites = { demonstration: demonstration(), example: example(), rightToLeft: example("rtl", (text) => text.replace("language: en", "language: ar")) };

test("the Nu checker finds no error in any page", (context) => {
  try {
    execFileSync("java", ["-version"], { stdio: "ignore" });
  } catch {
    if (process.env.CI) throw new Error("the Nu checker needs Java; install a runtime (Debian: default-jre-headless)");
    console.error("\n*** SKIPPED: the HTML was NOT checked, for there is no Java here (Debian: default-jre-headless) ***\n");
    return context.skip("no Java");
  }
  const jar = createRequire(import.meta.url)("vnu-jar");
  for (const [name, folder] of Object.entries(sites)) {
    let report;
    try {
      execFileSync("java", ["-Xss2m", "-jar", jar, "--errors-only", "--skip-non-html", "--format", "json", folder], { stdio: ["ignore", "ignore", "pipe"], maxBuffer: 1 << 28 });
      continue;
    } catch (error) {
      report = JSON.parse(error.stderr);
    }
    const messages = report.messages.map((one) => `${one.url.replace(folder, "")}:${one.lastLine}: ${one.message} ${one.extract ?? ""}`);
    assert.deepEqual([...new Set(messages)].slice(0, 20), [], name);
  }
});

const graphOf = (folder, path) => {
  const blocks = [...read(folder, path).matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)];
  assert.equal(blocks.length, 1, path);
  const data = JSON.parse(blocks[0][1]);
  assert.equal(data["@context"], "https://schema.org");
  return Object.fromEntries(data["@graph"].map((node) => [node["@type"], node]));
};
const absolute = (address) => assert.ok(address.startsWith(`${BASE_URL}/`), address);

test("a case is an Article with its sources as citations", () => {
  for (const path of files(sites.demonstration, ".html").filter((path) => /^cases\/(?!index)/.test(path))) {
    const { Article, BreadcrumbList } = graphOf(sites.demonstration, path);
    for (const property of ["headline", "description", "author", "publisher", "datePublished", "dateModified", "inLanguage", "url", "mainEntityOfPage", "isPartOf", "about", "citation", "license"]) {
      assert.ok(Article[property], `${path}: ${property}`);
    }
    assert.equal(Article.url, `${BASE_URL}/${path}`);
    assert.ok(Article.citation.length > 0);
    for (const source of Article.citation) {
      assert.ok(["NewsArticle", "ScholarlyArticle", "Report", "SocialMediaPosting", "CreativeWork"].includes(source["@type"]));
      assert.ok(source.name && source.publisher.name, path);
    }
    const { itemListElement: steps } = BreadcrumbList;
    assert.deepEqual(steps.map((step) => step.position), [1, 2, 3]);
    for (const step of steps) assert.ok(step.name && step.item.startsWith(BASE_URL));
  }
});

test("markup in a title stays text wherever it goes", () => {
  const { Article } = graphOf(sites.example, "cases/every-piece.html");
  assert.equal(Article.headline, "Every piece: <b>markup</b> & “quotation marks” in one title");
  assert.equal(Article.image, `${BASE_URL}/cover.png`);
  assert.deepEqual(Article.author.map((author) => author.name), ["Jane Doe", "Ludwig van Roe"]);
  assert.equal(Article.temporalCoverage, "2024-11/2025-02");
  const gone = Article.citation.find((source) => source.name === "What is no longer there");
  assert.equal(gone.url, "https://archive.example.org/gone");
});

test("vocabularies are sets of defined terms, home is a web site", () => {
  const pages = pagesByKind(sites.demonstration);
  const { DefinedTermSet } = graphOf(sites.demonstration, "adoption-types/index.html");
  assert.equal(DefinedTermSet.hasDefinedTerm.length, 7);
  for (const term of DefinedTermSet.hasDefinedTerm) {
    assert.ok(term.name && term.termCode && term.description);
    absolute(term.url);
  }
  const { DefinedTerm } = graphOf(sites.demonstration, "adoption-types/transformative-ai.html");
  assert.equal(DefinedTerm.inDefinedTermSet["@type"], "DefinedTermSet");
  const { WebSite } = graphOf(sites.demonstration, pages.home);
  assert.ok(WebSite.name && WebSite.url && WebSite.description);
  assert.ok(graphOf(sites.demonstration, pages.page).WebPage.name);
});

test("link previews and reference managers are told the same", () => {
  const html = read(sites.example, "cases/every-piece.html");
  const tags = Object.fromEntries([...html.matchAll(/<meta (?:name|property)="([^"]+)" content="([^"]*)">/g)].map(([, name, content]) => [name, content]));
  const title = "Every piece: &lt;b&gt;markup&lt;/b&gt; &amp; “quotation marks” in one title";
  assert.equal(tags["og:title"], title);
  assert.equal(tags.citation_title, title);
  assert.equal(tags["og:type"], "article");
  assert.equal(tags["og:image"], `${BASE_URL}/cover.png`);
  assert.equal(tags["twitter:card"], "summary_large_image");
  assert.equal(tags.citation_publication_date, "2025/03/01");
  assert.equal(tags.citation_public_url, `${BASE_URL}/cases/every-piece.html`);
  assert.match(html, /<link rel="canonical" href="https:\/\/example\.org\/kb\/cases\/every-piece\.html">/);
  assert.match(html, /<link rel="alternate" type="application\/atom\+xml"/);
});

test("a link preview has a picture on every kind of page: the case's own, else the site's", () => {
  for (const [name, image] of Object.entries({ demonstration: "social.png", example: "cover.png", rightToLeft: "cover.png" })) {
    const folder = sites[name];
    const kinds = new Set();
    for (const path of files(folder, ".html")) {
      const html = read(folder, path);
      const kind = /<body data-page="([^"]+)"/.exec(html)?.[1];
      if (kind.endsWith("redirect") || kind === "not-found") continue;
      kinds.add(kind);
      const own = path === "cases/plain-1.html" ? "own.png" : image;
      assert.ok(html.includes(`<meta property="og:image" content="${BASE_URL}/${own}">`), `${name}: ${path}`);
      assert.ok(html.includes('<meta name="twitter:card" content="summary_large_image">'), `${name}: ${path}`);
      assert.ok(files(folder, ".png").includes(own), `${own} is there`);
    }
    for (const kind of ["home", "cases", "case", "taxonomy", "term", "works", "publishers", "publisher", "page", "explore", "compare", "matrix", "cell", "timeline", "charts", "data", "corrections"]) {
      assert.ok(kinds.has(kind), `${name}: ${kind}`);
    }
  }
});

test("each source is a context object", async () => {
  const host = await serve(sites.example, "/kb/");
  await within(`${host.address}cases/every-piece.html`, DESK, async (page) => {
    const objects = await page.locator("span.Z3988").evaluateAll((spans) => spans.map((span) => span.title));
    assert.equal(objects.length, 5);
    const first = new URLSearchParams(objects[0]);
    assert.equal(first.get("ctx_ver"), "Z39.88-2004");
    assert.equal(first.get("rft_val_fmt"), "info:ofi/fmt:kev:mtx:dc");
    assert.equal(first.get("rft.type"), "newspaperArticle");
    assert.equal(first.get("rft.title"), "A headline");
    assert.equal(first.get("rft.creator"), "Jane Roe");
    assert.equal(first.get("rft.date"), "2025-01-01");
    assert.equal(first.get("rft.identifier"), "https://example.org/headline?a=1&b=2");
    assert.ok(objects.some((one) => new URLSearchParams(one).get("rft_id") === "info:doi/10.5555/12345678"));
  });
  await host.close();
});
