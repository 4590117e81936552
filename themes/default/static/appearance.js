// What a page looks like: shown once its font is there, in light, dark or the system's colours, as was chosen before.
(() => {
  "use strict";
  const CHOICES = ["system", "light", "dark"];
  const KEY = "casebook-theme";
  const root = document.documentElement;
  const button = document.querySelector("button.theme");

  function remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage may be forbidden
    }
  }

  function remember(choice) {
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // It then lasts for this page.
    }
  }

  let choice = CHOICES.includes(remembered()) ? remembered() : "system";

  function apply() {
    if (choice === "system") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", choice);
    if (!button) return;
    button.querySelector("span").textContent = `${button.dataset.label}: ${button.dataset[choice]}`;
    button.title = button.dataset.label;
  }

  document.fonts.load('1em "Casebook Serif"').finally(() => root.classList.add("ready"));
  apply();
  if (!button) return;
  button.parentNode.hidden = false;
  button.addEventListener("click", () => {
    choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
    remember(choice);
    apply();
  });
})();
