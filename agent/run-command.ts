import { randomFillSync } from "node:crypto";
import { hostname } from "node:os";
import type { Fault } from "../core/result.ts";
import { startAgent } from "./compose.ts";
import type { AgentConfig } from "./config.ts";
import { enrol, readIdentity, type Identity } from "./enrol.ts";
import { createLog } from "../core/log.ts";
import { nextDelay } from "./link.ts";
import type { Surroundings } from "./surroundings.ts";
import { systemClock } from "./system-clock.ts";

/** A service manager kills after some seconds; whatever is not over by then is not worth waiting for. */
const STOP_WITHIN = 4_500;

/** Runs until a signal, or the end of standard input with `stdinStop`. A fault when it could not even start. */
export async function run(config: AgentConfig, version: string, stdinStop: boolean): Promise<Fault | number> {
  const around = surroundings(config, version);
  const { clock, log } = around;
  const { signal, broken } = listenForStop(around, stdinStop);
  const identity = await identify(config, around, signal);
  if (identity === undefined) return 0;
  if ("code" in identity) return identity;
  const started = await startAgent(config, identity, around);
  if (!started.ok) return started.fault;
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  let stopped = false;
  const stop = async () => {
    await started.value.stop();
    stopped = true;
  };
  await Promise.race([stop(), clock.sleep(STOP_WITHIN)]);
  log.info("agent_stopped", { clean: stopped });
  // Timers and sockets of whatever hangs must not keep the process.
  process.exit(broken() ? 70 : stopped ? 0 : 1);
}

function surroundings(config: AgentConfig, version: string): Surroundings {
  const clock = systemClock();
  const write = (line: string) => void process.stdout.write(line);
  return {
    clock,
    // oxlint-disable-next-line eslint/no-restricted-properties -- the one place where chance comes in
    random: () => Math.random(),
    randomBytes: (bytes) => randomFillSync(bytes),
    log: createLog(write, clock, config.log.level),
    usage: () => {
      const { user, system } = process.cpuUsage();
      return { cpuMicros: user + system, residentBytes: process.memoryUsage.rss() };
    },
    version,
  };
}

function listenForStop({ log }: Surroundings, stdinStop: boolean) {
  const stop = new AbortController();
  let isBroken = false;
  const end = (why: string) => {
    if (!stop.signal.aborted) log.info("agent_stopping", { why });
    stop.abort();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => end(signal));
  if (stdinStop) {
    process.stdin.on("end", () => end("stdin"));
    process.stdin.on("error", () => end("stdin"));
    process.stdin.resume();
  }
  const onBug = (error: unknown) => {
    isBroken = true;
    log.error("bug", { error });
    end("bug");
  };
  process.on("uncaughtException", onBug);
  process.on("unhandledRejection", onBug);
  // Whoever read our log is gone; that must not end the measuring.
  process.stdout.on("error", () => {});
  return { signal: stop.signal, broken: () => isBroken };
}

/** Who we are; on a PC's first start by the token of the configuration. Undefined when stopped meanwhile. */
async function identify(
  config: AgentConfig,
  { clock, log, random, version }: Surroundings,
  signal: AbortSignal,
): Promise<Identity | Fault | undefined> {
  const { dataDir, enrolToken: token } = config;
  const known = await readIdentity(dataDir);
  if (known !== undefined) return known;
  if (token === undefined) return { code: "agent_not_enrolled", params: {} };
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const made = await enrol({
      dataDir,
      token,
      hostname: hostname(),
      platform: process.platform,
      version,
      clock,
    });
    if (made.ok) return made.value;
    const { code, params } = made.fault;
    log.warn("enrol_failed", { code, ...params });
    // The PC may have been set up before its uplink was.
    if (!LATER.has(code)) return made.fault;
    await clock.sleep(nextDelay(attempt, random), signal);
  }
  return undefined;
}

const LATER: ReadonlySet<string> = new Set([
  "server_unreachable",
  "rate_limited",
  "store_full",
  "store_busy",
]);
