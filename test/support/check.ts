import { run } from "./run.ts";

/**
 * `npm run check`: types, lint, format, dead code, architecture. Every step must prove that it saw work: a checker
 * that looked at nothing also exits 0.
 */
interface Step {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Finds in the output how much was looked at; the step fails below `atLeast`. */
  readonly saw: RegExp;
  readonly atLeast: number;
}

const listed = ["--listFilesOnly"];
const STEPS: readonly Step[] = [
  { name: "types", program: "tsc", args: ["-p", "."], saw: /^/, atLeast: 0 },
  { name: "types core", program: "tsc", args: ["-p", "core"], saw: /^/, atLeast: 0 },
  { name: "types web", program: "tsc", args: ["-p", "dashboards/web"], saw: /^/, atLeast: 0 },
  { name: "lint", program: "oxlint", args: ["--type-aware"], saw: /on (\d+) files/, atLeast: 100 },
  { name: "format", program: "oxfmt", args: ["--check"], saw: /on (\d+) files/, atLeast: 100 },
  { name: "dead code", program: "knip", args: ["--no-progress"], saw: /^/, atLeast: 0 },
  {
    name: "architecture",
    program: "vitest",
    args: ["run", "--project", "node", "test/architecture.test.ts"],
    saw: /Tests\s+(?:\S*\[\d+m)*\s*(\d+) passed/,
    atLeast: 7,
  },
];

/** Type checks and knip print nothing when all is well, so they are asked beforehand what they would look at. */
async function filesOfCompiler(project: string): Promise<number> {
  const { output } = await run("tsc", ["-p", project, ...listed], false);
  return output.split("\n").filter((line) => line !== "" && !line.includes("node_modules")).length;
}

const results: Record<string, { ok: boolean; seconds: number; saw: number }> = {};
let failed = 0;
for (const step of STEPS) {
  const { code, output, seconds } = await run(step.program, step.args, false);
  const project = step.program === "tsc" ? step.args[1] : undefined;
  const saw =
    project === undefined ? Number(step.saw.exec(output)?.[1] ?? 0) : await filesOfCompiler(project);
  const ok = code === 0 && saw >= (project === undefined ? step.atLeast : 15);
  if (!ok) failed += 1;
  results[step.name] = { ok, seconds: Math.round(seconds * 10) / 10, saw };
  process.stdout.write(`${ok ? "ok  " : "FAIL"} ${step.name} (${seconds.toFixed(1)} s, saw ${saw})\n`);
  if (!ok) process.stdout.write(`${output}\n`);
}
if (process.argv.includes("--json"))
  process.stdout.write(`${JSON.stringify({ ok: failed === 0, steps: results })}\n`);
process.exitCode = failed === 0 ? 0 : 1;
