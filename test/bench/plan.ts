import { optimise } from "../../core/planning/optimise.ts";
import type { PlanItem, PlanRules } from "../../core/planning/types.ts";

/**
 * `npm run bench -- plan [--json]`: how long the plan takes, proven, for 1,000 and 5,000 candidates of a province's
 * offices: a price list of multiples of 10,000 đồng, replace, upgrade or repair of the same thing from different
 * sources, licences that need their PC, minimums for one-stop counters, ceilings by source and in total.
 */
const PRICES = [
  15_000_000, 13_500_000, 18_000_000, 8_900_000, 4_200_000, 32_000_000, 6_750_000, 2_150_000, 11_200_000,
];

/** Linear congruential, 31 bits (Park & Miller 1988): the same instance on every machine. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function instance(
  size: number,
  seed: number,
  shape: "sources" | "total" | "free",
): readonly [PlanItem[], PlanRules] {
  const roll = dice(seed);
  const upTo = (n: number): number => Math.floor(roll() * n);
  const items: PlanItem[] = [];
  const minimums: { id: string; items: string[]; atLeast: number }[] = [];
  while (items.length < size) {
    const n = items.length;
    const price =
      (PRICES[upTo(PRICES.length)] ?? 0) + (shape === "free" ? upTo(1_000_000) : upTo(40) * 10_000);
    const source = ["city", "commune", "investment"][upTo(3)] ?? "city";
    const points = 1 + upTo(100);
    const kind = roll();
    const main: PlanItem = { id: `r${String(n)}`, cost: price, points, source, group: null, requires: [] };
    if (kind < 0.5) items.push(main);
    else if (kind < 0.8) {
      const group = `g${String(n)}`;
      items.push(
        { ...main, group },
        {
          ...main,
          id: `u${String(n)}`,
          group,
          source: "recurrent",
          cost: 10_000 * (50 + upTo(200)),
          points: Math.ceil(points * (0.2 + roll() / 2)),
        },
      );
      if (roll() < 0.3)
        items.push({
          ...main,
          id: `f${String(n)}`,
          group,
          source: "recurrent",
          cost: 10_000 * (20 + upTo(60)),
          points: Math.ceil(points * 0.15),
        });
    } else {
      items.push(main, {
        ...main,
        id: `l${String(n)}`,
        cost: 3_290_000,
        points: 1 + upTo(15),
        requires: [main.id],
        source: roll() < 0.8 ? source : "recurrent",
      });
    }
    const last = minimums.at(-1);
    if (n % 40 < 2) {
      if (last === undefined || last.items.length >= 4)
        minimums.push({ id: `m${String(n)}`, items: [main.id], atLeast: 2 });
      else last.items.push(main.id);
    }
  }
  const sum = (source: string): number =>
    items.reduce((all, item) => all + (item.source === source ? item.cost : 0), 0);
  const parts = { city: 0.3, commune: 0.2, investment: 0.4, recurrent: 0.25 };
  const ceilings: Record<string, number> = {};
  for (const [source, part] of Object.entries(parts)) {
    ceilings[source] = Math.floor((sum(source) * part) / 1_000_000) * 1_000_000;
  }
  const all = Object.values(ceilings).reduce((a, b) => a + b, 0);
  return [
    items.slice(0, size),
    {
      ceilings,
      ...(shape === "total" ? { total: Math.floor(all * 0.8) } : {}),
      must: ["r0", "r1"],
      never: [],
      minimums,
    },
  ];
}

if (import.meta.main) {
  const figures: Record<string, number | boolean> = {};
  for (const size of [1_000, 5_000]) {
    for (const shape of ["sources", "total", "free"] as const) {
      const seconds: number[] = [];
      let exact = true;
      for (let seed = 1; seed <= 5; seed += 1) {
        const [items, rules] = instance(size, seed, shape);
        const begin = performance.now();
        exact &&= optimise(items, rules).exact;
        seconds.push((performance.now() - begin) / 1_000);
      }
      figures[`${String(size)}-${shape}-worst-seconds`] = Number(Math.max(...seconds).toFixed(3));
      figures[`${String(size)}-${shape}-exact`] = exact;
    }
  }
  process.stdout.write(`${JSON.stringify(figures, null, process.argv.includes("--json") ? undefined : 2)}\n`);
}
