import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./run.ts";

/**
 * `npm test` (fast: no browser, no other servers) and `npm run test:full` (the end-to-end suite that comes after it).
 * Each closes with one line "N passed, N failed, N skipped". A run in which nothing passed is a failure, and every
 * skipped test is named.
 */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTotalTests: number;
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const full = process.argv.includes("--full");
const projects = full ? ["waiting", "e2e", "slow", "postgres"] : ["core", "node"];
const reportFile = join(tmpdir(), `cayda-tests-${process.pid}.json`);
const { code, seconds } = await run(
  "vitest",
  [
    "run",
    ...projects.flatMap((project) => ["--project", project]),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${reportFile}`,
  ],
  true,
);

let report: Report | undefined;
try {
  report = JSON.parse(readFileSync(reportFile, "utf8")) as Report;
  rmSync(reportFile, { force: true });
} catch {
  process.stdout.write("The test runner left no report.\n");
}
const skipped =
  report?.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(
      ({ status }) => status === "skipped" || status === "pending" || status === "todo",
    ),
  ) ?? [];
for (const { fullName } of skipped) process.stdout.write(`SKIPPED: ${fullName}\n`);

const passed = report?.numPassedTests ?? 0;
// A file that did not load has no failed test of its own, but it is a failure all the same.
const broken = code !== 0 && (report?.numFailedTests ?? 0) === 0 ? 1 : 0;
const failedTests = (report?.numFailedTests ?? 0) + broken;
if (process.argv.includes("--json")) {
  process.stdout.write(
    `${JSON.stringify({ passed, failed: failedTests, skipped: skipped.length, seconds })}\n`,
  );
}
process.stdout.write(`${passed} passed, ${failedTests} failed, ${skipped.length} skipped\n`);
process.exitCode = code === 0 && failedTests === 0 && passed > 0 ? 0 : 1;
