import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { extname, join, sep } from "node:path";
import { gzipSync } from "node:zlib";

/** The built web pages, read once at the start: what a request asks for is only ever looked up in a table. */
export interface StaticFiles {
  /** The answer to GET `pathname` (as it stands in the URL); undefined where there is nothing. */
  answer(pathname: string, headers: Headers): Response | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
const COMPRESSED = new Set([".css", ".html", ".js", ".json", ".svg", ".webmanifest"]);
/** Vite puts a hash of the content into the names of everything below this folder. */
const HASHED = "/assets/";
/** The page of one asset of the register stands there too; its id has no dot. */
const PAGE_BELOW = /^\/assets\/[\w-]+$/;

interface File {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer> | undefined;
  readonly type: string;
  readonly etag: string;
  readonly cache: string;
}

/** Undefined when the web was not built. */
export function openStatic(dir: string): StaticFiles | undefined {
  if (!existsSync(join(dir, "index.html"))) return undefined;
  const files = new Map<string, File>();
  for (const entry of globSync("**/*", { cwd: dir, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const url = path.slice(join(dir, sep).length).split(sep).map(encodeURIComponent).join("/");
    files.set(`/${url}`, readFile(path, `/${url}`));
  }
  const index = files.get("/index.html");
  return {
    answer(pathname, headers) {
      // A missing asset stays missing: a page in its place would only be a riddle to the browser.
      const page = pathname.startsWith(HASHED) && !PAGE_BELOW.test(pathname) ? undefined : index;
      const file = files.get(pathname) ?? page;
      return file === undefined ? undefined : answerWith(file, headers);
    },
  };
}

function readFile(path: string, url: string): File {
  const extension = extname(path).toLowerCase();
  const body = new Uint8Array(readFileSync(path));
  return {
    body,
    gzip: COMPRESSED.has(extension) ? new Uint8Array(gzipSync(body, { level: 9 })) : undefined,
    type: TYPES[extension] ?? "application/octet-stream",
    etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
    cache: url.startsWith(HASHED) ? "public, max-age=31536000, immutable" : "no-cache",
  };
}

function answerWith({ body, gzip, type, etag, cache }: File, request: Headers): Response {
  const headers = { etag, "cache-control": cache, vary: "accept-encoding" };
  if (request.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  const packed = gzip !== undefined && /\bgzip\b/.test(request.get("accept-encoding") ?? "");
  return new Response(packed ? gzip : body, {
    headers: { ...headers, "content-type": type, ...(packed ? { "content-encoding": "gzip" } : {}) },
  });
}
