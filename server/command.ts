import { existsSync } from "node:fs";
import { join } from "node:path";
import { placesOf } from "../core/install.ts";
import { say } from "../core/messages/say.ts";
import { programLanguage } from "./command-line.ts";

/**
 * `cayda COMMAND` in the folder that `npm run bundle` makes, where there is no npm: each command is the program that npm runs
 * elsewhere. It works on the installed server's data where there is one.
 */
const PROGRAMS: Readonly<Record<string, () => Promise<unknown>>> = {
  start: () => import("./main.ts"),
  install: () => import("./install/main.ts"),
  uninstall: () => import("./install/main.ts"),
  backup: () => import("./backup/main.ts"),
  password: () => import("./password/main.ts"),
  history: () => import("./history/main.ts"),
  plan: () => import("./planning/main.ts"),
};
/** These read their own name. */
const NAMED: ReadonlySet<string> = new Set(["install", "uninstall"]);

const command = process.argv[2] ?? "";
const program = Object.hasOwn(PROGRAMS, command) ? PROGRAMS[command] : undefined;
if (program === undefined) {
  process.stderr.write(`${say(programLanguage, "install.command.usage")}\n`);
  process.exitCode = 2;
} else {
  if (!NAMED.has(command)) process.argv.splice(2, 1);
  findData(command);
  await program();
}

/** The installed server's data; where there is none, or whoever asks may not see it, a folder beside this one's programs. */
function findData(asked: string): void {
  const { platform, env } = process;
  if (env["CAYDA_CONFIG"] !== undefined || env["CAYDA_DATA_DIR"] !== undefined) return;
  const home = platform === "win32" || platform === "linux" ? placesOf("server", platform, env).home : "";
  const config = join(home, "data", "server.yaml");
  if (home === "" || !existsSync(config)) {
    // Not where the window happens to stand, which for an administrator is a folder of Windows.
    env["CAYDA_DATA_DIR"] = join(import.meta.dirname, "..", "data");
    return;
  }
  env["CAYDA_CONFIG"] = config;
  if (asked === "plan") env["CAYDA_DATA_DIR"] = join(home, "data");
  // As the installed one runs: paths in the configuration begin there.
  if (asked === "start") process.chdir(home);
}
