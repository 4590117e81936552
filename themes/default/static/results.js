// A case in the list of Explore: its figures, the passage that was found, and the button that chooses it to compare.
(() => {
  "use strict";
  const { casebook } = window;
  const { copyOf } = casebook;
  // How it ended, and what cards say of a case.
  function fillAbout({ about, outcome, facts }, { index, card }) {
    const lead = casebook.facets.find((facet) => facet.lead && facet.values);
    outcome.append(...(lead ? lead.own[index] : []).map((place) => {
      const value = lead.values[place];
      const { content, item, label } = copyOf("result_outcome");
      label.textContent = value.label;
      if (value.mark) item.prepend(copyOf(`mark_${value.mark}`).content, " ");
      return content;
    }));
    facts.append(...card.flatMap(([label, said]) => {
      const { content, kind, text } = copyOf("result_fact");
      kind.textContent = label ? `${label}: ` : "";
      text.textContent = said;
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
    fillAbout(parts, one);
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
