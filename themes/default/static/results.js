// A case in the list of Explore: its figures, the passage that was found, and the button that chooses it to compare.
(() => {
  "use strict";
  const { casebook } = window;
  const { copyOf } = casebook;
  const NAMED = 2; // terms of a facet, on a card

  const valuesOf = (facet, index) => facet.own[index].map((place) => facet.values[place]);

  // How it ended, and what cards say of a case.
  function fillAbout({ about, outcome, facts }, index) {
    const known = casebook.facets.filter((facet) => facet.values && facet.own[index].length);
    const lead = known.find((facet) => facet.lead);
    outcome.append(...(lead ? valuesOf(lead, index) : []).map((value) => {
      const { content, item, label } = copyOf("result_outcome");
      label.textContent = value.label;
      if (value.mark) item.prepend(copyOf(`mark_${value.mark}`).content, " ");
      return content;
    }));
    facts.append(...known.filter((facet) => facet.card).flatMap((facet) => {
      const labels = valuesOf(facet, index).map((value) => value.label);
      const rest = labels.length > NAMED ? ` +${labels.length - NAMED}` : "";
      const { content, kind, text } = copyOf("result_fact");
      kind.textContent = `${facet.label}: `;
      text.textContent = labels.slice(0, NAMED).join(", ") + rest;
      return [content, " "];
    }));
    about.hidden = !outcome.children.length && !facts.children.length;
  }

  function makeCompare(button, { slug, title }, onPick) {
    const isPicked = () => casebook.picked().includes(slug);
    button.setAttribute("aria-pressed", isPicked());
    button.setAttribute("aria-label", `${casebook.words.add}: ${title}`);
    button.addEventListener("click", () => {
      const others = casebook.picked().filter((other) => other !== slug);
      casebook.pick(isPicked() ? others : others.concat(slug));
      button.setAttribute("aria-pressed", isPicked());
      onPick();
    });
  }

  /** The row of a case, with what was looked for in it: words, phrases; `inText` says that its text was searched. */
  async function row(one, { asked, phrases, inText }, onPick) {
    const parts = copyOf("result");
    parts.title.href = casebook.pageOf(one.slug);
    parts.title.append(...casebook.marked(one.title, asked));
    parts.when.textContent = one.date || casebook.words.undated;
    parts.summary.append(...casebook.marked(one.summary, asked));
    fillAbout(parts, one.index);
    casebook.fillCoverage(parts, one);
    makeCompare(parts.compare, one, onPick);
    if (inText) await showFound(parts.passage, one, asked, phrases);
    return parts.item;
  }

  async function showFound(place, one, asked, phrases) {
    try {
      const best = casebook.bestPassage(await casebook.passagesOf(one.index), asked, phrases);
      if (!best) return;
      const link = document.createElement("a");
      link.href = `${casebook.pageOf(one.slug)}#${best.anchor}`;
      link.append(...casebook.marked(best.text, asked));
      place.append(link);
    } catch {
      // The summary says enough.
    }
  }

  casebook.row = row;
})();
