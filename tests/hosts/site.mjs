// The pages of docs/publish/, and sites that are made as each of them says.

import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:net";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { casebook, repository } from "../browser/support/site.mjs";

const scratch = mkdtempSync(join(tmpdir(), "casebook-hosts-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** What a fenced block of a page in docs/publish/ holds; `info` is what stands behind its three backticks. */
export function block(page, info) {
  const text = readFileSync(join(repository, "docs/publish", page), "utf8");
  const found = text.split(`\`\`\`${info}\n`)[1]?.split("\n```\n")[0];
  if (found === undefined) throw new Error(`docs/publish/${page} has no block ${info}`);
  return found;
}

/** Output of a new site whose configuration has these lines, too. Its case has an old address and a file beside it. */
export function build(name, lines, baseUrl = "https://example.org") {
  const root = join(scratch, name);
  casebook("init", root, "--ci", "none");
  appendFileSync(join(root, "casebook.yaml"), `\n${lines}\n`);
  const path = join(root, "content/cases/example-case.md");
  const text = readFileSync(path, "utf8").replace("\nsummary:", "\naliases: [cases/alt.html]\nsummary:");
  mkdirSync(join(root, "content/cases/example-case"));
  writeFileSync(join(root, "content/cases/example-case/report (final).txt"), "A report.\n");
  writeFileSync(path, `${text.trimEnd()} See [the report](<example-case/report (final).txt>).\n`);
  const output = join(root, "public");
  casebook("build", "--root", root, "--base-url", baseUrl);
  return output;
}

/** A folder for what a test writes. */
export function room(name) {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Is this program on the machine? */
export function isInstalled(program, argument) {
  try {
    execFileSync(program, [argument], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A port that nobody listens at. */
export function freePort() {
  return new Promise((found) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

/** Run a server while `action` asks it at an address. */
export async function serving(command, args, address, action) {
  const env = { ...process.env, HOME: scratch, XDG_DATA_HOME: scratch, XDG_CONFIG_HOME: scratch };
  const server = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], env });
  let said = "";
  server.stderr.on("data", (text) => (said += text));
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        await fetch(address);
        break;
      } catch {
        if (attempt === 100 || server.exitCode !== null) throw new Error(`${command} does not answer: ${said}`);
        await new Promise((later) => setTimeout(later, 100));
      }
    }
    await action();
  } finally {
    server.kill("SIGTERM");
    await new Promise((ended) => (server.exitCode === null && server.signalCode === null ? server.on("exit", ended) : ended()));
  }
}
