import { setFlagsFromString } from "node:v8";
import { LANGUAGES, type Language, say, sayAny } from "../core/messages/say.ts";
import type { Fault } from "../core/result.ts";

/**
 * The agent's entry: `node agent/main.ts run|enrol TOKEN|status|diagnose ADDRESS`. Only the runtime's version is
 * looked at here, before anything is loaded that an older one could not read; the commands are in `commands.ts`.
 */
const OLDEST = 24;
/**
 * An agent works a few milliseconds a minute on a PC that belongs to somebody else's work: compilers never pay, and a
 * young generation that may grow to 32 MB is room that is never given back. Measured with the bundle: 70 MB resident
 * when idle with V8's own settings but for the young generation, 64 MB with these. (A bound for it, which V8 takes on the command
 * line only, takes no more off.)
 */
const SMALL = [
  "--optimize-for-size",
  "--no-sparkplug",
  "--no-opt",
  "--no-maglev",
  "--semi-space-growth-factor=1",
];

async function main(args: readonly string[]): Promise<number> {
  const version = process.versions.node;
  if (Number.parseInt(version, 10) >= OLDEST) {
    if (args[0] === "run") for (const flag of SMALL) setFlagsFromString(flag);
    const { runCommand } = await import("./commands.ts");
    return runCommand(args, process.env);
  }
  const fault: Fault = { code: "runtime_too_old", params: { version } };
  process.stderr.write(`${sayAny(languageOf(args), `fault.${fault.code}`, fault.params) ?? fault.code}\n`);
  return 1;
}

function languageOf(args: readonly string[]): Language {
  const asked = args[args.indexOf("--lang") + 1];
  return LANGUAGES.find((language) => args.includes("--lang") && language === asked) ?? "vi";
}

void main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
    return code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.stderr.write(`${say(languageOf(process.argv), "fault.internal", { id: "agent" })}\n`);
    process.exitCode = 70;
  },
);
