import type {
  DemandTable,
  LabelSheet,
  PlanDocument,
  StockTakeRecord,
  WearTable,
  YearReport,
} from "./input.ts";
import { askProcess } from "./own-process.ts";
import { oneByOne } from "./turn.ts";

/** Every document, and what it is made from. */
export interface DocumentInputs {
  readonly proposal: PlanDocument;
  readonly report: PlanDocument;
  readonly needs: PlanDocument;
  readonly demand: DemandTable;
  readonly stocktake: StockTakeRecord;
  readonly wear: WearTable;
  readonly yearReport: YearReport;
  readonly yearFigures: YearReport;
  readonly labels: LabelSheet;
}
export type DocumentKind = keyof DocumentInputs;
export interface DocumentOrder<Kind extends DocumentKind> {
  readonly kind: Kind;
  readonly input: DocumentInputs[Kind];
}

const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** File name (without diacritics: they go through mail and USB sticks) and media type. */
export const DOCUMENT_FILES: Readonly<
  Record<DocumentKind, { readonly name: string; readonly type: string }>
> = {
  proposal: { name: "to-trinh.docx", type: DOCX },
  report: { name: "bao-cao-nhu-cau.docx", type: DOCX },
  needs: { name: "bang-tong-hop-nhu-cau.xlsx", type: XLSX },
  demand: { name: "bang-du-tru.xlsx", type: XLSX },
  stocktake: { name: "bien-ban-kiem-ke.xlsx", type: XLSX },
  wear: { name: "bang-tinh-hao-mon.xlsx", type: XLSX },
  yearReport: { name: "bao-cao-nam.docx", type: DOCX },
  yearFigures: { name: "so-lieu-bao-cao-nam.xlsx", type: XLSX },
  labels: { name: "tem-tai-san.html", type: "text/html; charset=utf-8" },
};

/** 20,000 lines as .xlsx take some 300 MB for a few seconds. */
const LIMITS = { maxHeapMB: 1_024 };
const PROGRAM = new URL("make-program.ts", import.meta.url);

/** What they are made of waits in memory. */
const inTurn = oneByOne(30);

/**
 * Makes a document in a process of its own, one at a time: a long table would hold up the server for seconds, and the
 * libraries (30 MB) are neither loaded at the start nor kept. Rejects with `rate_limited`, as {@link oneByOne}.
 */
export function makeDocument<Kind extends DocumentKind>(
  kind: Kind,
  input: DocumentInputs[Kind],
): Promise<Uint8Array> {
  const order: DocumentOrder<Kind> = { kind, input };
  return inTurn(() => askProcess<Uint8Array>(PROGRAM, order, LIMITS));
}
