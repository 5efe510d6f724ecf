import { createInterface } from "node:readline";
import { createLanWatchCollector } from "../../../agent/collectors/lan-watch.ts";
import { createPeerCollector } from "../../../agent/collectors/peers.ts";
import { makeAssignment } from "../../support/assignment.ts";
import { realClock } from "../../support/real-clock.ts";

/**
 * A PC's eyes on its LAN, run inside a network namespace: for each line on standard input (`peers` or `lan-watch`) one run of
 * that collector, whose reading is one line of JSON on standard output. Nothing of it is faked but the interval.
 */
const lan = {
  peers: [{ device: "pc2", address: process.argv[2] ?? "" }],
  everyMs: 60_000,
  count: 2,
  dhcpEveryMs: 3_600_000,
};
const note = (event: string, fields?: object) =>
  process.stderr.write(`${JSON.stringify({ event, ...fields })}\n`);
const log = { info: note, warn: note, error: note };
// No part of the random time before the first question is waited for.
const tools = { clock: realClock, now: () => Date.now(), random: () => 0, log };
const assignment = makeAssignment({ lan });
const jobs = [...createPeerCollector()(assignment, tools), ...createLanWatchCollector()(assignment, tools)];

let count = 0;
process.stdout.write("READY\n");
for await (const line of createInterface(process.stdin)) {
  const reading = await jobs.find(({ id }) => id === line)?.run(AbortSignal.timeout(20_000));
  count += 1;
  process.stdout.write(`READING ${count} ${JSON.stringify(reading)}\n`);
}
