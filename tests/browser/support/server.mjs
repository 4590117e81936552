// A static host, as plain as they come: files of a folder under a prefix, 404.html for the rest.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
  ".svg": "image/svg+xml", ".xml": "application/xml", ".png": "image/png", ".txt": "text/plain", ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** Serve a folder, texts compressed where asked; gives its address, with a slash at its end, and what stops it. */
export async function serve(folder, prefix = "/", { isCompressed = false } = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = path.startsWith(prefix) ? normalize(path.slice(prefix.length)) : "..";
    const name = file === "." || file.endsWith("/") ? join(file, "index.html") : file;
    try {
      if (name.startsWith("..")) throw new Error("outside");
      const bytes = await readFile(join(folder, name));
      const type = TYPES[extname(name)] ?? "application/octet-stream";
      if (isCompressed && /text|json|xml/.test(type)) {
        response.writeHead(200, { "content-type": type, "content-encoding": "gzip" }).end(gzipSync(bytes));
      } else {
        response.writeHead(200, { "content-type": type }).end(bytes);
      }
    } catch {
      const bytes = await readFile(join(folder, "404.html"));
      response.writeHead(404, { "content-type": TYPES[".html"] }).end(bytes);
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    address: `http://127.0.0.1:${server.address().port}${prefix}`,
    close: () => new Promise((closed) => { server.closeAllConnections(); server.close(closed); }),
  };
}
