import { expect, it } from "vitest";
import { counter32, gauge, octets, tableOf } from "../../../test/fakes/snmp-asked.ts";
import { mapSession } from "../../../test/fakes/snmp-map-session.ts";
import { realClock } from "../../../test/support/real-clock.ts";
import { surveyDevice } from "./survey.ts";

const NUMBERS = Array.from({ length: 48 }, (_, i) => i + 1);
const device = {
  "1.3.6.1.2.1.1.1.0": "a switch",
  ...tableOf(
    "1.3.6.1.2.1.2.2.1",
    Object.fromEntries(
      NUMBERS.map((i) => [
        i,
        {
          2: `port ${i}`,
          3: 6,
          5: gauge(1e9),
          7: 1,
          8: 1,
          10: counter32(i),
          13: counter32(0),
          14: counter32(0),
        },
      ]),
    ),
  ),
  ...tableOf("1.3.6.1.2.1.17.1.4.1", { 7: { 2: 7 } }),
  ...tableOf("1.3.6.1.2.1.17.4.3.1", { "2.0.0.0.0.1": { 1: octets(2, 0, 0, 0, 0, 1), 2: 7, 3: 3 } }),
};

async function visit(ports: boolean) {
  const wrong: string[] = [];
  const options = { address: "192.0.2.1", clock: realClock, maxMs: 60_000, ports };
  const made = await surveyDevice(mapSession(device), { ...options, onBug: (part) => wrong.push(part) });
  expect(wrong).toEqual([]);
  if (!made.ok) throw new Error(made.fault.code);
  return made.value;
}

it("leaves the ports' figures to the poll, and names ports all the same", async () => {
  const [without, all] = [await visit(false), await visit(true)];
  expect(all.survey.ports).toHaveLength(48);
  expect(all.survey.ports[0]).toMatchObject({ name: "port 1", speedBps: 1e9, counters: { inOctets: "1" } });
  expect(without.survey).toEqual({ ...all.survey, ports: [] });
  expect(without.survey.forwarding).toMatchObject([{ mac: "02:00:00:00:00:01", port: "port 7" }]);
  expect(without.requests).toBeLessThan(all.requests - 5);
});
