import { createHash } from "node:crypto";
import type { Calendar } from "../../core/alerting/types.ts";
import { findingsOf } from "../../core/assets/find.ts";
import type { AssetTables } from "../../core/assets/tables.ts";
import { HOUR, MINUTE, type Clock } from "../../core/clock.ts";
import type { Language } from "../../core/messages/speaker.ts";
import { candidatesOf } from "../../core/planning/candidates.ts";
import type { Candidate } from "../../core/planning/types.ts";
import { FaultError } from "../../core/result.ts";
import type { Assets } from "../assets-port.ts";
import { loadCalendar } from "../alert-calendar.ts";
import { readAssetTables } from "../asset-tables.ts";
import { LABELS_POLICY } from "../documents/labels.ts";
import { makeDocument } from "../documents/make.ts";
import { gatherEvidence } from "../jobs/asset-evidence.ts";
import type { Gathered, PlanningDesk } from "../planning-port.ts";
import type { Registry, SampleStore } from "../ports.ts";
import { exportFile, importDesk } from "./sheets.ts";
import { lanAround } from "./lan-around.ts";
import { makePlanFile } from "./plan-files.ts";
import { makeStockTakeFile } from "./stocktake-file.ts";
import { makeUnitFile } from "./unit-files.ts";

export interface DeskParts {
  readonly registry: Registry & Assets;
  readonly store: SampleStore;
  readonly clock: Clock;
  /** Folder with tables of one's own; undefined: the shipped ones. */
  readonly tablesDir?: string | undefined;
  /** A calendar of one's own; undefined: the shipped one. */
  readonly calendarFile?: string | undefined;
  readonly language: Language;
  readonly newId: () => string;
}

/** How old figures may be before they are gathered anew, and until when they serve meanwhile; what changes in the register is seen at once. */
const FRESH_MS = 5 * MINUTE;
const USABLE_MS = HOUR;

/** Findings, candidates and documents of a register. */
export function createPlanningDesk(parts: DeskParts): PlanningDesk {
  const { registry, clock } = parts;
  let tables: AssetTables | undefined;
  const tablesNow = (): AssetTables => (tables ??= tablesOf(parts));
  let calendar: Calendar | undefined;
  const calendarNow = (): Calendar => (calendar ??= calendarOf(parts));
  let kept: { readonly key: string; readonly at: number; readonly found: Promise<Gathered> } | undefined;
  const findings = async (): Promise<Gathered> => {
    const key = await fingerprint(registry);
    const now = clock.now();
    const before = kept?.key === key && now - kept.at < USABLE_MS ? kept : undefined;
    if (before !== undefined && now - before.at < FRESH_MS) return before.found;
    const found = gather(parts, tablesNow(), calendarNow());
    kept = { key, at: now, found };
    // A failure is not kept.
    found.catch(() => {
      if (kept?.found === found) kept = undefined;
    });
    // Figures of months change little in minutes: nobody waits for those that are being gathered.
    return before?.found ?? found;
  };
  const made = new WeakMap<Gathered, readonly Candidate[]>();
  const candidates = async () => {
    const gathered = await findings();
    const known = made.get(gathered);
    if (known !== undefined) return known;
    const { assets: evidence, ...rest } = gathered;
    const all = candidatesOf({ ...rest, evidence, tables: tablesNow() });
    made.set(gathered, all);
    return all;
  };
  const sources = async () => ({
    registry,
    tablesDir: parts.tablesDir,
    gathered: await findings(),
    candidates: await candidates(),
    tables: tablesNow(),
    clock,
    calendar: calendarNow(),
  });
  return {
    tables: () => Promise.resolve(tablesNow()),
    findings,
    candidates,
    planDocument: async (...order) => makePlanFile(await sources(), ...order),
    unitDocument: async (...order) => makeUnitFile(await sources(), ...order),
    lanAround: (purchases) => lanAround({ registry, clock, calendar: calendarNow() }, purchases),
    stockTakeDocument: async (...order) => makeStockTakeFile(await sources(), ...order),
    labels: labelsOf(registry),
    exportRegister: (assets, format) => exportFile(registry, assets, format),
    ...importDesk(parts, tablesNow),
  };
}

const labelsOf =
  (registry: Registry): PlanningDesk["labels"] =>
  async (assets, base, language) => {
    const names = new Map((await registry.units()).map(({ id, name }) => [id, name]));
    const labels = assets.map(({ id, code, serial, name, unit }) => ({
      id,
      // Without a code, what stands on the thing itself tells which one it is.
      code: code ?? serial,
      name,
      unit: names.get(unit) ?? "",
    }));
    const page = await makeDocument("labels", { labels, base, language });
    return { html: new TextDecoder().decode(page), policy: LABELS_POLICY };
  };

const tablesOf = ({ tablesDir, language }: DeskParts): AssetTables =>
  rightly(readAssetTables(tablesDir, language), tablesDir ?? "config");

const calendarOf = ({ calendarFile, language }: DeskParts): Calendar =>
  rightly(loadCalendar(calendarFile, language), calendarFile ?? "calendar.yaml").calendar;

/** What a file says; a file with mistakes is a fault that names them. */
function rightly<T>(
  read:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly mistakes: readonly string[] },
  file: string,
): T {
  if (read.ok) return read.value;
  throw new FaultError("config_invalid", {
    file,
    mistakes: read.mistakes.map((line) => `  ${line}`).join("\n"),
  });
}

async function gather(
  { registry, store, clock }: DeskParts,
  tables: AssetTables,
  calendar: Calendar,
): Promise<Gathered> {
  const evidence = await gatherEvidence({ registry, store, calendar }, clock.now());
  return { ...evidence, findings: findingsOf({ ...evidence, tables }) };
}

/** Changes whenever the register does. Not with `revision()`, which grows with whatever agents do. */
async function fingerprint(registry: Registry & Assets): Promise<string> {
  const [assets, profiles, units] = await Promise.all([
    registry.assets({}),
    registry.unitProfiles(),
    registry.units(),
  ]);
  return createHash("sha256")
    .update(JSON.stringify([assets, profiles, units]))
    .digest("hex");
}
