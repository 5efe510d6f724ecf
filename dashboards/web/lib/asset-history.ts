/** What one entry of an asset's story tells, line by line. Pure. */
export interface ChangeLine {
  readonly field: string;
  /** Undefined: told as a fact of what happened (its day, its cost), not as a change. */
  readonly before: unknown;
  readonly after: unknown;
}
/** By field: what was, what is. */
type Changes = Readonly<Record<string, readonly unknown[]>>;

/** Written with what happened; before it there was no such thing. */
const FACTS: ReadonlySet<string> = new Set(["on", "ground", "cost", "quantity"]);

/**
 * Lines worth reading: a first entry in the books changes nothing, parts of `traits` stand for themselves, and what stayed
 * as it was is left out.
 */
export function changeLines(what: string, changes: Changes): readonly ChangeLine[] {
  if (what === "added") return [];
  return Object.entries(changes)
    .flatMap(([field, [before, after]]) =>
      field === "traits" ? traitLines(before, after) : [{ field, before, after }],
    )
    .filter(({ before, after }) => JSON.stringify(before ?? null) !== JSON.stringify(after ?? null))
    .map((line) =>
      what !== "changed" && what !== "imported" && FACTS.has(line.field) && (line.before ?? null) === null
        ? { field: line.field, before: undefined, after: line.after }
        : { field: line.field, before: line.before ?? null, after: line.after },
    );
}

function traitLines(before: unknown, after: unknown): readonly ChangeLine[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].map((field) => ({
    field,
    before: old[field],
    after: now[field],
  }));
}

const partsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
