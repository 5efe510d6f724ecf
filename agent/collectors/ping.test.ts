import { describe, expect, test } from "vitest";
import type { Assignment } from "../../core/wire/assignment.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { ping } from "../lan/ping.ts";
import { createPingCollector, type PingCollectorOptions } from "./ping.ts";

const first = await ping({ address: "127.0.0.1", count: 1 }, { clock: realClock });
const why = first.ok ? "" : ` (SKIPPED: ${String(first.fault.params["reason"])})`;

function jobs(options?: PingCollectorOptions) {
  const assignment: Assignment = {
    protocol: 1,
    agent: "a1",
    device: "pc1",
    site: { id: "s1", name: "Hương Sơn" },
    host: { everyMs: 60_000 },
    inventory: { cron: "0 9 * * *" },
    snmp: [],
    ping: [{ target: "gw", address: "127.0.0.1", everyMs: 30_000, count: 3 }],
  };
  const logged: string[] = [];
  const note = (event: string) => void logged.push(event);
  const log = { info: note, warn: note, error: note };
  const tools = { clock: realClock, now: () => 1_795_000_000_000.4, random: () => 0.5, log };
  const [job] = createPingCollector(options)(assignment, tools);
  if (job === undefined) throw new Error("no job");
  return { job, logged };
}

describe.skipIf(!first.ok)(`a target that is there${why}`, () => {
  test("gives one sample a burst", async () => {
    const { job } = jobs();
    expect(job).toMatchObject({ id: "ping:gw", when: { everyMs: 30_000 } });
    const { samples, events, facts } = await job.run(AbortSignal.timeout(10_000));
    expect({ events, facts }).toEqual({ events: [], facts: [] });
    expect(samples).toMatchObject([
      {
        entity: "target:gw",
        at: 1_795_000_000_000,
        values: { sent: 3, received: 3, loss: 0, rtt_min: expect.any(Number) },
      },
    ]);
  });
});

test("where there is no ping, nothing is said of the target, and it is logged once", async () => {
  const { job, logged } = jobs({ programs: ["/nowhere/ping"] });
  for (let i = 0; i < 3; i += 1) expect((await job.run(AbortSignal.timeout(5_000))).samples).toEqual([]);
  expect(logged).toEqual(["ping_failed"]);
});
