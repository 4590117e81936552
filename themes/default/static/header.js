// The header: its menu closes when one turns away from it, and "/" leads to the search.
(() => {
  "use strict";
  const menu = document.querySelector("details.browse");
  if (menu) {
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.firstElementChild.focus();
    });
  }

  // As long as nothing is being written.
  document.addEventListener("keydown", (event) => {
    const search = document.querySelector("input[type=search]");
    const isWriting = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !search || isWriting) return;
    search.focus();
    event.preventDefault();
  });
})();
