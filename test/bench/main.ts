import { existsSync } from "node:fs";
import { run } from "../support/run.ts";
import { SERVER_FLAGS } from "../support/server-flags.ts";

/**
 * `npm run bench -- NAME [--json] [options]`: runs `test/bench/NAME.ts` in a process of its own (a benchmark measures
 * its own memory and stalls), which has the settings of the server when it measures a part of it. With --json the last
 * line is the figures.
 */
const OF_SERVER: readonly string[] = ["alerts", "store"];
const [name = "", ...rest] = process.argv.slice(2);
const file = `test/bench/${name}.ts`;
if (!/^[a-z-]+$/.test(name) || name === "main" || !existsSync(file)) {
  process.stderr.write("Usage: npm run bench -- ingest|store|alerts|agent|poll|fake-snmp|plan [--json]\n");
  process.exitCode = 2;
} else {
  const flags = OF_SERVER.includes(name) ? SERVER_FLAGS : [];
  const { code } = await run(process.execPath, ["--expose-gc", ...flags, file, ...rest], true);
  process.exitCode = code;
}
