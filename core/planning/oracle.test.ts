import highsModule from "highs";
import { expect, test } from "vitest";
import { optimise } from "./optimise.ts";
import type { PlanItem, PlanRules } from "./types.ts";

// Its types are those of a CommonJS module; what Node loads is an ES module, whose default export is the loader.
const loadHighs = highsModule as unknown as (typeof highsModule)["default"];

/** Park & Miller 1988. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * below);
  };
}

function instance(size: number, seed: number): readonly [PlanItem[], PlanRules] {
  const roll = dice(seed);
  const items: PlanItem[] = [];
  const sources = ["city", "commune", "investment"];
  for (let n = 0; items.length < size; n += 1) {
    const source = sources[roll(3)] ?? "";
    const main = {
      id: `r${String(n)}`,
      cost: (200 + roll(2_000)) * 10_000,
      points: roll(60),
      source,
      group: null,
      requires: [],
    };
    const kind = roll(10);
    if (kind < 5) items.push(main);
    else if (kind < 8) {
      const group = `g${String(n)}`;
      items.push(
        { ...main, group },
        {
          ...main,
          id: `u${String(n)}`,
          group,
          cost: (50 + roll(300)) * 10_000,
          points: roll(25),
          source: "recurrent",
        },
      );
    } else
      items.push(main, {
        ...main,
        id: `l${String(n)}`,
        cost: 3_290_000,
        points: roll(15),
        requires: [main.id],
        source: kind === 8 ? source : "recurrent",
      });
  }
  const sum = (of: string): number =>
    items.reduce((all, { cost, source }) => all + (source === of ? cost : 0), 0);
  const ceilings = Object.fromEntries(
    [...sources, "recurrent"].map((source) => [source, Math.floor(sum(source) * (0.1 + roll(50) / 100))]),
  );
  const all = Object.values(ceilings).reduce((a, b) => a + b, 0);
  const minimums = Array.from({ length: 4 }, (_, at) => ({
    id: `m${String(at)}`,
    items: items.flatMap(({ id }) => (roll(15) === 0 ? [id] : [])),
    atLeast: 1 + roll(6),
  }));
  return [
    items,
    {
      ceilings,
      ...(seed % 2 === 0 ? { total: Math.floor(all * 0.8) } : {}),
      must: ["r0", "r1"],
      never: ["r2"],
      minimums,
    },
  ];
}

/** The same plan as a mixed integer programme in the LP format, with the tiers before the last fixed. */
function programme(
  items: readonly PlanItem[],
  of: PlanRules,
  objective: string,
  fixed: readonly string[],
): string {
  const name = new Map(items.map(({ id }, at) => [id, `x${String(at)}`]));
  const x = (id: string): string => name.get(id) ?? "";
  const rows = [...fixed];
  const costs = (those: readonly PlanItem[]): string =>
    those.map(({ id, cost }) => `+ ${String(cost / 10_000)} ${x(id)}`).join(" ");
  for (const source of new Set(items.map((item) => item.source))) {
    rows.push(
      `${costs(items.filter((item) => item.source === source))} <= ${String((of.ceilings[source] ?? 0) / 10_000)}`,
    );
  }
  if (of.total !== undefined) rows.push(`${costs(items)} <= ${String(of.total / 10_000)}`);
  for (const group of new Set(items.flatMap((item) => item.group ?? []))) {
    rows.push(
      `${items
        .filter((item) => item.group === group)
        .map(({ id }) => `+ ${x(id)}`)
        .join(" ")} <= 1`,
    );
  }
  for (const { id, requires } of items)
    for (const other of requires) rows.push(`${x(id)} - ${x(other)} <= 0`);
  for (const id of of.never) rows.push(`${x(id)} <= 0`);
  return `${objective}\nSubject To\n${rows.map((row, at) => ` c${String(at)}: ${row}`).join("\n")}\nBinary\n ${[...name.values()].join(" ")}\nEnd\n`;
}

test("is what HiGHS proves for more than 100 candidates: must, minimums in their order, points, cost", async () => {
  const highs = await loadHighs();
  const solve = (text: string): number => {
    const solution = highs.solve(text, { mip_rel_gap: 0, mip_abs_gap: 1e-6 });
    expect(solution.Status).toBe("Optimal");
    return Math.round(solution.ObjectiveValue);
  };
  for (const seed of [1, 2]) {
    const [items, of] = instance(80 + seed * 20, seed);
    const choice = optimise(items, of);
    expect(choice.exact).toBe(true);
    const index = new Map(items.map(({ id }, at) => [id, `x${String(at)}`]));
    const sum = (ids: readonly string[]): string => ids.map((id) => `+ ${index.get(id) ?? ""}`).join(" ");
    const weighed = (by: "points" | "cost", unit: number): string =>
      items.map((item) => `+ ${String(item[by] / unit)} ${index.get(item.id) ?? ""}`).join(" ");
    const fixed: string[] = [];
    const musts = of.must.filter((id) => choice.chosen.includes(id));
    expect(solve(programme(items, of, `Maximize\n obj: ${sum(of.must)}`, fixed))).toBe(musts.length);
    for (const id of musts) fixed.push(`${index.get(id) ?? ""} >= 1`);
    for (const { items: ids, atLeast } of of.minimums) {
      const most = Math.min(atLeast, solve(programme(items, of, `Maximize\n obj: ${sum(ids)}`, fixed)));
      expect(Math.min(atLeast, ids.filter((id) => choice.chosen.includes(id)).length)).toBe(most);
      fixed.push(`${sum(ids)} >= ${String(most)}`);
    }
    expect(choice.points).toBe(solve(programme(items, of, `Maximize\n obj: ${weighed("points", 1)}`, fixed)));
    fixed.push(`${weighed("points", 1)} >= ${String(choice.points)}`);
    expect(choice.cost / 10_000).toBe(
      solve(programme(items, of, `Minimize\n obj: ${weighed("cost", 10_000)}`, fixed)),
    );
  }
});
