// Two to four cases side by side: facts from the table, the text from their pages.
(() => {
  "use strict";
  const { casebook } = window;
  const { copyOf, count, fill } = casebook;
  const MOST = 4;
  const SUGGESTED = 8; // cases to begin with
  let frame; // the parts of the page
  let shown = []; // the cases that are compared
  let turn = 0; // the last showing; older ones give up

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
      const others = ".events, .corrections, .footnotes, .sources, .figures, .more-data, .take";
      const sections = html.querySelectorAll(`.text > section:not(${others})`);
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
    line.append(...cells.map((nodes) => {
      const cell = element("td", ...nodes);
      cell.setAttribute("role", "cell");
      return cell;
    }));
    return content;
  }

  // A line, and whether its cases say the same.
  function factOf(title, texts, cells) {
    return { line: lineOf(title, cells), isEqual: texts.length > 1 && texts.every((text) => text === texts[0]) };
  }

  function factsOf(cases) {
    return casebook.facets.filter((facet) => facet.terms).flatMap((facet) => {
      const rows = cases.map((one) => facet.own[one.index].map((place) => facet.values[place]));
      if (rows.every((values) => !values.length)) return [];
      const ids = rows.map((values) => values.map((value) => value.id).sort().join());
      return [factOf(facet.label, ids, rows.map((values) => {
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
    title.href = casebook.pageOf(one.slug);
    title.textContent = one.title;
    out.setAttribute("aria-label", fill(casebook.words.take_out, one));
    out.addEventListener("click", () => compare(cases.filter((other) => other !== one).map((other) => other.slug)));
    return content;
  }

  function tableOf(cases, texts) {
    const { words } = casebook;
    const { content, table, head, differing, fold, across, unfold, equal, texts: body } = copyOf("compare_table");
    table.dataset.cases = cases.length;
    head.append(...cases.map((one) => headOf(one, cases)));
    const dates = cases.map((one) => one.date || words.undated);
    const coverage = cases.map((one) => [one.statements, one.independent, one.cited, one.sources].join());
    const facts = [
      factOf(words.when, dates, dates.map((date) => [date])),
      ...factsOf(cases),
      factOf(words.evidence, coverage, cases.map(evidenceOf)),
    ];
    for (const { line, isEqual } of facts) {
      if (!isEqual && cases.length > 1) line.querySelector("th").append(" ", copyOf("compare_differs").content);
      (isEqual ? equal : differing).append(line);
    }
    const many = facts.filter((fact) => fact.isEqual).length;
    fold.hidden = !many;
    across.colSpan = cases.length + 1;
    unfold.textContent = count(words.same, many);
    unfold.addEventListener("click", () => {
      equal.hidden = !equal.hidden;
      unfold.setAttribute("aria-expanded", !equal.hidden);
    });
    body.append(...textLines(cases, texts));
    return content;
  }

  // Cases to begin with.
  async function newest() {
    const cases = await Promise.all(casebook.table.first.slice(0, SUGGESTED).map(casebook.caseOf));
    const { content, list } = copyOf("compare_newest");
    list.append(...cases.map((one) => {
      const { content, button } = copyOf("button");
      button.textContent = one.title;
      button.addEventListener("click", () => compare([one.slug]));
      return element("li", content);
    }));
    return [content];
  }

  const named = () => {
    const given = new URLSearchParams(location.search).get("cases") || "";
    return [...new Set(given.split(",").filter(Boolean))].slice(0, MOST);
  };

  // The cases of the address, side by side.
  async function show() {
    const mine = ++turn;
    const { words } = casebook;
    await Promise.all([casebook.whole(), ...casebook.facets.filter((facet) => facet.terms).map(casebook.need)]);
    const slugs = named();
    const found = await Promise.all(slugs.map(find));
    const unknown = slugs.filter((slug, at) => !found[at]).map((slug) => element("p", fill(words.unknown, { slug })));
    shown = found.filter(Boolean);
    if (shown.length) casebook.pick(shown.map((one) => one.slug));
    const texts = await Promise.all(shown.map((one) => sectionsOf(casebook.pageOf(one.slug))));
    const body = shown.length ? [tableOf(shown, texts)] : await newest();
    if (shown.length && !texts.flat().length) body.push(copyOf("compare_no_text").content);
    if (mine !== turn) return;
    frame.place.replaceChildren(...unknown, ...body);
    frame.input.disabled = shown.length >= MOST;
  }

  function compare(slugs) {
    history.pushState(null, "", slugs.length ? casebook.comparePage(slugs) : location.pathname);
    return show();
  }

  casebook.ready.then(() => {
    frame = casebook.partsOf(document.getElementById("compare"));
    const isTaken = (one) => shown.some((other) => other.slug === one.slug);
    casebook.makeChooser(frame, isTaken, (one) => compare([...shown.map((other) => other.slug), one.slug]));
    addEventListener("popstate", show);
    show();
  });
})();
