import { asOf } from "../../core/assets/as-of.ts";
import type { Asset } from "../../core/assets/types.ts";
import { onBooks } from "../../core/assets/wear.ts";
import type { StockLine, StockTake } from "../assets-port.ts";
import { below, unitsWithin } from "./asset-view.ts";
import type { ApiContext, ApiPorts } from "./context.ts";

/**
 * What is counted: while it is open, what its unit has now; once its unit was merged, what that had on the day. What was counted
 * stays in it, wherever it is by now.
 */
export async function assetsToCount(
  ports: ApiPorts,
  c: ApiContext,
  take: StockTake,
  counted: ReadonlySet<string>,
): Promise<readonly Asset[]> {
  const { registry } = ports;
  const { unit } = take;
  const merged = (await registry.units()).some(({ id, validTo }) => id === unit && validTo !== null);
  const assets = merged
    ? await onTheDay(ports, take, counted)
    : await withCounted(ports, await unitsWithin(ports, c, unit), counted);
  return assets.map(asSeen(c, take));
}

/** What its unit has now, and what was counted. */
async function withCounted(
  { registry }: ApiPorts,
  units: ReadonlySet<string>,
  counted: ReadonlySet<string>,
): Promise<readonly Asset[]> {
  const here = await registry.assets({ units: [...units], liquidated: true });
  const known = new Set(here.map(({ id }) => id));
  const away = [...counted].filter((id) => !known.has(id));
  return [...here, ...(await byIds({ registry }, away))].filter(
    ({ id, state }) => counted.has(id) || state !== "liquidated",
  );
}

/**
 * The record of a closed stock-take: as it was kept when it was closed, else (it was closed by an earlier Cayda) as far as the
 * register still tells of that day.
 */
export async function recordOf(
  ports: ApiPorts,
  c: ApiContext,
  take: StockTake,
  counted: ReadonlySet<string>,
): Promise<readonly StockLine[]> {
  const kept = await ports.registry.stockLines(take.id);
  if (kept === undefined) {
    return withRemaining(ports, take, (await onTheDay(ports, take, counted)).map(asSeen(c, take)));
  }
  const known = new Set(kept.map(({ asset }) => asset.id));
  // Counted in the moment in which it was closed.
  const late = [...counted].filter((id) => !known.has(id));
  const shown = (await byIds(ports, late)).map(asSeen(c, take));
  return [...kept, ...(await withRemaining(ports, take, shown))];
}

/** What is kept of a stock-take that is closed now. Of a thing that another unit has by then no more than the record prints. */
export async function linesToKeep(ports: ApiPorts, take: StockTake): Promise<readonly StockLine[]> {
  const { registry } = ports;
  const counted = new Set((await registry.seenOf(take.id)).map(({ asset }) => asset));
  const own = below(await registry.units(), [take.unit]);
  const assets = (await onTheDay(ports, take, counted)).map((asset) =>
    own.has(asset.unit) ? asset : goneElsewhere(asset, take.unit),
  );
  return withRemaining(ports, take, assets);
}

/** What stood in the books of the take's unit on its day, as the register tells today, and what was counted. */
async function onTheDay(
  ports: ApiPorts,
  { unit, on }: StockTake,
  counted: ReadonlySet<string>,
): Promise<readonly Asset[]> {
  const { registry } = ports;
  const units = below(await registry.unitsOn(on), [unit]);
  const moves = await registry.movesAfter(on);
  const here = await registry.assets({ units: [...units], liquidated: true });
  const away = new Set([...counted, ...moves.flatMap(({ asset, from }) => (units.has(from) ? asset : []))]);
  for (const { id } of here) away.delete(id);
  return asOf([...here, ...(await byIds(ports, [...away]))], moves, { units, on }, counted);
}

async function byIds(
  { registry }: Pick<ApiPorts, "registry">,
  ids: readonly string[],
): Promise<readonly Asset[]> {
  const found = await Promise.all(ids.map((id) => registry.asset(id)));
  return found.flatMap((asset) => asset ?? []);
}

async function withRemaining(
  { planning }: ApiPorts,
  { on }: StockTake,
  assets: readonly Asset[],
): Promise<readonly StockLine[]> {
  const tables = await planning.tables();
  return assets.map((asset) => ({ asset, remaining: onBooks(asset, on, tables)?.remaining ?? null }));
}

const asSeen =
  (c: ApiContext, { unit }: StockTake) =>
  (asset: Asset): Asset =>
    c.var.visible.has(asset.unit) ? asset : goneElsewhere(asset, unit);

/** Another unit has it by now: what that one writes of it is no business of this one's record. */
const goneElsewhere = (asset: Asset, unit: string): Asset =>
  Object.assign({}, asset, { unit, site: null, device: null, person: null, notes: null, repairs: [] });
