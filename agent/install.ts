import { execFile } from "node:child_process";
import { copyFile, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
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
} from "../core/install.ts";
import { say } from "../core/messages/say.ts";
import type { Fault } from "../core/result.ts";
import type { Identity } from "./enrol.ts";

export interface AgentInstallation extends Installation {
  /** What is running now: Node itself and the agent's single file. */
  readonly node: string;
  readonly bundle: string;
}

/** The data folder of an installed agent. */
export const dataOf = ({ home }: AgentInstallation["places"]): string => join(home, "data");

/**
 * Puts the agent where only administrators can change it, in a folder of its version, and makes it start with the PC. `identity`
 * gives the agent its name, before it starts for the first time. Answers who it is; a fault of enrolment, or the command of the
 * system that failed. Rejects with EACCES or EPERM without the rights of an administrator.
 */
export async function installAgent(
  installation: AgentInstallation,
  identity: () => Promise<
    { readonly ok: true; readonly value: Identity } | { readonly ok: false; readonly fault: Fault }
  >,
): Promise<
  | { readonly ok: true; readonly identity: Identity; readonly program: string }
  | { readonly ok: false; readonly fault: Fault }
  | { readonly ok: false; readonly failed: FailedStep }
> {
  const { platform, env, places, version, performer } = installation;
  const program = join(places.program, version);
  await mkdir(program, { recursive: true });
  await mkdir(dataOf(places), { recursive: true, mode: 0o700 });
  const service = serviceOf(installation, program);
  await perform(stopSteps(service, platform, env), performer);
  await copyInto(installation, program);
  const known = await identity();
  if (!known.ok) return known;
  const failed = await perform(startSteps(service, platform, env), performer);
  if (failed !== undefined) return { ok: false, failed };
  await removeOthers({ readdir, rm }, places.program, version);
  return { ok: true, identity: known.value, program };
}

/** Takes it off the PC again; its data and programs stay. */
export function uninstallAgent({
  platform,
  env,
  performer,
}: Pick<AgentInstallation, "platform" | "env" | "performer">): Promise<FailedStep | undefined> {
  return perform(removeSteps({ name: NAME }, platform, env), performer);
}

const NAME = "cayda-agent";

function serviceOf({ node, bundle, places, language }: AgentInstallation, program: string): Service {
  return {
    name: NAME,
    title: say(language, "install.agent.title"),
    program: join(program, basename(node)),
    args: [join(program, basename(bundle)), "run", "--data", dataOf(places), "--lang", language],
    home: places.home,
    lets: "ping",
  };
}

async function copyInto({ node, bundle }: AgentInstallation, program: string): Promise<void> {
  const to = { node: join(program, basename(node)), bundle: join(program, basename(bundle)) };
  if (bundle !== to.bundle) await copyFile(bundle, to.bundle);
  // What runs cannot be written over on Windows; a second installation of one version finds its Node there.
  const [old, wanted] = await Promise.all([stat(to.node).catch(() => undefined), stat(node)]);
  if (old?.size !== wanted.size) await copyFile(node, to.node);
}

/** The real one: files, and programs of the system without a shell. */
export const systemPerformer: Performer = {
  write: (path, text, encoding) => writeFile(path, text, encoding),
  run: runBy(execFile),
};
