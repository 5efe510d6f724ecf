import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { placesOf } from "../../core/install.ts";
import { say } from "../../core/messages/say.ts";
import { backUp } from "../backup/copy.ts";
import { programClock as clock, programLanguage as language } from "../command-line.ts";
import { installServer, systemPerformer, uninstallServer, type Installed } from "./install.ts";

/**
 * `cayda install` and `cayda uninstall` of the folder that `npm run bundle` makes: the server starts with the machine. Exit code
 * 1: it went wrong, with what to do.
 */
const ROOT = resolve(import.meta.dirname, "..", "..");

const print = (text: string): void => void process.stdout.write(`${text}\n`);
function complain(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

/** Both programs in one: they share all but what they do. */
async function act(platform: "win32" | "linux", remove: boolean): Promise<void> {
  const { env } = process;
  const places = placesOf("server", platform, env);
  const performer = systemPerformer;
  if (remove) {
    const failed = await uninstallServer({ platform, env, performer });
    if (failed === undefined) print(say(language, "install.removed", places));
    else complain(say(language, "install.failed", { ...failed }));
    return;
  }
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
  const installed = await installServer({
    platform,
    env,
    places,
    from: ROOT,
    version,
    language,
    clock,
    performer,
    backUp: (dataDir, to) =>
      backUp({
        dataDir,
        configFile: join(dataDir, "server.yaml"),
        named: [],
        to,
        now: clock.now(),
        keys: true,
      }).folder,
  });
  tell(installed, places.home);
}

function tell(installed: Installed, home: string): void {
  if (!installed.ok) {
    complain(say(language, "install.failed", { ...installed.failed }));
    return;
  }
  const { program, backup, greeting } = installed;
  if (backup !== undefined) print(say(language, "install.server.backed_up", { folder: backup }));
  print(say(language, "install.server.done", { program, home }));
  if (greeting === undefined) complain(say(language, "install.server.silent", { seconds: 60, program }));
  else print(greeting);
}

const { platform } = process;
if (platform === "win32" || platform === "linux") {
  try {
    await act(platform, process.argv[2] === "uninstall");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EPERM") throw error;
    complain(say(language, "install.not_allowed"));
  }
} else {
  complain(say(language, "install.unsupported", { platform }));
}
