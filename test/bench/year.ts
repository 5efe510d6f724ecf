import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Notice } from "../../core/alerting/types.ts";
import type { Truth } from "../year/days.ts";
import { districtYear } from "../year/district.ts";
import { FAULTS } from "../year/faults.ts";
import { readOptions } from "../year/options.ts";
import { judge, type RuleScore } from "../year/verdict.ts";

/**
 * `npm run bench -- year [--json] [--sites N] [--days N] [--seed N] [--faulty SHARE] [--only KIND,KIND]`: a district's year
 * through the real engine, with what went wrong written down by the script that made it go wrong. Precision and recall per rule.
 * Faults strike 2 % of days; with `--faulty 0.2` there are twenty of nearly every kind.
 */
const number = (name: string, usual: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? usual : Number(process.argv[at + 1]);
};
const onlyAt = process.argv.indexOf("--only");
const year = {
  seed: number("seed", 1),
  // 2026-01-01, in legal days since 1970.
  firstDay: Math.floor(Date.UTC(2026, 0, 1) / 86_400_000),
  days: number("days", 365),
  sites: number("sites", 22),
  faulty: number("faulty", 0.02),
  ...(onlyAt < 0 ? {} : { only: (process.argv[onlyAt + 1] ?? "").split(",") }),
};
interface Told {
  readonly notices: readonly Notice[];
  readonly passes: number;
  readonly truths: readonly (Omit<Truth, "kind"> & { readonly name: string })[];
}

const started = performance.now();
const district = districtYear(readOptions(year));
const threads = Math.min(availableParallelism(), year.sites);
const notices: Notice[] = [...district.notices];
const truths: Truth[] = [...district.truths];
let passes = 0;
await Promise.all(Array.from({ length: threads }, (_, thread) => runThread(thread)));
const seconds = (performance.now() - started) / 1_000;
report();

function runThread(thread: number): Promise<void> {
  const numbers = Array.from({ length: year.sites }, (_, i) => i).filter((i) => i % threads === thread);
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("../year/worker.ts", import.meta.url), {
      workerData: { numbers, year },
    });
    worker.on("message", (told: Told) => {
      notices.push(...told.notices);
      passes += told.passes;
      for (const { name, ...truth } of told.truths) {
        const kind = FAULTS.find((known) => known.name === name);
        if (kind !== undefined) truths.push({ ...truth, kind });
      }
    });
    worker.once("error", reject);
    worker.once("exit", () => resolve());
  });
}

function report(): void {
  const { rules, missed, wrong, afterwards } = judge(truths, notices);
  const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);
  const shown = (part: number, whole: number) =>
    (whole === 0 ? "–" : share(part, whole).toFixed(3)).padStart(9);
  process.stdout.write(`${"rule".padEnd(24)}   faults   recall     said precision\n`);
  for (const { rule, faults, found, said, right } of rules) {
    const line = [
      String(faults).padStart(9),
      shown(found, faults),
      String(said).padStart(9),
      shown(right, said),
    ];
    process.stdout.write(`${rule.padEnd(24)}${line.join("")}\n`);
  }
  for (const { kind, faults, said, right } of afterwards) {
    const line = [
      String(faults).padStart(9),
      shown(right, faults),
      String(said).padStart(9),
      shown(right, said),
    ];
    process.stdout.write(`${`afterwards: ${kind}`.padEnd(24)}${line.join("")}\n`);
  }
  const when = (at: number) => new Date(at + 7 * 3_600_000).toISOString().slice(0, 16);
  for (const { site, kind, from, to } of missed.slice(0, 60))
    process.stdout.write(`missed: ${kind.name} at ${site}, ${when(from)} to ${when(to).slice(11)}\n`);
  for (const { at, reason, state } of wrong.slice(0, 60)) {
    const { rule, subject, value, evidence } = state;
    process.stdout.write(
      `wrong: ${reason} ${rule} ${subject.site} ${subject.key} at ${when(at)}, ${value} ${JSON.stringify(evidence.params).slice(0, 160)}\n`,
    );
  }
  const sum = (of: (score: RuleScore) => number) => rules.reduce((total, score) => total + of(score), 0);
  const figures = {
    sites: year.sites,
    days: year.days,
    faults: truths.length,
    passes,
    recall: share(
      sum(({ found }) => found),
      truths.length,
    ),
    precision: share(
      sum(({ right }) => right),
      sum(({ said }) => said),
    ),
    missed: missed.length,
    wrong: wrong.length,
    seconds: Math.round(seconds * 10) / 10,
  };
  process.stdout.write(`${truths.length} faults, ${passes} passes, ${figures.seconds} s\n`);
  if (process.argv.includes("--json"))
    process.stdout.write(`${JSON.stringify({ ...figures, rules, afterwards })}\n`);
}
