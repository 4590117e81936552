// The filter of the timeline: it shows what carries the chosen terms.
(() => {
  "use strict";
  const { casebook } = window;
  const { copyOf, fill } = casebook;
  const form = document.getElementById("timeline_filter");
  const moments = [...document.querySelectorAll("li[data-terms]")];
  const termsOf = new Map(moments.map((moment) => [moment, new Set(moment.dataset.terms.split(" "))]));

  function makeSelect(facet, given) {
    const { content, label, select } = copyOf("filter_choice");
    select.name = facet.key;
    select.id = `filter_${facet.key}`;
    label.htmlFor = select.id;
    label.textContent = facet.label;
    const labelOf = (value) => "\u2003".repeat(value.above.length) + value.label;
    select.append(...facet.values.map((value) => new Option(labelOf(value), value.id)));
    select.value = given.get(facet.key) || "";
    if (select.selectedIndex < 0) select.value = "";
    form.append(content);
    return select;
  }

  casebook.ready.then(() => {
    const given = new URLSearchParams(location.search);
    const facets = casebook.facets.filter((facet) => facet.terms && facet.values && facet.values.length > 1);
    const selects = facets.map((facet) => makeSelect(facet, given));
    const end = copyOf("filter_end");
    form.append(end.content);

    // Show what fits; gives the query of the address.
    function apply() {
      const chosen = selects.filter((select) => select.value);
      for (const moment of moments) {
        const terms = termsOf.get(moment);
        moment.hidden = !chosen.every((select) => terms.has(`${select.name}:${select.value}`));
      }
      for (const year of document.querySelectorAll("section.year")) {
        year.hidden = !year.querySelector("li:not([hidden])");
      }
      const query = chosen.map((select) => `${select.name}=${select.value}`).join("&");
      const n = moments.filter((moment) => !moment.hidden).length;
      end.status.textContent = chosen.length ? fill(casebook.words.on_this_page, { n, all: moments.length }) : "";
      end.onward.hidden = !chosen.length;
      end.onward.href = `${casebook.explorePage()}?${query}&sort=date`;
      return query;
    }

    form.addEventListener("change", () => {
      const query = apply();
      history.replaceState(null, "", location.pathname + (query ? `?${query}` : ""));
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = !selects.length;
    apply();
  });
})();
