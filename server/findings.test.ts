import { describe, expect, test } from "vitest";
import { findingsOf } from "../core/assets/find.ts";
import type { RuleId } from "../core/alerting/catalogue.ts";
import type { AssetEvidence, UnitEvidence } from "../core/assets/evidence.ts";
import { sayFinding } from "../core/assets/say.ts";
import { FINDING_KINDS } from "../core/assets/findings.ts";
import {
  goodPc,
  NOW,
  shippedTables,
  someAlert,
  someEvidence,
  someProfile,
  someUnit,
  TODAY,
} from "../test/support/asset-kit.ts";

/** Findings against the tables as they are shipped. */
const tables = shippedTables();
const find = (assets: readonly AssetEvidence[], units: readonly UnitEvidence[] = [someUnit()]) =>
  findingsOf({ assets, units, tables, today: TODAY });
const kindsOf = (...args: Parameters<typeof find>) => find(...args).map(({ kind }) => kind);

describe("PCs", () => {
  test("a new PC in order has nothing against it, and that is said", () => {
    expect(kindsOf([someEvidence({ device: "d1" }, goodPc())])).toEqual(["fine"]);
  });

  test("what is not known is not said: a PC of which only the name is recorded", () => {
    expect(kindsOf([someEvidence({ inUseOn: null, originalValue: null })])).toEqual(["unknown_age"]);
  });

  test("an old PC: age, wear, Windows, processor, memory and disk, each with where it can be seen", () => {
    const pc = goodPc({
      cpu: "Intel(R) Core(TM) i3-4160 CPU @ 3.60GHz",
      memoryBytes: 4 * 1024 ** 3 - 100_000_000,
      disks: [{ name: "Disk 0", kind: "hdd", bytes: 500e9, health: "failing" }],
      os: { platform: "win32", name: "Microsoft Windows 10 Pro", build: "19045" },
    });
    const found = find([someEvidence({ inUseOn: "2015-03-01", device: "d1" }, pc)]);
    expect(found.map(({ kind }) => kind)).toEqual([
      "age_over",
      "worn",
      "os_unsupported",
      "not_windows11",
      "ram_small",
      "disk_failing",
      "disk_slow",
    ]);
    expect(found.every(({ evidence }) => evidence.length > 0)).toBe(true);
    expect(found.find(({ kind }) => kind === "os_unsupported")).toMatchObject({
      since: "2025-10-14",
      basis: "measured",
      evidence: [
        { kind: "fact", device: "d1" },
        { kind: "table", table: "end-of-support", verified: true },
      ],
    });
    expect(found.find(({ kind }) => kind === "worn")).toMatchObject({ since: "2019-12-31" });
  });

  test("an age that follows from the processor rests on where its name stands: with the agent, or in the record", () => {
    const cpu = "Intel(R) Core(TM) i3-4160 CPU @ 3.60GHz";
    const seen = (...of: Parameters<typeof someEvidence>) =>
      find([someEvidence(...of)]).find(({ kind }) => kind === "age_over")?.evidence[0];
    const recorded = { inUseOn: null, traits: { cpu } };
    const { device } = goodPc();
    if (device === undefined) throw new Error("a good PC has a device");
    expect(seen(recorded)).toEqual({ kind: "record", asset: "a1", field: "traits.cpu" });
    expect(seen({ ...recorded, device: "d1" }, { device })).toMatchObject({ field: "traits.cpu" });
    expect(seen({ inUseOn: null, device: "d1" }, goodPc({ cpu }))).toMatchObject({
      kind: "fact",
      field: "cpu",
    });
    expect(seen({ inUseOn: "2015-03-01", device: "d1" }, goodPc({ cpu }))).toMatchObject({
      field: "inUseOn",
    });
  });

  test("little memory that is not used up is watched, not bought for", () => {
    const pc = goodPc({ memoryBytes: 4 * 1024 ** 3, memoryP95Ratio: 0.5 });
    expect(find([someEvidence({ device: "d1" }, pc)]).map(({ kind, level }) => [kind, level])).toEqual([
      ["ram_small", "watch"],
      ["fine", "fine"],
    ]);
  });

  test("a PC that alone loses packets has a bad cable: mend it", () => {
    const alerts = [someAlert({ rule: "cable_loss", inferred: true, worst: 0.1 })];
    expect(find([someEvidence({ device: "d1" }, { ...goodPc(), alerts })])).toMatchObject([
      { kind: "cable_fault", level: "mend", basis: "inferred" },
      // The PC itself is in order.
      { kind: "fine" },
    ]);
  });

  test("what something else explains is not its own fault", () => {
    const alerts = Array.from({ length: 9 }, (_, i) => someAlert({ id: `al${i}`, cause: "other" }));
    expect(kindsOf([someEvidence({ device: "d1" }, { ...goodPc(), alerts })])).toEqual(["fine"]);
    const own = alerts.map((alert) => Object.assign({}, alert, { cause: null }));
    expect(kindsOf([someEvidence({ device: "d1" }, { ...goodPc(), alerts: own })])).toEqual(["faults_often"]);
  });
});

describe("switches", () => {
  const port = (i: number, errors: number) => ({
    entity: `port:d1/${i}`,
    name: `Gi0/${i}`,
    errors,
    packets: 1_000_000,
    since: NOW - 86_400_000 * 40,
    behind: [`PC-${i}`],
  });
  const managed = (bad: number, fastestMbps = 1_000) =>
    someEvidence(
      { category: "switch", device: "d1", inUseOn: "2013-05-01", book: "tool", originalValue: 4_000_000 },
      {
        device: {
          id: "d1",
          site: "s1",
          name: "SW-1",
          class: "switch",
          lastSeen: NOW,
          ports: { total: 24, up: 10, slow: 0, fastestMbps },
        },
        badPorts: Array.from({ length: bad }, (_, i) => port(i, 20_000)),
      },
    );
  test("an old switch without errors is old, and still fine", () => {
    expect(kindsOf([managed(0)])).toEqual(["age_over", "fine"]);
  });
  test("one or two bad ports are cables, a third of them is the switch", () => {
    expect(find([managed(2)]).find(({ kind }) => kind === "cable_fault")).toMatchObject({
      level: "mend",
      params: { bad: 2 },
    });
    expect(find([managed(4)]).find(({ kind }) => kind === "switch_bad_ports")).toMatchObject({
      level: "act",
      params: { bad: 4, ports: 10 },
    });
    expect(kindsOf([managed(4)])).not.toContain("fine");
  });
  test("few packets prove nothing", () => {
    const few = { ...managed(0), badPorts: [{ ...port(1, 500), packets: 1_000 }] };
    expect(kindsOf([few])).toEqual(["age_over", "fine"]);
  });
  test("10/100 is measured, recorded, or concluded from the PCs where the site has one such switch", () => {
    const slow = (found: ReturnType<typeof find>) => found.filter(({ kind }) => kind === "switch_slow");
    expect(slow(find([managed(0, 100)]))).toMatchObject([{ basis: "measured", confidence: 0.9 }]);
    const plain = (id: string) => someEvidence({ id, category: "switch", traits: { managed: false } });
    const site = someUnit().sites[0];
    if (site === undefined) throw new Error("a unit has a site");
    const units = [
      someUnit({ sites: [{ ...site, alerts: [someAlert({ rule: "switch_slow", inferred: true })] }] }),
    ];
    expect(slow(find([plain("a1")], units))).toMatchObject([
      { basis: "inferred", evidence: [{ kind: "alert", alert: "al1" }] },
    ]);
    expect(slow(find([plain("a1"), plain("a2")], units))).toEqual([]);
    expect(slow(find([someEvidence({ category: "switch", traits: { portMbps: 100 } })]))).toMatchObject([
      { basis: "recorded" },
    ]);
    // In a unit of one site a switch without a place stands beside the one that has it.
    const placed = someEvidence({
      id: "a3",
      category: "switch",
      site: site.site,
      traits: { managed: false },
    });
    expect(slow(find([plain("a1"), placed], units))).toEqual([]);
  });
  test("what has no link, or a few slow ones, says nothing of a switch; a record of gigabit does", () => {
    const switchOf = (ports: { readonly up: number; readonly fastestMbps?: number }, portMbps?: number) =>
      someEvidence(
        { category: "switch", device: "d1", traits: portMbps === undefined ? {} : { portMbps } },
        {
          device: {
            id: "d1",
            site: "s1",
            name: "SW-1",
            class: "switch",
            lastSeen: NOW,
            ports: { total: 24, slow: ports.up, ...ports },
          },
        },
      );
    const isSlow = (...of: Parameters<typeof switchOf>) => kindsOf([switchOf(...of)]).includes("switch_slow");
    expect(isSlow({ up: 0 })).toBe(false);
    expect(isSlow({ up: 2, fastestMbps: 100 })).toBe(false);
    expect(isSlow({ up: 6, fastestMbps: 100 })).toBe(true);
    expect(isSlow({ up: 6, fastestMbps: 100 }, 1_000)).toBe(false);
    expect(isSlow({ up: 2, fastestMbps: 100 }, 100)).toBe(true);
  });
});

describe("faults of a thing itself", () => {
  const sixOf = (rule: RuleId, category: "ups" | "switch") =>
    kindsOf([
      someEvidence(
        { category, device: "d1" },
        {
          device: { id: "d1", site: "s1", name: "X", class: category, lastSeen: NOW },
          alerts: Array.from({ length: 6 }, (_, i) => someAlert({ id: `al${i}`, rule })),
        },
      ),
    ]);
  test("power cuts, cables and loops are none, and buy nothing", () => {
    for (const rule of ["ups_on_battery", "ups_runtime"] as const)
      expect(sixOf(rule, "ups")).not.toContain("faults_often");
    for (const rule of ["port_flapping", "port_down", "port_duplex", "port_storm", "stp_changes"] as const)
      expect(sixOf(rule, "switch")).not.toContain("faults_often");
    expect(sixOf("device_down", "switch")).toContain("faults_often");
  });
  test("what was heard of months ago, or had a fault this year, is not called fine", () => {
    const pc = (over: Partial<AssetEvidence>) =>
      kindsOf([someEvidence({ device: "d1" }, { ...goodPc(), ...over })]);
    const { device } = goodPc();
    if (device === undefined) throw new Error("a good PC has a device");
    expect(pc({})).toContain("fine");
    expect(pc({ device: { ...device, lastSeen: NOW - 60 * 86_400_000 } })).not.toContain("fine");
    expect(pc({ alerts: [someAlert({ rule: "device_restarted" })] })).not.toContain("fine");
  });
});

describe("units", () => {
  test("too few and too many against the norm; without the number of staff nothing is said", () => {
    const pcs = Array.from({ length: 7 }, (_, i) => someEvidence({ id: `a${i}` }));
    expect(kindsOf(pcs).filter((kind) => kind.startsWith("too"))).toEqual([]);
    const units = [someUnit({ profile: someProfile() })];
    const found = find(pcs, units).filter(({ asset }) => asset === null);
    expect(found.map(({ kind, category, params }) => [kind, category, params["missing"]])).toEqual([
      ["too_few", "desktop", 3],
      // Two leaders have one each, eight others one for three.
      ["too_few", "printer", 5],
      ["too_few", "scanner", 1],
      ["too_few", "shredder", 1],
      ["too_few", "copier", 1],
    ]);
    const many = Array.from({ length: 12 }, (_, i) => someEvidence({ id: `a${i}` }));
    expect(kindsOf(many, units)).toContain("too_many");
  });

  test("hours without LAN by the month", () => {
    const site = {
      ...someUnit().sites[0],
      site: "s1",
      name: "Trụ sở",
      people: 9,
      alerts: [someAlert({ rule: "site_down" })],
    };
    const outageHours = [
      { month: "2026-09", hours: 12.4 },
      { month: "2026-10", hours: 1 },
    ];
    expect(find([], [someUnit({ sites: [{ ...site, outageHours }] })])).toMatchObject([
      { kind: "outages", params: { hours: 12, months: 1, people: 9 }, evidence: [{ kind: "alert" }] },
    ]);
  });
});

test("liquidated things are nobody's any more", () => {
  expect(find([someEvidence({ state: "liquidated", inUseOn: "2010-01-01" })])).toEqual([]);
});

test("every kind of finding has its four sentences in both languages", () => {
  for (const kind of FINDING_KINDS) {
    for (const language of ["vi", "en"] as const) {
      const said = sayFinding(language, { kind, params: {}, since: null });
      for (const sentence of Object.values(said)) expect(sentence).not.toBe(kind);
    }
  }
});
