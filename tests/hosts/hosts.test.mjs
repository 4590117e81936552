// The files of docs/publish/ and of `host:`, read by the tools of the hosts themselves.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseAllHeaders } from "@netlify/headers-parser";
import { parseAllRedirects } from "@netlify/redirect-parser";
import Ajv from "ajv-draft-04";
import { build as bundle } from "esbuild";
import { block, build, freePort, isInstalled, room, serving } from "./site.mjs";
import { tarball } from "./tarball.mjs";

// An old address, and where a file beside a case lay before, with where each leads.
const OLD = ["/cases/alt.html", "/cases/example-case.html"];
const FILE = ["/cases/example-case/report%20(final).txt", "/cases/example-case.files/report%20(final).txt"];

/** Every line of `_redirects` is a rule of the host; `rules` are what its parser made of them. */
function allAreRules(output, base, rules) {
  const lines = readFileSync(join(output, "_redirects"), "utf8").trimEnd().split("\n");
  assert.equal(rules.length, lines.length);
  for (const [from, to] of [OLD, FILE]) {
    const rule = rules.find((rule) => decodeURI(rule.from) === decodeURI(base + from));
    assert.equal(decodeURI(rule?.to ?? ""), decodeURI(base + to), from);
  }
  for (const { from, to, status } of rules) {
    assert.ok(from.startsWith(`${base}/`) && to.startsWith(`${base}/`), `${from} ${to}`);
    assert.equal(status, 301, from);
  }
}

test("Netlify reads its files, and takes every line", async () => {
  const output = build("netlify", block("netlify.md", "yaml casebook.yaml"));
  const settings = join(output, "netlify.toml");
  writeFileSync(settings, block("netlify.md", "toml netlify.toml"));
  const { headers, errors } = await parseAllHeaders({ headersFiles: [join(output, "_headers")], netlifyConfigPath: settings });
  assert.deepEqual(errors, []);
  assert.deepEqual(headers.map(({ for: path }) => path), ["/*"]);
  assert.match(headers[0].values["content-security-policy"], /^default-src 'none'; /);
  const found = await parseAllRedirects({ redirectsFiles: [join(output, "_redirects")], netlifyConfigPath: settings, minimal: true });
  assert.deepEqual(found.errors, []);
  allAreRules(output, "", found.redirects);
  assert.ok(found.redirects.every(({ force }) => force), "the page at an old address would be given out");
});

test("Cloudflare Pages reads its files, and takes every line", async (it) => {
  const parsers = tarball(
    "@cloudflare/pages-shared", "0.13.0",
    "sha512-USTHx+lahf1opdq596YbqHyg0hF4LpgE0FkO+aEJuSH1o67fL3U/9g+jcYefXp0STi65hAUX4IFB6UXeE9unnQ==",
  );
  if (!parsers) return it.skip("@cloudflare/pages-shared cannot be had here");
  const from = (name) => join(parsers, "metadata-generator", `${name}.ts`);
  const outfile = join(room("parsers"), "cloudflare.mjs");
  const contents = `export { parseHeaders } from "${from("parseHeaders")}"; export { parseRedirects } from "${from("parseRedirects")}";`;
  await bundle({ stdin: { contents, resolveDir: parsers }, bundle: true, format: "esm", outfile, logLevel: "error" });
  const { parseHeaders, parseRedirects } = await import(outfile);

  const output = build("cloudflare", block("cloudflare-pages.md", "yaml casebook.yaml"));
  const headers = parseHeaders(readFileSync(join(output, "_headers"), "utf8"));
  assert.deepEqual(headers.invalid, []);
  assert.deepEqual(headers.rules.map(({ path }) => path), ["/*"]);
  assert.equal(headers.rules[0].headers["x-content-type-options"], "nosniff");
  const redirects = parseRedirects(readFileSync(join(output, "_redirects"), "utf8"));
  assert.deepEqual(redirects.invalid, []);
  allAreRules(output, "", redirects.rules);
  // It would notice.
  assert.equal(parseRedirects("/a /b 999\n").invalid.length, 1);
});

test("GitLab Pages reads its file, below the path of the site", async () => {
  const output = build("gitlab", block("gitlab-pages.md", "yaml casebook.yaml"), "https://example.gitlab.io/cases-kb");
  const found = await parseAllRedirects({ redirectsFiles: [join(output, "_redirects")], minimal: true });
  assert.deepEqual(found.errors, []);
  allAreRules(output, "/cases-kb", found.redirects);
  assert.ok(found.redirects.every(({ force }) => !force), "GitLab refuses a rule that is forced");
});

test("Azure Static Web Apps has its file as its schema wants it", (it) => {
  const tool = tarball(
    "@azure/static-web-apps-cli", "2.0.10",
    "sha512-AtZj15sG5/qWkqY8l8IyVQpL3jQaBn2V8TcjFLuwJJYZVh0l3Q+o4G6dTt/V5VWiXjyrlnyhJfHC8wygTzMIvw==",
  );
  if (!tool) return it.skip("@azure/static-web-apps-cli cannot be had here");
  const schema = JSON.parse(readFileSync(join(tool, "schema/staticwebapp.config.json"), "utf8"));
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
  const output = build("azure", block("azure.md", "yaml casebook.yaml"));
  const settings = JSON.parse(readFileSync(join(output, "staticwebapp.config.json"), "utf8"));
  validate(settings);
  assert.deepEqual(validate.errors, null);
  assert.equal(settings.routes.find(({ route }) => route === OLD[0]).redirect, OLD[1]);
  // It would notice.
  assert.equal(validate({ ...settings, routes: [{ redirect: "/" }] }), false);
});

test("GitHub Pages is told to publish the files as they are", () => {
  const output = build("github", block("github-pages.md", "yaml casebook.yaml"));
  assert.equal(readFileSync(join(output, ".nojekyll"), "utf8"), "");
});

/** What a server of one's own owes to readers, whichever it is. */
async function asReadersExpect(address) {
  const get = async (path) => {
    const answer = await fetch(address + path, { redirect: "manual" });
    return { status: answer.status, header: (name) => answer.headers.get(name), text: await answer.text() };
  };
  for (const path of ["/", "/cases/example-case", "/cases/example-case.html", FILE[1], "/cases"]) {
    const page = await get(path);
    assert.equal(page.status, 200, path);
    assert.equal(page.header("x-content-type-options"), "nosniff", path);
    assert.equal(page.header("content-security-policy"), "frame-ancestors 'self'", path);
    assert.equal(page.header("cache-control"), "public, max-age=0, must-revalidate", path);
  }
  assert.match((await get(OLD[0])).text, /example-case/);
  const missing = await get("/cases/no-such-case");
  assert.equal(missing.status, 404);
  assert.match(missing.text, /<body data-page="not-found"/);
}

test("nginx takes its configuration, and finds every page", async (it) => {
  if (!isInstalled("nginx", "-v")) return it.skip("there is no nginx on this machine");
  const output = build("nginx", "clean_urls: true");
  const [folder, port] = [room("nginx-run"), await freePort()];
  const server = block("nginx.md", "nginx casebook.conf");
  const here = server.replace("listen 80;", `listen 127.0.0.1:${port};`).replace("/srv/casebook;", `${output};`);
  assert.notEqual(here, server);
  writeFileSync(join(folder, "casebook.conf"), here);
  const kept = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join("\n");
  const user = process.getuid() === 0 ? "user root;" : "";
  const around = `${user} daemon off; pid ${folder}/pid; error_log stderr; events {} http { include /etc/nginx/mime.types; access_log off; ${kept} include casebook.conf; }`;
  writeFileSync(join(folder, "nginx.conf"), around);
  const args = ["-p", folder, "-c", join(folder, "nginx.conf")];
  execFileSync("nginx", ["-t", ...args], { stdio: "pipe" });
  await serving("nginx", args, `http://127.0.0.1:${port}/`, () => asReadersExpect(`http://127.0.0.1:${port}`));
});

test("Caddy takes its configuration, and finds every page", async (it) => {
  if (!isInstalled("caddy", "version")) return it.skip("there is no caddy on this machine");
  const output = build("caddy", "clean_urls: true");
  const [folder, port] = [room("caddy-run"), await freePort()];
  const file = join(folder, "Caddyfile");
  const server = block("caddy.md", "caddy Caddyfile");
  writeFileSync(file, server);
  execFileSync("caddy", ["validate", "--config", file, "--adapter", "caddyfile"], { stdio: "pipe" });
  const here = server.replace("example.org {", `http://127.0.0.1:${port} {`).replace("/srv/casebook", output);
  writeFileSync(file, `{\n\tadmin off\n}\n${here}`);
  const args = ["run", "--config", file, "--adapter", "caddyfile"];
  await serving("caddy", args, `http://127.0.0.1:${port}/`, () => asReadersExpect(`http://127.0.0.1:${port}`));
});
