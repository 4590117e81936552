// Added to pages by `casebook serve` only: loads a page again when there is a newer one, takes a new stylesheet
// without loading, and lays what is wrong over the page.
(() => {
  "use strict";
  const own = Number(document.currentScript.dataset.version);
  let overlay = null;

  // What is wrong, over the page or as a number at its edge.
  async function showFindings() {
    const path = encodeURIComponent(decodeURIComponent(location.pathname));
    const html = await (await fetch(`/__casebook/overlay?path=${path}`)).text();
    if (overlay) overlay.remove();
    overlay = null;
    if (!html || document.body.classList.contains("casebook-findings")) return;
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/__casebook/overlay.css";
    overlay = document.createElement("div");
    overlay.innerHTML = html;
    overlay.querySelector("button")?.addEventListener("click", () => overlay.remove());
    overlay.prepend(style);
    document.body.append(overlay);
  }

  // The name of a stylesheet without its fingerprint.
  const nameOf = (route) => route.replace(/-[0-9a-f]{8}\.css$/, "");

  function takeStylesheets(routes) {
    for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
      const path = new URL(link.href).pathname;
      const route = routes.find((one) => nameOf(`/${one}`) === nameOf(path));
      if (!route || path === `/${route}`) continue;
      const next = link.cloneNode();
      next.href = `/${route}`;
      next.addEventListener("load", () => link.remove());
      link.after(next);
    }
  }

  // The new page takes the place of this one within its window, which spares the browser a navigation: opening a
  // document takes its listeners away, and its scripts run anew.
  async function load() {
    events.close();
    try {
      const response = await fetch(location.href);
      const isPage = (response.headers.get("content-type") || "").startsWith("text/html");
      if (!isPage || response.redirected) throw new TypeError("no page of this address");
      const html = await response.text();
      const { scrollX, scrollY } = window;
      document.open();
      document.write(html);
      document.close();
      const restore = () => scrollTo(scrollX, scrollY);
      restore();
      addEventListener("load", restore, { once: true });
    } catch {
      location.reload();
    }
  }

  const events = new EventSource("/__casebook/events");
  events.addEventListener("version", (event) => {
    const version = JSON.parse(event.data);
    if (version.content !== own) load();
    else takeStylesheets(version.stylesheets);
  });
  addEventListener("pagehide", () => events.close());
  showFindings();
})();
