// The facets of Explore: what is chosen of each, which cases fit, and the form that shows them.
(() => {
  "use strict";
  const { casebook } = window;
  const { fill, copyOf } = casebook;
  const MOST_SHOWN = 8; // values of a facet, before the reader asks for all
  const MANY = 40; // values, among which one is searched for

  /** Take what an address chooses; resolves when the facets that it names are loaded. */
  function choose(parameters) {
    for (const facet of casebook.facets) {
      facet.with = new Set();
      facet.without = new Set();
      for (const id of parameters.getAll(facet.key).join(",").split(",").filter(Boolean)) {
        if (id[0] === "-") facet.without.add(id.slice(1));
        else facet.with.add(id);
      }
    }
    return Promise.all(chosen().map(casebook.need));
  }

  const chosen = () => casebook.facets.filter((facet) => facet.with.size + facet.without.size);

  /** What is chosen, as parts of an address. */
  function parameters() {
    return chosen().map((facet) => {
      const ids = [...facet.with, ...[...facet.without].map((id) => `-${id}`)];
      return `${facet.key}=${ids.map(encodeURIComponent).join(",")}`;
    });
  }

  /** What is chosen, each with its label and what takes it back. */
  function conditions() {
    const labelOf = (facet, id) => facet.values?.find((value) => value.id === id)?.label ?? id;
    const condition = (set, id, label) => ({ label, drop: () => set.delete(id), restore: () => set.add(id) });
    return chosen().flatMap((facet) => [
      ...[...facet.with].map((id) => condition(facet.with, id, labelOf(facet, id))),
      ...[...facet.without].map((id) =>
        condition(facet.without, id, fill(casebook.words.without, { label: labelOf(facet, id) }))),
    ]);
  }

  const placesOf = (facet, ids) =>
    new Set(facet.values.flatMap((value, place) => ids.has(value.id) ? [place] : []));

  /** The cases that fit: AND across facets, OR within one; of those that a search found, where there was one. */
  function match(hits) {
    return fitting(hits, null);
  }

  /** The same, and counted: a value's number is what choosing it would give, cases that fit all else. */
  function matchAndCount(hits) {
    const known = casebook.facets.filter((facet) => facet.values);
    for (const facet of known) facet.counts.fill(0);
    return fitting(hits, known);
  }

  function fitting(hits, counted) {
    const active = chosen().filter((facet) => facet.values).map((facet) => ({
      facet,
      asks: facet.with.size > 0,
      wanted: placesOf(facet, facet.with),
      unwanted: placesOf(facet, facet.without),
    }));
    const found = [];
    for (let index = 0; index < casebook.table.cases; index++) {
      if (hits && !hits.has(index)) continue;
      const holds = (facet, places) => facet.rows[index].some((value) => places.has(value));
      const missed = active.filter(({ facet, asks, wanted }) => asks && !holds(facet, wanted));
      const isExcluded = active.some(({ facet, unwanted }) => holds(facet, unwanted));
      if (isExcluded || missed.length > 1) continue;
      if (!missed.length) found.push(index);
      const counting = missed.length ? [missed[0].facet] : counted;
      if (counted) for (const facet of counting) for (const value of facet.rows[index]) facet.counts[value]++;
    }
    return found;
  }

  /** Make the form; `change` is called when the reader chose, `update` when only more is to be shown. */
  function make(form, change, update) {
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const facet of casebook.facets) {
      const { content, box, label, list } = copyOf("facet");
      Object.assign(facet, { box, list });
      label.textContent = facet.label;
      box.open = !facet.large;
      box.addEventListener("toggle", () => {
        if (box.open && !facet.values) casebook.need(facet).then(update);
      });
      form.append(content);
    }
    casebook.facetChanged = { change, update };
  }

  function toggle(set, other, id) {
    other.delete(id);
    if (!set.delete(id)) set.add(id);
    casebook.facetChanged.change();
  }

  function makeValues(facet) {
    const isLong = facet.values.length > MOST_SHOWN + 2;
    // The most used stand first in view; the order stays the taxonomy's.
    const byUse = [...facet.values].sort((one, other) => other.all - one.all);
    const top = new Set(isLong ? byUse.slice(0, MOST_SHOWN) : facet.values);
    for (const value of facet.values) {
      const parts = copyOf("facet_value");
      const name = fill(casebook.words.not, value);
      parts.label.textContent = value.label;
      parts.not.setAttribute("aria-label", name);
      parts.not.title = name;
      if (value.above.length) parts.item.dataset.depth = value.above.length;
      parts.box.addEventListener("change", () => toggle(facet.with, facet.without, value.id));
      parts.not.addEventListener("click", () => toggle(facet.without, facet.with, value.id));
      value.parts = parts;
      value.isTucked = !top.has(value);
      facet.list.append(parts.content);
    }
    facet.isMade = true;
    if (isLong) makeMore(facet);
  }

  function makeMore(facet) {
    const find = facet.values.length > MANY ? makeFind(facet) : null;
    const { content, button } = copyOf("button");
    button.className = "more";
    button.textContent = casebook.count(casebook.words.more_values, facet.values.length - MOST_SHOWN);
    button.addEventListener("click", () => {
      for (const value of facet.values) value.isTucked = false;
      button.remove();
      casebook.facetChanged.update();
      if (find) find.hidden = false;
      (find || facet.list.querySelectorAll("input")[MOST_SHOWN]).focus();
    });
    facet.box.append(content);
  }

  function makeFind(facet) {
    const { content, input } = copyOf("facet_find");
    const { fold } = casebook.text;
    input.placeholder = fill(casebook.words.find_value, facet);
    input.setAttribute("aria-label", input.placeholder);
    input.addEventListener("input", () => {
      const asked = fold(input.value);
      for (const value of facet.values) value.parts.item.hidden = !fold(value.label).includes(asked);
    });
    facet.list.before(content);
    return input;
  }

  /** Show what is chosen, and the counts. */
  function show() {
    for (const facet of casebook.facets.filter((one) => one.values)) {
      if (!facet.isMade) makeValues(facet);
      facet.values.forEach((value, place) => {
        const isChosen = facet.with.has(value.id);
        const isExcluded = facet.without.has(value.id);
        const { item, box, count, not } = value.parts;
        box.checked = isChosen;
        not.setAttribute("aria-pressed", isExcluded);
        count.textContent = isExcluded ? "" : facet.counts[place];
        item.className = isExcluded ? "without" : !facet.counts[place] && !isChosen ? "zero" : "";
        item.hidden = value.isTucked && !isChosen && !isExcluded;
      });
    }
  }

  casebook.filters = { choose, parameters, conditions, match, matchAndCount, make, show };
})();
