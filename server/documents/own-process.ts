import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Work in a process of its own, which answers one order and ends. Not in a thread: what it takes (memory, time, a fault of
 * the runtime when a thread with much compiled code ends) is then never the server's, and all of its memory is given back.
 */
type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };

export interface ProcessLimits {
  readonly maxHeapMB: number;
  /** After so long it is ended; undefined: it may take as long as it needs. */
  readonly longestMs?: number;
}

/** Starts `program` (a module that calls {@link answerOrder}) and gives it the order. Rejects when it gave no answer. */
export function askProcess<T>(
  program: URL,
  order: object,
  { maxHeapMB, longestMs }: ProcessLimits,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(program), [], {
      // Not the server's own flags, which are for what runs for months.
      execArgv: [`--max-old-space-size=${maxHeapMB}`],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const limit = longestMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), longestMs);
    child.once("message", (answer) => {
      const made = answer as Answer;
      if (made.ok) resolve(made.value as T);
      else reject(new Error(made.error));
    });
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      clearTimeout(limit);
      reject(new Error(`it ended without an answer (${signal ?? code})`));
    });
    child.send(order, (error) => {
      if (error !== null) reject(error);
    });
  });
}

/** In the process: takes the one order, answers, and lets go of the channel, with which the process ends. */
export function answerOrder(work: (order: unknown) => Promise<unknown>): void {
  // Whoever asked is gone.
  const orphaned = () => process.exit(1);
  process.once("disconnect", orphaned);
  process.once("message", (order) => {
    const answer = async (): Promise<Answer> => {
      try {
        return { ok: true, value: await work(order) };
      } catch (error) {
        return { ok: false, error: String(error) };
      }
    };
    void answer().then((made) => {
      process.send?.(made, () => {
        process.off("disconnect", orphaned);
        process.disconnect();
      });
      return made;
    });
  });
}
