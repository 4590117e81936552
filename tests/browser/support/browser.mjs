// The browser, once per test file, and pages that remember what went wrong in them.

import { after } from "node:test";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const args = [
  "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--no-first-run",
];

export const browser = await chromium.launch({ executablePath, args });
after(() => browser.close());

export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
export const DESK = { viewport: { width: 1440, height: 900 } };

/** A page in a context of its own; `page.troubles` gathers errors, failed requests and requests to others. */
export async function open(address, options = DESK) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  page.troubles = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) page.troubles.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => page.troubles.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => page.troubles.push(`failed: ${request.url()}`));
  page.on("response", (response) => {
    if (response.status() >= 400) page.troubles.push(`${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => {
    const same = request.url().startsWith(new URL(address).origin === "null" ? "file:" : new URL(address).origin);
    if (!same && !request.url().startsWith("data:")) page.troubles.push(`third party: ${request.url()}`);
  });
  await page.goto(address);
  await page.locator("body").waitFor(); // it is shown once its font is there
  return page;
}

/** Open a page, do something with it, close it. */
export async function within(address, options, action) {
  const page = await open(address, options);
  try {
    return await action(page);
  } finally {
    await page.context().close();
  }
}

/** By how much what a page shows moves on its way to rest, `settle` being what is waited for. */
export async function layoutShift(address, options, settle) {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      window.shift = 0;
      const add = (list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.shift += one.value; };
      new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(address);
    await settle(page);
    return await page.evaluate(() => window.shift);
  } finally {
    await context.close();
  }
}

/** Sites, each on a host of its own below a path, until the tests of the file end: by name, with their addresses. */
export async function serveAll(sites) {
  const hosts = {};
  for (const [name, folder] of Object.entries(sites)) hosts[name] = await serve(folder, "/kb/");
  after(() => Promise.all(Object.values(hosts).map((host) => host.close())));
  return hosts;
}
