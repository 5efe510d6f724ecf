import { spawn, type ChildProcess } from "node:child_process";
import type { Clock } from "../../core/clock.ts";

export interface ChildOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly limitMs: number;
  readonly maxBytes: number;
}

/** How a child ended: what it wrote (up to the bound), and why it is no success, in one word for the log. */
export interface ChildEnd {
  readonly output: string;
  readonly failure?: "timeout" | "aborted" | "too_much_output" | "not_started" | "exit_code" | undefined;
}

/**
 * Runs a program without a shell until it ends, `limitMs` are over, it writes too much or `signal` aborts; in the
 * last three cases, and when it fails, it and all that it started are killed. Never rejects.
 */
export function runChild(options: ChildOptions, clock: Clock, signal: AbortSignal): Promise<ChildEnd> {
  const { promise, resolve } = Promise.withResolvers<ChildEnd>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  const over = new AbortController();
  const onAbort = () => settle("aborted", true);
  const settle = (failure: ChildEnd["failure"], kill: boolean) => {
    if (over.signal.aborted) return;
    over.abort();
    signal.removeEventListener("abort", onAbort);
    if (kill) killTree(child);
    // Grandchildren may still hold the pipe; nobody waits for them.
    child.stdout?.destroy();
    child.unref();
    resolve({ output: Buffer.concat(chunks).toString("utf8"), failure });
  };

  const child = spawn(options.program, options.args, {
    stdio: ["ignore", "pipe", "ignore"],
    windowsHide: true,
    // A group of its own, so that what it started can be killed with it. Windows needs none.
    detached: process.platform !== "win32",
  });
  child.once("error", () => settle("not_started", false));
  child.once("close", (code) => settle(code === 0 ? undefined : "exit_code", code !== 0));
  // Without free file handles there is an error event and no pipe, whatever the type says.
  child.stdout?.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > options.maxBytes) settle("too_much_output", true);
    else chunks.push(chunk);
  });
  child.stdout?.on("error", () => undefined);
  void clock.sleep(options.limitMs, over.signal).then(() => settle("timeout", true));
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  return promise;
}

/** On Windows libuv ties a process's children to its life, so that killing the child is enough. */
function killTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It ended by itself meanwhile, and left nobody behind.
  }
}
