import type { ImportContext, ImportProblem, PreviewRow, ProblemCode } from "./preview-types.ts";

/** What only shows when all rows and the register are looked at together: codes and serials that belong to several. */
export function checkAll(rows: readonly PreviewRow[], context: ImportContext): readonly PreviewRow[] {
  const codes = new Map<string, number>();
  const serials = new Map<string, number>();
  const claimed = new Map<string, number>();
  const known = knownOf(context);
  return rows.map((row) => {
    if (row.fields === null) return row;
    const found = [
      ...twice(row, codes, "code", "code_twice"),
      ...twice(row, serials, "serial", "serial_twice"),
    ];
    const { id, problems } = identify(row, known);
    const all = [...row.problems, ...found, ...problems, ...claimedTwice(row.row, id, claimed, known)];
    const good = !all.some(({ severity }) => severity === "error");
    return { row: row.row, name: row.name, id, fields: good ? row.fields : null, problems: all };
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

function knownOf({ existing }: ImportContext): Index {
  const by = (of: (one: Known) => string | null) =>
    new Map(existing.flatMap((one) => (of(one) === null ? [] : [[key(of(one) ?? ""), one] as const])));
  return { ids: by(({ id }) => id), codes: by(({ code }) => code), serials: by(({ serial }) => serial) };
}

/** The asset of the register that the row is: by the system's id, by its code where nothing speaks against it, by its serial. */
function identify(row: PreviewRow, known: Index): { id: string | null; problems: readonly ImportProblem[] } {
  const { byId, byCode, bySerial } = matchesOf(row, known);
  const found = byId ?? byCode ?? bySerial;
  if (found === undefined) return { id: null, problems: [] };
  const { code, serial } = named(row);
  const other = [byCode, bySerial].find((one) => one !== undefined && one.id !== found.id);
  if (
    other !== undefined ||
    (byId === undefined && byCode !== undefined && isOther(byCode, serial, row.name))
  ) {
    const params = { code: code ?? serial ?? "", name: (other ?? found).name };
    return { id: null, problems: [problem(row.row, "code_of_other", "error", params)] };
  }
  const said =
    byId === undefined ? [problem(row.row, "changes_existing", "warning", { name: found.name })] : [];
  return { id: found.id, problems: said };
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
