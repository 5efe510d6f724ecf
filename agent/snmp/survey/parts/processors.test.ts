import { expect, test } from "vitest";
import { askedOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import type { ProcessorRule } from "../knowledge.ts";
import { readProcessors } from "./processors.ts";

const HR_LOAD = "1.3.6.1.2.1.25.3.3.1.2";
const UCD_IDLE = "1.3.6.1.4.1.2021.11.11.0";
const OWN = "1.3.6.1.4.1.32473.7";

async function read(objects: SnmpObjects, processors: readonly ProcessorRule[] = [], objectId = "") {
  const { ask, known, requests } = askedOf(objects);
  const knowledge = [{ vendor: "Example", processors }];
  const found = await readProcessors(ask, { ...known, objectId, knowledge });
  return { found, requests: requests() };
}

test("a device without any of it has none, for two requests", async () => {
  expect(await read({}, [{ percent: `${OWN}.1.0` }])).toEqual({ found: [], requests: 2 });
});

test("every processor of HOST-RESOURCES-MIB is listed; impossible loads are left out", async () => {
  const { found } = await read({
    [`${HR_LOAD}.1`]: 17,
    [`${HR_LOAD}.2`]: 0,
    [`${HR_LOAD}.3`]: -1,
    [`${HR_LOAD}.4`]: 250,
  });
  expect(found).toEqual([
    { name: "CPU 1", percent: 17 },
    { name: "CPU 2", percent: 0 },
  ]);
});

test("UCD's idle time tells where nothing else does", async () => {
  expect((await read({ [UCD_IDLE]: 62 })).found).toEqual([{ name: "CPU", percent: 38 }]);
  expect((await read({ [UCD_IDLE]: 62, [`${HR_LOAD}.1`]: 5 })).found).toEqual([{ name: "CPU", percent: 5 }]);
  expect((await read({ [UCD_IDLE]: -7 })).found).toEqual([]);
});

test("the maker's objects come before the general ones, a fallback after them", async () => {
  const objects = { [`${OWN}.1.0`]: 40, [`${HR_LOAD}.1`]: 5 };
  const percent = `${OWN}.1.0`;
  expect((await read(objects, [{ percent }])).found).toEqual([{ name: "CPU", percent: 40 }]);
  expect((await read(objects, [{ percent, fallback: true }])).found).toEqual([{ name: "CPU", percent: 5 }]);
  expect((await read({ [percent]: 40 }, [{ percent, fallback: true }])).found).toEqual([
    { name: "CPU", percent: 40 },
  ]);
});

test("of several rules the first with a value counts, and those that count besides", async () => {
  const rules: ProcessorRule[] = [
    { percent: `${OWN}.9.0` },
    { name: "System", percent: { oid: `${OWN}.1.0`, ignore: [101] } },
    { percent: `${OWN}.2.0` },
    { name: "Core {index}", percent: `${OWN}.3.1`, also: true },
  ];
  const objects = { [`${OWN}.1.0`]: 40, [`${OWN}.2.0`]: 50, [`${OWN}.3.1.7`]: "12 %" };
  expect((await read(objects, rules)).found).toEqual([
    { name: "System", percent: 40 },
    { name: "Core 7", percent: 12 },
  ]);
  expect((await read({ ...objects, [`${OWN}.1.0`]: 101 }, rules)).found[0]?.percent).toBe(50);
});

test("objects below each model's own number are found by sysObjectID", async () => {
  const rules: ProcessorRule[] = [{ percent: "{objectId:9}.1.0" }, { percent: "{objectId}.54.0" }];
  const model = "1.3.6.1.4.1.32473.3.69.1";
  expect((await read({ [`${model}.54.0`]: 9 }, rules, model)).found).toEqual([{ name: "CPU", percent: 9 }]);
  expect((await read({ "1.3.6.1.4.1.32473.3.69.1.0": 8 }, rules, model)).found).toEqual([
    { name: "CPU", percent: 8 },
  ]);
  expect((await read({ "1.3.6.1.4.1.32473.54.0": 8 }, rules, "1.3.6.1.4.1.32473")).found).toEqual([]);
});
