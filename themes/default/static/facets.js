// The facets of Explore: what is chosen of each, which cases fit, and the form that shows them.
(() => {
  "use strict";
  const { casebook } = window;
  const { count, fill, copyOf } = casebook;
  const MOST_SHOWN = 8; // values of a facet, before the reader asks for all
  const MANY = 40; // values, among which one is searched for
  const MOST_SUGGESTED = 5; // values of a facet, above the results

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

  /** Is anything chosen? */
  const isActive = () => chosen().length > 0;

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

  /** Values that would narrow down what was found, of the facets that stand open: what one tap can choose. */
  function suggestions(found) {
    return casebook.facets.filter((facet) => facet.open && facet.values).flatMap((facet) => {
      const isUseful = (value, place) => !facet.with.has(value.id) && !facet.without.has(value.id) &&
        facet.counts[place] > 0 && (facet.with.size > 0 || facet.counts[place] < found);
      const useful = facet.values.flatMap((value, place) => isUseful(value, place) ? [{ value, place }] : []);
      if (!facet.ordered) useful.sort((one, other) => facet.counts[other.place] - facet.counts[one.place]);
      return useful.slice(0, MOST_SUGGESTED).map(({ value, place }) => ({
        facet: facet.label,
        label: value.label,
        count: facet.counts[place],
        choose: () => toggle(facet.with, facet.without, value.id),
      }));
    });
  }

  /** Make the form; `change` is called when the reader chose, `update` when only more is to be shown. */
  function make(form, change, update) {
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const facet of casebook.facets) {
      const parts = copyOf("facet");
      Object.assign(facet, { parts, isExcluding: false, isWhole: false });
      parts.label.textContent = facet.label;
      parts.box.open = facet.open || facet.with.size + facet.without.size > 0;
      parts.box.addEventListener("toggle", () => {
        if (!parts.box.open) return;
        if (facet.values) show();
        else casebook.need(facet).then(update);
      });
      parts.not.addEventListener("click", () => {
        facet.isExcluding = !facet.isExcluding;
        show();
      });
      parts.more.addEventListener("click", () => {
        facet.isWhole = true;
        show();
        (facet.find || parts.list.querySelectorAll("input")[MOST_SHOWN]).focus();
      });
      form.append(parts.content);
    }
    casebook.facetChanged = { change };
  }

  function toggle(set, other, id) {
    other.delete(id);
    if (!set.delete(id)) set.add(id);
    casebook.facetChanged.change();
  }

  // The most frequent first, narrower values below their broader one; a scale keeps its order. What is chosen of a
  // facet does not change its own counts, so nothing moves below the finger.
  function inOrder(facet) {
    if (facet.ordered) return facet.values;
    if (!facet.below) {
      facet.below = new Map();
      for (const value of facet.values) {
        if (!facet.below.has(value.broader)) facet.below.set(value.broader, []);
        facet.below.get(value.broader).push(value);
      }
    }
    const { below, counts } = facet;
    const sorted = (values) => [...values].sort((one, other) =>
      counts[other.place] - counts[one.place] || one.place - other.place);
    const walk = (place) => sorted(below.get(place) || []).flatMap((value) => [value, ...walk(value.place)]);
    return walk(undefined);
  }

  function makeValue(facet, value) {
    const parts = copyOf("facet_value");
    parts.label.textContent = value.label;
    if (value.above.length) parts.item.dataset.depth = value.above.length;
    parts.box.addEventListener("change", () => {
      if (facet.isExcluding) toggle(facet.without, facet.with, value.id);
      else toggle(facet.with, facet.without, value.id);
    });
    return parts;
  }

  function makeFind(facet) {
    const { content, input } = copyOf("facet_find");
    input.placeholder = fill(casebook.words.find_value, facet);
    input.setAttribute("aria-label", input.placeholder);
    input.addEventListener("input", () => show());
    facet.parts.list.before(content);
    return input;
  }

  /** Show what is chosen, and the counts. */
  function show() {
    for (const facet of casebook.facets) {
      const many = facet.with.size + facet.without.size;
      facet.parts.chosen.textContent = many || "";
      if (!facet.values) continue;
      facet.parts.box.hidden = !many && facet.counts.every((count) => !count);
      if (facet.parts.box.open) showValues(facet);
    }
  }

  // Values that no case has are left out, and of many all but the most frequent until they are asked for.
  function showValues(facet) {
    const { words, text } = casebook;
    const { list, more, not } = facet.parts;
    if (!facet.find && facet.values.length > MANY) facet.find = makeFind(facet);
    const isChosen = (value) => facet.with.has(value.id) || facet.without.has(value.id);
    const asked = text.fold(facet.find?.value || "");
    const fits = inOrder(facet).filter((value) => isChosen(value) || facet.counts[value.place] > 0);
    const isWhole = facet.isWhole || fits.length <= MOST_SHOWN + 2;
    const shown = asked
      ? fits.filter((value) => text.fold(value.label).includes(asked))
      : fits.filter((value, at) => isWhole || at < MOST_SHOWN || isChosen(value));
    for (const value of shown) {
      value.parts ??= makeValue(facet, value);
      const isExcluded = facet.without.has(value.id);
      const { item, box, count: number, note } = value.parts;
      item.classList.toggle("without", isExcluded);
      box.checked = facet.isExcluding ? isExcluded : facet.with.has(value.id);
      note.textContent = isExcluded ? ` (${words.excluded})` : "";
      number.textContent = isExcluded ? "" : facet.counts[value.place];
    }
    arrange(list, shown.map((value) => value.parts.item));
    list.classList.toggle("excluding", facet.isExcluding);
    not.setAttribute("aria-pressed", facet.isExcluding);
    not.hidden = facet.ordered || fits.length < 2;
    more.hidden = isWhole || Boolean(asked);
    more.textContent = count(words.more_values, fits.length - MOST_SHOWN);
    if (facet.find) facet.find.hidden = fits.length <= MOST_SHOWN + 2;
  }

  // Put items into a list, without taking the focus from one that stays where it is.
  function arrange(list, items) {
    const { children } = list;
    if (children.length === items.length && items.every((item, at) => children[at] === item)) return;
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    list.replaceChildren(...items);
    focused?.focus({ preventScroll: true });
  }

  casebook.filters = { choose, isActive, parameters, conditions, match, matchAndCount, suggestions, make, show };
})();
