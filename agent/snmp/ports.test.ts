import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entityRef } from "../../core/entities.ts";
import { byIfIndex, nameParts, portFact, portValues, textOf, usefulColumns, type PortRow } from "./ports.ts";
import type { SnmpValue } from "./protocol.ts";
import type { UptimeState } from "./uptime.ts";

const text = (value: string): SnmpValue => ({ type: "octets", value: new TextEncoder().encode(value) });
const bytes = (...value: number[]): SnmpValue => ({ type: "octets", value: Uint8Array.from(value) });
const int = (value: number): SnmpValue => ({ type: "integer", value });
const gauge = (value: number): SnmpValue => ({ type: "gauge32", value });
const c32 = (value: number): SnmpValue => ({ type: "counter32", value });
const c64 = (value: number): SnmpValue => ({ type: "counter64", value });
const ticks = (value: number): SnmpValue => ({ type: "timeticks", value });
const uptime: UptimeState = { ticks: 500_000, bootedAt: 1_700_000_000, readAt: 0, monotonic: 0 };

describe("a port's name", () => {
  const parts = (...rows: PortRow[]) => [...nameParts(new Map(rows.map((row, i) => [i + 1, row]))).values()];

  test.each<[string, PortRow[], string[]]>([
    ["is ifName", [{ ifName: text("Gi0/1"), ifDescr: text("GigabitEthernet0/1") }], ["Gi0/1"]],
    [
      "is ifDescr where there is no ifName",
      [{ ifDescr: text("eth0") }, { ifName: text(""), ifDescr: text("eth1") }],
      ["eth0", "eth1"],
    ],
    [
      "is ifDescr where another port has the same ifName",
      [
        { ifName: text("port"), ifDescr: text("A") },
        { ifName: text("port"), ifDescr: text("B") },
      ],
      ["A", "B"],
    ],
    [
      "is the index where nothing tells ports apart",
      [{ ifDescr: text("port") }, { ifDescr: text("port") }, {}],
      ["#1", "#2", "#3"],
    ],
    [
      "is the name with the address where only that tells ports apart",
      [
        { ifName: text("port"), ifPhysAddress: bytes(2, 0, 0, 0, 0, 1) },
        { ifName: text("port"), ifPhysAddress: bytes(2, 0, 0, 0, 0, 2) },
        { ifPhysAddress: bytes(2, 0, 0, 0, 0, 3) },
      ],
      ["port 02:00:00:00:00:01", "port 02:00:00:00:00:02", "02:00:00:00:00:03"],
    ],
    [
      "is the index where ports share name and address",
      [
        { ifDescr: text("vlan"), ifPhysAddress: bytes(2, 0, 0, 0, 0, 1) },
        { ifDescr: text("vlan"), ifPhysAddress: bytes(2, 0, 0, 0, 0, 1) },
      ],
      ["#1", "#2"],
    ],
    [
      "is not one that another port's ifName has",
      [{ ifName: text("x") }, { ifDescr: text("x") }],
      ["x", "#2"],
    ],
    ["never looks like an index", [{ ifName: text("#2") }, {}], ["#1", "#2"]],
    ["is cleaned", [{ ifName: text(" Gi0/1\r\n\u202e\u0000rest") }], ["Gi0/1"]],
  ])("%s", (_, rows, expected) => expect(parts(...rows)).toEqual(expected));

  test("stays with the port when a restart renumbers them, as long as name or address tell", () => {
    const port = fc.record({
      ifName: fc.constantFrom(text("Gi0/1"), text("Gi0/2"), text("port"), text("")),
      ifDescr: fc.constantFrom(text("A"), text("B"), text("")),
      ifPhysAddress: fc.constantFrom(
        bytes(2, 0, 0, 0, 0, 1),
        bytes(2, 0, 0, 0, 0, 2),
        bytes(0, 0, 0, 0, 0, 0),
      ),
    });
    fc.assert(
      fc.property(fc.array(port, { maxLength: 8 }), fc.nat(), (rows, seed) => {
        const before = rows.map((row, i) => [i + 1, row] as const);
        const shuffled = before
          .map(([, row], i) => [((i * 7 + seed) % 101) + 200, row] as const)
          .toSorted((a, b) => a[0] - b[0]);
        const named = nameParts(new Map(before));
        const renamed = nameParts(new Map(shuffled));
        for (const [ifIndex, row] of before) {
          const part = named.get(ifIndex) ?? "";
          const after = shuffled.filter(([, other]) => other === row).map(([other]) => renamed.get(other));
          if (!part.startsWith("#")) expect(after).toContain(part);
        }
      }),
    );
  });

  test("whatever the device says, names are unique, short, and fit an entity's reference", () => {
    const name = fc.option(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }).map((value): SnmpValue => ({ type: "octets", value })),
        fc.constantFrom(text("a"), text("#1"), text("b"), int(3)),
      ),
      { nil: undefined },
    );
    const mac = fc.option(
      fc.uint8Array({ minLength: 6, maxLength: 6 }).map((value): SnmpValue => ({ type: "octets", value })),
      { nil: undefined },
    );
    fc.assert(
      fc.property(fc.array(fc.record({ ifName: name, ifDescr: name, mac }), { maxLength: 30 }), (rows) => {
        const given = rows.map(({ ifName, ifDescr, mac: ifPhysAddress }): PortRow => ({
          ...(ifName && { ifName }),
          ...(ifDescr && { ifDescr }),
          ...(ifPhysAddress && { ifPhysAddress }),
        }));
        const named = parts(...given);
        expect(named.length).toBe(rows.length);
        expect(new Set(named).size).toBe(named.length);
        for (const part of named) {
          expect(part.length).toBeLessThanOrEqual(64);
          expect(() => entityRef("port", "sw1", part)).not.toThrow();
        }
      }),
    );
  });
});

describe("a port's reading", () => {
  test("takes the 64-bit counters where there are any, and says so", () => {
    const row = {
      ifHCInOctets: c64(10),
      ifInOctets: c32(9),
      ifHCOutOctets: c64(20),
      ifHCInUcastPkts: c64(3),
      ifInUcastPkts: c32(2),
    };
    expect(portValues(row, undefined)).toMatchObject({
      in_octets: 10,
      out_octets: 20,
      in_ucast: 3,
      counter_bits: 64,
    });
  });

  test("takes the 32-bit counters where there are no others, and says so", () => {
    const row = { ifInOctets: c32(9), ifOutOctets: c32(8), ifInMulticastPkts: c32(7) };
    expect(portValues(row, undefined)).toEqual({
      in_octets: 9,
      out_octets: 8,
      in_mcast: 7,
      counter_bits: 32,
    });
  });

  test("does not believe 64-bit counters that stay at zero while the 32-bit ones count", () => {
    const row = { ifHCInOctets: c64(0), ifHCOutOctets: c64(0), ifInOctets: c32(9), ifOutOctets: c32(0) };
    expect(portValues(row, undefined)).toEqual({ in_octets: 9, out_octets: 0, counter_bits: 32 });
  });

  test("an idle port is not one with broken counters", () => {
    const row = { ifHCInOctets: c64(0), ifHCOutOctets: c64(0), ifInOctets: c32(0), ifOutOctets: c32(0) };
    expect(portValues(row, undefined)).toMatchObject({ counter_bits: 64 });
  });

  test("packets that are counted in 32 bits only are taken beside 64-bit octets", () => {
    const row = { ifHCInOctets: c64(10), ifInBroadcastPkts: c32(4) };
    expect(portValues(row, undefined)).toEqual({ in_octets: 10, in_bcast: 4, counter_bits: 64 });
  });

  test.each<[string, PortRow, number | undefined]>([
    ["ifSpeed", { ifSpeed: gauge(100_000_000), ifHighSpeed: gauge(100) }, 100_000_000],
    [
      "ifHighSpeed where ifSpeed is at its end",
      { ifSpeed: gauge(0xff_ff_ff_ff), ifHighSpeed: gauge(10_000) },
      1e10,
    ],
    ["ifHighSpeed where ifSpeed is zero", { ifSpeed: gauge(0), ifHighSpeed: gauge(1_000) }, 1e9],
    [
      "ifHighSpeed where ifSpeed started over",
      { ifSpeed: gauge(1_410_065_408), ifHighSpeed: gauge(10_000) },
      1e10,
    ],
    ["zero, which is what a port without link says", { ifSpeed: gauge(0), ifHighSpeed: gauge(0) }, 0],
    ["nothing where only the end of ifSpeed is known", { ifSpeed: gauge(0xff_ff_ff_ff) }, undefined],
    ["nothing where nothing was read", {}, undefined],
    [
      "never what some devices say of a port without a link",
      { ifSpeed: gauge(0), ifHighSpeed: gauge(4_294_901_759) },
      0,
    ],
    [
      "nothing where both are such",
      { ifSpeed: gauge(0xff_ff_ff_ff), ifHighSpeed: gauge(0xff_ff_ff_ff) },
      undefined,
    ],
    [
      "as fast as any port that is made",
      { ifSpeed: gauge(0xff_ff_ff_ff), ifHighSpeed: gauge(1_600_000) },
      1.6e12,
    ],
    ["nothing where it is negative", { ifSpeed: int(-1) }, undefined],
    ["nothing where it is text", { ifSpeed: text("100") }, undefined],
  ])("speed is %s", (_, row, speed) => expect(portValues(row, undefined).speed).toBe(speed));

  test("what was not read, has a wrong type or cannot be is absent, never zero", () => {
    const row: PortRow = {
      ifAdminStatus: int(9),
      ifOperStatus: c32(1),
      ifLastChange: int(5),
      ifInOctets: gauge(5),
      ifInErrors: { type: "absent" },
      dot3StatsDuplexStatus: int(0),
    };
    expect(portValues(row, undefined)).toEqual({});
  });

  test("states, errors and times", () => {
    const row: PortRow = {
      ifAdminStatus: int(1),
      ifOperStatus: int(7),
      ifLastChange: ticks(12_345),
      ifInErrors: c32(1),
      ifOutDiscards: c32(2),
      dot3StatsFCSErrors: c32(3),
      dot3StatsAlignmentErrors: c32(4),
      dot3StatsLateCollisions: c32(5),
      dot3StatsDuplexStatus: int(2),
    };
    expect(portValues(row, uptime)).toEqual({
      admin_status: 1,
      oper_status: 7,
      last_change: 123.45,
      duplex: 2,
      counters_since: 1_700_000_000,
      in_errors: 1,
      out_discards: 2,
      fcs_errors: 3,
      alignment_errors: 4,
      late_collisions: 5,
    });
  });

  test.each([
    ["at the boot", undefined, 1_700_000_000],
    ["at the boot (0 is never)", ticks(0), 1_700_000_000],
    ["at the discontinuity", ticks(100_000), 1_700_001_000],
    ["at the boot, if the discontinuity is still to come", ticks(500_001), 1_700_000_000],
  ])("counters began %s", (_, ifCounterDiscontinuityTime, since) => {
    const row = ifCounterDiscontinuityTime === undefined ? {} : { ifCounterDiscontinuityTime };
    expect(portValues(row, uptime).counters_since).toBe(since);
  });
});

test("what a port is: as far as it was said", () => {
  const row: PortRow = {
    ifName: text("Gi0/1"),
    ifDescr: text("GigabitEthernet0/1"),
    ifAlias: text("Phòng một cửa"),
    ifType: int(6),
    ifMtu: int(1_500),
    ifPhysAddress: bytes(0x0a, 0x1b, 0, 0, 0, 1),
  };
  expect(portFact(1, "Gi0/1", row)).toEqual({
    part: "Gi0/1",
    ifIndex: 1,
    name: "Gi0/1",
    descr: "GigabitEthernet0/1",
    alias: "Phòng một cửa",
    ifType: 6,
    mtu: 1_500,
    mac: "0a:1b:00:00:00:01",
  });
  expect(portFact(2, "#2", { ifPhysAddress: bytes(0, 0, 0, 0, 0, 0), ifAlias: text("") })).toEqual({
    part: "#2",
    ifIndex: 2,
    name: "#2",
  });
});

test("text that is not UTF-8 is read as Latin-1", () => {
  expect(textOf(bytes(0x42, 0xfc, 0x72, 0x6f), 64)).toBe("Büro");
  expect(textOf(text("Hương"), 64)).toBe("Hương");
  expect(textOf(bytes(0, 0), 64)).toBeUndefined();
  expect(textOf(int(4), 64)).toBeUndefined();
});

test("rows whose index is no interface are left out", () => {
  const rows = new Map<string, PortRow>([
    ["1", {}],
    ["0", {}],
    ["1.2", {}],
    ["10101", {}],
    ["99999999999", {}],
  ]);
  expect([...byIfIndex(rows).keys()]).toEqual([1, 10_101]);
});

test("read again: what had a value, and 32-bit counters only where a 64-bit one does not serve", () => {
  const modern: PortRow = { ifName: text("a"), ifHCInOctets: c64(1), ifInOctets: c32(1), ifInErrors: c32(0) };
  const old: PortRow = { ifName: text("b"), ifInOctets: c32(1) };
  expect(usefulColumns(new Map([[1, modern]]))).toEqual(["ifInErrors", "ifHCInOctets"]);
  expect(
    usefulColumns(
      new Map([
        [1, modern],
        [2, old],
      ]),
    ),
  ).toEqual(["ifInErrors", "ifHCInOctets", "ifInOctets"]);
  expect(usefulColumns(new Map())).toEqual([]);
});
