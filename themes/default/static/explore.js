// Explore: a question and facets become a list of cases. The address is the state, so that a view can be shared and
// gone back to.
(() => {
  "use strict";
  const { casebook } = window;
  const { copyOf, count, fill, filters, partsOf } = casebook;
  const MORE = 20;
  const PAUSE = 150; // milliseconds after a key, before the search
  const isWide = matchMedia("(width >= 62rem)"); // enough for the facets beside the results

  const state = { question: "", sort: "" };
  let frame; // the parts of the page
  let hits = null; // cases that the question found, with their scores
  let first; // how many cases are in view, before the reader asks for more
  let shown;
  let turn = 0; // the last update; older ones give up

  function readAddress() {
    const given = new URLSearchParams(location.search);
    state.question = given.get("q") || "";
    state.sort = given.get("sort") || "";
    return filters.choose(given);
  }

  function address() {
    const parts = filters.parameters();
    if (state.question) parts.unshift(`q=${encodeURIComponent(state.question).replace(/%20/g, "+")}`);
    if (state.sort) parts.push(`sort=${state.sort}`);
    return location.pathname + (parts.length ? `?${parts.join("&")}` : "");
  }

  // What was chosen or asked: update what is shown, and the address; the results come into view.
  function change() {
    history.pushState(null, "", address());
    if (frame.found.getBoundingClientRect().top < 0) frame.found.scrollIntoView({ behavior: "instant" });
    frame.chips.scrollLeft = 0;
    return restart();
  }

  function restart() {
    shown = first;
    return update();
  }

  function ask(question) {
    state.question = question.trim();
    frame.input.value = question;
  }

  function sorted(found) {
    const { dates, independent, cited, orders: own } = casebook.table;
    const orders = {
      date: (index) => dates[index],
      // By the share of statements that are independently sourced; of equal ones, by the share that cite any source.
      evidence: (index) => independent[index] * 101 + cited[index],
      relevance: (index) => hits ? hits.get(index) : dates[index],
    };
    const places = own[state.sort];
    const key = places ? (index) => places[index] : orders[state.sort || "relevance"] || orders.date;
    const inOrder = (one, other) => key(other) - key(one) || dates[other] - dates[one] || one - other;
    return [...found].sort(inOrder);
  }

  function conditions() {
    const question = { label: state.question, isQuestion: true, drop: () => ask("") };
    return filters.conditions().concat(state.question ? [question] : []);
  }

  // Before the reader asks for anything, what is shown is in the table.
  const isUntouched = () => !state.question && !state.sort && !filters.isActive() && shown === first;

  async function update() {
    const mine = ++turn;
    const question = casebook.text.question(state.question);
    let answer = { hits: null, asked: [], showing: null };
    let hasFailed = false;
    let { phrases } = question;
    let checked = shown;
    try {
      if (!isUntouched()) await casebook.whole();
      if (question.tokens.length) answer = await casebook.search(question);
      if (mine !== turn) return;
      hits = answer.hits;
      if (answer.showing) ({ phrases } = casebook.text.question(answer.showing));
      if (phrases.length) checked = await checkPhrases(answer.hits, phrases);
    } catch {
      hasFailed = true;
    }
    if (mine !== turn) return;
    hits = hasFailed ? null : answer.hits;
    const { isWhole, table } = casebook;
    const found = isWhole ? sorted(filters.matchAndCount(hits)) : table.first;
    const total = isWhole ? found.length : table.cases;
    const inView = found.slice(0, checked);
    const isOpen = phrases.length > 0 && !hasFailed && total > inView.length;
    filters.show();
    frame.facets.hidden = false; // whole, so that nothing in it moves
    showOrder();
    showConditions(total);
    showCounts(total, { hasFailed, showing: answer.showing, least: isOpen ? inView.length : total });
    showNothing(total === 0);
    const looked = { asked: answer.asked, phrases, inText: hits !== null };
    const rows = await Promise.all(inView.map(async (index) =>
      casebook.row(await casebook.caseOf(index), looked, showPicked)));
    if (mine !== turn) return;
    frame.list.replaceChildren(...rows);
    showMore(total - inView.length, isOpen ? casebook.words.unchecked : casebook.words.more);
    frame.place.dataset.turn = turn;
  }

  // Phrases are looked for in the texts of the cases that come into view, and further only while none has them. Takes
  // those that have not from the hits; gives the number of those that have.
  async function checkPhrases(own, phrases) {
    const candidates = sorted(filters.match(own));
    let holding = 0;
    for (let at = 0; at < candidates.length && (at < shown || !holding); at += first) {
      const some = candidates.slice(at, at + first);
      const answers = await Promise.all(some.map((index) => casebook.holdsPhrases(index, phrases)));
      some.forEach((index, place) => {
        if (answers[place]) holding++;
        else own.delete(index);
      });
    }
    return holding;
  }

  function showOrder() {
    const { words } = casebook;
    const [byDefault, byDate] = frame.sort.options;
    byDefault.text = hits ? words.relevance : words.date;
    byDate.hidden = !hits;
    frame.sort.value = !hits && state.sort === "date" ? "" : state.sort;
  }

  function showConditions(found) {
    const hadFocus = frame.chips.contains(document.activeElement);
    const dropped = (condition) => () => {
      condition.drop();
      change();
    };
    const active = conditions();
    const chips = active.map((condition) => {
      const { content, button, label } = copyOf("chip");
      label.textContent = condition.label;
      button.setAttribute("aria-label", fill(casebook.words.remove, condition));
      button.addEventListener("click", dropped(condition));
      return content;
    });
    const drop = () => active.forEach((condition) => condition.drop());
    frame.clear.hidden = !active.length;
    frame.clear.onclick = dropped({ drop });
    if (active.length > 1) {
      const clear = document.createElement("li");
      clear.append(button(casebook.words.clear, "clear", dropped({ drop })));
      chips.push(clear);
    }
    frame.chips.replaceChildren(...chips, ...filters.suggestions(found).map(suggestion));
    if (hadFocus) (frame.chips.querySelector("button") || frame.list).focus({ preventScroll: true });
    const many = active.filter((condition) => !condition.isQuestion).length;
    const { filters: none, filters_chosen: some } = casebook.words;
    frame.open.textContent = many ? fill(some, { n: many }) : none;
  }

  // A value that one tap chooses, where the facets do not stand beside the results.
  function suggestion(one) {
    const { content, button, facet, label, count: number } = copyOf("suggestion");
    facet.textContent = `${one.facet}: `;
    label.textContent = one.label;
    number.textContent = one.count;
    button.addEventListener("click", one.choose);
    return content;
  }

  function button(text, name, onClick) {
    const parts = copyOf("button");
    parts.button.className = name;
    parts.button.textContent = text;
    parts.button.addEventListener("click", onClick);
    return parts.content;
  }

  // `least` are known to fit; the rest hold the words of a phrase, and were not looked through yet.
  function showCounts(found, { hasFailed, showing, least }) {
    const { words, table } = casebook;
    const range = least < found ? `${least}–${found}` : String(found);
    const isAll = range === String(table.cases);
    let text = isAll ? count(words.found, found) : count(words.found_of, table.cases, { found: range });
    if (showing) text = fill(words.showing, { words: showing, found: text });
    frame.status.textContent = hasFailed ? `${words.failed} ${text}` : text;
    frame.show.textContent = found ? count(words.show, found, { found: range }) : words.show_none;
  }

  // Which condition stands in the way, and what dropping it would give.
  function showNothing(isNothing) {
    frame.empty.replaceChildren();
    if (!isNothing) return;
    const offers = conditions().map((condition) => {
      if (condition.isQuestion) return { condition, found: filters.match(null).length };
      condition.drop();
      const found = filters.match(hits).length;
      condition.restore();
      return { condition, found };
    });
    const useful = offers.filter((offer) => offer.found).sort((one, other) => other.found - one.found);
    const { content, ways, no_way } = copyOf("nothing");
    for (const { condition, found } of useful) {
      const way = copyOf("way");
      const { label } = condition;
      way.button.textContent = fill(casebook.words.drop, { label, found: count(casebook.words.found, found) });
      way.button.addEventListener("click", () => {
        condition.drop();
        change();
        frame.list.focus({ preventScroll: true });
      });
      ways.append(way.content);
    }
    if (useful.length) no_way.remove();
    else ways.remove();
    frame.empty.append(content);
  }

  function showMore(rest, word) {
    frame.more.replaceChildren();
    if (rest <= 0) return;
    frame.more.append(button(count(word, rest), "more", async () => {
      const next = frame.list.children.length;
      shown += MORE;
      await update();
      (frame.list.querySelectorAll("h2 a")[next] || frame.input).focus();
    }));
  }

  function showPicked() {
    const picked = casebook.picked();
    frame.tray.hidden = !picked.length;
    frame.compare.href = casebook.comparePage(picked);
    frame.compare.textContent = count(casebook.words.compare, picked.length);
  }

  // The facets stand beside the results, or on narrow screens in a sheet that covers them.
  function placeFacets() {
    (isWide.matches ? frame.side : frame.body).append(frame.facets);
    if (isWide.matches) frame.sheet.close();
  }

  function openFacets() {
    frame.found.scrollIntoView({ behavior: "instant" });
    frame.sheet.showModal();
  }

  // The arrow keys go through the results, and from the first back to the question.
  function step(event) {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...frame.list.querySelectorAll("h2 a")];
    const item = event.target.closest("li:has(h2)");
    const at = item ? links.indexOf(item.querySelector("h2 a")) : -1;
    const next = at + way < 0 ? frame.input : links[at + way];
    if (!next) return;
    next.focus();
    event.preventDefault();
  }

  function make(place) {
    frame = { place, ...partsOf(place) };
    let wait;
    frame.input.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(() => {
        state.question = frame.input.value.trim();
        history.replaceState(null, "", address());
        restart();
      }, PAUSE);
    });
    frame.search.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(wait);
      state.question = frame.input.value.trim();
      change();
    });
    frame.sort.addEventListener("change", () => {
      state.sort = frame.sort.value;
      change();
    });
    frame.list.addEventListener("keydown", step);
    frame.input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") step(event);
    });
    // Fetched ahead; where that fails, the update that needs it says so.
    const ahead = () => casebook.whole().catch(() => {});
    for (const sign of ["pointerdown", "focusin"]) place.addEventListener(sign, ahead, { once: true });
    filters.make(frame.facets, change, update);
    placeFacets();
    isWide.addEventListener("change", placeFacets);
    frame.open.addEventListener("click", openFacets);
    for (const part of [frame.close, frame.show]) part.addEventListener("click", () => frame.sheet.close());
    frame.sheet.addEventListener("click", (event) => {
      if (event.target === frame.sheet) frame.sheet.close(); // beside it
    });
    addEventListener("popstate", async () => {
      await readAddress();
      ask(state.question);
      update();
    });
  }

  casebook.ready.then(async (table) => {
    first = shown = table.first.length;
    await readAddress();
    make(document.getElementById("explore"));
    ask(state.question);
    showPicked();
    await update();
  });
})();
