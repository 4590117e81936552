// What Explore, the timeline and the comparison share: the data of the cases, the words of the theme, and the copies
// of the page's templates. Data comes as classic scripts that call `casebook()`, so that it loads from a folder too.
(() => {
  "use strict";
  const MOST_PICKED = 4;
  const KEY_PICKED = "casebook-compare";
  const base = new URL("../", document.currentScript.src).href;
  const arrived = new Map(); // what waits for a file, by its key
  const loading = new Map();
  let plural;
  let begin;

  /** Called by every file of data. */
  function casebook(kind, number, data) {
    if (kind === "table") readTable(data);
    else arrived.get(`${kind}_${number}`)?.(data);
  }

  const ALONE = ["rows", "words"]; // kinds of which there is one file

  /** Load a file of `data/explore/`, once. */
  casebook.load = (kind, number) => {
    const key = `${kind}_${number}`;
    if (!loading.has(key)) loading.set(key, new Promise((done, fail) => {
      arrived.set(key, done);
      const script = document.createElement("script");
      script.src = `${base}data/explore/${ALONE.includes(kind) ? kind : key}.js`;
      script.onerror = () => {
        loading.delete(key);
        fail(new Error(key));
      };
      document.head.append(script);
    }));
    return loading.get(key);
  };

  /** The table, once it is there: a script's work begins with it. */
  casebook.ready = new Promise((done) => { begin = done; });

  const numbers = (text) => text ? text.split(";").map((number) => parseInt(number, 36)) : [];

  function readTable(table) {
    casebook.table = table;
    casebook.facets = table.facets;
    casebook.words = table.t;
    casebook.support = table.support;
    plural = new Intl.PluralRules(table.language);
    for (const facet of table.facets) if (facet.values) decode(facet, facet, table.first);
    begin(table);
  }

  /** What all cases say, once that is there: the table holds what the first ones do. */
  casebook.whole = async () => {
    if (!casebook.isWhole) readRows(await casebook.load("rows", 0));
  };

  function readRows(data) {
    if (casebook.isWhole) return;
    const { table, facets } = casebook;
    for (const column of ["days", "independent", "cited"]) table[column] = numbers(data[column]);
    table.events = (data.events || "").split(";").map((years) =>
      years ? years.split(",").map((year) => parseInt(year, 36)) : []);
    table.orders = {};
    for (const order of Object.keys(data.orders)) table.orders[order] = numbers(data.orders[order]);
    facets.forEach((facet, place) => { if (facet.values) readOwn(facet, data.facets[place]); });
    const year = facets.find((facet) => facet.key === data.year);
    const yearOf = (index) => parseInt(year.values[year.own[index][0]].id, 10) || 0;
    table.dates = table.days.map((day, index) => yearOf(index) * 512 + day);
    casebook.isWhole = true;
  }

  function decode(facet, data, first) {
    facet.values = data.values.map(([id, label, broader, mark], place) =>
      ({ id, label, broader: broader ?? undefined, mark, place, above: [] }));
    for (const value of facet.values) {
      for (let next = value.broader; next !== undefined; next = facet.values[next].broader) value.above.push(next);
    }
    facet.counts = data.counts ?? facet.values.map(() => 0);
    readOwn(facet, data.rows, first);
  }

  // The values of all cases, or of the first ones.
  function readOwn(facet, rows, first) {
    facet.own = [];
    if (casebook.table.cases) rows.split(";").forEach((row, place) => {
      facet.own[first ? first[place] : place] = row ? row.split(",").map((value) => parseInt(value, 36)) : [];
    });
    // A case counts once under a broader value, however many narrower ones it has.
    facet.rows = facet.own.map((own) => [...new Set(own.concat(...own.map((value) => facet.values[value].above)))]);
  }

  /** Load the values of a facet that is too large for the table. */
  casebook.need = async (facet) => {
    if (facet.values) return;
    const [data] = await Promise.all([casebook.load("facet", casebook.facets.indexOf(facet)), casebook.whole()]);
    if (!facet.values) decode(facet, data);
  };

  /** Title, summary and figures of a case. */
  casebook.caseOf = async (index) => {
    const { perFile } = casebook.table;
    const [slug, title, summary, date, statements, independent, cited, sources, independentSources, card] =
      (await casebook.load("cases", Math.floor(index / perFile)))[index % perFile];
    return { index, slug, title, summary, date, statements, independent, cited, sources, independentSources, card };
  };

  /** The address of a case's page. */
  casebook.pageOf = (slug) => base + casebook.table.page.replace("SLUG", slug);

  /** The address of a term's page. */
  casebook.termPage = (facet, value) => base + facet.page.replace("TERM", value.id);

  /** The address of Explore. */
  casebook.explorePage = () => base + casebook.table.explore;

  /** The address of the comparison of some cases. */
  casebook.comparePage = (slugs) => `${base}${casebook.table.compare}?cases=${slugs.join(",")}`;

  /** A word of the theme with its `{names}` filled in. */
  casebook.fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all);

  /** A word in the plural form that a number takes. */
  casebook.count = (forms, n, values) =>
    casebook.fill(forms[plural.select(n)] || forms.other, { n, ...values });

  /** Say how a case is supported: in words, as a bar, and how many sources it has. */
  casebook.fillCoverage = ({ supported, tally, sources }, one) => {
    const { statements, independent, cited } = one;
    const { support, words, count } = casebook;
    const isWhole = statements > 0 && independent === statements;
    supported.textContent = isWhole ? count(support.all, statements) : count(support.independent, statements, one);
    tally.hidden = isWhole;
    tally.firstChild.setAttribute("viewBox", `0 0 ${statements || 1} 1`);
    tally.querySelector(".independent").setAttribute("d", `M0 .5h${independent}`);
    tally.querySelector(".other").setAttribute("d", `M${independent} .5h${cited - independent}`);
    sources.textContent = count(words.sources, one.sources, { independent: one.independentSources });
  };

  /** The parts of an element by their `data-part`. */
  casebook.partsOf = (content) => {
    const parts = { content };
    for (const part of content.querySelectorAll("[data-part]")) {
      parts[part.dataset.part] = part;
      part.removeAttribute("data-part");
    }
    return parts;
  };

  /** A copy of a `<template>`: what is in it, and its parts. */
  casebook.copyOf = (id) => casebook.partsOf(document.getElementById(id).content.cloneNode(true));

  /** The slugs of the cases that were chosen to be compared, in this window. */
  casebook.picked = () => {
    try {
      return JSON.parse(sessionStorage.getItem(KEY_PICKED)) || [];
    } catch {
      return []; // storage may be forbidden
    }
  };

  /** Choose cases to be compared: the last four. */
  casebook.pick = (slugs) => {
    try {
      sessionStorage.setItem(KEY_PICKED, JSON.stringify(slugs.slice(-MOST_PICKED)));
    } catch {
      // Nothing can then be chosen.
    }
  };

  window.casebook = casebook;
})();
