import { expect, test } from "vitest";
import type { Assignment } from "../../core/wire/assignment.ts";
import { makeAssignment } from "../../test/support/assignment.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { silent } from "../../test/support/log.ts";
import { createJobMaker } from "./table.ts";

const clock = fakeClock();
const tools = { clock, now: () => clock.now(), random: () => 0.5, log: silent };

async function jobsOf(more: Partial<Assignment>): Promise<readonly string[]> {
  const figures = () => {
    throw new Error("no job runs here");
  };
  const make = createJobMaker(tools, figures, () => Promise.resolve(1));
  return (await make(makeAssignment(more))).map(({ id }) => id);
}

test("a PC that nobody set up looks at itself only", async () => {
  expect(await jobsOf({})).toEqual(["host", "inventory", "self"]);
  expect(await jobsOf({ services: [] })).toEqual(["host", "inventory", "self"]);
});

test("services and the LAN are looked at where the assignment says so", async () => {
  const lan = { peers: [], everyMs: 60_000, count: 5 };
  const check = {
    check: "k1",
    kind: "tcp",
    target: "127.0.0.1:1",
    everyMs: 60_000,
    timeoutMs: 1_000,
  } as const;
  expect(await jobsOf({ services: [check], lan })).toEqual([
    "host",
    "inventory",
    "service:k1",
    "peers",
    "lan-watch",
    "self",
  ]);
});
