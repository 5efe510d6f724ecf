import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { unzip } from "../support/unzip.ts";
import { xmlText } from "../support/xml.ts";

/** `npm run plan` as a person runs it: the demonstration register of an old district, from nothing to the documents. */
const run = promisify(execFile);
const out = mkdtempSync(join(tmpdir(), "cayda-plan-e2e-"));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const plan = (...args: readonly string[]) =>
  run(process.execPath, ["server/planning/main.ts", "--lang", "en", ...args], { maxBuffer: 64 * 1024 ** 2 });

interface Figures {
  readonly candidates: number;
  readonly chosen: number;
  readonly cost: number;
  readonly exact: boolean;
  readonly years: readonly {
    readonly year: number;
    readonly ceiling: number;
    readonly cost: number;
    readonly chosen: number;
    readonly left: number;
    readonly lines: readonly { readonly id: string }[];
  }[];
  readonly files: readonly string[];
  readonly findings: Readonly<Record<string, number>>;
}
const figuresOf = (stdout: string) => JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Figures;

test("the district's plan keeps to its budget, tells its reasons, and comes with its documents", async () => {
  const { stdout } = await plan(
    ..."--year 2027 --budget 500.000.000 --years 3 --year-budget 2029=90.000.000 --demo --json".split(" "),
    "--out",
    out,
  );
  const { candidates, chosen, cost, exact, years, files, findings } = figuresOf(stdout);
  expect(candidates).toBeGreaterThan(1_000);
  expect(chosen).toBeGreaterThan(50);
  expect(cost).toBeLessThanOrEqual(500_000_000);
  expect(cost).toBeGreaterThan(480_000_000);
  expect(exact).toBe(true);
  expect(Object.keys(findings).length).toBeGreaterThan(15);
  expect(findings["cable_fault"]).toBeGreaterThan(0);
  expect(findings["fine"]).toBeGreaterThan(0);
  expect(years.map(({ year, ceiling }) => [year, ceiling])).toEqual([
    [2027, 500_000_000],
    [2028, 500_000_000],
    [2029, 90_000_000],
  ]);
  expect(years[0]).toMatchObject({ chosen, cost });
  for (const one of years) expect(one.cost).toBeLessThanOrEqual(one.ceiling);
  const bought = years.flatMap(({ lines }) => lines.map(({ id }) => id));
  expect(new Set(bought).size).toBe(bought.length);
  const left = years.map((one) => one.left);
  expect(left).toEqual(left.toSorted((a, b) => b - a));
  // Four communes, none above them: each has its own papers, and nobody signs for another.
  const folders = Map.groupBy(files, (file) => relative(out, dirname(file)));
  expect([...folders.keys()].toSorted()).toEqual(["xa-hong-son", "xa-huong-son", "xa-my-duc", "xa-phuc-son"]);
  for (const set of folders.values()) expect(set).toHaveLength(8);
  for (const file of files) expect(readFileSync(file).subarray(0, 2).toString(), file).toBe("PK");
}, 240_000);

test("a budget of nothing gives an empty plan, and says so; one unit issues the papers of two", async () => {
  const { stdout } = await plan(
    "--year",
    "2027",
    "--budget",
    "0",
    "--unit",
    "Hương Sơn",
    "--unit",
    "Mỹ Đức",
    "--issuer",
    "Mỹ Đức",
    "--demo",
    "--out",
    join(out, "none"),
  );
  const figures = figuresOf(stdout);
  expect(figures).toMatchObject({ chosen: 0, cost: 0 });
  expect(figures.files.map((file) => dirname(file))).toEqual(
    Array.from({ length: 8 }, () => join(out, "none")),
  );
  const proposal = xmlText(
    unzip(readFileSync(join(out, "none", "to-trinh.docx"))).get("word/document.xml") ?? "",
  );
  expect(proposal).toContain("XÃ MỸ ĐỨC");
  expect(proposal).not.toContain("XÃ HƯƠNG SƠN");
  expect(stdout).toContain("The plan is empty");
}, 240_000);

test("a folder without a server's data is told, with exit code 2, and nothing is made there", async () => {
  const data = join(out, "nothing");
  const failed = await plan("--year", "2027", "--budget", "5", "--data", data, "--out", out).catch(
    (error: unknown) => error as { code: number; stderr: string },
  );
  expect(failed).toMatchObject({ code: 2 });
  expect("stderr" in failed ? failed.stderr : "").toContain("holds no data");
  expect(existsSync(data)).toBe(false);
}, 60_000);
