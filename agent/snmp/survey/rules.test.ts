import { expect, test } from "vitest";
import { askedOf } from "../../../test/fakes/snmp-asked.ts";
import { holds, readFirst, readNumber, readRule, rulesFor } from "./rules.ts";

const T = "1.3.6.1.4.1.32473.1.1";

test("columns of one table and a scalar make rows with names", async () => {
  const { ask } = askedOf({
    [`${T}.2.1`]: "CPU 1",
    [`${T}.2.2`]: "CPU 2",
    [`${T}.3.1`]: 25,
    [`${T}.3.2`]: 30,
    "1.3.6.1.4.1.32473.2.0": 1024,
  });
  const rows = await readRule(ask, {
    numbers: { used: `${T}.3`, total: { oid: "1.3.6.1.4.1.32473.2.0", multiply: 1024 } },
    name: { oid: `${T}.2` },
  });
  expect(rows).toEqual([
    { index: "1", name: "CPU 1", numbers: { used: 25, total: 1_048_576 } },
    { index: "2", name: "CPU 2", numbers: { used: 30, total: 1_048_576 } },
  ]);
});

test("a rule of scalars alone is one row; what is not there is missing", async () => {
  const { ask } = askedOf({ [`${T}.0`]: 12 });
  const numbers = { percent: `${T}.0`, free: "1.3.6.1.4.1.32473.9.0" };
  expect(await readRule(ask, { numbers, name: "CPU {index}" })).toEqual([
    { index: "0", name: "CPU 0", numbers: { percent: 12 } },
  ]);
});

test("names of another table are found by the first arcs of the index", async () => {
  const other = "1.3.6.1.2.1.47.1.1.1.1.7";
  const { ask } = askedOf({ [`${T}.3.4.1`]: 7, [`${other}.4`]: "Module 4" });
  const [row] = await readRule(ask, { numbers: { used: `${T}.3` }, name: { oid: other, arcs: 1 } });
  expect(row?.name).toBe("Module 4");
});

test("a filter leaves rows out, also when it looks at another table", async () => {
  const { ask } = askedOf({
    [`${T}.2.1`]: 3,
    [`${T}.2.2`]: 4,
    [`${T}.3.1`]: 50,
    [`${T}.3.2`]: 60,
    "1.3.6.1.4.1.32473.7.1.5.1": "fan",
    "1.3.6.1.4.1.32473.7.1.5.2": "CPU board",
  });
  const numbers = { percent: `${T}.3` };
  const byNumber = await readRule(ask, { numbers, only: { oid: `${T}.2`, match: "^3$" } });
  expect(byNumber.map(({ index }) => index)).toEqual(["1"]);
  const byText = await readRule(ask, { numbers, only: { oid: "1.3.6.1.4.1.32473.7.1.5", match: "^cpu" } });
  expect(byText.map(({ index }) => index)).toEqual(["2"]);
});

test("the first rule that has rows wins, and absent rules cost one request together", async () => {
  const { ask, requests } = askedOf({ [`${T}.3.1`]: 1 });
  const absent = Array.from({ length: 10 }, (_, i) => ({ percent: `1.3.6.1.4.1.99.${i}.1` }));
  const rules = [...absent, { percent: `${T}.3` }, { percent: `${T}.4` }];
  const sources = (rule: { percent: string; also?: boolean }) => ({ numbers: { percent: rule.percent } });
  const rows = await readFirst(ask, rules, sources, (rule) => readRule(ask, sources(rule)));
  expect(rows.map(({ numbers }) => numbers)).toEqual([{ percent: 1 }]);
  expect(requests()).toBe(2);
});

test("a scalar total does not make rows of a table that is not there", async () => {
  const { ask } = askedOf({ "1.3.6.1.4.1.32473.2.0": 1024 });
  const numbers = { total: "1.3.6.1.4.1.32473.2.0", used: `${T}.3` };
  expect(await readRule(ask, { numbers })).toEqual([]);
});

test("a number is read from a scalar or from the first row", async () => {
  const { ask } = askedOf({ [`${T}.3.7`]: "41 C", [`${T}.3.8`]: 50, [`${T}.9.0`]: 2300 });
  expect(await readNumber(ask, `${T}.3`)).toBe(41);
  expect(await readNumber(ask, { oid: `${T}.9.0`, divide: 10 })).toBe(230);
  expect(await readNumber(ask, { oid: `${T}.3.8`, scalar: true })).toBe(50);
  expect(await readNumber(ask, undefined)).toBeUndefined();
});

test("conditions look at sysObjectID, sysDescr and what the device has", async () => {
  const { ask } = askedOf({ [`${T}.3.7`]: 1, [`${T}.9.0`]: 1 });
  const known = { objectId: "1.3.6.1.4.1.32473.12", description: "Example OS 5", knowledge: [] };
  const told = (when: Parameters<typeof holds>[2]) => holds(ask, known, when);
  expect(await told(undefined)).toBe(true);
  expect(await told({ objectId: "1.3.6.1.4.1.32473.1" })).toBe(false);
  expect(await told({ objectId: ["1.3.6.1.4.1.9", "1.3.6.1.4.1.32473"], description: "^example" })).toBe(
    true,
  );
  expect(await told({ description: "^os" })).toBe(false);
  expect(await told({ has: `${T}.3` })).toBe(true);
  expect(await told({ has: `${T}.9.0` })).toBe(true);
  expect(await told({ has: `${T}.4` })).toBe(false);
});

test("rules of all knowledge whose conditions hold are listed in order", async () => {
  const { ask } = askedOf({ [`${T}.3.7`]: 1 });
  const knowledge = [
    { vendor: "A", processors: [{ percent: "1.1" }, { percent: "1.2", when: { has: `${T}.4` } }] },
    { vendor: "B", processors: [{ percent: "1.3", when: { has: `${T}.3` } }] },
  ];
  const rules = await rulesFor(
    ask,
    { objectId: "", description: "", knowledge },
    (entry) => entry.processors,
  );
  expect(rules.map(({ percent }) => percent)).toEqual(["1.1", "1.3"]);
});
