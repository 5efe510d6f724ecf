import { expect, test } from "vitest";
import type { Score } from "../../core/alerting/types.ts";
import { DAY, HOUR, MINUTE } from "../../core/clock.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { createScoreKeeper, ofNow } from "./scores.ts";

const score = (value: number): Score => ({
  subject: { kind: "site", id: "s1" },
  score: value,
  penalties: [],
  inferred: false,
});

test("scores are saved at most once a minute, also after the clock was set back", async () => {
  const clock = fakeClock();
  const saved: number[] = [];
  const save = createScoreKeeper(
    { saveScores: (_, scores) => Promise.resolve(void saved.push(...scores.map((one) => one.score))) },
    clock,
  );
  const today = clock.now();
  clock.setWall(today + 30 * DAY);
  await save(clock.now(), [score(90)]);
  await save(clock.now(), [score(80)]);
  clock.setWall(today);
  await clock.advance(MINUTE);
  await save(clock.now(), [score(70)]);
  expect(saved).toEqual([90, 70]);
});

test("the score of what was measured days ago is no score of now", () => {
  const now = 100 * DAY;
  const known = [HOUR, 2 * DAY, 4 * DAY].map((age) => Object.assign(score(90), { at: now - age }));
  expect(ofNow(known, now).map(({ at }) => now - at)).toEqual([HOUR, 2 * DAY]);
});
