import { parentPort, workerData } from "node:worker_threads";
import { districtYear } from "./district.ts";
import { siteYear } from "./site.ts";
import { readOptions, type YearArguments } from "./options.ts";

/** Some sites' year, in a thread of its own: sites do not depend on one another. */
const { numbers, year } = workerData as { readonly numbers: readonly number[]; readonly year: YearArguments };
const options = readOptions(year);
const district = districtYear(options);
for (const number of numbers) {
  const { notices, truths, passes } = siteYear(number, options, district);
  // Kinds of faults hold functions: they go by name.
  const told = {
    notices,
    passes,
    truths: truths.map(({ kind, ...truth }) => ({ ...truth, name: kind.name })),
  };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(told);
}
