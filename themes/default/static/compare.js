// Two to four cases side by side: facts from the table, the text from their pages.
(() => {
  "use strict";
  const { casebook } = window;
  const { copyOf, count, fill } = casebook;
  const MOST = 4;

  function element(name, ...children) {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  }

  function link(href, text) {
    const made = element("a", text);
    made.href = href;
    return made;
  }

  // Cases are in the order of their slugs, so that one is found by halving.
  async function find(slug) {
    const { cases, perFile } = casebook.table;
    let low = 0;
    let high = Math.ceil(cases / perFile) - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const inFile = await casebook.load("cases", middle);
      const at = inFile.findIndex(([other]) => other === slug);
      if (at >= 0) return casebook.caseOf(middle * perFile + at);
      if (slug < inFile[0][0]) high = middle - 1;
      else low = middle + 1;
    }
    return null;
  }

  // The sections of a case's page, which only HTTP lets a script read.
  async function sectionsOf(page) {
    if (!page.startsWith("http")) return [];
    try {
      const text = await (await fetch(page)).text();
      const html = new DOMParser().parseFromString(text, "text/html");
      const sections = html.querySelectorAll(".text > section:not(.events, .corrections, .footnotes, .sources)");
      return [...sections].map((section) => taken(section, page));
    } catch {
      return [];
    }
  }

  // A section without its heading and ids, its addresses made whole.
  function taken(section, page) {
    for (const name of ["href", "src"]) {
      for (const one of section.querySelectorAll(`[${name}]`)) {
        one.setAttribute(name, new URL(one.getAttribute(name), page).href);
      }
    }
    const heading = section.querySelector("h2");
    heading.remove();
    for (const one of section.querySelectorAll("[id]")) one.removeAttribute("id");
    return { id: section.id, title: heading.textContent, nodes: [...section.childNodes] };
  }

  function lineOf(title, cells) {
    const { content, head, line } = copyOf("compare_line");
    head.textContent = title;
    line.append(...cells.map((nodes) => element("td", ...nodes)));
    return content;
  }

  function factLines(cases) {
    return casebook.facets.filter((facet) => facet.terms).flatMap((facet) => {
      const cells = cases.map((one) => facet.own[one.index].map((place) => facet.values[place]));
      if (cells.every((values) => !values.length)) return [];
      return [lineOf(facet.label, cells.map((values) => {
        const list = element("ul", ...values.map((value) =>
          element("li", link(casebook.termPage(facet, value), value.label))));
        list.className = "links";
        return [list];
      }))];
    });
  }

  function evidenceOf(one) {
    const parts = copyOf("compare_evidence");
    casebook.fillCoverage(parts, one);
    return [parts.content];
  }

  // A line for each section that one of the cases has.
  function textLines(cases, texts) {
    const titles = new Map();
    for (const { id, title } of texts.flat()) if (!titles.has(id)) titles.set(id, title);
    if (!titles.size) {
      const links = cases.map((one) => [link(casebook.pageOf(one.slug), one.title)]);
      return [lineOf(casebook.words.text, links)];
    }
    const nodesOf = (sections, id) => sections.find((section) => section.id === id)?.nodes ?? [];
    return [...titles].map(([id, title]) => lineOf(title, texts.map((sections) => nodesOf(sections, id))));
  }

  function headOf(one, cases) {
    const { content, title, out } = copyOf("compare_head");
    const rest = cases.filter((other) => other !== one).map((other) => other.slug);
    title.href = casebook.pageOf(one.slug);
    title.textContent = one.title;
    out.href = casebook.comparePage(rest);
    out.setAttribute("aria-label", fill(casebook.words.take_out, one));
    if (cases.length < 2) out.remove();
    return content;
  }

  async function compare(place) {
    const { words } = casebook;
    const named = new URLSearchParams(location.search).get("cases") || "";
    const slugs = [...new Set(named.split(",").filter(Boolean))].slice(0, MOST);
    if (!slugs.length) return;
    await Promise.all(casebook.facets.filter((facet) => facet.terms).map(casebook.need));
    const found = await Promise.all(slugs.map(find));
    slugs.forEach((slug, at) => {
      if (!found[at]) place.append(element("p", fill(words.unknown, { slug })));
    });
    const cases = found.filter(Boolean);
    if (!cases.length) return;
    document.getElementById("compare_plain").hidden = true;
    casebook.pick(cases.map((one) => one.slug));
    const texts = await Promise.all(cases.map((one) => sectionsOf(casebook.pageOf(one.slug))));
    const { content, table, head, body } = copyOf("compare_table");
    table.dataset.cases = cases.length;
    head.append(...cases.map((one) => headOf(one, cases)));
    body.append(
      lineOf(words.when, cases.map((one) => [one.date || words.undated])),
      ...factLines(cases),
      lineOf(words.evidence, cases.map(evidenceOf)),
      ...textLines(cases, texts),
    );
    place.append(content);
    if (cases.length < MOST) {
      const add = copyOf("compare_add");
      add.link.href = casebook.explorePage();
      place.append(add.content);
    }
    if (!texts.flat().length) place.append(copyOf("compare_no_text").content);
  }

  casebook.ready.then(() => compare(document.getElementById("compare")));
})();
