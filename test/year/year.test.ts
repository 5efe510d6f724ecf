import { expect, test } from "vitest";
import { districtYear } from "./district.ts";
import { readOptions } from "./options.ts";
import { siteYear } from "./site.ts";
import { judge } from "./verdict.ts";

/** A month of one site with a fault nearly every day (`npm run bench -- year` is the district's whole year). */
test("a month of faults are told rightly, each once, and nothing else is said", () => {
  const arguments_ = {
    seed: 3,
    firstDay: Math.floor(Date.UTC(2026, 2, 2) / 86_400_000),
    days: 30,
    sites: 4,
    faulty: 0.8,
  };
  const options = readOptions(arguments_);
  const { notices, truths } = siteYear(2, options, districtYear(options));
  const { missed, wrong, afterwards } = judge(truths, notices);
  expect(truths.length).toBeGreaterThan(12);
  expect(missed.map(({ kind }) => kind.name)).toEqual([]);
  expect(wrong.map(({ reason, state }) => `${reason} ${state.rule} ${state.subject.key}`)).toEqual([]);
  for (const { faults, said, right } of afterwards) expect([said, right]).toEqual([faults, faults]);
}, 60_000);
