// The choice between light, dark and the system's colours. Everything else works without a script.
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
