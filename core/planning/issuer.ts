import { fail, ok, type Result } from "../result.ts";

/** A unit as far as issuing is concerned. */
interface Unit {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
}

/** The unit itself, then what is above it, the nearest first. */
function upwards(byId: ReadonlyMap<string, Unit>, id: string): readonly string[] {
  const line: string[] = [];
  for (let one = byId.get(id); one !== undefined && !line.includes(one.id); one = byId.get(one.parent ?? ""))
    line.push(one.id);
  return line;
}

/** Units that are, or are above, all of them; the nearest first. */
function aboveAll(byId: ReadonlyMap<string, Unit>, covered: readonly string[]): readonly string[] {
  const [first = [], ...others] = covered.map((id) => upwards(byId, id));
  return first.filter((id) => others.every((line) => line.includes(id)));
}

/**
 * Who may issue the papers of what covers these units: each of them, and each unit that is above all of them; those above
 * first, the nearest before the others. `units`: those that the person sees; nobody else's name is told.
 */
export function issuersOf<One extends Unit>(
  units: readonly One[],
  covered: readonly string[],
): readonly One[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  return [...new Set([...aboveAll(byId, covered), ...covered])].flatMap((id) => byId.get(id) ?? []);
}

/**
 * The unit whose name and signature a paper bears. One unit issues its own; of several it is the one that was asked for, else
 * the nearest that is, or is above, all of them. Faults: `issuer_unfit` (asked for, but neither one of them nor above all),
 * `issuer_unclear` (none asked for, and there is none above all); both name the units to choose from.
 */
export function issuerOf(
  units: readonly Unit[],
  covered: readonly string[],
  asked: string | undefined,
): Result<string> {
  const fit = issuersOf(units, covered);
  const known = fit.map(({ name }) => name).join(", ");
  if (asked !== undefined) {
    return fit.some(({ id }) => id === asked)
      ? ok(asked)
      : fail("issuer_unfit", { field: "issuer", units: known });
  }
  const [one] = covered;
  if (covered.length === 1 && one !== undefined) return ok(one);
  const [nearest] = aboveAll(new Map(units.map((unit) => [unit.id, unit])), covered);
  return nearest === undefined ? fail("issuer_unclear", { field: "issuer", units: known }) : ok(nearest);
}
