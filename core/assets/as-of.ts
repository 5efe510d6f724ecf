import type { Asset, DateText } from "./types.ts";

/** A thing went from one unit to another: by a transfer, or because its record was corrected. */
export interface AssetMove {
  readonly asset: string;
  /** The unit that it came from. */
  readonly from: string;
  readonly on: DateText;
}

/** What a stock-take is of: these units on a day. */
interface TakenOf {
  readonly units: ReadonlySet<string>;
  readonly on: DateText;
}

/**
 * The things that stood in the books of these units at the end of a day, in their order, and those that were counted, wherever
 * they are by now: a record that was signed stays what it was. `moves`: all after that day, in the order in which they were
 * written; what nobody knows the day of was always there.
 */
export function asOf(
  assets: readonly Asset[],
  moves: readonly AssetMove[],
  { units, on }: TakenOf,
  counted: ReadonlySet<string>,
): readonly Asset[] {
  const unitOf = unitsOn(moves, on);
  return assets.filter(
    (asset) => counted.has(asset.id) || (units.has(unitOf.get(asset.id) ?? asset.unit) && isThere(asset, on)),
  );
}

/** Where things were that moved since: where the first move after the day took them from. */
function unitsOn(moves: readonly AssetMove[], on: DateText): ReadonlyMap<string, string> {
  const first = new Map<string, AssetMove>();
  for (const move of moves) {
    const known = first.get(move.asset);
    if (move.on > on && (known === undefined || move.on < known.on)) first.set(move.asset, move);
  }
  return new Map([...first].map(([asset, { from }]) => [asset, from]));
}

const isThere = ({ inUseOn, liquidation }: Asset, on: DateText): boolean =>
  (inUseOn === null || inUseOn <= on) && (liquidation === null || liquidation.on > on);
