// Copying a citation, or the address of a statement.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("button.copy")) {
    const label = button.textContent;
    const text = document.getElementById(button.getAttribute("aria-controls"));
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (await copy(text)) button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }

  // The link works as any link does, and its address is copied.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a.self");
    if (!link || !navigator.clipboard) return;
    const label = link.ariaLabel;
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      return;
    }
    link.ariaLabel = link.dataset.done = link.closest("[data-copied]").dataset.copied;
    setTimeout(() => {
      delete link.dataset.done;
      link.ariaLabel = label;
    }, 2000);
  });

  // Outside of a secure context (a folder, plain HTTP) only the selection can be copied.
  async function copy(node) {
    if (!navigator.clipboard) return select(node);
    try {
      await navigator.clipboard.writeText(node.textContent.trim());
      return true;
    } catch {
      return select(node);
    }
  }

  function select(node) {
    getSelection().selectAllChildren(node);
    return document.execCommand("copy");
  }
})();
