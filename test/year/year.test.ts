import { expect, test } from "vitest";
import { districtYear } from "./district.ts";
import { FAULTS } from "./faults.ts";
import { readOptions } from "./options.ts";
import { siteYear } from "./site.ts";
import { judge } from "./verdict.ts";

/** A month of one site with a fault nearly every day (`npm run bench -- year` is the district's whole year). */
// What devices say of themselves; what is inferred from several PCs has tests of its own.
const MEASURED = FAULTS.filter(({ rule }) =>
  /^(?:port_(?!speed)|device_|target_|ups_|printer_|disk_|clock_|agent_)/.test(rule),
);

test("a month of faults are told rightly, each once, and nothing else is said", () => {
  const arguments_ = {
    seed: 3,
    firstDay: Math.floor(Date.UTC(2026, 2, 2) / 86_400_000),
    days: 30,
    sites: 4,
    faulty: 0.8,
  };
  const options = { ...readOptions(arguments_), only: MEASURED };
  const { notices, truths } = siteYear(2, options, districtYear(options));
  const { missed, wrong } = judge(truths, notices);
  expect(truths.length).toBeGreaterThan(12);
  expect(missed.map(({ kind }) => kind.name)).toEqual([]);
  expect(wrong.map(({ state }) => `${state.rule} ${state.subject.key}`)).toEqual([]);
}, 60_000);
