import { whyNoNamespaces } from "../support/netns.ts";
import { closeLabs, startLab } from "./lab.ts";
import { runNight } from "./night.ts";
import { runScenario, warmUp, type Outcome } from "./run.ts";
import { SCENARIOS } from "./scenarios.ts";

/**
 * `npm run lab -- SCENARIO|all [--json]`: real networks made of namespaces, real agents, the real server; each fault is
 * injected, and what people are told of it is held against what is true. Needs root and Linux.
 */
const NIGHT = "normal-night";
const names = [...SCENARIOS.map(({ name }) => name), NIGHT];
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const json = process.argv.includes("--json");
const started = performance.now();
const say = (line: string) =>
  void process.stderr.write(`${((performance.now() - started) / 1_000).toFixed(1).padStart(6)} s  ${line}\n`);

async function main(): Promise<number> {
  if (wanted.length === 0 || wanted.some((name) => name !== "all" && !names.includes(name))) {
    process.stderr.write(`Usage: npm run lab -- all|NAME… [--json]\n  ${names.join("\n  ")}\n`);
    return 2;
  }
  const missing = await whyNoNamespaces();
  if (missing !== undefined) {
    process.stderr.write(`SKIPPED: the laboratory needs root and network namespaces: ${missing}\n`);
    return 2;
  }
  const all = wanted.includes("all");
  const scenarios = SCENARIOS.filter(({ name }) => all || wanted.includes(name));
  const outcomes: Outcome[] = [];
  const early: string[] = [];
  if (scenarios.length > 0) {
    const lab = await startLab({ say });
    try {
      say("warming up");
      early.push(...(await warmUp(lab)));
      for (const what of early) say(`before any fault: ${what}`);
      for (const scenario of scenarios) {
        const outcome = await runScenario(lab, scenario);
        outcomes.push(outcome);
        say(`${outcome.ok ? "ok  " : "FAIL"} ${row(outcome)}`);
      }
    } finally {
      await lab.close();
    }
  }
  if (all || wanted.includes(NIGHT)) {
    const outcome = await runNight(say);
    outcomes.push(outcome);
    say(`${outcome.ok ? "ok  " : "FAIL"} ${row(outcome)}`);
  }
  return report(outcomes, early.length);
}

const row = ({ name, rule, subject, cause, notifications, detectSeconds, cycles, why }: Outcome): string =>
  [
    name.padEnd(22),
    rule.padEnd(24),
    subject.padEnd(18),
    cause.slice(0, 8).padEnd(8),
    String(notifications).padStart(2),
    (detectSeconds === null ? "" : `${detectSeconds} s`).padStart(8),
    (cycles === null ? "" : `${cycles} cycles`).padStart(11),
    why.join("; "),
  ].join(" ");

function report(outcomes: readonly Outcome[], early: number): number {
  for (const outcome of outcomes) process.stdout.write(`${outcome.ok ? "ok  " : "FAIL"} ${row(outcome)}\n`);
  const falseAlarms = early + outcomes.reduce((sum, outcome) => sum + outcome.false.length, 0);
  const good = outcomes.filter(({ ok }) => ok).length;
  process.stdout.write(`${good} of ${outcomes.length} right, ${falseAlarms} false alarms\n`);
  if (json) {
    const scenarios = outcomes.map(
      ({ name, rule, subject, cause, notifications, detectSeconds, cycles, ok }) => ({
        name,
        rule,
        subject,
        cause,
        notifications,
        detectSeconds,
        cycles,
        ok,
      }),
    );
    process.stdout.write(`${JSON.stringify({ scenarios, falseAlarms })}\n`);
  }
  return good === outcomes.length && falseAlarms === 0 ? 0 : 1;
}

// Whoever interrupts it finds no namespaces left behind.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void closeLabs().then(() => process.exit(130)));
}
process.exitCode = await main();
