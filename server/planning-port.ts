import type { AssetEvidence, UnitEvidence } from "../core/assets/evidence.ts";
import type { Finding } from "../core/assets/findings.ts";
import type { AssetTables } from "../core/assets/tables.ts";
import type { Asset, DateText } from "../core/assets/types.ts";
import type { Language } from "../core/messages/speaker.ts";
import type { HoursAround } from "../core/planning/compare.ts";
import type { Candidate, PlanScenario } from "../core/planning/types.ts";
import type { Result } from "../core/result.ts";
import type { ImportRow } from "./assets-port.ts";

/**
 * What pages and programs ask of the register beside the rows themselves: findings, candidates, documents, spreadsheets. The
 * adapter is `server/planning/desk.ts`; it is loaded with the first question, since a server that was killed must be back soon.
 */
export interface PlanningDesk {
  tables(): Promise<AssetTables>;
  /** Gathered now, or some minutes ago when nothing in the register changed since. */
  findings(): Promise<Gathered>;
  /** Everything that money could be spent on, of all units. */
  candidates(): Promise<readonly Candidate[]>;
  planDocument(kind: PlanDocumentKind, paper: PlanPaper, language: Language): Promise<Result<MadeFile>>;
  /** Of these units together; `unit` issues it. */
  unitDocument(
    kind: UnitDocumentKind,
    of: { readonly unit: string; readonly units: readonly string[]; readonly year: number },
    language: Language,
  ): Promise<Result<MadeFile>>;
  /** Hours without LAN before and after each purchase, in their order. */
  lanAround(purchases: readonly Purchased[]): Promise<readonly HoursAround[]>;
  stockTakeDocument(take: string, book: "fixed" | "tool", language: Language): Promise<Result<MadeFile>>;
  /** A page of labels to print, and the content security policy that it needs. */
  labels(
    assets: readonly Asset[],
    base: string,
    language: Language,
  ): Promise<{ readonly html: string; readonly policy: string }>;
  exportRegister(assets: readonly Asset[], format: "xlsx" | "csv"): Promise<MadeFile>;
  /** Reads a spreadsheet; nothing is written. What it may become is kept for an hour under `token`. */
  previewImport(
    bytes: Uint8Array,
    of: { readonly units: ReadonlySet<string>; readonly unit: string | null },
  ): Promise<Result<{ readonly token: string; readonly preview: object }>>;
  /**
   * Gives the rows of a preview to `take`, and no second time after it succeeded: asked again in the same words (`order`), it
   * answers what it answered, since the first answer may have been lost. Faults: `import_unknown`, `import_done`, those of `take`.
   */
  takePreview(
    token: string,
    order: string,
    take: (rows: readonly PreviewedRow[]) => Promise<Result<Imported>>,
  ): Promise<Result<Imported>>;
}
/** A row of a preview as it would be taken, and where it stands in the sheet. */
export interface PreviewedRow extends ImportRow {
  readonly row: number;
}
export interface Imported {
  readonly added: number;
  readonly changed: number;
}
/** A paper of a plan. */
export interface PlanPaper {
  readonly scenario: PlanScenario;
  /** The unit whose name and signature it bears. */
  readonly issuer: string;
  /** Only what the plan gives this unit and those below it; absent: all of it. The plan stays the one of all units. */
  readonly part?: string;
}
/** Something for a unit. `on`: the day; null: nothing was bought. */
export interface Purchased {
  readonly unit: string;
  readonly on: DateText | null;
}
export const PLAN_DOCUMENTS = ["proposal", "report", "needs", "demand"] as const;
export type PlanDocumentKind = (typeof PLAN_DOCUMENTS)[number];
export const UNIT_DOCUMENTS = ["demand", "wear", "inventory", "yearReport", "yearFigures"] as const;
export type UnitDocumentKind = (typeof UNIT_DOCUMENTS)[number];
export interface MadeFile {
  readonly name: string;
  readonly type: string;
  readonly data: Uint8Array;
}
export interface Evidence {
  readonly today: DateText;
  readonly assets: readonly AssetEvidence[];
  readonly units: readonly UnitEvidence[];
}
export interface Gathered extends Evidence {
  readonly findings: readonly Finding[];
}
