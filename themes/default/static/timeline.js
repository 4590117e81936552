// The filter of the timeline: it shows what carries the chosen terms, in the chart and in the list alike.
(() => {
  "use strict";
  const { casebook } = window;
  const { fill } = casebook;
  const form = document.getElementById("timeline_filter");
  const moments = [...document.querySelectorAll("li[data-terms]")];
  const termsOf = new Map(moments.map((moment) => [moment, new Set(moment.dataset.terms.split(" "))]));
  const WIDE = 3.5; // hundredths of the chart, for a number

  // The bars of the chart, each with its year; the last may stand for all years before.
  const bars = [...document.querySelectorAll(".chart .bars > li")].map((bar) => ({
    year: Number(bar.querySelector(".label").textContent) || 0,
    number: bar.querySelector(":scope > .number"),
    links: [...bar.querySelectorAll("a[href]")].map((link) => ({ link, address: link.getAttribute("href") })),
    segments: [...bar.querySelectorAll("rect")].map((rect, at) => ({
      rect,
      kind: rect.classList.contains("shade_1") ? "cases" : "events",
      text: rect.parentElement.querySelector(`rect.${rect.classList[0]} + text`),
      part: bar.querySelectorAll(".parts > li")[at],
    })),
  }));

  function makeOptions(facet, select, given) {
    const labelOf = (value) => "\u2003".repeat(value.above.length) + value.label;
    select.append(...facet.values.map((value) => new Option(labelOf(value), value.id)));
    select.value = given.get(facet.key) || "";
    if (select.selectedIndex < 0) select.value = "";
  }

  // How many cases and events of each bar's years carry the chosen terms.
  function counted(chosen) {
    const wanted = chosen.map(({ facet, select }) =>
      [facet, facet.values.findIndex((value) => value.id === select.value)]);
    const { dates, events } = casebook.table;
    const counts = bars.map(() => ({ cases: 0, events: 0 }));
    const add = (year, kind) => {
      const at = bars.findIndex((bar) => bar.year === year);
      const one = counts[at >= 0 ? at : bars.findIndex((bar) => !bar.year)];
      if (one && year) one[kind]++;
    };
    for (let index = 0; index < casebook.table.cases; index++) {
      if (!wanted.every(([facet, place]) => facet.rows[index].includes(place))) continue;
      add(Math.floor(dates[index] / 512), "cases");
      for (const year of events[index]) add(year, "events");
    }
    return counts;
  }

  function draw(chosen) {
    const counts = counted(chosen);
    const most = Math.max(1, ...counts.map(({ cases, events }) => cases + events));
    bars.forEach(({ number, segments, links }, at) => {
      let before = 0;
      for (const { rect, kind, text, part } of segments) {
        const count = counts[at][kind];
        const width = count / most * 100;
        rect.setAttribute("x", `${before}%`);
        rect.setAttribute("width", `${width}%`);
        if (text) {
          text.setAttribute("x", `${before + width / 2}%`);
          text.textContent = width > WIDE * String(count).length ? count : "";
        }
        part.hidden = !count;
        part.querySelector(".number").textContent = count;
        before += width;
      }
      number.textContent = counts[at].cases + counts[at].events;
      for (const { link, address } of links) {
        const { pathname, search, hash } = new URL(address, location.href);
        const query = new URLSearchParams(search);
        for (const { facet, select } of chosen) query.set(facet.key, select.value);
        link.setAttribute("href", pathname === location.pathname && !query.size ? address
          : `${address.split(/[?#]/)[0]}${query.size ? "?" : ""}${query}${hash}`);
      }
    });
  }

  // Show what carries some terms, each given as the name of its taxonomy in addresses and its own.
  function narrow(terms) {
    for (const moment of moments) {
      moment.hidden = !terms.every(([key, id]) => termsOf.get(moment).has(`${key}:${id}`));
    }
    for (const year of document.querySelectorAll("section.year")) {
      year.hidden = !year.querySelector("li:not([hidden])");
    }
  }

  // The list needs no data: it is as the address says before it is seen.
  const given = new URLSearchParams(location.search);
  const selects = [...form.querySelectorAll("select")];
  const more = form.querySelector("details");
  if (more) more.open = selects.some((select) => given.has(select.name) && more.contains(select));
  narrow(selects.filter((select) => given.get(select.name)).map((select) => [select.name, given.get(select.name)]));

  casebook.ready.then(casebook.whole).then(() => {
    const filters = selects.map((select) =>
      ({ select, facet: casebook.facets.find((facet) => facet.key === select.name) }));
    for (const { facet, select } of filters) makeOptions(facet, select, given);
    const [status, onward] = form.querySelectorAll("[role=status], .answer a");

    // Show what fits; gives the query of the address.
    function apply() {
      const chosen = filters.filter(({ select }) => select.value);
      narrow(chosen.map(({ select }) => [select.name, select.value]));
      if (bars.length) draw(chosen);
      const query = chosen.map(({ select }) => `${select.name}=${select.value}`).join("&");
      const n = moments.filter((moment) => !moment.hidden).length;
      status.textContent = chosen.length ? fill(casebook.words.on_this_page, { n, all: moments.length }) : "";
      onward.hidden = !chosen.length;
      onward.href = `${casebook.explorePage()}?${query}&sort=date`;
      return query;
    }

    form.addEventListener("change", () => {
      const query = apply();
      history.replaceState(null, "", location.pathname + (query ? `?${query}` : ""));
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    if (given.size) apply();
  });
})();
