// Copying a citation.
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
