import { existsSync } from "node:fs";
import { run } from "../support/run.ts";

/**
 * `npm run bench -- NAME [--json] [options]`: runs `test/bench/NAME.ts` in a process of its own (a benchmark measures
 * its own memory and stalls). With --json the last line is the figures.
 */
const [name = "", ...rest] = process.argv.slice(2);
const file = `test/bench/${name}.ts`;
if (!/^[a-z-]+$/.test(name) || name === "main" || !existsSync(file)) {
  process.stderr.write("Usage: npm run bench -- ingest|store|alerts|agent|poll|fake-snmp|plan [--json]\n");
  process.exitCode = 2;
} else {
  const { code } = await run(process.execPath, ["--expose-gc", file, ...rest], true);
  process.exitCode = code;
}
