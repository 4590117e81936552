// The list of a long vocabulary: narrowed down by what one types, in the order of letters or of numbers.
(() => {
  "use strict";
  const form = document.getElementById("vocabulary_tools");
  const list = document.getElementById("vocabulary");
  const letters = document.querySelector(".letters");
  const status = form.querySelector("[role=status]");
  const [find, order] = form.querySelectorAll("input, select");
  const sections = [...list.children];
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const terms = sections.flatMap((section) => [...section.querySelectorAll("li")].map((item) => ({
    item,
    home: item.parentElement,
    text: fold(item.firstElementChild.textContent),
    count: Number(item.querySelector(".count")?.textContent ?? 0),
  })));
  const byCount = document.createElement("ul");
  byCount.hidden = true;
  list.append(byCount);

  function sort() {
    const isByCount = order.value === "count";
    const sorted = isByCount ? [...terms].sort((one, other) => other.count - one.count) : terms;
    for (const { item, home } of sorted) (isByCount ? byCount : home).append(item);
    byCount.hidden = !isByCount;
    narrow();
  }

  function narrow() {
    const asked = fold(find.value.trim());
    for (const { item, text } of terms) item.hidden = !text.includes(asked);
    for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
    letters.hidden = Boolean(asked) || !byCount.hidden;
    const many = terms.filter(({ item }) => !item.hidden).length;
    status.textContent = asked ? many || status.dataset.none : "";
  }

  find.addEventListener("input", narrow);
  order.addEventListener("change", sort);
  form.addEventListener("submit", (event) => event.preventDefault());
})();
