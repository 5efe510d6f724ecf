import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { MINUTE } from "../../core/clock.ts";
import type { LanTask } from "../../core/wire/assignment.ts";
import { makeAssignment } from "../../test/support/assignment.ts";
import { realClock } from "../../test/support/real-clock.ts";
import type { Gateway } from "../lan/gateway.ts";
import { createPeerCollector } from "./peers.ts";

const folder = mkdtempSync(join(tmpdir(), "cayda-peers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A ping of our own that touches no network: 10.1.2.9 is lost, everything else answers. */
const ping = join(folder, "ping");
writeFileSync(
  ping,
  `#!/bin/sh
for last; do :; done
echo "PING $last ($last) 56(84) bytes of data."
if [ "$last" = 10.1.2.9 ]; then
  printf "\\n--- $last ping statistics ---\\n2 packets transmitted, 0 received, 100%% packet loss, time 1ms\\n"
  exit 1
fi
for i in 1 2; do echo "64 bytes from $last: icmp_seq=$i ttl=64 time=0.$i ms"; done
printf "\\n--- $last ping statistics ---\\n2 packets transmitted, 2 received, 0%% packet loss, time 1ms\\n"
echo "rtt min/avg/max/mdev = 0.100/0.150/0.200/0.050 ms"
`,
);
chmodSync(ping, 0o755);

const lan: LanTask = {
  peers: [
    { device: "pc2", address: "10.1.2.8" },
    { device: "pc3", address: "10.1.2.9" },
    { device: "pc1", address: "10.1.2.7" },
  ],
  everyMs: MINUTE,
  count: 2,
};
const gateway: Gateway = { ip: "10.1.2.1", card: "lan0", own: undefined };
let monotonic = 0;
const clock = { ...realClock, monotonic: () => monotonic };

function setUp(find: () => Promise<Gateway | undefined>, programs = [ping]) {
  const logged: string[] = [];
  const note = (event: string) => void logged.push(event);
  const log = { info: note, warn: note, error: note };
  const tools = { clock, now: () => 1_795_000_000_000, random: () => 0.5, log };
  const collect = createPeerCollector({ gateway: find, programs });
  const run = async (task = lan, signal = AbortSignal.timeout(10_000)) => {
    const [job] = collect(makeAssignment({ lan: task }), tools);
    if (job === undefined) throw new Error("no job");
    return (await job.run(signal)).samples;
  };
  return { run, logged, collect, tools };
}

describe.skipIf(process.platform === "win32")("a burst to everybody", () => {
  test("gives a sample for the gateway and each other PC, lost ones too, never for itself", async () => {
    const samples = await setUp(async () => gateway).run();
    expect(samples).toEqual([
      {
        entity: "peer:pc1/gateway",
        at: 1_795_000_000_000,
        values: { sent: 2, received: 2, loss: 0, rtt_avg: expect.any(Number), rtt_max: expect.any(Number) },
      },
      { entity: "peer:pc1/pc2", at: expect.any(Number), values: expect.objectContaining({ loss: 0 }) },
      {
        entity: "peer:pc1/pc3",
        at: expect.any(Number),
        values: { sent: 2, received: 0, loss: 1, rtt_avg: undefined, rtt_max: undefined },
      },
    ]);
  });

  test("without a gateway the others are pinged all the same; a PC that is the gateway is one", async () => {
    const entities = async (found: Gateway | undefined) =>
      (await setUp(async () => found).run()).map(({ entity }) => entity);
    expect(await entities(undefined)).toEqual(["peer:pc1/pc2", "peer:pc1/pc3"]);
    expect(await entities({ ...gateway, ip: "10.1.2.8" })).toEqual(["peer:pc1/gateway", "peer:pc1/pc3"]);
  });

  test("the route is looked up again after ten minutes, and as long as there is none", async () => {
    let asked = 0;
    let found: Gateway | undefined;
    const { run } = setUp(async () => {
      asked += 1;
      return found;
    });
    const alone = { ...lan, peers: [] };
    expect(await run(alone)).toEqual([]);
    found = gateway;
    expect(await run(alone)).toHaveLength(1);
    await run(alone);
    expect(asked).toBe(2);
    monotonic += 11 * MINUTE;
    await run(alone);
    expect(asked).toBe(3);
  });

  test("where there is no ping nothing is said, and it is logged once", async () => {
    const { run, logged } = setUp(async () => gateway, [join(folder, "none")]);
    expect([...(await run()), ...(await run())]).toEqual([]);
    expect(logged.length).toBeLessThanOrEqual(2);
  });
});

test("without a task there is no job; other peers make another version of the same job", () => {
  const { collect, tools } = setUp(async () => gateway);
  expect(collect(makeAssignment(), tools)).toEqual([]);
  const [one] = collect(makeAssignment({ lan }), tools);
  const [other] = collect(makeAssignment({ lan: { ...lan, peers: [] } }), tools);
  expect([one?.id, other?.id]).toEqual(["peers", "peers"]);
  expect(one?.version).not.toBe(other?.version);
});
