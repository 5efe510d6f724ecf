import { spawn, type ChildProcess } from "node:child_process";
import { MINUTE, SECOND, type Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";

export interface LocalAgentOptions {
  /** Program and arguments that run the agent; it ends when its standard input does. */
  readonly command: readonly [string, ...string[]];
  /** Environment of the child, without the token. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A fresh enrolment token for each start; an agent that is enrolled already does not use it. */
  readonly token: () => Promise<string>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface LocalAgent {
  stop(): Promise<void>;
}

const FIRST_DELAY = SECOND;
const LONGEST_DELAY = MINUTE;
/** An agent that ran this long was well: the next failure starts with a short wait again. */
const WELL_AFTER = 5 * MINUTE;
/** How long the agent may take to put its last readings away. */
const STOP_GRACE = 8 * SECOND;

/** Runs the real agent for this machine as a child process, and starts it again when it ends. */
export function startLocalAgent(options: LocalAgentOptions): LocalAgent {
  const { clock, log } = options;
  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  const run = async () => {
    let delay = FIRST_DELAY;
    while (!stopping.signal.aborted) {
      const started = clock.monotonic();
      const token = await options.token();
      if (stopping.signal.aborted) return;
      child = start(options, token);
      const code = await ended(child);
      child = undefined;
      if (stopping.signal.aborted) return;
      if (clock.monotonic() - started > WELL_AFTER) delay = FIRST_DELAY;
      log.warn("local_agent_ended", { code, againInMs: delay });
      await clock.sleep(delay, stopping.signal);
      delay = Math.min(LONGEST_DELAY, delay * 2);
    }
  };
  const running = run().catch((error: unknown) => log.error("local_agent_failed", { error }));
  return {
    async stop() {
      stopping.abort();
      if (child !== undefined) await stopChild(child, clock);
      await running;
    },
  };
}

function start({ command, environment, log }: LocalAgentOptions, token: string): ChildProcess {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    // Its log lines go where ours go; its standard input is the sign that we still live.
    stdio: ["pipe", "ignore", "inherit"],
    env: { ...environment, CAYDA_AGENT_ENROL_TOKEN: token },
    windowsHide: true,
  });
  child.on("error", (error) => log.error("local_agent_failed", { error }));
  child.stdin?.on("error", () => undefined);
  log.info("local_agent_started", { pid: child.pid });
  return child;
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once("close", resolve);
    // A program that could not be started never closes.
    child.once("error", () => resolve(null));
  });
}

async function stopChild(child: ChildProcess, clock: Clock): Promise<void> {
  const gone = new AbortController();
  child.once("close", () => gone.abort());
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.stdin?.end();
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    await clock.sleep(STOP_GRACE, gone.signal);
    if (gone.signal.aborted) return;
    child.kill(signal);
  }
}
