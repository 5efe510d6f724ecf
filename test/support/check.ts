import { globSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { run } from "./run.ts";

/**
 * `npm run check`: types, lint, format, dead code, architecture. Every step must prove that it saw work: a checker
 * that looked at nothing also exits 0.
 */
interface Step {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** How much was looked at; the step fails below `atLeast`. */
  readonly saw: (output: string) => number | Promise<number>;
  readonly atLeast: number;
}

const printed = (pattern: RegExp) => (output: string) =>
  Number(pattern.exec(stripVTControlCharacters(output))?.[1] ?? 0);

/** The compiler prints nothing when all is well, so it is asked what it looks at. */
const compiled = (project: string) => async () => {
  const { output } = await run("tsc", ["-p", project, "--listFilesOnly"], false);
  return output.split("\n").filter((line) => line !== "" && !line.includes("node_modules")).length;
};

/** Nor does knip: what its own patterns find counts. */
const watchedByKnip = () => {
  const { project } = JSON.parse(readFileSync("knip.json", "utf8")) as { project: readonly string[] };
  return project.flatMap((pattern) => globSync(pattern)).length;
};

const STEPS: readonly Step[] = [
  { name: "types", program: "tsc", args: ["-p", "."], saw: compiled("."), atLeast: 200 },
  { name: "types core", program: "tsc", args: ["-p", "core"], saw: compiled("core"), atLeast: 15 },
  {
    name: "types web",
    program: "tsc",
    args: ["-p", "dashboards/web"],
    saw: compiled("dashboards/web"),
    atLeast: 50,
  },
  { name: "lint", program: "oxlint", args: ["--type-aware"], saw: printed(/on (\d+) files/), atLeast: 200 },
  { name: "format", program: "oxfmt", args: ["--check"], saw: printed(/on (\d+) files/), atLeast: 200 },
  { name: "dead code", program: "knip", args: ["--no-progress"], saw: watchedByKnip, atLeast: 200 },
  {
    name: "architecture",
    program: "vitest",
    args: ["run", "--project", "node", "test/architecture.test.ts"],
    saw: printed(/Tests\s+(\d+) passed/),
    atLeast: 7,
  },
];

const results: Record<string, { ok: boolean; seconds: number; saw: number }> = {};
let failed = 0;
for (const step of STEPS) {
  const { code, output, seconds } = await run(step.program, step.args, false);
  const saw = await step.saw(output);
  const ok = code === 0 && saw >= step.atLeast;
  if (!ok) failed += 1;
  results[step.name] = { ok, seconds: Math.round(seconds * 10) / 10, saw };
  process.stdout.write(`${ok ? "ok  " : "FAIL"} ${step.name} (${seconds.toFixed(1)} s, saw ${saw})\n`);
  if (!ok) process.stdout.write(`${output}\n`);
}
if (process.argv.includes("--json"))
  process.stdout.write(`${JSON.stringify({ ok: failed === 0, steps: results })}\n`);
process.exitCode = failed === 0 ? 0 : 1;
