import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { SECOND, type Clock } from "../../core/clock.ts";
import {
  perform,
  removeOthers,
  removeSteps,
  runBy,
  startSteps,
  stopSteps,
  type FailedStep,
  type Installation,
  type Performer,
  type Service,
} from "../../core/install.ts";
import { say } from "../../core/messages/say.ts";
import { GREETING } from "../greeting.ts";

export interface ServerInstallation extends Installation {
  /** The folder that `npm run bundle` made: Node, the server and its packages. */
  readonly from: string;
  readonly clock: Clock;
  /** Copies registry and keys before a new version opens them; answers where to. */
  readonly backUp: (dataDir: string, to: string) => string;
  /** How long the server may take until it says where it is; 60 s. */
  readonly waitMs?: number | undefined;
}

export type Installed =
  | {
      readonly ok: true;
      readonly program: string;
      readonly backup: string | undefined;
      /** What the server said at its start; undefined: nothing yet. */
      readonly greeting: string | undefined;
    }
  | { readonly ok: false; readonly failed: FailedStep };

const NAME = "cayda";
/** As `npm start` runs it. */
const NODE_FLAGS = ["--max-semi-space-size=8", "--heap-growing-percent=30"] as const;

/**
 * Puts the server where only administrators can change it, in a folder of its version, keeps its data in a home of their own, and
 * makes it start with the machine. An older version is stopped and its registry copied before. Rejects with EACCES or EPERM
 * without the rights of an administrator.
 */
export async function installServer(installation: ServerInstallation): Promise<Installed> {
  const { platform, env, places, from, version, performer } = installation;
  const program = join(places.program, version);
  const data = join(places.home, "data");
  await mkdir(places.program, { recursive: true });
  const service = serviceOf(installation, program);
  await perform(stopSteps(service, platform, env), performer);
  const backup = existsSync(join(data, "registry", "registry.sqlite"))
    ? installation.backUp(data, join(places.home, "backups"))
    : undefined;
  // What a person tried out before (`cayda start`) stays there: it has secrets in it, and programs may be read by all.
  const isProgram = (path: string) => path !== join(from, "data");
  if (from !== program) await cp(from, program, { recursive: true, force: true, filter: isProgram });
  await mkdir(data, { recursive: true, mode: 0o700 });
  await writeFirstConfig(join(data, "server.yaml"), data);
  const greeting = join(data, GREETING);
  await rm(greeting, { force: true });
  const failed = await perform(startSteps(service, platform, env), performer);
  if (failed !== undefined) return { ok: false, failed };
  await removeOthers({ readdir, rm }, places.program, version);
  return { ok: true, program, backup, greeting: await greetingIn(greeting, installation) };
}

/** It runs no more; its data and programs stay. */
export const uninstallServer = ({
  platform,
  env,
  performer,
}: Pick<ServerInstallation, "platform" | "env" | "performer">): Promise<FailedStep | undefined> =>
  perform(removeSteps({ name: NAME }, platform, env), performer);

function serviceOf({ platform, places, language }: ServerInstallation, program: string): Service {
  return {
    name: NAME,
    title: say(language, "install.server.title"),
    program: join(program, platform === "win32" ? "node.exe" : "node"),
    args: [
      ...NODE_FLAGS,
      join(program, "server", "main.ts"),
      "--config",
      join(places.home, "data", "server.yaml"),
    ],
    home: places.home,
    user: "cayda",
    lets: "connections",
  };
}

/** Other machines are let in: that is what a server is installed for. What a person wrote stays. */
async function writeFirstConfig(file: string, data: string): Promise<void> {
  if (existsSync(file)) return;
  const text = `# config/server.example.yaml: every setting, with its meaning.\ndataDir: ${JSON.stringify(data)}\nhttps:\n  host: 0.0.0.0\n`;
  await writeFile(file, text, { mode: 0o600 });
}

async function greetingIn(file: string, { clock, waitMs = 60 * SECOND }: ServerInstallation) {
  const end = clock.monotonic() + waitMs;
  do {
    const text = await readFile(file, "utf8").catch(() => "");
    if (text !== "") return text;
    await clock.sleep(SECOND / 4);
  } while (clock.monotonic() < end);
  return undefined;
}

/** The real one: files, and programs of the system without a shell. */
export const systemPerformer: Performer = {
  write: (path, text, encoding) => writeFile(path, text, encoding),
  run: runBy(execFile),
};
