import { describe, expect, test } from "vitest";
import { fail, ok } from "../../core/result.ts";
import type { VarBind } from "./protocol.ts";
import { isErrorStatus, readsOfVersion1, readsOfVersion2, type Requests } from "./requests.ts";

const OIDS = ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6"];

/** A device that refuses a whole request because of one OID in it. */
function refusing(bad: readonly string[], reason: string) {
  const asked: (readonly string[])[] = [];
  const one: Requests["one"] = async (_, oids) => {
    asked.push(oids);
    const culprit = oids.find((oid) => bad.includes(oid));
    if (culprit === undefined) return ok(oids.map((oid): VarBind => ({ oid, type: "integer", value: 1 })));
    const { fault } = fail("snmp_refused", { address: "sw1", reason });
    // As many devices do, it does not say which one it was.
    return { ok: false, fault: { fault, refusal: { reason, oid: undefined } } };
  };
  const requests: Requests = {
    one,
    several: () => Promise.reject(new Error("not asked for")),
    bytes: () => 0,
  };
  return { requests, asked };
}

const VERSIONS = [
  ["1", readsOfVersion1],
  ["2c and 3", readsOfVersion2],
] as const;

describe.each(VERSIONS)("GET in version %s", (_, reads) => {
  test.each(["genErr", "noSuchName", "resourceUnavailable", "tooBig"])(
    "%s over one object leaves that one absent, and costs none of the others",
    async (reason) => {
      const { requests, asked } = refusing(["1.4"], reason);
      const read = await reads(requests).get(OIDS);
      const types = read.ok ? read.value.map(({ oid, type }) => `${oid} ${type}`) : [];
      expect(types).toEqual(OIDS.map((oid) => `${oid} ${oid === "1.4" ? "absent" : "integer"}`));
      expect(asked.length).toBeLessThan(10);
    },
  );

  test("a device that refuses everything has answered all the same", async () => {
    const read = await reads(refusing(OIDS, "genErr").requests).get(OIDS);
    expect(read.ok && read.value.map(({ type }) => type)).toEqual(OIDS.map(() => "absent"));
  });

  test("what concerns whoever asks is not asked again in parts", async () => {
    const { requests, asked } = refusing(OIDS, "authorizationError");
    const read = await reads(requests).get(OIDS);
    expect(read).toMatchObject({ ok: false, fault: { code: "snmp_refused" } });
    expect(asked.length).toBe(1);
  });

  test("one object alone that is refused is not absent: the device says why", async () => {
    const read = await reads(refusing(["1.1"], "genErr").requests).get(["1.1"]);
    expect(read).toMatchObject({ ok: false, fault: { params: { reason: "genErr" } } });
  });
});

test("what follows an object in version 1 is not the end of the table because of an error", async () => {
  const query = { nonRepeaters: 0, maxRepetitions: 5, oids: ["1.1", "1.2"] };
  const read = await readsOfVersion1(refusing(["1.2"], "genErr").requests).bulk(query);
  expect(read).toMatchObject({ ok: false, fault: { params: { reason: "genErr" } } });
  const end = await readsOfVersion1(refusing(["1.2"], "noSuchName").requests).bulk(query);
  expect(end.ok && end.value.columns.map(([first]) => first?.type)).toEqual(["integer", "end"]);
});

test("an error-status is told from the reports of version 3 and from silence", () => {
  const isAnswer = (code: "snmp_refused" | "snmp_timeout", reason: string) =>
    isErrorStatus(fail(code, { reason }).fault);
  expect(isAnswer("snmp_refused", "genErr")).toBe(true);
  expect(isAnswer("snmp_refused", "unknownContexts")).toBe(false);
  expect(isAnswer("snmp_refused", "empty")).toBe(false);
  expect(isAnswer("snmp_timeout", "genErr")).toBe(false);
});
