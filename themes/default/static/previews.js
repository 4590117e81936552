// A citation shows its sources when it is pointed at, focused or tapped; citations side by side share one preview.
// Made from the entries of the list, so it says nothing that the page does not. And the way back from the list.
(() => {
  "use strict";
  const list = document.querySelector("section.sources");
  if (!list || !HTMLElement.prototype.showPopover) return;
  const words = list.dataset;
  const preview = document.createElement("div");
  preview.className = "preview";
  preview.id = "citation_preview";
  preview.popover = "manual";
  preview.setAttribute("role", "group");
  preview.setAttribute("aria-label", words.preview);
  document.querySelector("main").append(preview);

  let shown = null; // the citation whose preview is open
  let shownAt = 0; // where the reader was then: a tall preview is scrolled to be read
  let pointer = "mouse"; // what pressed last
  let origin = null; // where the reader was before following a citation
  let timer = 0;
  let quiet = false; // focus that returns opens nothing

  // What a citation leads to: an entry of the list, or a passage in it.
  const targetOf = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const entryOf = (link) => targetOf(link)?.closest("li");

  function citation(node) {
    return node instanceof Element && !preview.contains(node) ? node.closest("a.cite") : null;
  }

  // The citations around one that only spaces part from it.
  function run(link) {
    const group = link.closest(".citation");
    if (!group) return [link];
    const groups = [group];
    const reach = (side, add) => {
      for (let node = group[side]; node; node = node[side]) {
        if (node.nodeType === Node.TEXT_NODE && !node.data.trim()) continue;
        if (node.nodeType !== Node.ELEMENT_NODE || !node.matches(".citation")) break;
        add(node);
      }
    };
    reach("previousSibling", (node) => groups.unshift(node));
    reach("nextSibling", (node) => groups.push(node));
    return groups.flatMap((one) => [...one.querySelectorAll("a.cite")]);
  }

  // ", p. 3" behind a citation.
  function locator(link) {
    const next = link.nextSibling;
    if (!next || next.nodeType !== Node.TEXT_NODE) return "";
    return next.data.replace(/[;)\s]*$/, "").replace(/^[,\s]+/, "");
  }

  function card(link, isFirst) {
    const made = document.createElement("div");
    made.className = "card";
    if (isFirst) made.classList.add("current");
    // Of the passages that can be cited, the one that is.
    for (const child of entryOf(link).children) {
      if (child.matches(".places, .others, .Z3988, .passage[id]") && child !== targetOf(link)) continue;
      const shown = child.cloneNode(true);
      shown.removeAttribute("id");
      made.append(shown);
    }
    const at = locator(link);
    if (at) {
      const place = document.createElement("p");
      place.className = "locator";
      place.textContent = at;
      made.insertBefore(place, made.children[1] || null);
    }
    const ways = document.createElement("p");
    ways.className = "ways";
    const original = made.querySelector(".work a[href^=http], .details > a[href^=http]");
    if (original) {
      const read = document.createElement("a");
      read.className = "read";
      read.href = original.href;
      read.textContent = words.read.replace("{host}", new URL(original.href).host.replace(/^www\./, ""));
      ways.append(read, " ");
    }
    const onward = document.createElement("a");
    onward.className = "onward";
    onward.href = link.hash;
    onward.textContent = words.inList;
    onward.addEventListener("click", () => {
      remember(link, shownAt);
      hide();
    });
    ways.append(onward);
    made.append(ways);
    return made;
  }

  function fill(link) {
    const seen = new Set();
    preview.replaceChildren();
    for (const one of run(link)) {
      const key = one.hash + locator(one);
      if (!entryOf(one) || seen.has(key)) continue;
      seen.add(key);
      preview.append(card(one, one === link));
    }
    if (seen.size < 2) preview.firstElementChild.classList.remove("current");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "close";
    close.textContent = "×";
    close.setAttribute("aria-label", words.close);
    close.addEventListener("click", hide);
    preview.append(close);
    // By keyboard the entry itself is one step away; the preview would only stand in the way.
    for (const one of preview.querySelectorAll("a, button")) one.tabIndex = -1;
  }

  // Below the line that was pointed at, or above it where there is more room; always inside the page.
  function place(link) {
    const line = link.getClientRects()[0];
    const width = preview.offsetWidth;
    const height = preview.offsetHeight;
    const rightmost = document.documentElement.clientWidth - width - 8;
    const bottom = link.getBoundingClientRect().bottom;
    const isBelow = innerHeight - bottom >= height + 8 || line.top < height + 8;
    preview.style.left = `${scrollX + Math.max(8, Math.min(line.left, rightmost))}px`;
    preview.style.top = `${scrollY + (isBelow ? bottom + 6 : line.top - height - 6)}px`;
  }

  function show(link) {
    clearTimeout(timer);
    if (shown === link || !entryOf(link)) return;
    hide();
    shown = link;
    shownAt = scrollY;
    fill(link);
    preview.showPopover();
    place(link);
    link.setAttribute("aria-describedby", preview.id);
  }

  function hide() {
    clearTimeout(timer);
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown = null;
    preview.hidePopover();
  }

  function soon(action, delay) {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  }

  document.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    if (shown && !preview.contains(event.target) && citation(event.target) !== shown) hide();
  });
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = citation(event.target);
    if (link) soon(() => show(link), 120);
    else if (preview.contains(event.target)) clearTimeout(timer);
    else if (shown) soon(hide, 250);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const link = citation(event.target);
    if (link && !quiet && link.matches(":focus-visible")) show(link);
    else if (!preview.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    pointer = "keyboard";
    if (event.key === "Escape") hide();
  });
  document.addEventListener("click", (event) => {
    const link = citation(event.target);
    if (!link) return;
    if (pointer === "touch") {
      event.preventDefault();
      if (shown === link) hide();
      else show(link);
    } else {
      remember(link, scrollY);
      hide();
    }
  });

  // The way back: to the citation that was followed, at the very place on the screen.
  function remember(link, top) {
    if (!link.id) link.id = "cite_followed";
    origin = { link, top };
    list.querySelector(".return")?.remove();
    const back = document.createElement("a");
    back.className = "return";
    back.href = `#${link.id}`;
    back.textContent = words.return;
    back.addEventListener("click", (event) => {
      event.preventDefault();
      location.hash = back.hash;
      scrollTo({ top: origin.top, behavior: "instant" });
      quiet = true;
      origin.link.focus({ preventScroll: true });
      quiet = false;
    });
    entryOf(link).append(back);
  }
})();
