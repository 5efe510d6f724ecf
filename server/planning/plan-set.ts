import { sayAny, type Language } from "../../core/messages/say.ts";
import { issuerOf } from "../../core/planning/issuer.ts";
import type { PlanScenario } from "../../core/planning/types.ts";
import { FaultError, type Result } from "../../core/result.ts";
import { searchKey } from "../../core/text.ts";
import type { MadeFile, PlanningDesk } from "../planning-port.ts";
import type { UnitRecord } from "../ports.ts";
import { InputError } from "./input-error.ts";

/** Whose papers they are, and in which folder they lie ("": none of their own). */
interface PaperSet {
  readonly folder: string;
  readonly issuer: string;
  /** Absent: the whole plan. */
  readonly part?: string;
}

/**
 * One set where one unit issues all papers, else a set for each unit of the plan, in a folder of its own name: nobody signs
 * for another. Rejects with {@link InputError} where the issuer that was asked for cannot issue them.
 */
export function setsOf(
  units: readonly UnitRecord[],
  covered: readonly string[],
  asked: string | undefined,
  language: Language,
): readonly PaperSet[] {
  if (asked !== undefined) {
    const issuer = issuerOf(units, covered, asked);
    if (issuer.ok) return [{ folder: "", issuer: issuer.value }];
    const { code, params } = issuer.fault;
    throw new InputError(sayAny(language, `fault.${code}`, params) ?? code);
  }
  const [only] = covered;
  if (covered.length === 1 && only !== undefined) return [{ folder: "", issuer: only }];
  const names = new Map(units.map(({ id, name }) => [id, folderOf(name)]));
  const used = Map.groupBy(covered, (id) => names.get(id) ?? "");
  return covered.map((id) => {
    const name = names.get(id) ?? "";
    const isOwn = name !== "" && used.get(name)?.length === 1;
    return {
      folder: isOwn ? name : [name, id].filter((part) => part !== "").join("-"),
      issuer: id,
      part: id,
    };
  });
}

/** Without diacritics and signs, as file names are: they go through mail and USB sticks. */
const folderOf = (name: string): string =>
  searchKey(name)
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);

/** All documents of a plan. The books and the yearly report are of the year that ends before the plan's. */
export async function paperSet(
  desk: PlanningDesk,
  scenario: PlanScenario,
  { folder, issuer, part }: PaperSet,
  language: Language,
): Promise<readonly MadeFile[]> {
  const paper = { scenario, issuer, ...(part === undefined ? {} : { part }) };
  const units = part === undefined ? scenario.units : [part];
  const of = { unit: issuer, units, year: scenario.year - 1 };
  const made: MadeFile[] = [];
  for (const kind of ["proposal", "report", "needs", "demand"] as const) {
    made.push(valueOf(await desk.planDocument(kind, paper, language)));
  }
  for (const kind of ["wear", "inventory", "yearReport", "yearFigures"] as const) {
    made.push(valueOf(await desk.unitDocument(kind, of, language)));
  }
  if (folder === "") return made;
  return made.map((file) => Object.assign({}, file, { name: `${folder}/${file.name}` }));
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new FaultError(result.fault.code, result.fault.params);
  return result.value;
}
