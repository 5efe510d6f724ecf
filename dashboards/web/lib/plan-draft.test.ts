import { describe, expect, test } from "vitest";
import type { PlanView } from "../../../core/wire/plans.ts";
import { readDraft, resumed, type PlanDraft } from "./plan-draft.ts";
import { scenarioOf, withCeiling, withLock } from "./plan-state.ts";

const saved: PlanView = {
  id: "p1",
  name: "Kế hoạch 2027",
  year: 2027,
  units: ["u1"],
  ceilings: { commune: 100 },
  total: null,
  must: [],
  never: [],
  edits: {},
  changedAt: 1,
  changedBy: "an",
  etag: "1",
};
const base = scenarioOf(saved);
const draft: PlanDraft = { etag: "1", base, mine: withLock(base, "add:u1:desktop", "must") };

describe("changes that were not saved", () => {
  test("are on top when the plan is opened again", () => {
    expect(resumed(saved, draft)).toEqual({ scenario: draft.mine, mixedWith: undefined });
    expect(resumed(saved, undefined)).toEqual({ scenario: base, mixedWith: undefined });
  });

  test("are put on top of what somebody else saved meanwhile, which is said", () => {
    const theirs = { ...saved, ceilings: { commune: 500 }, changedBy: "bình", etag: "2" };
    expect(resumed(theirs, draft)).toEqual({
      scenario: withCeiling(draft.mine, "commune", 500),
      mixedWith: "bình",
    });
  });

  test("that somebody saved by now are nothing to save", () => {
    const now: PlanView = { ...saved, must: ["add:u1:desktop"], etag: "2" };
    expect(resumed(now, draft)).toEqual({ scenario: scenarioOf(now), mixedWith: undefined });
  });

  test("come back from the browser's storage as they were", () => {
    expect(readDraft(JSON.stringify(draft), "p1")).toEqual(draft);
  });

  test.each([
    ["nothing", null],
    ["no JSON", "{"],
    ["null", "null"],
    ["another plan's", JSON.stringify({ ...draft, base: { ...base, id: "p2" } })],
    ["parts missing", JSON.stringify({ ...draft, mine: { id: "p1" } })],
    ["no tag", JSON.stringify({ base, mine: base })],
  ])("are nothing where the storage holds %s", (_, text) => {
    expect(readDraft(text, "p1")).toBeUndefined();
  });
});
