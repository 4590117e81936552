// Explore, the filter of the timeline, and the comparison. Data comes as classic scripts that call `casebook()`,
// so that all of it works from a folder too. The address is the state: a view can be shared and gone back to.
(() => {
  "use strict";
  const base = new URL("../", document.currentScript.src).href;
  const loaded = {}, promised = {};
  let table, t, facets, years, plural;
  const $ = (id) => document.getElementById(id);

  window.casebook = (kind, number, data) => {
    const key = kind + "_" + number;
    if (kind === "table") start(data);
    else if (loaded[key]) loaded[key](data);
  };
  function load(kind, number) {
    const key = kind + "_" + number;
    return promised[key] = promised[key] || new Promise((done, fail) => {
      loaded[key] = done;
      const script = document.createElement("script");
      script.src = base + "data/explore/" + (kind === "words" ? kind : key) + ".js";
      script.onerror = () => { delete promised[key]; fail(key); };
      document.head.append(script);
    });
  }

  // Words, and elements.
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all);
  const count = (forms, n, values) => fill(forms[plural.select(n)] || forms.other, Object.assign({ n }, values));
  function h(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const key in attributes) {
      const value = attributes[key];
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value === true) element.setAttribute(key, "");
      else if (value !== false && value != null) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child != null));
    return element;
  }

  // The table.
  const numbers = (text) => text ? text.split(";").map((n) => parseInt(n, 36)) : [];
  function decode(facet, data) {
    facet.values = data.values.map(([id, label, broader]) => ({ id, label, broader, all: 0 }));
    facet.values.forEach((value) => {
      value.up = [];
      for (let next = value.broader; next !== undefined; next = facet.values[next].broader) value.up.push(next);
    });
    facet.own = table.cases ? data.rows.split(";").map((row) => row ? row.split(",").map((v) => parseInt(v, 36)) : []) : [];
    // A case counts once under a broader value, however many narrower ones it has.
    facet.rows = facet.own.map((own) => [...new Set(own.concat(...own.map((v) => facet.values[v].up)))]);
    facet.rows.forEach((row) => row.forEach((v) => facet.values[v].all++));
    facet.counts = facet.values.map((value) => value.all);
  }
  const need = (facet) => facet.values ? Promise.resolve() : load("facet", facets.indexOf(facet)).then((data) => { if (!facet.values) decode(facet, data); });
  const caseOf = (index) => load("cases", Math.floor(index / table.perFile)).then((all) => all[index % table.perFile]);
  const pageOf = (slug) => base + table.page.replace("SLUG", slug);

  // Words are cut as in src/search.rs.
  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/[\p{M}'’]/gu, "");
  const token = /[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]|[\p{Alphabetic}\p{N}\p{M}'’]+/gu;
  const cut = (text) => (fold(text).match(token) || []).filter(Boolean);
  const stem = (word) => { const short = word.replace(/(ings?|ed|es|s|e)$/, ""); return short.length > 3 ? short : word; };
  // How well a word of the index answers a word of the question: itself, a longer one, another ending.
  function fits(word, asked) {
    if (word === asked) return 1;
    if (asked.length > 2 && word.startsWith(asked)) return .7;
    const short = stem(asked);
    return short !== asked && word.startsWith(short) && word.length < short.length + 4 ? .8 : 0;
  }
  async function search(asked) {
    const firsts = await load("words", 0);
    const each = await Promise.all(asked.map(async (word) => {
      const short = word.length > 2 ? stem(word) : word;
      let from = 0;
      firsts.forEach((first, part) => { if (first <= short) from = part; });
      const parts = [];
      for (let part = from; part < firsts.length && parts.length < 6 && (part === from || firsts[part].startsWith(short)); part++) parts.push(load("index", part));
      const scores = new Map();
      for (const words of await Promise.all(parts)) for (const one in words) {
        const fit = fits(one, word);
        if (!fit) continue;
        const postings = words[one].match(/[0-9a-z]+[A-Z]/g);
        const rare = Math.log(1 + (table.cases - postings.length + .5) / (postings.length + .5));
        let index = 0;
        for (const posting of postings) {
          index += parseInt(posting.slice(0, -1), 36);
          const score = fit * rare * (posting.charCodeAt(posting.length - 1) - 64);
          if (score > (scores.get(index) || 0)) scores.set(index, score);
        }
      }
      return scores;
    }));
    const hits = new Map();
    each[0].forEach((score, index) => {
      if (each.every((scores) => scores.has(index))) hits.set(index, each.reduce((sum, scores) => sum + scores.get(index), 0));
    });
    return hits;
  }
  function marked(text, asked) {
    const out = [];
    let at = 0;
    if (asked.length) for (const match of text.matchAll(token)) {
      if (!asked.some((word) => fits(fold(match[0]), word))) continue;
      out.push(text.slice(at, match.index), h("mark", {}, match[0]));
      at = match.index + match[0].length;
    }
    return out.concat(text.slice(at));
  }
  // The piece of a case's text that holds most of the words.
  function best(passages, asked) {
    let found = null, most = 0;
    for (const [anchor, text] of passages) {
      const words = cut(text);
      const score = asked.filter((one) => words.some((word) => fits(word, one))).length - (anchor.startsWith("source") ? .5 : 0);
      if (score > most) { most = score; found = [text, anchor]; }
    }
    if (!found) return null;
    const [text, anchor] = found;
    let start = 0;
    if (text.length > 260) {
      const first = [...text.matchAll(token)].find((match) => asked.some((one) => fits(fold(match[0]), one)));
      start = first.index > 150 ? text.lastIndexOf(" ", first.index - 80) + 1 : 0;
    }
    const cutOff = text.slice(start, start + 260);
    return [(start ? "… " : "") + cutOff + (start + 260 < text.length ? " …" : ""), anchor];
  }

  // What is looked for.
  const state = { q: "", sort: "", chosen: new Map() };
  let hits = null, asked = [], shown = 10, turn = 0, picked = [];
  try { picked = JSON.parse(sessionStorage.getItem("casebook-compare")) || []; } catch (error) { /* starts empty */ }

  function readAddress() {
    const given = new URLSearchParams(location.search);
    state.q = given.get("q") || "";
    state.sort = given.get("sort") || "";
    facets.forEach((facet) => {
      facet.with = new Set(); facet.not = new Set();
      given.getAll(facet.key).join(",").split(",").filter(Boolean).forEach((id) => id[0] === "-" ? facet.not.add(id.slice(1)) : facet.with.add(id));
    });
    return Promise.all(facets.filter((facet) => facet.with.size + facet.not.size).map(need));
  }
  function address() {
    const parts = [];
    if (state.q) parts.push("q=" + encodeURIComponent(state.q).replace(/%20/g, "+"));
    facets.forEach((facet) => {
      const ids = [...facet.with, ...[...facet.not].map((id) => "-" + id)];
      if (ids.length) parts.push(facet.key + "=" + ids.map(encodeURIComponent).join(","));
    });
    if (state.sort) parts.push("sort=" + state.sort);
    return location.pathname + (parts.length ? "?" + parts.join("&") : "");
  }

  // AND across facets, OR within one. A value's number is what choosing it would give: cases that fit all else.
  function match(texts, counting) {
    const active = facets.filter((facet) => facet.values && facet.with.size + facet.not.size).map((facet) => {
      const places = (ids) => new Set(facet.values.map((value, v) => ids.has(value.id) ? v : -1).filter((v) => v >= 0));
      return { facet, with: places(facet.with), not: places(facet.not), asks: facet.with.size > 0 };
    });
    const known = facets.filter((facet) => facet.values);
    if (counting) known.forEach((facet) => facet.counts.fill(0));
    const found = [];
    for (let index = 0; index < table.cases; index++) {
      if (texts && !texts.has(index)) continue;
      let misses = 0, missed = null;
      for (const one of active) {
        const row = one.facet.rows[index];
        if (row.some((v) => one.not.has(v))) misses = 2;
        else if (one.asks && !row.some((v) => one.with.has(v))) { misses++; missed = one.facet; }
        if (misses > 1) break;
      }
      if (misses > 1 || (misses && !counting)) continue;
      if (!misses) found.push(index);
      if (counting) for (const facet of misses ? [missed] : known) for (const v of facet.rows[index]) facet.counts[v]++;
    }
    return found;
  }
  function sorted(found) {
    const date = (i) => years[i];
    const evidence = (i) => Math.min(table.independent[i], 2) * 1000 + table.shares[i];
    const by = state.sort || (hits ? "relevance" : "date");
    const key = by === "evidence" ? evidence : by === "relevance" && hits ? (i) => hits.get(i) : date;
    return found.map((i) => [key(i), i]).sort((a, b) => b[0] - a[0] || date(b[1]) - date(a[1]) || a[1] - b[1]).map((pair) => pair[1]);
  }

  // Explore: made once, then filled.
  let ui;
  function label(facet, id) {
    const value = facet.values && facet.values.find((one) => one.id === id);
    return value ? value.label : id;
  }
  const conditions = () => facets.flatMap((facet) => [
    ...[...facet.with].map((id) => ({ facet, set: facet.with, id, label: label(facet, id) })),
    ...[...facet.not].map((id) => ({ facet, set: facet.not, id, label: fill(t.without, { label: label(facet, id) }) })),
  ]).concat(state.q ? [{ id: "q", label: state.q }] : []);
  function drop(condition) {
    if (condition.set) condition.set.delete(condition.id);
    else { state.q = ""; ui.input.value = ""; }
  }
  function change(replace) {
    history[replace ? "replaceState" : "pushState"](null, "", address());
    shown = 10;
    return update();
  }
  function makeExplore(place) {
    ui = { place };
    ui.input = h("input", { type: "search", id: "explore_search", autocomplete: "off", spellcheck: "false", "aria-describedby": "explore_hint" });
    let wait;
    ui.input.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => { state.q = ui.input.value.trim(); change(true); }, 150); });
    const submit = (event) => { event.preventDefault(); clearTimeout(wait); state.q = ui.input.value.trim(); change(); };
    ui.status = h("p", { role: "status", class: "found" });
    ui.chips = h("ul", { class: "chips" });
    ui.sort = h("select", { id: "explore_sort", onchange: () => { state.sort = ui.sort.value; change(); } },
      ...[["", t.relevance], ["date", t.date], ["evidence", t.by_evidence]].map(([value, text]) => h("option", { value }, text)));
    ui.list = h("ol", { class: "cases results", id: "results" });
    ui.empty = h("div", { class: "empty" });
    ui.more = h("p", { class: "onward" });
    ui.show = h("a", { class: "show", href: "#found" });
    ui.facets = h("form", { class: "facets", "aria-label": t.filters, onsubmit: (event) => event.preventDefault() }, ...facets.map(makeFacet));
    place.append(
      h("form", { class: "search", role: "search", onsubmit: submit }, h("label", { for: "explore_search" }, t.label), ui.input, h("p", { id: "explore_hint", class: "count" }, t.hint)),
      ui.facets,
      h("section", { id: "found", "aria-label": t.show },
        h("div", { class: "bar" }, ui.status, h("p", {}, h("label", { for: "explore_sort" }, t.sort + " "), ui.sort)), ui.chips, ui.list, ui.empty, ui.more),
      ui.show);
    place.hidden = false;
    $("explore_plain").hidden = true;
    ui.list.addEventListener("keydown", (event) => step(event));
    ui.input.addEventListener("keydown", (event) => { if (event.key === "ArrowDown") step(event); });
    addEventListener("popstate", () => readAddress().then(() => { ui.input.value = state.q; update(); }));
  }
  function step(event) {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...ui.list.querySelectorAll("h2 a")];
    const item = event.target.closest("li:has(h2)");
    const at = item ? links.indexOf(item.querySelector("h2 a")) : -1;
    const next = at + way < 0 ? ui.input : links[at + way];
    if (next) { next.focus(); event.preventDefault(); }
  }
  const SHORT = 8;
  function makeFacet(facet) {
    facet.list = h("ul", {});
    facet.box = h("details", { open: !facet.large, ontoggle: () => { if (facet.box.open && !facet.values) need(facet).then(update); } },
      h("summary", {}, facet.label), facet.list);
    return facet.box;
  }
  function makeValues(facet) {
    facet.made = true;
    const many = facet.values.length > SHORT + 2;
    // The most used stand first in view; the order stays the taxonomy's.
    const top = new Set(facet.values.map((value, v) => v).sort((a, b) => facet.values[b].all - facet.values[a].all || a - b).slice(0, SHORT));
    const toggle = (set, other, id) => { other.delete(id); if (!set.delete(id)) set.add(id); change(); };
    facet.values.forEach((value, v) => {
      const box = h("input", { type: "checkbox", onchange: () => toggle(facet.with, facet.not, value.id) });
      const number = h("span", { class: "count" });
      const not = h("button", { type: "button", class: "not", "aria-label": fill(t.not, value), title: fill(t.not, value), onclick: () => toggle(facet.not, facet.with, value.id) }, "−");
      value.parts = { box, number, not, hidden: many && !top.has(v), item: h("li", { "data-depth": value.up.length || null }, h("label", {}, box, h("span", {}, value.label), number), not) };
    });
    facet.list.append(...facet.values.map((value) => value.parts.item));
    if (!many) return;
    const find = facet.values.length > 40 && h("input", { type: "search", hidden: true, "aria-label": fill(t.find_value, facet), placeholder: fill(t.find_value, facet), oninput: () => {
      const asked = fold(find.value);
      facet.values.forEach((value) => { value.parts.item.hidden = !fold(value.label).includes(asked); });
    } });
    const open = h("button", { type: "button", class: "more", onclick: () => {
      facet.values.forEach((value) => { value.parts.hidden = false; });
      open.remove();
      update();
      if (find) { find.hidden = false; find.focus(); } else facet.list.querySelectorAll("input")[SHORT].focus();
    } }, count(t.more_values, facet.values.length - SHORT));
    facet.box.append(open);
    if (find) facet.list.before(find);
  }
  async function update() {
    const mine = ++turn;
    asked = cut(state.q);
    hits = null;
    let failed = false;
    if (asked.length) {
      try { hits = await search(asked); } catch (error) { failed = true; }
      if (mine !== turn) return;
    }
    const found = sorted(match(hits, true));
    facets.forEach((facet) => {
      if (!facet.values) return;
      if (!facet.made) makeValues(facet);
      facet.values.forEach((value, v) => {
        const chosen = facet.with.has(value.id), not = facet.not.has(value.id), p = value.parts;
        p.box.checked = chosen;
        p.not.setAttribute("aria-pressed", not);
        p.number.textContent = not ? "" : facet.counts[v];
        p.item.className = not ? "without" : !facet.counts[v] && !chosen ? "zero" : "";
        p.item.hidden = p.hidden && !chosen && !not;
      });
    });
    ui.sort.options[0].text = hits ? t.relevance : t.date;
    ui.sort.options[1].hidden = !hits;
    ui.sort.value = !hits && state.sort === "date" ? "" : state.sort;
    const active = conditions();
    ui.chips.replaceChildren(...active.map((one) => h("li", {}, h("button", { type: "button", "aria-label": fill(t.remove, one), onclick: () => { drop(one); change(); ui.input.focus(); } }, one.label, h("span", { "aria-hidden": "true" }, " ×")))));
    if (active.length > 1) ui.chips.append(h("li", {}, h("button", { type: "button", class: "clear", onclick: () => { conditions().forEach(drop); change(); ui.input.focus(); } }, t.clear)));
    const all = count(t.found, table.cases);
    ui.status.textContent = (failed ? t.failed + " " : "") + (found.length === table.cases ? all : fill(t.found_of, { found: count(t.found, found.length), all }));
    ui.show.textContent = t.show + " (" + found.length + ")";
    ui.empty.replaceChildren(...(found.length ? [] : nothing(active)));
    const rows = await Promise.all(found.slice(0, shown).map(async (index) => row(index, await caseOf(index))));
    if (mine !== turn) return;
    ui.list.replaceChildren(...rows);
    const rest = found.length - shown;
    ui.more.replaceChildren(...(rest > 0 ? [h("button", { type: "button", class: "more", onclick: async () => { const at = shown; shown += 20; await update(); ui.list.querySelectorAll("h2 a")[at].focus(); } }, count(t.more, rest))] : []));
    ui.place.setAttribute("data-turn", turn);
  }
  // Which filter stands in the way, and what dropping it would give.
  function nothing(active) {
    const ways = active.map((one) => {
      let n;
      if (one.set) { one.set.delete(one.id); n = match(hits, false).length; one.set.add(one.id); } else n = match(null, false).length;
      return { one, n };
    }).filter((way) => way.n).sort((a, b) => b.n - a.n);
    return [h("p", {}, t.none), ways.length ? h("ul", {}, ...ways.map(({ one, n }) => h("li", {}, fill(t.drop, one) + " ",
      h("button", { type: "button", onclick: () => { drop(one); change(); ui.input.focus(); } }, count(t.found, n))))) : h("p", {}, t.drop_none)];
  }
  function row(index, [slug, title, summary, date, statements, cited, sources, independent, passage]) {
    const page = pageOf(slug);
    const quote = h("p", { class: "passage" });
    const say = (text, anchor, source) => quote.replaceChildren(h("a", { href: page + "#" + anchor }, ...marked(text, asked)), source ? " (" + source + ")" : "");
    if (passage) say(...passage);
    if (hits) load("texts", Math.floor(index / table.perText)).then((all) => {
      const found = best(all[index % table.perText], asked);
      if (found) say(...found);
    }, () => {});
    const terms = facets.filter((facet) => facet.terms && facet.values).flatMap((facet) => facet.own[index].map((v) =>
      h("li", {}, h("a", { href: base + facet.page.replace("TERM", facet.values[v].id) }, h("span", { class: "aside" }, facet.label + ": "), facet.values[v].label))));
    const button = h("button", { type: "button", class: "compare", "aria-pressed": picked.includes(slug), "aria-label": t.add + ": " + title, onclick: () => {
      picked = picked.includes(slug) ? picked.filter((one) => one !== slug) : picked.concat(slug).slice(-4);
      keep();
      button.setAttribute("aria-pressed", picked.includes(slug));
      tray();
    } }, t.add);
    return h("li", {}, h("article", {}, h("h2", {}, h("a", { href: page }, ...marked(title, asked))), h("p", { class: "when" }, date || t.undated),
      h("p", { class: "summary" }, ...marked(summary, asked)), quote, h("ul", { class: "terms" }, ...terms),
      h("div", { class: "support" }, h("p", {}, fill(t.cited, { cited, statements })), h("p", {}, count(t.sources, sources, { independent })), button)));
  }
  function keep() {
    try { sessionStorage.setItem("casebook-compare", JSON.stringify(picked)); } catch (error) { /* lasts for this page */ }
  }
  const compareHref = (slugs) => base + table.compare + "?cases=" + slugs.join(",");
  function tray() {
    let link = $("compare_tray");
    if (!link) { link = h("a", { id: "compare_tray" }); ui.list.before(link); }
    link.hidden = !picked.length;
    link.href = compareHref(picked);
    link.textContent = count(t.compare, picked.length);
  }

  // The timeline shows what carries the chosen terms.
  function makeFilter(form) {
    const given = new URLSearchParams(location.search);
    const items = [...document.querySelectorAll("li[data-terms]")].map((item) => [item, new Set(item.dataset.terms.split(" "))]);
    const status = h("p", { role: "status", class: "count" });
    const onward = h("a", {});
    const selects = facets.filter((facet) => facet.terms && facet.values && facet.values.length > 1).map((facet) => {
      const select = h("select", { name: facet.key, id: "filter_" + facet.key }, h("option", { value: "" }, t.any),
        ...facet.values.map((value) => h("option", { value: value.id }, "\u2003".repeat(value.up.length) + value.label)));
      select.value = given.get(facet.key) || "";
      if (select.selectedIndex < 0) select.value = "";
      form.append(h("p", {}, h("label", { for: select.id }, facet.label), select));
      return select;
    });
    function apply() {
      const chosen = selects.filter((select) => select.value);
      let n = 0;
      items.forEach(([item, terms]) => { item.hidden = !chosen.every((select) => terms.has(select.name + ":" + select.value)); n += !item.hidden; });
      document.querySelectorAll("section.year").forEach((year) => { year.hidden = !year.querySelector("li:not([hidden])"); });
      const query = chosen.map((select) => select.name + "=" + select.value).join("&");
      status.textContent = chosen.length ? fill(t.on_this_page, { n, all: items.length }) : "";
      onward.hidden = !chosen.length;
      onward.textContent = t.in_explore;
      onward.href = base + table.explore + "?" + query + "&sort=date";
      return query;
    }
    form.addEventListener("change", () => { const query = apply(); history.replaceState(null, "", location.pathname + (query ? "?" + query : "")); });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.append(status, onward);
    form.hidden = !selects.length;
    apply();
  }

  // Two to four cases side by side: facts from the table, the text from their pages.
  async function makeCompare(place) {
    const slugs = [...new Set((new URLSearchParams(location.search).get("cases") || "").split(",").filter(Boolean))].slice(0, 4);
    if (!slugs.length) return;
    await Promise.all(facets.filter((facet) => facet.terms).map(need));
    const found = await Promise.all(slugs.map(find));
    const cases = found.filter(Boolean);
    slugs.forEach((slug, n) => { if (!found[n]) place.append(h("p", {}, fill(t.unknown, { slug }))); });
    if (!cases.length) return;
    $("compare_plain").hidden = true;
    picked = cases.map((one) => one.data[0]);
    keep();
    const texts = await Promise.all(cases.map((one) => sections(pageOf(one.data[0]))));
    const line = (head, cells) => h("tr", {}, h("th", { scope: "row" }, head), ...cells.map((cell) => h("td", {}, ...[].concat(cell))));
    const lines = [line(t.when, cases.map((one) => one.data[3] || t.undated))];
    facets.filter((facet) => facet.terms).forEach((facet) => {
      const cells = cases.map((one) => facet.own[one.index].map((v) => h("a", { href: base + facet.page.replace("TERM", facet.values[v].id) }, facet.values[v].label)));
      if (cells.some((cell) => cell.length)) lines.push(line(facet.label, cells.map((cell) => h("ul", { class: "links" }, ...cell.map((link) => h("li", {}, link))))));
    });
    lines.push(line(t.evidence, cases.map(({ data: [, , , , statements, cited, sources, independent] }) => [h("p", {}, fill(t.cited, { cited, statements })), h("p", {}, count(t.sources, sources, { independent }))])));
    const titles = new Map();
    texts.forEach((all) => all && all.forEach((section) => titles.set(section.id, titles.get(section.id) || section.title)));
    if (titles.size) titles.forEach((title, id) => lines.push(line(title, texts.map((all) => { const section = all && all.find((one) => one.id === id); return section ? section.nodes : []; }))));
    else lines.push(line(t.text, cases.map((one) => h("a", { href: pageOf(one.data[0]) }, one.data[1]))));
    const head = cases.map((one) => {
      const rest = picked.filter((slug) => slug !== one.data[0]);
      return h("th", { scope: "col" }, h("a", { href: pageOf(one.data[0]) }, one.data[1]), " ", cases.length > 1 ? h("a", { class: "out", href: compareHref(rest), "aria-label": fill(t.take_out, { title: one.data[1] }) }, "×") : null);
    });
    place.append(h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": document.querySelector("h1").textContent },
      h("table", { class: "compare", "data-cases": cases.length }, h("thead", {}, h("tr", {}, h("td", {}), ...head)), h("tbody", {}, ...lines))));
    if (cases.length < 4) place.append(h("p", { class: "onward" }, h("a", { href: base + table.explore }, t.pick)));
    if (!titles.size) place.append(h("p", { class: "count" }, t.no_text));
  }
  // Cases are in the order of their slugs, so that a file of them is found by halving.
  async function find(slug) {
    let low = 0, high = Math.ceil(table.cases / table.perFile) - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const all = await load("cases", middle);
      const at = all.findIndex((one) => one[0] === slug);
      if (at >= 0) return { index: middle * table.perFile + at, data: all[at] };
      if (slug < all[0][0]) high = middle - 1; else low = middle + 1;
    }
    return null;
  }
  async function sections(page) {
    if (!/^http/.test(page)) return null;
    try {
      const html = new DOMParser().parseFromString(await (await fetch(page)).text(), "text/html");
      return [...html.querySelectorAll(".text > section:not(.events, .corrections, .footnotes, .sources)")].map((section) => {
        section.querySelectorAll("[href], [src]").forEach((element) => ["href", "src"].forEach((name) => {
          if (element.hasAttribute(name)) element.setAttribute(name, new URL(element.getAttribute(name), page).href);
        }));
        const heading = section.querySelector("h2");
        const title = heading.textContent;
        heading.remove();
        const id = section.id;
        section.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
        return { id, title, nodes: [...section.childNodes] };
      });
    } catch (error) { return null; }
  }

  function start(data) {
    table = data;
    t = data.t;
    plural = new Intl.PluralRules(data.language);
    facets = data.facets;
    ["days", "shares", "independent"].forEach((column) => { table[column] = numbers(table[column]); });
    facets.forEach((facet) => { if (facet.values) decode(facet, facet); });
    const year = facets.find((facet) => facet.key === data.year);
    years = table.days.map((day, index) => (parseInt(year.values[year.own[index][0]].id, 10) || 0) * 512 + day);
    const filter = $("timeline_filter"), compare = $("compare"), explore = $("explore");
    if (filter) makeFilter(filter);
    if (compare) makeCompare(compare);
    if (explore) readAddress().then(() => { makeExplore(explore); ui.input.value = state.q; tray(); return update(); }).then(() => {
      if (location.hash === "#found") $("found").scrollIntoView();
    });
  }
})();
