import type { Log } from "./log.ts";

export interface Teardown {
  /** Remembers how to undo; returns what was made. */
  add<T>(name: string, made: T, undo: (made: T) => void | Promise<void>): T;
  /** Undoes everything, last in first out; one failure does not stop the rest. Later calls wait for the first. */
  run(): Promise<void>;
}

export function createTeardown(log: Log): Teardown {
  const steps: { readonly name: string; readonly undo: () => void | Promise<void> }[] = [];
  let running: Promise<void> | undefined;
  const undoAll = async () => {
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      try {
        await step.undo();
      } catch (error) {
        log.error("teardown_failed", { step: step.name, error });
      }
    }
  };
  return {
    add(name, made, undo) {
      steps.push({ name, undo: () => undo(made) });
      return made;
    },
    run: () => (running ??= undoAll()),
  };
}
