import { codeText, serialText } from "../placeholders.ts";
import type { ImportContext, ImportProblem, PreviewRow, ProblemCode } from "./preview-types.ts";

/** What only shows when all rows and the register are looked at together: codes and serials that belong to several. */
export function checkAll(rows: readonly PreviewRow[], context: ImportContext): readonly PreviewRow[] {
  const codes = new Map<string, number>();
  const serials = new Map<string, number>();
  const claimed = new Map<string, number>();
  const known = knownOf(context);
  const given = givenOf(rows, known);
  const needs = new Map<number, readonly Known[]>();
  const elsewhere = new Set(context.elsewhere.flatMap((code) => codeText(code) ?? []).map(key));
  const checked = rows.map((row) => {
    if (row.fields === null) return row;
    const found = [
      ...takenElsewhere(row, elsewhere),
      ...twice(row, codes, "code", "code_twice"),
      ...twice(row, serials, "serial", "serial_twice"),
    ];
    const { id, problems, freed } = identify(row, known, given);
    if (freed.length > 0) needs.set(row.row, freed);
    // A row that changes an asset leaves it where it is.
    const own = row.problems.filter(({ code }) => id === null || code !== "unit_assumed");
    const all = [...own, ...found, ...problems, ...claimedTwice(row.row, id, claimed, known)];
    const good = !all.some(({ severity }) => severity === "error");
    return { ...row, id, fields: good ? row.fields : null, problems: all };
  });
  return withoutBroken(checked, given, needs);
}

/** What the file makes of assets that its rows name by id, or else by serial: their codes and serials as they will be. */
type Given = ReadonlyMap<string, Gift>;
interface Gift {
  readonly row: number;
  readonly by: "byId" | "bySerial";
  readonly code: string;
  readonly serial: string;
}

function givenOf(rows: readonly PreviewRow[], known: Index): Given {
  const given = new Map<string, Gift>();
  for (const by of ["byId", "bySerial"] as const) {
    for (const row of rows) {
      const { [by]: found, byId } = matchesOf(row, known);
      if (row.fields === null || found === undefined || given.has(found.id)) continue;
      if (by === "bySerial" && byId !== undefined) continue;
      const { code, serial } = named(row);
      given.set(found.id, { row: row.row, by, code: key(code ?? ""), serial: key(serial ?? "") });
    }
  }
  return given;
}

/** A row that takes what another row gives away falls with that one: a code would belong to two. */
function withoutBroken(
  rows: readonly PreviewRow[],
  given: Given,
  needs: ReadonlyMap<number, readonly Known[]>,
): readonly PreviewRow[] {
  if (needs.size === 0) return rows;
  const waiting = new Map<number, { readonly row: number; readonly owner: Known }[]>();
  for (const [row, owners] of needs) {
    for (const owner of owners) {
      const giver = given.get(owner.id)?.row ?? row;
      waiting.set(giver, [...(waiting.get(giver) ?? []), { row, owner }]);
    }
  }
  const fallen = new Map<number, Known>();
  const bad = rows.flatMap(({ row, fields }) => (fields === null ? [row] : []));
  for (let row = bad.pop(); row !== undefined; row = bad.pop()) {
    for (const { row: next, owner } of waiting.get(row) ?? []) {
      if (fallen.has(next)) continue;
      fallen.set(next, owner);
      bad.push(next);
    }
  }
  return rows.map((row) => {
    const owner = fallen.get(row.row);
    if (owner === undefined || row.fields === null) return row;
    const { code, serial } = named(row);
    const params = { code: code ?? serial ?? "", name: owner.name };
    const problems = [...row.problems, problem(row.row, "code_of_other", "error", params)];
    return { ...row, fields: null, problems };
  });
}

const key = (text: string): string => text.normalize("NFC").toLowerCase().replaceAll(/\s+/g, "");

function twice(
  { row, fields }: PreviewRow,
  seen: Map<string, number>,
  field: "code" | "serial",
  code: ProblemCode,
): readonly ImportProblem[] {
  const text = fields?.[field] ?? null;
  if (text === null) return [];
  const before = seen.get(key(text));
  if (before === undefined) {
    seen.set(key(text), row);
    return [];
  }
  return [problem(row, code, "error", { [field]: text, other: before })];
}

/** A code is one thing's in all units: the row would be refused when it is taken in, and the whole file with it. */
function takenElsewhere(
  { row, fields }: PreviewRow,
  elsewhere: ReadonlySet<string>,
): readonly ImportProblem[] {
  const code = fields?.code ?? null;
  return code !== null && elsewhere.has(key(code)) ? [problem(row, "code_elsewhere", "error", { code })] : [];
}

/** Two rows that change one asset: the second would silently undo the first. */
function claimedTwice(
  row: number,
  id: string | null,
  claimed: Map<string, number>,
  known: Index,
): readonly ImportProblem[] {
  if (id === null) return [];
  const other = claimed.get(id);
  if (other !== undefined)
    return [problem(row, "asset_twice", "error", { name: known.ids.get(id)?.name ?? "", other })];
  claimed.set(id, row);
  return [];
}

const problem = (
  row: number,
  code: ProblemCode,
  severity: ImportProblem["severity"],
  params: ImportProblem["params"],
): ImportProblem => ({ row, column: null, header: null, code, severity, params });

type Known = ImportContext["existing"][number];
interface Index {
  readonly ids: ReadonlyMap<string, Known>;
  readonly codes: ReadonlyMap<string, Known>;
  readonly serials: ReadonlyMap<string, Known>;
}

/** "N/A" in the register is no more a number than in the file. */
function knownOf(context: ImportContext): Index {
  const existing = context.existing.map(({ id, code, serial, name }): Known => ({
    id,
    code: codeText(code),
    serial: serialText(serial),
    name,
  }));
  const by = (of: (one: Known) => string | null) =>
    new Map(existing.flatMap((one) => (of(one) === null ? [] : [[key(of(one) ?? ""), one] as const])));
  return { ids: by(({ id }) => id), codes: by(({ code }) => code), serials: by(({ serial }) => serial) };
}

interface Identified {
  readonly id: string | null;
  readonly problems: readonly ImportProblem[];
  /** Whose code or serial the row takes over. */
  readonly freed: readonly Known[];
}

type Matches = Partial<Record<"byId" | "byCode" | "bySerial", Known | undefined>>;

/** Codes (and serials) may change places within one file: what its owner gives away in another row is free for this one. */
function freedOf(row: PreviewRow, { byId, byCode, bySerial }: Matches, given: Given): readonly Known[] {
  const mine = named(row);
  // A row that nothing else places may be the owner itself; then only the system's id can say otherwise.
  const isPlaced = byId !== undefined || (bySerial !== undefined && bySerial !== byCode);
  const isFreed = (field: "code" | "serial", owner: Known): boolean => {
    const after = given.get(owner.id);
    if (after === undefined || after.row === row.row || (after.by !== "byId" && !isPlaced)) return false;
    return after[field] !== key(mine[field] ?? "");
  };
  return [
    ...(byCode !== undefined && isFreed("code", byCode) ? [byCode] : []),
    ...(bySerial !== undefined && isFreed("serial", bySerial) ? [bySerial] : []),
  ];
}

/** The asset of the register that the row is: by the system's id, by its code where nothing speaks against it, by its serial. */
function identify(row: PreviewRow, known: Index, given: Given): Identified {
  const matches = matchesOf(row, known);
  const freed = freedOf(row, matches, given);
  const left = (one: Known | undefined) => (one !== undefined && freed.includes(one) ? undefined : one);
  const { byId } = matches;
  const [byCode, bySerial] = [left(matches.byCode), left(matches.bySerial)];
  const { code, serial } = named(row);
  const moved = freed
    .filter((owner) => owner === matches.byCode)
    .map(({ name }) => problem(row.row, "code_moved", "warning", { code: code ?? "", name }));
  const found = byId ?? byCode ?? bySerial;
  if (found === undefined) return { id: null, problems: moved, freed };
  const other = [byCode, bySerial].find((one) => one !== undefined && one.id !== found.id);
  if (other !== undefined || (found !== byId && found === byCode && isOther(byCode, serial, row.name))) {
    const params = { code: code ?? serial ?? "", name: (other ?? found).name };
    return { id: null, problems: [problem(row.row, "code_of_other", "error", params)], freed: [] };
  }
  const said =
    byId === undefined ? [problem(row.row, "changes_existing", "warning", { name: found.name })] : [];
  return { id: found.id, problems: [...said, ...moved], freed };
}

const named = ({ fields }: PreviewRow) => ({ code: fields?.code ?? null, serial: fields?.serial ?? null });

function matchesOf({ id, fields }: PreviewRow, known: Index) {
  const look = (text: string | null | undefined, map: ReadonlyMap<string, Known>) =>
    text === null || text === undefined ? undefined : map.get(key(text));
  return {
    byId: look(id, known.ids),
    byCode: look(fields?.code, known.codes),
    bySerial: look(fields?.serial, known.serials),
  };
}

/** The same code, and yet another serial and another name: somebody gave a code twice. */
const isOther = (known: Known, serial: string | null, name: string): boolean =>
  known.serial !== null && serial !== null
    ? key(known.serial) !== key(serial)
    : key(known.name) !== key(name);
