import { codeFrom, type Code } from "../lib/load-code.ts";
import { heardWithin } from "./clock.ts";

const JUST_NOW_MS = 3_000;
const PATIENCE_MS = 10_000;
/** How often a part is tried again while the server does not answer. */
export const CODE_RETRY_MS = 5_000;

/** Whatever stands before a server that is down answers 502 or 504. */
async function isReachable(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return (await fetch("/healthz", { cache: "no-store", signal })).status < 500;
  } catch {
    return false;
  }
}

export const loadCode = <T>(load: () => Promise<T>): Promise<Code<T>> =>
  codeFrom(load, { heard: () => heardWithin(JUST_NOW_MS), isReachable });
