// What a script adds to pages that are whole without one: the choice of colours, previews of sources, the way back
// from the list of sources, copying. Each part stands alone.

// The choice between light, dark and the system's colours.
(function () {
  "use strict";
  var root = document.documentElement;
  var choices = ["system", "light", "dark"];
  var key = "casebook-theme";

  function remembered() {
    try { return localStorage.getItem(key); } catch (error) { return null; } // storage may be forbidden
  }
  function remember(choice) {
    try { localStorage.setItem(key, choice); } catch (error) { /* it then lasts for this page */ }
  }

  var choice = choices.indexOf(remembered()) > 0 ? remembered() : "system";
  var button = document.querySelector("button.theme");

  function apply() {
    if (choice === "system") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", choice);
    if (button) button.textContent = button.dataset.label + ": " + button.dataset[choice];
  }
  apply();

  if (button) {
    button.parentNode.hidden = false;
    button.addEventListener("click", function () {
      choice = choices[(choices.indexOf(choice) + 1) % choices.length];
      remember(choice);
      apply();
    });
  }

  // The menu of taxonomies closes when one turns away from it.
  var menu = document.querySelector("details.browse");
  if (menu) {
    document.addEventListener("click", function (event) {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
    menu.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.firstElementChild.focus();
    });
  }

  // "/" leads to the search, as long as nothing is being written.
  document.addEventListener("keydown", function (event) {
    var search = document.querySelector("input[type=search]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !search || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    search.focus();
    event.preventDefault();
  });
})();

// A citation shows its sources when it is pointed at, focused or tapped; citations side by side share one preview.
// Made from the entries of the list, so it says nothing that the page does not.
(function () {
  "use strict";
  var list = document.querySelector("section.sources");
  if (!list || !HTMLElement.prototype.showPopover) return;
  var words = list.dataset;
  var preview = document.createElement("div");
  preview.className = "preview";
  preview.id = "citation_preview";
  preview.popover = "manual";
  preview.setAttribute("role", "group");
  preview.setAttribute("aria-label", words.preview);
  document.querySelector("main").append(preview);

  var shown = null; // the citation whose preview is open
  var pointer = "mouse"; // what pressed last
  var origin = null; // where the reader was before following a citation
  var timer = 0;
  var quiet = false; // focus that returns opens nothing

  function citation(node) {
    return node instanceof Element && !preview.contains(node) ? node.closest("a.cite") : null;
  }
  function entry(link) { return document.getElementById(decodeURIComponent(link.hash.slice(1))); }

  // The citations around one that only spaces part from it.
  function run(link) {
    var group = link.closest(".citation");
    if (!group) return [link];
    var groups = [group];
    function reach(side, add) {
      for (var node = group[side]; node; node = node[side]) {
        if (node.nodeType === 3 && !node.data.trim()) continue;
        if (node.nodeType !== 1 || !node.matches(".citation")) break;
        add(node);
      }
    }
    reach("previousSibling", function (node) { groups.unshift(node); });
    reach("nextSibling", function (node) { groups.push(node); });
    return groups.flatMap(function (one) { return Array.from(one.querySelectorAll("a.cite")); });
  }

  // ", p. 3" behind a citation.
  function locator(link) {
    var next = link.nextSibling;
    return next && next.nodeType === 3 ? next.data.replace(/[;)\s]*$/, "").replace(/^[,\s]+/, "") : "";
  }

  function card(link, isFirst) {
    var from = entry(link);
    var made = document.createElement("div");
    made.className = "card";
    if (isFirst) made.classList.add("current");
    Array.from(from.children).forEach(function (child) {
      if (!child.matches(".places, .others, .Z3988")) made.append(child.cloneNode(true));
    });
    var at = locator(link);
    if (at) {
      var place = document.createElement("p");
      place.className = "locator";
      place.textContent = at;
      made.insertBefore(place, made.children[1] || null);
    }
    var go = document.createElement("a");
    go.className = "onward";
    go.href = link.hash;
    go.textContent = words.inList;
    go.addEventListener("click", function () { remember(link); hide(); });
    made.querySelector(".details").append(" ", go);
    return made;
  }

  function fill(link) {
    var seen = [];
    preview.replaceChildren();
    run(link).forEach(function (one) {
      if (!entry(one) || (seen.indexOf(one.hash + locator(one)) >= 0)) return;
      seen.push(one.hash + locator(one));
      preview.append(card(one, one === link));
    });
    if (seen.length < 2) preview.firstElementChild.classList.remove("current");
    var close = document.createElement("button");
    close.type = "button";
    close.className = "close";
    close.textContent = "×";
    close.setAttribute("aria-label", words.close);
    close.addEventListener("click", hide);
    preview.append(close);
    // By keyboard the entry itself is one step away; the preview would only stand in the way.
    preview.querySelectorAll("a, button").forEach(function (one) { one.tabIndex = -1; });
  }

  // Below the line that was pointed at, or above it where there is more room; always inside the page.
  function place(link) {
    var line = link.getClientRects()[0];
    var width = preview.offsetWidth;
    var height = preview.offsetHeight;
    var wide = document.documentElement.clientWidth;
    var bottom = link.getBoundingClientRect().bottom;
    var below = innerHeight - bottom >= height + 8 || line.top < height + 8;
    preview.style.left = scrollX + Math.max(8, Math.min(line.left, wide - width - 8)) + "px";
    preview.style.top = scrollY + (below ? bottom + 6 : line.top - height - 6) + "px";
  }

  function show(link) {
    clearTimeout(timer);
    if (shown === link || !entry(link)) return;
    hide();
    shown = link;
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
  function soon(action, delay) { clearTimeout(timer); timer = setTimeout(action, delay); }

  document.addEventListener("pointerdown", function (event) {
    pointer = event.pointerType;
    if (shown && !preview.contains(event.target) && citation(event.target) !== shown) hide();
  });
  document.addEventListener("pointerover", function (event) {
    if (event.pointerType !== "mouse") return;
    var link = citation(event.target);
    if (link) soon(function () { show(link); }, 120);
    else if (preview.contains(event.target)) clearTimeout(timer);
    else if (shown) soon(hide, 250);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", function (event) {
    var link = citation(event.target);
    if (link && !quiet && link.matches(":focus-visible")) show(link);
    else if (!preview.contains(event.target)) hide();
  });
  document.addEventListener("keydown", function (event) {
    pointer = "keyboard";
    if (event.key === "Escape") hide();
  });
  document.addEventListener("click", function (event) {
    var link = citation(event.target);
    if (!link) return;
    if (pointer === "touch") {
      event.preventDefault();
      if (shown === link) hide();
      else show(link);
    } else {
      remember(link);
      hide();
    }
  });

  // The way back: to the citation that was followed, at the very place on the screen.
  function remember(link) {
    if (!link.id) link.id = "cite_followed";
    origin = { link: link, top: scrollY };
    var old = list.querySelector(".return");
    if (old) old.remove();
    var back = document.createElement("a");
    back.className = "return";
    back.href = "#" + link.id;
    back.textContent = words.return;
    back.addEventListener("click", function (event) {
      event.preventDefault();
      location.hash = back.hash;
      scrollTo({ top: origin.top, behavior: "instant" });
      quiet = true;
      origin.link.focus({ preventScroll: true });
      quiet = false;
    });
    entry(link).append(back);
  }
})();

// Copying a citation.
(function () {
  "use strict";
  document.querySelectorAll("button.copy").forEach(function (button) {
    var label = button.textContent;
    var text = document.getElementById(button.getAttribute("aria-controls"));
    button.hidden = false;
    button.addEventListener("click", function () {
      copy(text).then(function (done) {
        button.textContent = done ? button.dataset.done : label;
        setTimeout(function () { button.textContent = label; }, 2000);
      });
    });
  });

  // Outside of a secure context (a folder, plain HTTP) only the selection can be copied.
  function copy(node) {
    if (navigator.clipboard) {
      return navigator.clipboard.writeText(node.textContent.trim()).then(function () { return true; }, function () { return select(node); });
    }
    return Promise.resolve(select(node));
  }
  function select(node) {
    getSelection().selectAllChildren(node);
    return document.execCommand("copy");
  }
})();
