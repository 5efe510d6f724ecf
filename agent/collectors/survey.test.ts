import { expect, test } from "vitest";
import { MINUTE } from "../../core/clock.ts";
import { fail, ok } from "../../core/result.ts";
import type { SnmpTarget } from "../../core/wire/assignment.ts";
import { mapSession, type SnmpObjects } from "../../test/fakes/snmp-map-session.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import type { OpenSession } from "../snmp/protocol.ts";
import type { Reading } from "./collector.ts";
import { createLimiter } from "./limiter.ts";
import { createSurveyJob } from "./survey.ts";

const SYSTEM = "1.3.6.1.2.1.1";
const UPS = "1.3.6.1.2.1.33.1";
const LLDP = "1.0.8802.1.1.2.1";

/** Objects that a UPS of RFC 1628 has, as far as they matter here. */
const UPS_OBJECTS: SnmpObjects = {
  [`${SYSTEM}.1.0`]: "Network card",
  [`${SYSTEM}.3.0`]: { type: "timeticks", value: 100 },
  [`${UPS}.1.1.0`]: "Santak",
  [`${UPS}.1.2.0`]: "C2K",
  [`${UPS}.2.1.0`]: 2,
  [`${UPS}.2.3.0`]: 25,
  [`${UPS}.2.4.0`]: 91,
  [`${UPS}.4.1.0`]: 5,
};
const SWITCH_OBJECTS: SnmpObjects = {
  [`${SYSTEM}.1.0`]: "A switch",
  [`${SYSTEM}.3.0`]: { type: "timeticks", value: 100 },
  [`${SYSTEM}.7.0`]: 2,
  "1.3.6.1.2.1.2.2.1.1.3": 3,
  "1.3.6.1.2.1.2.2.1.2.3": "port3",
  "1.3.6.1.2.1.2.2.1.3.3": 6,
  [`${LLDP}.3.7.1.3.3`]: "port3",
  [`${LLDP}.4.1.1.5.0.3.1`]: "chassis",
  [`${LLDP}.4.1.1.7.0.3.1`]: "eth0",
  [`${LLDP}.4.1.1.9.0.3.1`]: "SW-Tang2",
};

function survey(
  objects: SnmpObjects,
  options: { readonly answers?: boolean; readonly open?: OpenSession } = {},
) {
  const clock = fakeClock();
  const logged: string[] = [];
  const note = (event: string) => void logged.push(event);
  const target: SnmpTarget = {
    device: "d1",
    address: "127.0.0.1",
    port: 161,
    everyMs: MINUTE,
    credential: { version: "2c", community: "public" },
  };
  let visits = 0;
  const open: OpenSession = async () => {
    visits += 1;
    return ok(mapSession(objects));
  };
  const job = createSurveyJob({
    target,
    tools: { clock, now: () => clock.now(), random: () => 0.5, log: { info: note, warn: note, error: note } },
    open: options.open ?? open,
    lane: createLimiter(1),
    answers: () => options.answers,
  });
  const run = (signal = AbortSignal.timeout(10_000)) => job.run(signal);
  return { clock, run, visits: () => visits, logged };
}

const entities = ({ samples }: Reading) => samples.map(({ entity }) => entity);
const facts = ({ facts: all }: Reading) => all.map(({ type }) => type);

test("the first visit tells what a device is and who its neighbours are", async () => {
  const { run, logged } = survey(SWITCH_OBJECTS);
  const reading = await run();
  expect(logged).toEqual([]);
  expect(facts(reading)).toEqual(["identity", "lan"]);
  const lan = reading.facts.find((fact) => fact.type === "lan");
  expect(lan?.neighbours).toMatchObject([{ protocol: "lldp", localPort: "port3", remoteName: "SW-Tang2" }]);
  expect(reading.samples[0]).toMatchObject({ entity: "device:d1", values: { survey_time: 0 } });
});

test("a UPS is looked at every minute, other devices every second one", async () => {
  const [ups, other] = [survey(UPS_OBJECTS), survey(SWITCH_OBJECTS)];
  const upsReadings: Reading[] = [];
  for (let minute = 0; minute < 6; minute += 1) {
    upsReadings.push(await ups.run());
    await other.run();
    for (const { clock } of [ups, other]) await clock.advance(MINUTE);
  }
  expect(ups.visits()).toBe(6);
  expect(other.visits()).toBe(4);
  const figures = upsReadings.map(({ samples }) => samples.find(({ entity }) => entity === "ups:d1")?.values);
  expect(figures).toHaveLength(6);
  for (const values of figures)
    expect(values).toMatchObject({ output_source: 5, charge: 91, runtime: 1_500 });
});

test("what has not changed is not told again; everything is read anew after ten minutes", async () => {
  const objects: Record<string, SnmpObjects[string]> = { ...SWITCH_OBJECTS };
  const { clock, run } = survey(objects);
  expect(facts(await run())).toEqual(["identity", "lan"]);
  objects[`${LLDP}.4.1.1.9.0.3.1`] = "SW-Moi";
  const told: string[] = [];
  for (let minute = 1; minute <= 12; minute += 1) {
    await clock.advance(MINUTE);
    told.push(...facts(await run()));
    if (minute < 10) expect(told).toEqual([]);
  }
  expect(told).toEqual(["lan"]);
});

test("a visit on which answers were lost replaces nothing that was told, for an hour", async () => {
  let lossy = false;
  const objects: Record<string, SnmpObjects[string]> = { ...SWITCH_OBJECTS };
  const open: OpenSession = async () => {
    const session = mapSession(objects);
    const isLost = (oids: readonly string[]) => lossy && oids.some((oid) => oid.startsWith(LLDP));
    const lost = fail("snmp_timeout", { address: "127.0.0.1" });
    return ok({
      ...session,
      get: async (oids, ...rest) => (isLost(oids) ? lost : session.get(oids, ...rest)),
      bulk: async (query, ...rest) => (isLost(query.oids) ? lost : session.bulk(query, ...rest)),
    });
  };
  const { clock, run } = survey(objects, { open });
  expect(facts(await run())).toEqual(["identity", "lan"]);
  lossy = true;
  Object.assign(objects, {
    "1.3.6.1.2.1.47.1.1.1.1.5.1": 3,
    "1.3.6.1.2.1.47.1.1.1.1.11.1": "FOC1234X0AB",
    "1.3.6.1.2.1.47.1.1.1.1.13.1": "GS1900-24",
  });
  const told: string[] = [];
  const visitFor = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute += 1) {
      await clock.advance(MINUTE);
      told.push(...facts(await run()));
    }
  };
  await visitFor(65);
  expect(told).toEqual([]);
  await visitFor(10);
  expect(told).toEqual(["identity"]);
});

test("a device that does not answer its poll is left alone, one that does not answer here gives nothing", async () => {
  const silent = survey(SWITCH_OBJECTS, { answers: false });
  expect(entities(await silent.run())).toEqual([]);
  expect(silent.visits()).toBe(0);
  const gone = survey(SWITCH_OBJECTS, { open: async () => fail("snmp_address", { address: "x" }) });
  expect(await gone.run()).toEqual({ samples: [], events: [], facts: [] });
});

test("a visit that is stopped half way tells nothing", async () => {
  const stop = new AbortController();
  const { run } = survey(SWITCH_OBJECTS, {
    open: async () => {
      const session = mapSession(SWITCH_OBJECTS);
      const get: typeof session.get = (oids) => {
        stop.abort();
        return session.get(oids);
      };
      return ok({ ...session, get });
    },
  });
  expect(await run(stop.signal)).toEqual({ samples: [], events: [], facts: [] });
});
