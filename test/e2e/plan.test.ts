import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";

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
  readonly files: readonly string[];
  readonly findings: Readonly<Record<string, number>>;
}
const figuresOf = (stdout: string) => JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Figures;

test("the district's plan keeps to its budget, tells its reasons, and comes with its documents", async () => {
  const { stdout } = await plan("--year", "2027", "--budget", "500.000.000", "--demo", "--out", out);
  const { candidates, chosen, cost, exact, files, findings } = figuresOf(stdout);
  expect(candidates).toBeGreaterThan(1_000);
  expect(chosen).toBeGreaterThan(50);
  expect(cost).toBeLessThanOrEqual(500_000_000);
  expect(cost).toBeGreaterThan(480_000_000);
  expect(exact).toBe(true);
  expect(Object.keys(findings).length).toBeGreaterThan(15);
  expect(findings["cable_fault"]).toBeGreaterThan(0);
  expect(findings["fine"]).toBeGreaterThan(0);
  expect(files).toHaveLength(8);
  for (const file of files) expect(readFileSync(file).subarray(0, 2).toString(), file).toBe("PK");
}, 240_000);

test("a budget of nothing gives an empty plan, and says so", async () => {
  const { stdout } = await plan(
    "--year",
    "2027",
    "--budget",
    "0",
    "--unit",
    "Hương Sơn",
    "--demo",
    "--out",
    join(out, "none"),
  );
  expect(figuresOf(stdout)).toMatchObject({ chosen: 0, cost: 0 });
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
