import { spawn } from "node:child_process";
import type { Clock } from "../../core/clock.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { cleanText } from "../../core/text.ts";
import { ADDRESS } from "../../core/address.ts";
import type { PingTarget } from "../../core/wire/assignment.ts";
import { readPing, type PingBurst } from "./ping-output.ts";

/**
 * Runs the system's ping. The npm package `ping` (1.0.0) does not serve, even guarded: its parser throws in the
 * child's "close" handler, out of reach of any try or promise ("64 bytes from" as the last line ends the process),
 * it counts "Destination host unreachable" as no loss, and it has neither a kill timer nor a bound on output.
 */
export interface PingOptions {
  readonly clock: Pick<Clock, "sleep">;
  readonly signal?: AbortSignal | undefined;
  /** Tests put their own in. */
  readonly programs?: readonly string[];
  readonly platform?: NodeJS.Platform;
}

const MOST_OUTPUT = 64 * 1_024;

export async function ping(
  { address, count }: Pick<PingTarget, "address" | "count">,
  options: PingOptions,
): Promise<Result<PingBurst>> {
  // It becomes an argument of a program: "-f" must not.
  if (!ADDRESS.test(address)) {
    return fail("bad_input", { field: "address", reason: JSON.stringify(address.slice(0, 64)) });
  }
  const platform = options.platform ?? process.platform;
  let outcome: Outcome = { output: "", errors: "", failure: "ENOENT" };
  for (const program of options.programs ?? programsOf(platform)) {
    outcome = await run(program, argumentsFor(platform, address, count), longest(platform, count), options);
    if (outcome.failure !== "ENOENT") break;
  }
  if (outcome.failure !== undefined) return fail("ping_unavailable", { reason: outcome.failure });
  const burst = readPing(outcome.output, address, count);
  if (burst !== undefined) return ok(burst);
  // With the cable out, Linux's ping does not even begin; Windows' sends and loses. It means the same.
  if (/Network is unreachable|No route to host/.test(outcome.errors)) {
    return ok({ sent: count, received: 0, loss: 1, rtt: undefined });
  }
  const said = cleanText(outcome.errors.split("\n", 1)[0] ?? "", 120);
  return fail("ping_unavailable", { reason: said === "" ? "no statistics" : said });
}

/** With their full paths: what lies in the current folder or in somebody's PATH is not run. */
function programsOf(platform: NodeJS.Platform): readonly string[] {
  // The only place where Windows says which drive it is on.
  if (platform === "win32")
    return [`${process.env["SystemRoot"] ?? String.raw`C:\Windows`}\\System32\\ping.exe`];
  return ["/usr/bin/ping", "/bin/ping", "/sbin/ping"];
}

/** Numeric; five a second where that is allowed (Windows has no choice: one a second); two seconds for an answer. */
function argumentsFor(platform: NodeJS.Platform, address: string, count: number): readonly string[] {
  const times = String(count);
  if (platform === "win32") return ["-n", times, "-w", "2000", address];
  if (platform === "darwin") return ["-n", "-c", times, "-i", "0.2", "-W", "2000", address];
  return ["-n", "-c", times, "-i", "0.2", "-W", "2", address];
}

/** How long it may take at most; then it hangs. */
export function longest(platform: NodeJS.Platform, count: number): number {
  return platform === "win32" ? count * 3_000 + 3_000 : count * 200 + 6_000;
}

interface Outcome {
  readonly output: string;
  readonly errors: string;
  /** Why it did not run to its end: a code of the operating system, or our own word. */
  readonly failure: string | undefined;
}

function run(
  program: string,
  args: readonly string[],
  longestMs: number,
  { clock, signal }: PingOptions,
): Promise<Outcome> {
  if (signal?.aborted === true) return Promise.resolve({ output: "", errors: "", failure: "aborted" });
  return new Promise((resolve) => {
    const ended = new AbortController();
    const texts = { output: "", errors: "" };
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      // Windows' sockets need its variables; elsewhere nothing of ours is the program's business.
      env: process.platform === "win32" ? process.env : { LC_ALL: "C" },
    });
    const finish = (failure: string | undefined) => {
      if (ended.signal.aborted) return;
      ended.abort();
      signal?.removeEventListener("abort", stop);
      resolve({ ...texts, failure });
    };
    const kill = (why: string) => {
      child.kill("SIGKILL");
      child.stdout.destroy();
      child.stderr.destroy();
      finish(why);
    };
    const stop = () => kill("aborted");
    // Bytes as they are: only ASCII matters, and which code page a Windows console uses cannot be known.
    const take = (kind: keyof typeof texts) => (chunk: Buffer) => {
      texts[kind] += chunk.toString("latin1");
      if (texts[kind].length > MOST_OUTPUT) kill("too much output");
    };
    child.stdout.on("data", take("output"));
    child.stderr.on("data", take("errors"));
    child.once("error", (error) => finish("code" in error ? String(error.code) : error.name));
    child.once("close", () => finish(undefined));
    signal?.addEventListener("abort", stop, { once: true });
    const watch = async () => {
      await clock.sleep(longestMs, ended.signal);
      if (!ended.signal.aborted) kill("no end");
    };
    void watch();
  });
}
