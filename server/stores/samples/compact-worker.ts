import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { compactDay, type CompactJob } from "./compact-day.ts";
import { mergeMonth, type MonthJob } from "./merge-month.ts";

/** The thread of the nightly work: one job, one answer, and it ends. */
export type NightJob =
  | { readonly do: "day"; readonly job: CompactJob }
  | { readonly do: "month"; readonly job: MonthJob };

// Whoever waits for the server comes first. On Linux this is the thread's priority; elsewhere it would be the program's.
if (process.platform === "linux") setPriority(0, 10);

const work = workerData as NightJob;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
parentPort?.postMessage(work.do === "day" ? compactDay(work.job) : mergeMonth(work.job));
