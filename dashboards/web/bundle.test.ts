import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { build, type Rolldown } from "vite";
import { beforeAll, expect, test } from "vitest";

/** What browsers really get. Chrome 109 is the last one for Windows 7 and 8; nobody here has it, so its limits are tested. */
const files = new Map<string, string>();

beforeAll(async () => {
  const built = await build({
    configFile: join(import.meta.dirname, "vite.config.ts"),
    logLevel: "silent",
    build: { write: false },
  });
  const { output } = built as Rolldown.RolldownOutput;
  for (const file of output) {
    const content = file.type === "chunk" ? file.code : file.source;
    files.set(file.fileName, typeof content === "string" ? content : "");
  }
});

const texts = (extension: string) => [...files].filter(([name]) => name.endsWith(extension));

/** Methods that came with Chrome 110 or later. */
const TOO_NEW =
  /\.(toSorted|toReversed|toSpliced|isWellFormed|toWellFormed|groupBy|withResolvers|intersection|isSubsetOf|isDisjointFrom|symmetricDifference|transferToFixedLength)\(|\bArray\.fromAsync\(|\bPromise\.try\(|\bURL\.(canParse|parse)\(|\bIterator\.(from|prototype)\b|\bRegExp\.escape\(|\bnew Set\([^)]*\)\.union\(|\bTemporal\.|\bAbortSignal\.any\(/;

test("the script uses nothing that Chrome 109 lacks", () => {
  const scripts = texts(".js");
  expect(scripts.length).toBeGreaterThan(0);
  for (const [name, code] of scripts) expect(TOO_NEW.exec(code)?.[0], name).toBeUndefined();
});

test("the style uses nothing that Chrome 109 lacks", () => {
  const sheets = texts(".css");
  expect(sheets.length).toBeGreaterThan(0);
  for (const [name, css] of sheets) {
    expect(
      /(color-mix|light-dark|oklch|linear)\(|@starting-style|@scope|&[\s.:>[]|text-wrap|:popover-open|\bd?vi\b/.exec(
        css,
      )?.[0],
      name,
    ).toBeUndefined();
  }
});

test("nothing is fetched from elsewhere, and nothing stands inline that our policy would refuse", () => {
  const html = files.get("index.html") ?? "";
  expect(html).toContain('type="module"');
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|https?:\/\//);
  for (const [name, css] of texts(".css"))
    expect(/url\((?!["']?\/assets\/|["']?#)[^)]*\)/.exec(css)?.[0], name).toBeUndefined();
});

test("two font files, and scripts small enough for an old PC on a slow line", () => {
  expect(texts(".woff2").map(([name]) => name)).toHaveLength(2);
  const size = (code: string) => gzipSync(code, { level: 9 }).length;
  const html = files.get("index.html") ?? "";
  const [now, later] = [true, false].map((wanted) =>
    texts(".js").filter(([name]) => html.includes(name) === wanted),
  );
  // What the first page needs, and what is fetched when somebody opens it: charts, the map, discovery.
  expect(now?.length).toBeGreaterThan(0);
  expect(later?.length).toBeGreaterThanOrEqual(3);
  expect(now?.reduce((sum, [, code]) => sum + size(code), 0)).toBeLessThan(70_000);
  const most = (name: string) => (name.includes("plot") ? 25_000 : 10_000);
  for (const [name, code] of later ?? []) expect(size(code), name).toBeLessThan(most(name));
});
