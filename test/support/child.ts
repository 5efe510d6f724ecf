import { spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:net";

export interface Child {
  readonly pid: number;
  readonly process: ChildProcess;
  /** Everything that it printed so far on stdout and stderr. */
  output(): string;
  /** Resolves with the first match of `pattern` in the output; rejects when the program ends or `ms` pass first. */
  waitFor(pattern: RegExp, ms?: number): Promise<RegExpExecArray>;
  /** Asks it to stop (SIGTERM, or `signal`), waits until it is gone, SIGKILL after 15 s. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts a program with arguments (no shell) for a test or a benchmark; the test must stop it. */
export function startChild(
  program: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): Child {
  const child = spawn(program, args, {
    stdio: ["pipe", "pipe", "pipe"],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} did not start; is it installed?`);
  let output = "";
  const listeners = new Set<() => void>();
  const take = (chunk: Buffer) => {
    // Bounded: a program that prints for ever must not fill the test's memory.
    output = (output + chunk.toString("utf8")).slice(-1_000_000);
    for (const listener of listeners) listener();
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  child.stdin.on("error", () => {});
  const gone = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => resolve(code));
    child.once("error", () => resolve(null));
  });
  return {
    pid,
    process: child,
    output: () => output,
    waitFor: (pattern, ms = 30_000) =>
      new Promise((resolve, reject) => {
        const finish = (act: () => void) => {
          clearTimeout(timer);
          listeners.delete(look);
          act();
        };
        const look = () => {
          const match = pattern.exec(output);
          if (match !== null) finish(() => resolve(match));
        };
        const timer = setTimeout(
          () =>
            finish(() =>
              reject(new Error(`${program} did not print ${String(pattern)} in ${ms} ms:\n${output}`)),
            ),
          ms,
        );
        listeners.add(look);
        void gone.then((code) =>
          finish(() =>
            reject(new Error(`${program} ended (${code}) before printing ${String(pattern)}:\n${output}`)),
          ),
        );
        look();
      }),
    stop: async (signal = "SIGTERM") => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill(signal);
      const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
      const code = await gone;
      clearTimeout(timer);
      return code;
    },
  };
}

/** A TCP port of loopback that was free a moment ago, for programs that cannot be given port 0. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === "object"
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}
