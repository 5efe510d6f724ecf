import { signal, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Instant } from "../../../core/clock.ts";
import type { Answer, Problem } from "../lib/problem.ts";
import { now } from "./clock.ts";

/** Something that a view asked the server for. Data and problem together: old data that could not be renewed. */
export interface Resource<T> {
  readonly data: ReadonlySignal<T | undefined>;
  readonly problem: ReadonlySignal<Problem | undefined>;
  /** Server time of the answer that is shown. */
  readonly loadedAt: ReadonlySignal<Instant | undefined>;
  reload(): Promise<void>;
  /** Lays live values over the data. */
  change(next: (data: T) => T): void;
}

/** How often a page asks anew what live values do not tell: states, new devices, faults. */
const REFRESH_MS = 30_000;
/** While nothing could be loaded it tries more often. */
const RETRY_MS = 5_000;

interface Open<T> extends Resource<T> {
  start(): () => void;
}

/**
 * Asks once more whenever `key` changes, every `refreshMs`, and when the page comes back into view. `load` must be a
 * function of the key alone.
 */
export function useResource<T>(
  key: string,
  load: () => Promise<Answer<T>>,
  refreshMs: number = REFRESH_MS,
): Resource<T> {
  const resource = useMemo(() => openResource(load, refreshMs), [key]);
  useEffect(() => resource.start(), [resource]);
  return resource;
}

function openResource<T>(load: () => Promise<Answer<T>>, refreshMs: number): Open<T> {
  const data = signal<T | undefined>(undefined);
  const problem = signal<Problem | undefined>(undefined);
  const loadedAt = signal<Instant | undefined>(undefined);
  let latest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let open = false;

  const reload = async () => {
    clearTimeout(timer);
    latest += 1;
    const mine = latest;
    const answer = await load();
    // Another question was asked meanwhile: its answer is the one to show.
    if (mine !== latest || !open) return;
    if (answer.ok) {
      data.value = answer.value;
      loadedAt.value = now.value;
      problem.value = undefined;
    } else {
      problem.value = answer.problem;
    }
    plan(answer.ok ? refreshMs : RETRY_MS);
  };
  const plan = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // Nobody looks: the page asks when somebody does again.
      if (!document.hidden) void reload();
    }, ms);
  };
  const look = () => {
    if (!document.hidden) void reload();
  };
  return {
    data,
    problem,
    loadedAt,
    reload,
    change: (next) => {
      if (data.value !== undefined) data.value = next(data.value);
    },
    start: () => {
      open = true;
      document.addEventListener("visibilitychange", look);
      void reload();
      return () => {
        open = false;
        clearTimeout(timer);
        document.removeEventListener("visibilitychange", look);
      };
    },
  };
}
