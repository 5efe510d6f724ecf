import { spawn, type ChildProcess } from "node:child_process";
import type { Space } from "./space.ts";

/** Programs inside namespaces; those of ours answer questions over Node's own channel, which no network fault touches. */
export interface Program {
  readonly pid: number;
  output(): string;
  waitFor(pattern: RegExp, ms?: number): Promise<void>;
  /** Asks a program that uses {@link answer}. */
  ask<T>(method: string, ...args: readonly unknown[]): Promise<T>;
  readonly running: boolean;
  /** End of its standard input (which our programs take as "stop"), SIGTERM, or SIGKILL; waits until it is gone. */
  stop(how?: "stdin" | "SIGTERM" | "SIGKILL"): Promise<void>;
}

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  /** Wrapper programs in front, e.g. `unshare …`. */
  readonly wrapper?: readonly string[];
  readonly channel?: boolean;
}
interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

const ASK_MS = 60_000;
const STOP_MS = 10_000;

export function startProgram(space: Space, command: readonly string[], options: Options = {}): Program {
  const { env = {}, wrapper = [], channel = false } = options;
  const child = spawn("ip", ["netns", "exec", space.netns, ...wrapper, ...command], {
    stdio: ["pipe", "pipe", "pipe", ...(channel ? (["ipc"] as const) : [])],
    serialization: "advanced",
    env: { ...process.env, ...env },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command[0] ?? ""} did not start`);
  let output = "";
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString("utf8")).slice(-400_000);
    });
  }
  child.stdin?.on("error", () => {});
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    pid,
    output: () => output,
    get running() {
      return isRunning();
    },
    async waitFor(pattern, ms = 30_000) {
      const end = performance.now() + ms;
      while (!pattern.test(output)) {
        if (performance.now() > end || !isRunning())
          throw new Error(`${space.name}: ${command.join(" ")} did not print ${String(pattern)}:\n${output}`);
        await pause(50);
      }
    },
    ask: asker(child, () => output),
    async stop(how = "stdin") {
      if (!isRunning()) return;
      if (how === "stdin") child.stdin?.end();
      else child.kill(how);
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      await gone;
      clearTimeout(timer);
    },
  };
}

function asker(child: ChildProcess, output: () => string) {
  let last = 0;
  const waiting = new Map<number, (reply: Reply) => void>();
  child.on("message", (message) => {
    const reply = message as Reply;
    waiting.get(reply.id)?.(reply);
  });
  child.once("exit", () => {
    for (const [id, tell] of waiting) tell({ id, error: `the program ended:\n${output()}` });
  });
  return <T>(method: string, ...args: readonly unknown[]): Promise<T> =>
    new Promise((resolve, reject) => {
      last += 1;
      const id = last;
      const finish = ({ value, error }: Reply) => {
        clearTimeout(timer);
        waiting.delete(id);
        if (error === undefined) resolve(value as T);
        else reject(new Error(`${method}: ${error}`));
      };
      const timer = setTimeout(() => finish({ id, error: "no answer" }), ASK_MS);
      waiting.set(id, finish);
      child.send({ id, method, args }, (error) => {
        if (error !== null) finish({ id, error: error.message });
      });
    });
}

/** In the program: answers the questions of {@link Program.ask}, and ends it when standard input does. */
export function answer(
  methods: Readonly<Record<string, (...args: never[]) => unknown>>,
  end: () => Promise<void>,
): void {
  process.on("message", (message) => {
    const { id, method, args } = message as { id: number; method: string; args: never[] };
    const work = async () => {
      const asked = methods[method];
      if (asked === undefined) throw new Error("no such method");
      return asked(...args);
    };
    work().then(
      (value) => process.send?.({ id, value }),
      (error: unknown) =>
        process.send?.({
          id,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }),
    );
  });
  const stop = () => void end().then(() => process.exit(0));
  process.stdin.on("end", stop);
  process.stdin.resume();
  process.once("SIGTERM", stop);
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
