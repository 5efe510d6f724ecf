import { hostname } from "node:os";
import { createInterface } from "node:readline/promises";
import { placesOf, type FailedStep } from "../core/install.ts";
import { say, sayAny, type Language } from "../core/messages/say.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { parseToken } from "../core/wire/token.ts";
import { enrol, keepIdentity, readIdentity, type Identity } from "./enrol.ts";
import { reasonOf } from "./files.ts";
import { dataOf, installAgent, systemPerformer, uninstallAgent, type AgentInstallation } from "./install.ts";
import { systemClock } from "./system-clock.ts";

type Environment = Readonly<Record<string, string | undefined>>;

interface Wish {
  readonly command: "install" | "uninstall";
  /** Of the command line; undefined: the person is asked, unless this PC is enrolled already. */
  readonly token: string | undefined;
  readonly version: string;
  readonly language: Language;
  readonly env: Environment;
}

/** `install [TOKEN]` and `uninstall`: the exit code. Whatever stops it is said, with what to do. */
export async function runInstall(wish: Wish): Promise<number> {
  const { command, language, env } = wish;
  const { platform } = process;
  const bundle = process.argv[1] ?? "";
  if (platform !== "win32" && platform !== "linux")
    return complain(say(language, "install.unsupported", { platform }));
  if (!bundle.endsWith(".cjs")) return complain(say(language, "install.agent.source"));
  const places = placesOf("agent", platform, env);
  const performer = systemPerformer;
  try {
    if (command === "uninstall") {
      const failed = await uninstallAgent({ platform, env, performer });
      return failed === undefined
        ? print(say(language, "install.removed", places))
        : broken(failed, language);
    }
    return await install(
      { platform, env, places, node: process.execPath, bundle, version: wish.version, language, performer },
      wish.token,
    );
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== "EACCES" && reason !== "EPERM") throw error;
    return complain(say(language, "install.not_allowed"));
  }
}

async function install(installation: AgentInstallation, token: string | undefined): Promise<number> {
  const { language, places } = installation;
  const done = await installAgent(installation, () => identify(dataOf(places), token, installation));
  if (done.ok) {
    const { site, server } = done.identity;
    const { program } = done;
    return print(
      say(language, "install.agent.done", { site: site.name, server, program, home: places.home }),
    );
  }
  if ("failed" in done) return broken(done.failed, language);
  const { code, params } = done.fault;
  if (code === "agent_not_enrolled") return complain(say(language, "install.agent.needed"));
  return complain(sayAny(language, `fault.${code}`, params) ?? code);
}

/**
 * Who this PC is already, else by the token; a PC keeps its name through new versions. A token that leads to the same server at
 * another address moves the PC there; one of another server makes it known there.
 */
export async function identify(
  dataDir: string,
  given: string | undefined,
  about: Pick<AgentInstallation, "language" | "version" | "platform">,
): Promise<Result<Identity>> {
  const known = await readIdentity(dataDir);
  if (known !== undefined) {
    const to = given === undefined ? known : parseToken(given);
    if (to === undefined) return fail("token_malformed");
    if (to.server === known.server) return ok(known);
    if (to.fingerprint === known.fingerprint) return keepIdentity(dataDir, { ...known, server: to.server });
  }
  const token = given ?? (await ask(say(about.language, "install.agent.ask")));
  if (token === undefined || token === "") return fail("agent_not_enrolled");
  const { version, platform } = about;
  return enrol({ dataDir, token, hostname: hostname(), platform, version, clock: systemClock() });
}

/** Undefined where nobody sits in front of it. */
async function ask(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await lines.question(question)).trim();
  } finally {
    lines.close();
  }
}

const broken = ({ command, code, said }: FailedStep, language: Language): number =>
  complain(say(language, "install.failed", { command, code, said }));

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}
function complain(text: string): number {
  process.stderr.write(`${text}\n`);
  return 1;
}
