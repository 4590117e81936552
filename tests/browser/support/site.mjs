// Builds the sites that the tests read: the demonstration at the repository's root, and the fixture that holds every
// piece that a page can have. Both into a temporary folder, which goes when the tests end.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const fixture = join(repository, "tests/browser/fixture");
const scratch = mkdtempSync(join(tmpdir(), "casebook-browser-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

export const BASE_URL = "https://example.org/kb";
/** The day of the fixture's builds: its reviewed case is overdue on it. */
const TODAY = "2026-11-23";

export function casebook(...args) {
  const program = process.env.CASEBOOK ?? join(repository, "target/debug/casebook");
  if (!existsSync(program)) execFileSync("cargo", ["build", "--quiet"], { cwd: repository, stdio: "inherit" });
  execFileSync(program, args, { cwd: repository, stdio: ["ignore", "ignore", "pipe"] });
}

function build(name, root) {
  const output = join(scratch, name);
  if (!existsSync(output)) casebook("build", "--root", root, "--output", output, "--base-url", BASE_URL, "--today", TODAY);
  return output;
}

/** Folder of the demonstration. */
export function demonstration() {
  return build("demonstration", repository);
}

/** Folder of the fixture; `edit` may change the text of its configuration. */
export function example(name = "example", edit = (text) => text) {
  const root = join(scratch, `${name}-source`);
  if (!existsSync(root)) {
    cpSync(fixture, root, { recursive: true });
    const config = join(root, "casebook.yaml");
    writeFileSync(config, edit(readFileSync(config, "utf8")));
  }
  return build(name, root);
}

/** Paths of all files of a folder that end in something. */
export function files(folder, ending) {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = found.map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"));
  return paths.filter((path) => path.endsWith(ending)).sort();
}

/** One page of each kind, as its body says: `{ home: "index.html", case: "cases/….html", … }`. */
export function pagesByKind(folder) {
  const pages = {};
  for (const path of files(folder, ".html")) {
    const kind = /<body data-page="([^"]+)"/.exec(readFileSync(join(folder, path), "utf8"))?.[1];
    if (kind && !kind.endsWith("redirect")) pages[kind] ??= path;
  }
  return pages;
}

export const read = (folder, path) => readFileSync(join(folder, path), "utf8");
