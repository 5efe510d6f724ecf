import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";
import { LANGUAGES, sayAny, type Language } from "../core/messages/say.ts";
import type { FaultCode } from "../core/result.ts";

/**
 * The server's entry: `node server/main.ts [--config FILE]`. Only the runtime's version is looked at here, before
 * anything is loaded that an older one could not read; the rest is in `program.ts`.
 *
 * `npm start` gives V8 a young generation of three times 8 MB: its own of 32 MB each takes 120 MB more. It is said on the
 * command line since V8 does not take it once it runs.
 */
const OLDEST = 24;

const version = process.versions.node;
if (Number.parseInt(version, 10) >= OLDEST) {
  // Compiled code is kept beside the data, so that a server that was killed is back in half the time.
  enableCompileCache(join(process.env["CAYDA_DATA_DIR"] ?? "data", "cache"));
  const { runServer } = await import("./program.ts");
  await runServer();
  // Not at the end: who is killed has none.
  flushCompileCache();
} else {
  const code: FaultCode = "runtime_too_old";
  const language: Language = LANGUAGES.find((known) => known === process.env["CAYDA_LANGUAGE"]) ?? "vi";
  process.stderr.write(`${sayAny(language, `fault.${code}`, { version }) ?? code}\n`);
  process.exitCode = 1;
}
