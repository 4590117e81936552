// Finds a case by its name, as one types: a field with a list of what fits (ARIA combobox).
(() => {
  "use strict";
  const { casebook } = window;
  const { copyOf } = casebook;
  const SHOWN = 8; // cases
  const LOOKED_AT = 40; // of those that hold the words
  const PAUSE = 120; // milliseconds after a key

  /** The cases that fit some words: those whose title holds them first. */
  async function fitting(text) {
    const question = casebook.text.question(text);
    if (!question.tokens.length) return [];
    const { hits } = await casebook.search(question);
    const best = [...hits].sort(([, one], [, other]) => other - one).slice(0, LOOKED_AT);
    const cases = await Promise.all(best.map(([index]) => casebook.caseOf(index)));
    const asked = casebook.text.fold(text);
    const isNamed = (one) => casebook.text.fold(one.title).includes(asked);
    return [...cases.filter(isNamed), ...cases.filter((one) => !isNamed(one))];
  }

  /** Make a field choose cases; `isTaken` says which cannot be chosen any more. */
  casebook.makeChooser = ({ input, options, status, form }, isTaken, onChoice) => {
    let cases = [];
    let active = -1;
    let turn = 0;
    let wait;

    function close() {
      turn++;
      cases = [];
      active = -1;
      options.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function choose(one) {
      close();
      input.value = "";
      status.textContent = "";
      onChoice(one);
    }

    function show() {
      options.replaceChildren(...cases.map((one, at) => {
        const { content, item } = copyOf("option");
        item.id = `option_${at}`;
        item.textContent = one.title;
        item.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
        item.addEventListener("click", () => choose(one));
        return content;
      }));
      options.hidden = !cases.length;
      input.setAttribute("aria-expanded", cases.length > 0);
    }

    async function look() {
      const mine = ++turn;
      const text = input.value.trim();
      const found = text ? (await fitting(text)).filter((one) => !isTaken(one)) : [];
      if (mine !== turn) return;
      cases = found.slice(0, SHOWN);
      active = -1;
      input.removeAttribute("aria-activedescendant");
      status.textContent = text && !cases.length ? casebook.words.show_none : "";
      show();
    }

    function move(way) {
      if (!cases.length) return;
      active = (active + way + cases.length + (active < 0 && way < 0 ? 1 : 0)) % cases.length;
      [...options.children].forEach((item, at) => item.setAttribute("aria-selected", at === active));
      input.setAttribute("aria-activedescendant", `option_${active}`);
      options.children[active].scrollIntoView({ block: "nearest" });
    }

    input.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(look, PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (way) move(way);
      else if (event.key === "Escape" && cases.length) close();
      else return;
      event.preventDefault();
    });
    input.addEventListener("blur", close);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      clearTimeout(wait);
      if (!cases.length) await look();
      if (cases.length) choose(cases[Math.max(active, 0)]);
    });
  };
})();
