import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { fail, ok, type Result } from "../../core/result.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { startSnmpDevices, type FakeDevices, type Faults } from "../../test/fakes/snmp-device/devices.ts";
import { makeSwitch } from "../../test/fakes/snmp-device/switch.ts";
import { createPacing, type Pacing } from "./bounds.ts";
import { compareOids } from "./oid.ts";
import type { BulkQuery, BulkReply, SnmpSession, VarBind } from "./protocol.ts";
import { createSessionOpener } from "./session.ts";
import { columnsOf, PORT_COLUMN_NAMES } from "./tables.ts";
import { readTable, type TableColumn } from "./walk.ts";

const clock = realClock;
const columns: readonly TableColumn<string>[] = Array.from({ length: 9 }, (_, i) => ({
  name: `c${i + 1}`,
  oid: `1.3.${i + 1}`,
}));

/** A device in memory: its values by OID, and what becomes of each request. */
function session(
  values: readonly string[],
  strange: (query: BulkQuery) => Result<BulkReply> | undefined = () => undefined,
) {
  const sorted = values.toSorted(compareOids);
  const queries: BulkQuery[] = [];
  const bulk = async (query: BulkQuery): Promise<Result<BulkReply>> => {
    queries.push(query);
    const odd = strange(query);
    if (odd !== undefined) return odd;
    const replies = query.oids.map((oid) => {
      const from = sorted.findIndex((candidate) => compareOids(candidate, oid) > 0);
      const found = from < 0 ? [] : sorted.slice(from, from + query.maxRepetitions);
      const binds = found.map((oid): VarBind => ({
        oid,
        type: "gauge32",
        value: Number(oid.split(".").at(-1)),
      }));
      return binds.length < query.maxRepetitions ? [...binds, { oid, type: "end" } as const] : binds;
    });
    return ok({ scalars: [], columns: replies, bytes: replies.flat().length * 20 });
  };
  const unused = async () => fail("snmp_timeout");
  const port: SnmpSession = {
    get: unused,
    bulk,
    sent: () => queries.length,
    heard: () => true,
    close: () => {},
  };
  return { port, queries };
}

const options = (pacing: Pacing = createPacing()) => ({ address: "sw1", pacing, clock });
const table = (rows: number, from = 1) =>
  columns.flatMap(({ oid }) => Array.from({ length: rows }, (_, i) => `${oid}.${i + from}`));

describe("reading a table", () => {
  test("28 rows of 9 columns come in few requests, and none looks for the end twice", async () => {
    const { port, queries } = session([...table(28), "1.4.1"]);
    const read = await readTable(port, columns, options());
    expect(read.fault).toBeUndefined();
    expect([...read.rows.keys()].map(Number)).toEqual(Array.from({ length: 28 }, (_, i) => i + 1));
    for (const row of read.rows.values()) expect(Object.keys(row).length).toBe(9);
    // Seven columns by up to ten rows; of the remaining two, exactly the rows that there are.
    expect(queries.map(({ oids, maxRepetitions }) => `${oids.length}x${maxRepetitions}`)).toEqual([
      "7x7",
      "7x10",
      "7x10",
      "7x10",
      "2x25",
      "2x3",
    ]);
  });

  test("whatever holes the columns have, every value comes once, at its place", async () => {
    const rows = fc.array(
      fc.record({
        index: fc.integer({ min: 1, max: 60 }),
        has: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 70 }), async (given, limit) => {
        const expected = new Map<string, string[]>();
        for (const { index, has } of given) {
          const names = columns.filter((_, i) => has[i] === true).map(({ name }) => name);
          if (names.length > 0) expected.set(String(index), names);
        }
        const oids = [...expected].flatMap(([index, names]) =>
          names.map((name) => `1.3.${name.slice(1)}.${index}`),
        );
        const { port } = session([...oids, "1.4.1"]);
        const read = await readTable(port, columns, options({ ...createPacing(), limit, ceiling: limit }));
        // A row that begins only after the first columns' last one is a port that came while reading.
        const first = [...expected].filter(([, names]) => names.some((name) => Number(name.slice(1)) <= 7));
        const last = Math.max(0, ...first.map(([index]) => Number(index)));
        const due =
          first.length === 0 ? [...expected] : [...expected].filter(([index]) => Number(index) <= last);
        expect(read.fault).toBeUndefined();
        for (const [index, names] of due)
          expect(Object.keys(read.rows.get(index) ?? {}).toSorted()).toEqual(names);
        for (const [index] of read.rows) expect(expected.has(index)).toBe(true);
      }),
    );
  });

  test("tooBig halves what is asked for until it fits, and the device is not asked for so much again", async () => {
    const { port, queries } = session(table(28), ({ oids, maxRepetitions }) =>
      oids.length * maxRepetitions > 20 ? fail("snmp_refused", { reason: "tooBig" }) : undefined,
    );
    const pacing = createPacing();
    const read = await readTable(port, columns, options(pacing));
    expect({ fault: read.fault, rows: read.rows.size }).toEqual({ fault: undefined, rows: 28 });
    const before = queries.length;
    await readTable(port, columns, options(pacing));
    expect(
      queries.slice(before).every(({ oids, maxRepetitions }) => oids.length * maxRepetitions <= 20),
    ).toBe(true);
  });

  test("one value too big for any reply costs its column's rest, not the other columns, and not the pace", async () => {
    // What stands behind the third column's tenth row cannot be had.
    const { port, queries } = session(table(28), ({ oids, maxRepetitions }) =>
      oids.some((oid) => {
        const row = /^1\.3\.3(?:\.(\d+))?$/.exec(oid);
        return row !== null && Number(row[1] ?? 0) + maxRepetitions > 10;
      })
        ? fail("snmp_refused", { reason: "tooBig" })
        : undefined,
    );
    const pacing = createPacing();
    const read = await readTable(port, columns, options(pacing));
    expect({ rows: read.rows.size, fault: read.fault?.code, stopped: read.stopped }).toEqual({
      rows: 28,
      fault: "snmp_refused",
      stopped: false,
    });
    expect(read.unread).toEqual(["c3"]);
    for (const [index, row] of read.rows) expect(Object.keys(row).length).toBe(Number(index) <= 10 ? 9 : 8);
    expect(pacing.ceiling).toBe(createPacing().ceiling);
    expect(queries.length).toBeLessThan(60);
  });

  test("a device for which even one value is too big is refused, not asked for ever", async () => {
    const { port, queries } = session(table(2), () => fail("snmp_refused", { reason: "tooBig" }));
    expect((await readTable(port, columns, options())).fault?.code).toBe("snmp_refused");
    expect(queries.length).toBeLessThan(10);
  });

  test.each(["genErr", "noSuchName", "resourceUnavailable"])(
    "%s over one column costs that column and a few requests, and neither the others nor the pace",
    async (reason) => {
      const { port, queries } = session([...table(28), "1.4.1"], ({ oids }) =>
        oids.some((oid) => /^1\.3\.[39](?:\.|$)/.test(oid)) ? fail("snmp_refused", { reason }) : undefined,
      );
      const pacing = createPacing();
      const read = await readTable(port, columns, options(pacing));
      expect(read).toMatchObject({ stopped: false, unread: ["c3", "c9"], fault: { params: { reason } } });
      expect(read.rows.size).toBe(28);
      for (const row of read.rows.values()) {
        expect(Object.keys(row)).toEqual(["c1", "c2", "c4", "c5", "c6", "c7", "c8"]);
      }
      expect(pacing).toMatchObject({ limit: createPacing().limit, ceiling: createPacing().ceiling });
      expect(queries.length).toBeLessThan(30);
    },
  );

  test("genErr in the middle of a column costs what stands behind it there", async () => {
    const { port } = session(table(28), ({ oids, maxRepetitions }) =>
      oids.some((oid) => {
        const row = /^1\.3\.3(?:\.(\d+))?$/.exec(oid);
        return row !== null && Number(row[1] ?? 0) + maxRepetitions > 10;
      })
        ? fail("snmp_refused", { reason: "genErr" })
        : undefined,
    );
    const read = await readTable(port, columns, options());
    expect(read).toMatchObject({ stopped: false, unread: ["c3"] });
    for (const [index, row] of read.rows) expect(Object.keys(row).length).toBe(Number(index) <= 10 ? 9 : 8);
  });

  test("genErr behind the end of a column costs none of it, nor what was read before it stops", async () => {
    const values = [...table(28), "1.4.1"];
    const { port } = session(values, ({ oids, maxRepetitions }) =>
      oids.some((oid) => {
        const [, , column = "", row = "0"] = oid.split(".");
        const end = Number(row) + maxRepetitions;
        return (column === "2" && end > 28) || column === "9" || (column === "4" && end > 10);
      })
        ? fail("snmp_refused", { reason: "genErr" })
        : undefined,
    );
    const read = await readTable(port, columns, options());
    expect(read).toMatchObject({ stopped: false, unread: ["c4", "c9"] });
    for (const row of read.rows.values()) expect(row).toHaveProperty("c2");
    const calm = session(values, ({ oids: [oid = ""], maxRepetitions }) =>
      oid.startsWith("1.3.2") && Number(oid.split(".")[3] ?? 0) + maxRepetitions > 28
        ? fail("snmp_refused", { reason: "genErr" })
        : undefined,
    );
    expect(await readTable(calm.port, columns, options())).toMatchObject({ fault: undefined, unread: [] });
  });

  test("a genErr that passes costs nothing but requests", async () => {
    let failing = 2;
    const { port } = session(table(28), () =>
      (failing -= 1) >= 0 ? fail("snmp_refused", { reason: "genErr" }) : undefined,
    );
    const read = await readTable(port, columns, options());
    expect(read).toMatchObject({ fault: undefined, unread: [], stopped: false });
    for (const row of read.rows.values()) expect(Object.keys(row).length).toBe(9);
  });

  test.each(["genErr", "authorizationError", "unknownContexts"])(
    "a device that answers %s to everything is not asked for ever",
    async (reason) => {
      const { port, queries } = session(table(2), () => fail("snmp_refused", { reason }));
      const read = await readTable(port, columns, options());
      expect(read).toMatchObject({ stopped: true, fault: { params: { reason } } });
      expect(queries.length).toBeLessThan(10);
    },
  );

  test("silence halves it too, three times for each of two groups of columns is enough, and what had come is kept", async () => {
    let answers = 2;
    const { port, queries } = session(table(28), () => (answers-- > 0 ? undefined : fail("snmp_timeout")));
    const read = await readTable(port, columns, options());
    expect(read.fault?.code).toBe("snmp_timeout");
    expect(read.rows.size).toBe(17);
    expect(read.stopped).toBe(true);
    const asked = queries.slice(2).map(({ oids, maxRepetitions }) => oids.length * maxRepetitions);
    expect(asked).toEqual([70, 35, 14, 50, 24, 12]);
  });

  test("silence over some columns only does not keep the others from being read", async () => {
    const { port } = session(table(28), ({ oids }) =>
      oids[0]?.startsWith("1.3.1") ? fail("snmp_timeout") : undefined,
    );
    const pacing = createPacing();
    const read = await readTable(port, columns, options(pacing));
    expect(read).toMatchObject({
      fault: { code: "snmp_timeout" },
      stopped: false,
      unread: columns.slice(0, 7).map(({ name }) => name),
    });
    expect([...read.rows.values()].map((row) => Object.keys(row))).toEqual(
      Array.from({ length: 28 }, () => ["c8", "c9"]),
    );
    expect(pacing.limit).toBe(70);
  });

  test("one lost packet makes the walk smaller, and later polls larger again", async () => {
    let lose = true;
    const { port } = session(table(28), () => (lose ? fail("snmp_timeout") : undefined));
    const pacing = createPacing();
    const reading = readTable(port, columns, options(pacing));
    lose = false;
    await reading;
    const after = pacing.limit;
    expect(after).toBeLessThan(70);
    for (let i = 0; i < 10; i += 1) await readTable(port, columns, options(pacing));
    expect(pacing.limit).toBe(70);
  });

  test("a device that starts over in a column is found out, and the other columns are read", async () => {
    const { port } = session(table(5), ({ oids, maxRepetitions }) => {
      if (oids[0] !== "1.3.1.5" && oids[0] !== "1.3.1") return undefined;
      const looping = (_: unknown, i: number): VarBind => ({
        oid: `1.3.1.${(i % 5) + 1}`,
        type: "gauge32",
        value: 1,
      });
      const others = oids
        .slice(1)
        .map((oid) =>
          [1, 2, 3, 4, 5].map((i): VarBind => ({ oid: `${oid}.${i}`, type: "gauge32", value: 1 })),
        );
      return ok({
        scalars: [],
        columns: [Array.from({ length: maxRepetitions }, looping), ...others],
        bytes: 900,
      });
    });
    const read = await readTable(port, columns, options());
    expect(read.fault).toMatchObject({ code: "snmp_loop", params: { reason: "order" } });
    expect(read.rows.size).toBe(5);
    for (const row of read.rows.values()) expect(Object.keys(row).length).toBe(9);
  });

  test("a table without end is left at the bound of rows", async () => {
    const { port, queries } = session([], ({ oids, maxRepetitions }) => {
      const next = oids.map((oid) => {
        const [, , column = "", index = "0"] = oid.split(".");
        return Array.from({ length: maxRepetitions }, (_, i): VarBind => {
          return { oid: `1.3.${column}.${Number(index) + i + 1}`, type: "gauge32", value: 1 };
        });
      });
      return ok({ scalars: [], columns: next, bytes: 1_000 });
    });
    const read = await readTable(port, columns, { ...options(), maxRows: 100 });
    expect(read.fault).toMatchObject({ code: "snmp_loop", params: { reason: "rows" } });
    expect(read.rows.size).toBe(100);
    expect(queries.length).toBeLessThan(60);
  });

  test("values of a datagram each do not fill the memory: the walk ends at the bound of bytes", async () => {
    const long = { type: "octets", value: new Uint8Array(60_000) } as const;
    const { port, queries } = session([], ({ oids }) => {
      const next = oids.map((oid): VarBind[] => {
        const [, , column = "", index = "0"] = oid.split(".");
        return [{ oid: `1.3.${column}.${Number(index) + 1}`, ...long }];
      });
      return ok({ scalars: [], columns: next, bytes: oids.length * 60_000 });
    });
    const read = await readTable(port, columns, options());
    expect(read.fault).toMatchObject({ code: "snmp_loop", params: { reason: "bytes" } });
    expect(read.stopped).toBe(true);
    expect(read.bytes).toBeLessThan(17 * 1_024 * 1_024);
    expect(queries.length).toBeLessThan(50);
  });

  test("a device that is slow without end is left at the bound of time", async () => {
    let now = 0;
    const { port, queries } = session(table(400), () => {
      now += 400;
      return undefined;
    });
    const slow = { ...options(), clock: { monotonic: () => now }, maxMs: 2_000 };
    expect((await readTable(port, columns, slow)).fault).toMatchObject({ params: { reason: "time" } });
    expect(queries.length).toBeLessThan(8);
  });

  test("a device that answers without values is not asked for ever", async () => {
    const { port, queries } = session([], () => ok({ scalars: [], columns: [], bytes: 30 }));
    expect((await readTable(port, columns, options())).fault).toMatchObject({ code: "snmp_refused" });
    expect(queries.length).toBeLessThan(10);
  });
});

describe("with a switch that answers over UDP", () => {
  let devices: FakeDevices | undefined;
  const sessions: SnmpSession[] = [];
  afterEach(async () => {
    for (const open of sessions.splice(0)) open.close();
    await devices?.close();
  });
  async function walk(faults: Faults, version: "1" | "2c" = "2c", maxMessageSize = 1_472) {
    const { tree, machine } = makeSwitch({ clock, ports: 28 });
    devices = await startSnmpDevices({
      clock,
      devices: [{ community: "public", tree, machine, faults, maxMessageSize }],
    });
    const { address, port } = devices.device;
    const credential = { version, community: "public" } as const;
    const opened = await createSessionOpener({ timeoutMs: 80 })({ address, port, credential });
    if (!opened.ok) throw new Error(opened.fault.code);
    sessions.push(opened.value);
    const read = await readTable(opened.value, columnsOf(PORT_COLUMN_NAMES), {
      ...options(),
      maxMs: 8_000,
      maxRows: 2_000,
    });
    return { read, requests: devices.device.requests() };
  }
  const reference = async () =>
    [...(await walk({})).read.rows.values()].map((row) => Object.keys(row).length);

  test("version 2c: 38 columns of 28 ports in few small replies", async () => {
    const { read, requests } = await walk({});
    expect({ fault: read.fault, rows: read.rows.size }).toEqual({ fault: undefined, rows: 28 });
    expect(requests.length).toBeLessThanOrEqual(26);
    expect(Math.max(...requests.map(({ bytes }) => bytes))).toBeLessThanOrEqual(1_472);
  });

  test.each<[string, Faults, "1" | "2c", number]>([
    ["version 1, a row at a time", {}, "1", 1_472],
    ["replies cut at 484 bytes", {}, "2c", 484],
    ["tooBig above 12 values", { tooBig: { aboveBindings: 12 } }, "2c", 1_472],
    ["every seventh request lost", { drop: { every: 7 } }, "2c", 1_472],
    ["every reply twice", { duplicate: true }, "2c", 1_472],
    ["every fifth reply cut short", { truncate: { every: 5, bytes: 90 } }, "2c", 1_472],
    ["every fifth reply garbage", { garbage: { every: 5 } }, "2c", 1_472],
    ["every fifth reply empty", { empty: { every: 5 } }, "2c", 1_472],
    ["every fifth reply from another port", { otherPort: { every: 5 } }, "2c", 1_472],
  ])("%s: everything is read all the same", async (_, faults, version, size) => {
    const expected = await reference();
    await devices?.close();
    const { read } = await walk(faults, version, size);
    expect(read.fault).toBeUndefined();
    const counts = [...read.rows.values()].map((row) => Object.keys(row).length);
    if (version === "2c") expect(counts).toEqual(expected);
    // Version 1 has no Counter64, so those columns are skipped by the device.
    else expect(counts.every((count) => count >= 20)).toBe(true);
  });

  test.each<[string, Faults]>([
    ["answers the same OID again", { loop: "same" }],
    ["goes back", { loop: "back" }],
    ["has a column without end", { endless: "1.3.6.1.2.1.2.2.1.2" }],
  ])("a device that %s is left", async (_, faults) => {
    const { read, requests } = await walk(faults);
    expect(read.fault?.code).toBe("snmp_loop");
    expect(requests.length).toBeLessThan(400);
  });
});
