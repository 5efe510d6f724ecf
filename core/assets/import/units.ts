import { searchKey } from "../../text.ts";
import type { ImportContext } from "./preview-types.ts";

/** As names are compared: without diacritics, and without what every office has before its name. */
const plain = (name: string): string =>
  searchKey(name)
    .replace(/^(ubnd|uy ban nhan dan)\s+/, "")
    .replace(/^(xa|phuong|thi tran|tt\.?)\s+/, "")
    .replaceAll(/\s+/g, " ")
    .trim();

export interface FoundUnit {
  readonly id: string;
  readonly name: string;
  /** It was found by the name of a unit that was merged into it. */
  readonly former: string | undefined;
}

/** The unit of a name, or of a name that it had before a merger; undefined when none or several have it. */
export function unitOf(text: string, { units }: Pick<ImportContext, "units">): FoundUnit | undefined {
  const wanted = plain(text);
  if (wanted === "") return undefined;
  const exact = units.filter(({ name }) => searchKey(name).trim() === searchKey(text).trim());
  const now = exact.length > 0 ? exact : units.filter(({ name }) => plain(name) === wanted);
  if (now.length === 1 && now[0] !== undefined)
    return { id: now[0].id, name: now[0].name, former: undefined };
  if (now.length > 1) return undefined;
  const before = units.flatMap((unit) =>
    unit.former
      .filter((name) => plain(name) === wanted)
      .map((former) => ({ id: unit.id, name: unit.name, former })),
  );
  return before.length === 1 ? before[0] : undefined;
}

/** The name that looks most like it, for "did you mean"; "" when none does. */
export function nearestUnit(text: string, { units }: Pick<ImportContext, "units">): string {
  const wanted = plain(text);
  let best = "";
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const { name } of units) {
    const distance = editDistance(wanted, plain(name));
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}

/** Levenshtein's: how many letters must be added, taken away or changed. */
function editDistance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, (before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    before = row;
  }
  return before[b.length] ?? 0;
}
