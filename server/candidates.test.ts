import { describe, expect, test } from "vitest";
import type { AssetEvidence, UnitEvidence } from "../core/assets/evidence.ts";
import { findingsOf } from "../core/assets/find.ts";
import { inForce } from "../core/assets/in-force.ts";
import type { AssetTables } from "../core/assets/tables.ts";
import { candidatesOf } from "../core/planning/candidates.ts";
import { needsOf, normCheck } from "../core/planning/norms.ts";
import { sayReasons, sayWarning } from "../core/planning/say.ts";
import { counterUnits, planOf } from "../core/planning/scenario.ts";
import type { Candidate, PlanWarning } from "../core/planning/types.ts";
import {
  goodPc,
  shippedTables,
  someAlert,
  someEvidence,
  someProfile,
  someUnit,
  switchWith,
  TODAY,
} from "../test/support/asset-kit.ts";

/** What money could be spent on, against the tables as they are shipped. */
const tables = shippedTables();
function linesOf(
  evidence: readonly AssetEvidence[],
  units: readonly UnitEvidence[] = [someUnit()],
  of: AssetTables = tables,
): readonly Candidate[] {
  const findings = findingsOf({ assets: evidence, units, tables: of, today: TODAY });
  return candidatesOf({ evidence, units, findings, tables: of, today: TODAY });
}
const idsOf = (...args: Parameters<typeof linesOf>) => linesOf(...args).map(({ id }) => id);
const lineOf = (id: string, ...args: Parameters<typeof linesOf>): Candidate => {
  const found = linesOf(...args).find((line) => line.id === id);
  if (found === undefined) throw new Error(`no line ${id} among ${idsOf(...args).join(", ")}`);
  return found;
};
const planWith = (lines: readonly Candidate[], total: number, units: Parameters<typeof planOf>[2] = []) =>
  planOf(
    lines,
    {
      id: "s",
      name: "2027",
      year: 2027,
      units: ["u1"],
      ceilings: { commune: total, recurrent: total },
      total,
      must: [],
      never: [],
      edits: {},
    },
    units,
  );
const codes = ({ warnings }: Candidate) => warnings.map(({ code }) => code);
const win10 = { platform: "win32", name: "Microsoft Windows 10 Pro", build: "19045" };
const oldCpu = "Intel(R) Core(TM) i3-4160 CPU @ 3.60GHz";
const hdd = [{ name: "Disk 0", kind: "hdd", bytes: 500e9, health: "good" }] as const;

describe("PCs", () => {
  test("one that is in order is no line", () => {
    expect(idsOf([someEvidence({ device: "d1" }, goodPc())])).toEqual([]);
  });

  test("Windows 10 on a processor that takes Windows 11 is a licence, not a purchase", () => {
    const pc = goodPc({ os: win10 });
    expect(idsOf([someEvidence({ device: "d1" }, pc)])).toEqual(["upgrade-os:a1"]);
    expect(lineOf("upgrade-os:a1", [someEvidence({ device: "d1" }, pc)])).toMatchObject({
      priceKey: "os-windows",
      amount: 4_500_000,
    });
  });

  test("Windows 10 on one that does not is a new PC with its licences on lines of their own", () => {
    const evidence = [someEvidence({ device: "d1" }, goodPc({ os: win10, cpu: oldCpu }))];
    const pc = lineOf("replace:a1", evidence);
    expect(pc).toMatchObject({
      requires: ["license:a1", "license:a1:office", "license:a1:antivirus"],
      ground: null,
      category: "desktop",
    });
    expect(linesOf(evidence).map(({ priceKey, amount }) => [priceKey, amount])).toEqual([
      ["pc-desktop", 15_000_000],
      ["os-windows", 4_500_000],
      ["office", 6_000_000],
      ["antivirus", 350_000],
    ]);
    expect(codes(pc)).toEqual(expect.arrayContaining(["no_ground", "licence_apart", "table_unverified"]));
    expect(lineOf("license:a1", evidence)).toMatchObject({
      requires: ["replace:a1"],
      category: "software",
      points: 1,
    });
    expect(idsOf(evidence)).not.toContain("upgrade-os:a1");
  });

  test("Windows 7 on a processor that nobody knows is not promised a licence", () => {
    expect(idsOf([someEvidence({ inUseOn: null, traits: { os: "Windows 7" } })])).toContain("replace:a1");
  });

  test("a slow disk and little memory in a young PC are parts, each and together, of one group", () => {
    const evidence = [someEvidence({ device: "d1" }, goodPc({ disks: hdd, memoryBytes: 4 * 1024 ** 3 }))];
    expect(idsOf(evidence)).toEqual(["upgrade-disk:a1", "upgrade-ram:a1", "upgrade-all:a1"]);
    expect(lineOf("upgrade-all:a1", evidence)).toMatchObject({ unitPrice: 2_000_000, group: "thing:a1" });
  });

  test("a failing disk in a young PC is a disk; in a server a repair that has no price yet", () => {
    const disks = [{ ...hdd[0], kind: "ssd", health: "failing" }] as const;
    expect(idsOf([someEvidence({ device: "d1" }, goodPc({ disks }))])).toEqual(["upgrade-disk:a1"]);
    const server = someEvidence({ category: "server", device: "d1" }, goodPc({ disks }));
    expect(idsOf([server])).toEqual(["repair:a1"]);
    expect(codes(lineOf("repair:a1", [server]))).toEqual(["no_price"]);
  });

  test("one past its life may be bought anew, with the books as the ground; parts stay an alternative", () => {
    const evidence = [someEvidence({ device: "d1", inUseOn: "2015-03-01" }, goodPc({ disks: hdd }))];
    const pc = lineOf("replace:a1", evidence);
    expect(pc.ground).toBe("worn_out");
    expect(pc.group).toBe(lineOf("upgrade-disk:a1", evidence).group);
  });

  test("Office without support is a licence beside everything else", () => {
    const evidence = [someEvidence({ traits: { office: "Office 2016" } })];
    expect(lineOf("license-office:a1", evidence)).toMatchObject({ priceKey: "office", group: null });
  });

  test("a new PC takes over the Office that its user needs anyhow: it is bought once", () => {
    const evidence = [someEvidence({ condition: "broken", traits: { office: "Office 2016" } })];
    expect(lineOf("replace:a1", evidence).requires).toEqual([
      "license:a1",
      "license-office:a1",
      "license:a1:antivirus",
    ]);
    expect(lineOf("license-office:a1", evidence).requires).toEqual([]);
    const offices = (of: AssetTables) =>
      linesOf(evidence, [], of).filter(({ priceKey }) => priceKey === "office").length;
    expect(offices(tables)).toBe(1);
    // Weighed at nothing it is no line of its own, and comes with the PC.
    const points = { ...tables.weights.points, office_unsupported: 0 };
    expect(offices({ ...tables, weights: { ...tables.weights, points } })).toBe(1);
  });

  test("a price list without licences has none; a licence without a price does not keep the PC out", () => {
    const evidence = [someEvidence({ condition: "broken" })];
    const plain = tables.prices.map((row) => Object.assign({}, row, { with: [] }));
    expect(idsOf(evidence, [], { ...tables, prices: plain })).toEqual(["replace:a1"]);
    const unpriced = { ...tables, prices: tables.prices.filter(({ key }) => key !== "office") };
    expect(lineOf("replace:a1", evidence, [], unpriced).requires).toEqual([
      "license:a1",
      "license:a1:antivirus",
    ]);
    const { choice, unpriced: without } = planWith(linesOf(evidence, [], unpriced), 100_000_000);
    expect(choice.chosen).toContain("replace:a1");
    expect(without).toEqual(["license:a1:office"]);
  });

  test("what serves the one-stop counter comes first", () => {
    const of = (oneStop: boolean) =>
      lineOf("replace:a1", [someEvidence({ oneStop, condition: "broken" })]).points;
    expect(of(true)).toBeGreaterThan(of(false));
    expect(lineOf("replace:a1", [someEvidence({ condition: "broken" })]).ground).toBe("beyond_repair");
  });

  test("repairs are a ground from half the value on, where each has its cost", () => {
    const repaired = (cost: number | null) =>
      lineOf("replace:a1", [
        someEvidence({
          repairs: ["2026-03-01", "2026-06-01", "2026-09-01"].map((on) => ({ on, what: "nguồn", cost })),
        }),
      ]);
    expect(repaired(3_000_000).ground).toBe("repair_uneconomic");
    expect(repaired(100_000).ground).toBeNull();
    expect(repaired(null).ground).toBeNull();
    expect(sayReasons("vi", repaired(null))).toBe("Sửa 3 lần trong 12 tháng, chưa ghi đủ tiền sửa");
  });
});

describe("switches", () => {
  test("two bad ports are two cables and no purchase; five of ten are the switch", () => {
    expect(linesOf([switchWith(2)])).toMatchObject([
      { id: "repair-cable:a1", action: "repair", category: "cabling", quantity: 2, amount: 700_000 },
    ]);
    expect(linesOf([switchWith(5)])).toMatchObject([
      { id: "replace:a1", priceKey: "switch-24", quantity: 1 },
    ]);
    expect(linesOf([switchWith(5, 8)])).toMatchObject([{ priceKey: "switch-8" }]);
    expect(linesOf([switchWith(5, 48)])).toMatchObject([{ priceKey: "switch-24", quantity: 2 }]);
  });

  test("an old switch without errors has few points, and it is said that it works", () => {
    const old = lineOf("replace:a1", [switchWith(0, 24, { inUseOn: "2013-05-01" })]);
    expect(old).toMatchObject({ points: 9, priority: 3 });
    expect(sayReasons("vi", old)).toBe(
      "Đã dùng 13 năm, quá 5 năm quy định; Đã 13 năm nhưng đo không thấy lỗi của thiết bị: chưa gấp",
    );
    // A bad cable makes it no worse.
    expect(lineOf("replace:a1", [switchWith(1, 24, { inUseOn: "2013-05-01" })]).points).toBe(9);
  });

  test("hours without LAN add to the switch that has faults, and to no other", () => {
    const site = {
      site: "s1",
      name: "Trụ sở",
      people: 9,
      alerts: [someAlert({ id: "out", rule: "site_down" })],
      outageHours: [{ month: "2026-10", hours: 12 }],
    };
    const units = [someUnit({ sites: [site] })];
    const kindsOf = (bad: number) =>
      linesOf([switchWith(bad)], units).flatMap(({ reasons }) => reasons.map(({ finding }) => finding.kind));
    expect(kindsOf(5)).toContain("outages");
    expect(kindsOf(1)).toEqual(["cable_fault"]);
  });
});

test("a weak battery of a UPS is a battery, or a UPS, of which one is chosen", () => {
  const alerts = [someAlert({ rule: "ups_battery", until: null })];
  const lines = linesOf([someEvidence({ category: "ups" }, { alerts })]);
  expect(lines.map(({ id, amount, group }) => [id, amount, group])).toEqual([
    ["repair:a1", 600_000, "thing:a1"],
    ["replace:a1", 3_000_000, "thing:a1"],
  ]);
});

describe("lots", () => {
  test("parts for a lot are as many as it has pieces, each and together", () => {
    const lot = [someEvidence({ quantity: 10, traits: { disk: "hdd", ramGb: 4, cpu: "unknown" } })];
    expect(linesOf(lot).map(({ id, quantity, amount }) => [id, quantity, amount])).toEqual([
      ["upgrade-disk:a1", 10, 12_000_000],
      ["upgrade-ram:a1", 10, 8_000_000],
      ["upgrade-all:a1", 10, 20_000_000],
    ]);
    const system = [someEvidence({ quantity: 10 }, { ...goodPc({ os: win10 }) })];
    expect(lineOf("upgrade-os:a1", system)).toMatchObject({ quantity: 10, amount: 45_000_000 });
  });

  test("a disk that is measured to fail is one disk", () => {
    const disks = [{ ...hdd[0], kind: "ssd", health: "failing" }] as const;
    const lot = someEvidence({ quantity: 10, device: "d1" }, goodPc({ disks }));
    expect(lineOf("upgrade-disk:a1", [lot])).toMatchObject({ quantity: 1, amount: 1_200_000 });
  });

  test("batteries that are old by the record are all of the lot's; one that fails is one", () => {
    const ups = (over: Partial<AssetEvidence>) =>
      lineOf("repair:a1", [
        someEvidence({ category: "ups", quantity: 4, traits: { batteryOn: "2020-01-01" } }, over),
      ]);
    expect(ups({})).toMatchObject({ quantity: 4, amount: 2_400_000 });
    expect(ups({ alerts: [someAlert({ rule: "ups_battery", until: null })] })).toMatchObject({ quantity: 1 });
  });

  test("of a lot of printers as many are mended as were repaired, and one for the faults of the one that is watched", () => {
    const repairs = ["2026-03-01", "2026-06-01", "2026-09-01"].map((on) => ({
      on,
      what: "trục",
      cost: null,
    }));
    const printers = (quantity: number, over: Parameters<typeof someEvidence>) =>
      lineOf("repair:a1", [someEvidence({ category: "printer", quantity, ...over[0] }, over[1])]).quantity;
    expect(printers(5, [{ repairs }])).toBe(3);
    expect(printers(2, [{ repairs }])).toBe(2);
    const alerts = Array.from({ length: 6 }, (_, i) => someAlert({ id: `f${i}` }));
    expect(printers(5, [{}, { alerts }])).toBe(1);
  });
});

describe("one-stop counters", () => {
  const added = (counters: number | null, evidence: readonly AssetEvidence[]) => {
    const units = [someUnit({ profile: someProfile({ staff: 10 + evidence.length, counters }) })];
    const lines = linesOf(evidence, units);
    const pcs = lines.filter(({ action, category }) => action === "add" && category === "desktop");
    return { lines, pcs, atCounters: pcs.filter(({ oneStop }) => oneStop).map(({ id }) => id) };
  };
  const first = (n: number) => Array.from({ length: n }, (_, i) => `add:u1:desktop:${i + 1}`);
  const desk = (id: string, oneStop = true) => someEvidence({ id, oneStop });

  test("as many of the PCs that are added serve a counter as there are desks without one", () => {
    expect(added(4, [desk("a1")]).atCounters).toEqual(first(3));
    expect(added(4, [desk("a1", false)]).atCounters).toEqual(first(4));
    expect(added(4, []).atCounters).toEqual(first(4));
    expect(added(1, [desk("a1")]).atCounters).toEqual([]);
    expect(added(40, []).atCounters).toEqual(first(10));
    // Nobody said how many desks there are.
    expect(added(null, [desk("a1")]).atCounters).toEqual(first(1));
    expect(added(null, []).atCounters).toEqual([]);
  });

  test("with enough money every counter has its PC, with little they come first", () => {
    const evidence = [desk("a1")];
    const { lines, atCounters } = added(4, evidence);
    const units = counterUnits(evidence, [{ unit: "u1", counters: 4 }]);
    expect(planWith(lines, 2_000_000_000, units).choice.unmet).toEqual([]);
    const three = 3 * (15_000_000 + 4_500_000 + 6_000_000 + 350_000);
    const { choice } = planWith(lines, three, units);
    expect(choice.unmet).toEqual([]);
    expect(choice.chosen.filter((id) => id.startsWith("add:"))).toEqual(atCounters);
    expect(planWith(lines, three - 1, units).choice.unmet).toEqual([{ rule: "counters:u1", missing: 1 }]);
  });

  test("of the other things the first serves the counter, before any stands there", () => {
    const { lines } = added(2, []);
    const printers = lines.filter(({ category }) => category === "printer");
    expect(printers.map(({ oneStop }) => oneStop)).toEqual([true, ...printers.slice(1).map(() => false)]);
  });
});

describe("norms", () => {
  test("leaders have a printer of their own, the others one for three; unknown leaders leave the norm unsaid", () => {
    const printers = (staff: number, leaders: number | null) =>
      needsOf(someProfile({ staff, leaders }), [], tables, TODAY).find(
        ({ row }) => row.category === "printer",
      )?.allowed;
    expect(printers(57, 9)).toBe(25);
    expect(printers(57, 0)).toBe(19);
    expect(printers(9, 9)).toBe(9);
    expect(printers(3, 5)).toBe(5);
    expect(printers(57, null)).toBeUndefined();
  });

  test("a dear laptop is told, and that some posts may have it", () => {
    const over = (price: number) =>
      normCheck("laptop", price, tables, TODAY).find(({ code }) => code === "over_cap");
    expect(over(20_000_000)).toBeUndefined();
    const dear = over(24_000_000);
    expect(dear?.params).toMatchObject({ cap_vnd: 20_000_000, percent: 20, leader_cap_vnd: 25_000_000 });
    expect(dear === undefined ? "" : sayWarning("vi", dear)).toMatch(
      /20\.000\.000.* đến 25\.000\.000 thì không vượt/,
    );
    expect(over(26_000_000)?.params["leader_cap_vnd"]).toBeUndefined();
  });

  test("since the amendment whose text nobody has read, the same numbers are unverified", () => {
    const [before, since] = ["2026-03-08", "2026-03-09"].map((day) => {
      const rows = [...new Set(tables.norms.map(({ category }) => category))].flatMap(
        (category) => inForce(tables.norms, day, (row) => row.category === category) ?? [],
      );
      const numbers = rows.map(({ category, per, base, cap, leaderCap, leadersOwn }) =>
        Object.entries({ category, per, base, cap, leaderCap, leadersOwn }),
      );
      return { numbers, verified: new Set(rows.map(({ verified }) => verified)) };
    });
    expect(before?.numbers).toHaveLength(6);
    expect(since?.numbers).toEqual(before?.numbers);
    expect(before?.verified).toEqual(new Set([true]));
    expect(since?.verified).toEqual(new Set([false]));
    const said = (day: string) =>
      normCheck("desktop", 22_000_000, tables, day)
        .map((warning) => sayWarning("vi", warning))
        .join(" ");
    expect(said("2026-03-08")).toBe(
      "Đơn giá 22.000.000 vượt mức tối đa 20.000.000 là 10 %. Thủ trưởng đơn vị được quyết định.",
    );
    expect(said("2026-03-09")).toMatch(
      /^Đơn giá 22\.000\.000 cao hơn mức 20\.000\.000 .* chưa được đối chiếu/,
    );
    expect(said("2026-03-09")).not.toMatch(/Thủ trưởng|được phép/);
  });

  test("what is lacking is added, one by one, each PC with its licences", () => {
    const units = [someUnit({ profile: someProfile({ staff: 3 }) })];
    const lines = linesOf([someEvidence(), someEvidence({ id: "a2", category: "laptop" })], units);
    expect(lines.filter(({ category }) => category === "desktop")).toMatchObject([
      {
        id: "add:u1:desktop:1",
        requires: ["license:u1:desktop:1", "license:u1:desktop:1:office", "license:u1:desktop:1:antivirus"],
        quantity: 1,
      },
    ]);
    expect(lines.map(({ id }) => id)).toContain("add:u1:printer:1");
  });

  test("of what is too many, the least urgent is not bought anew, as a warning", () => {
    const units = [someUnit({ profile: someProfile({ staff: 2 }) })];
    const evidence = ["a1", "a2", "a3"].map((id) =>
      someEvidence({ id, inUseOn: "2015-03-01", condition: id === "a2" ? "broken" : "fair" }),
    );
    const replaced = linesOf(evidence, units).filter(({ action }) => action === "replace");
    const over = replaced.filter((line) => codes(line).includes("over_norm"));
    expect(replaced.map(({ id }) => id)).toEqual(["replace:a1", "replace:a2", "replace:a3"]);
    expect(over.map(({ id }) => id)).toEqual(["replace:a1"]);
  });

  test.each([
    [20_000_000, undefined],
    [20_000_001, "head"],
    [23_000_000, "head"],
    [23_000_001, "province"],
    [26_000_000, "province"],
    [26_000_001, "nobody"],
  ])("a desktop for %d đồng: who decides is %s", (price, by) => {
    const found = normCheck("desktop", price, tables, TODAY);
    expect(found.find(({ code }) => code === "over_cap")?.params["by"]).toBe(by);
  });

  test("a kind of the offices without a row is said; what serves all in common has no norm", () => {
    const none = { ...tables, norms: [] };
    expect(normCheck("printer", 1, none, TODAY)).toEqual([{ code: "no_norm", params: {} }]);
    expect(normCheck("switch", 1, none, TODAY)).toEqual([]);
    // Multifunction machines count as printers.
    expect(normCheck("multifunction", 14_000_000, tables, "2026-01-01")).toMatchObject([
      { code: "over_cap" },
    ]);
  });

  test("no price and an old price are said", () => {
    const evidence = [someEvidence({ condition: "broken", category: "camera" })];
    expect(codes(lineOf("replace:a1", evidence, [], { ...tables, prices: [] }))).toContain("no_price");
    const prices = tables.prices.map((row) => Object.assign({}, row, { from: "2024-01-01" }));
    expect(codes(lineOf("replace:a1", evidence, [], { ...tables, prices }))).toContain("price_old");
  });
});

test("every warning is a sentence in both languages", () => {
  const all: readonly PlanWarning[] = [
    { code: "no_ground", params: {} },
    { code: "over_cap", params: { cap_vnd: 20_000_000, price_vnd: 22_000_000, percent: 10, by: "head" } },
    {
      code: "over_cap",
      params: {
        cap_vnd: 20_000_000,
        price_vnd: 22_000_000,
        percent: 10,
        by: "head",
        unverified: 1,
        leader_cap_vnd: 25_000_000,
      },
    },
    { code: "over_norm", params: { norm: 2, have: 3 } },
    { code: "no_norm", params: {} },
    { code: "no_price", params: {} },
    { code: "price_old", params: { since_date: "2024-01-01" } },
    { code: "table_unverified", params: { table: "prices", key: "ssd" } },
    { code: "licence_apart", params: {} },
  ];
  for (const warning of all) {
    for (const language of ["vi", "en"] as const) {
      const said = sayWarning(language, warning);
      expect(said).not.toBe(warning.code);
      expect(said).not.toMatch(/…|\{/);
    }
  }
  expect(sayWarning("vi", all[1] ?? { code: "no_norm", params: {} })).toBe(
    "Đơn giá 22.000.000 vượt mức tối đa 20.000.000 là 10 %. Thủ trưởng đơn vị được quyết định.",
  );
});
