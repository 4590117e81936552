// A case in the list of Explore: its figures, the passage that was found, and the button that chooses it to compare.
(() => {
  "use strict";
  const { casebook } = window;
  const { copyOf } = casebook;

  // What a card names of a case.
  function termsOf(index) {
    const facets = casebook.facets.filter((facet) => facet.card && facet.values);
    return facets.flatMap((facet) => facet.own[index].map((place) => {
      const value = facet.values[place];
      const parts = copyOf("result_term");
      parts.link.href = casebook.termPage(facet, value);
      parts.facet.textContent = `${facet.label}: `;
      parts.label.textContent = value.label;
      return parts.content;
    }));
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
    parts.terms.append(...termsOf(one.index));
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
