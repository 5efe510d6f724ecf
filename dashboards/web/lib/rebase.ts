import type { PlanScenario } from "../../../core/planning/types.ts";
import type { Mistake, Mistakes } from "./forms.ts";
import type { Answer } from "./problem.ts";

/** What a person typed, put on top of what somebody else saved meanwhile. Pure. */

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether the server refused because the record is no longer what the form was opened with. */
export const isStale = (answer: Answer<unknown>): boolean =>
  !answer.ok && answer.problem.kind === "fault" && answer.problem.code === "changed_since";

const isParts = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What the person did not touch is as it is now; what they changed, added or took away stays so. Part by part. */
export function rebased<Parts extends object>(mine: Parts, opened: Parts, now: Parts): Parts {
  const [typed, before] = [
    new Map<string, unknown>(Object.entries(mine)),
    new Map<string, unknown>(Object.entries(opened)),
  ];
  const parts = new Map<string, unknown>(Object.entries(now));
  for (const name of new Set([...typed.keys(), ...before.keys()])) {
    const [value, old, current] = [typed.get(name), before.get(name), parts.get(name)];
    if (same(value, old)) continue;
    if (value === undefined) parts.delete(name);
    else if (isParts(value) && isParts(old) && isParts(current))
      parts.set(name, rebased(value, old, current));
    else parts.set(name, value);
  }
  return Object.fromEntries(parts) as Parts;
}

/** Where both changed one field to different things: what the new version says there. Fields within fields by their own names. */
export function clashesOf<Form extends object>(mine: Form, opened: Form, now: Form): Mistakes {
  const [before, after] = [new Map(Object.entries(opened)), new Map(Object.entries(now))];
  const both = Object.entries(mine).filter(
    ([name, value]) =>
      !same(value, before.get(name)) &&
      !same(after.get(name), before.get(name)) &&
      !same(value, after.get(name)),
  );
  return Object.fromEntries(
    both.flatMap(([name, typed]: [string, unknown]): (readonly [string, Mistake | undefined])[] => {
      const [old, current] = [before.get(name) as unknown, after.get(name) as unknown];
      if (isParts(typed) && isParts(old) && isParts(current))
        return Object.entries(clashesOf(typed, old, current));
      const value = String(after.get(name) ?? "") || "—";
      return [[name, { key: "web.mistake.changed", params: { value } }]];
    }),
  );
}

/** The same for a plan: ceilings, changes by hand and locks each for themselves. */
export function rebasedPlan(mine: PlanScenario, opened: PlanScenario, now: PlanScenario): PlanScenario {
  const must = listed(mine.must, opened.must, now.must);
  const never = listed(mine.never, opened.never, now.never);
  const locked = new Set(mine.must);
  const barred = new Set(mine.never);
  return {
    ...rebased(mine, opened, now),
    ceilings: rebased(mine.ceilings, opened.ceilings, now.ceilings),
    edits: rebased(mine.edits, opened.edits, now.edits),
    // A line that both locked, each another way, is as this person wants it.
    must: must.filter((id) => !barred.has(id)),
    never: never.filter((id) => !locked.has(id)),
  };
}

function listed(
  mine: readonly string[],
  opened: readonly string[],
  now: readonly string[],
): readonly string[] {
  const [kept, before] = [new Set(mine), new Set(opened)];
  const theirs = now.filter((id) => kept.has(id) || !before.has(id));
  const there = new Set(theirs);
  return [...theirs, ...mine.filter((id) => !before.has(id) && !there.has(id))];
}
