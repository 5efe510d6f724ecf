import type { Language } from "../../core/messages/speaker.ts";
import { boughtOnce, NOTHING_AROUND, type Purchase } from "../../core/planning/compare.ts";
import { sayIndicator } from "../../core/planning/say.ts";
import type { MoneyChange } from "../documents/input.ts";
import { lanAround, type AroundParts } from "./lan-around.ts";
import type { Sources } from "./sources.ts";

type Parts = AroundParts & Pick<Sources, "registry">;

/**
 * What the money of the plans for this year changed: each line once, also when versions or scenarios tell of it twice, with
 * the hours without LAN of its unit, a quarter before and after.
 */
export async function moneyChanges(
  parts: Parts,
  of: { readonly units: ReadonlySet<string>; readonly year: number },
  language: Language,
): Promise<MoneyChange[]> {
  const { registry } = parts;
  const lines = (await boughtLines(parts, of.year)).filter(({ unit }) => of.units.has(unit));
  const around = await lanAround(
    parts,
    lines.map(({ unit, purchase }) => ({ unit, on: purchase.on })),
  );
  const names = new Map((await registry.units()).map(({ id, name }) => [id, name]));
  return lines.map(({ unit, item, purchase }, at) => {
    const { before, after, afterDue } = around[at] ?? NOTHING_AROUND;
    const measured = before !== null || after !== null || afterDue !== null;
    const { quantity, amount, on } = purchase;
    return {
      unit: names.get(unit) ?? "",
      item,
      quantity,
      amount,
      on,
      indicator: measured ? sayIndicator(language) : null,
      before,
      after,
      afterDue,
    };
  });
}

interface BoughtLine {
  readonly unit: string;
  readonly item: string;
  readonly purchase: Purchase;
}

/** Of what the version does not know any more the plan's first unit is the nearest that is known. */
async function boughtLines({ registry }: Parts, year: number): Promise<readonly BoughtLine[]> {
  const versions: { frozenAt: number; bought: readonly Purchase[]; id: string; unit: string }[] = [];
  for (const plan of await registry.plans()) {
    if (plan.year !== year) continue;
    for (const { id, frozenAt } of await registry.planVersions(plan.id)) {
      const bought = await registry.boughtOf(id);
      if (bought.length > 0) versions.push({ frozenAt, bought, id, unit: plan.units[0] ?? "" });
    }
  }
  const told = boughtOnce(versions);
  const frozen = new Map<string, ReadonlyMap<string, FrozenLine>>();
  for (const { version } of told) {
    if (frozen.has(version.id)) continue;
    const { document = "{}" } = (await registry.planVersion(version.id)) ?? {};
    frozen.set(version.id, new Map(frozenLines(document).map((line) => [line.id, line])));
  }
  return told.map(({ version, purchase }) => {
    const line = frozen.get(version.id)?.get(purchase.candidate);
    return { unit: line?.unit ?? version.unit, item: line?.item ?? purchase.candidate, purchase };
  });
}

interface FrozenLine {
  readonly id: string;
  readonly unit: string;
  readonly item: string;
}
const frozenLines = (document: string): readonly FrozenLine[] =>
  (JSON.parse(document) as { readonly candidates?: readonly FrozenLine[] }).candidates ?? [];
