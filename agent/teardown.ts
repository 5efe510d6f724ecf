import type { AgentLog } from "./collectors/collector.ts";

export interface Teardown {
  /** Remembers how to undo; returns what was made. */
  add<T>(name: string, made: T, undo: (made: T) => void | Promise<void>): T;
  /** Undoes everything, last in first out; one failure does not stop the rest. A second call does nothing. */
  run(): Promise<void>;
}

export function createTeardown(log: AgentLog): Teardown {
  const steps: { name: string; undo: () => void | Promise<void> }[] = [];
  return {
    add(name, made, undo) {
      steps.push({ name, undo: () => undo(made) });
      return made;
    },
    async run() {
      for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
        try {
          await step.undo();
        } catch (error) {
          log.error("teardown_failed", { step: step.name, error });
        }
      }
    },
  };
}
