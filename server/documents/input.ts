import type {
  AssetCategory,
  Condition,
  DateText,
  FundingSource,
  UnitProfile,
} from "../../core/assets/types.ts";
import type { Language } from "../../core/messages/speaker.ts";
import type { Action } from "../../core/planning/types.ts";

/**
 * What documents are made from: pure data, put together from the register by the caller. Money is whole đồng, dates are
 * `yyyy-mm-dd`, ratios 0…1. null is "not known" and is printed as an empty cell, never as zero. Texts need no cleaning
 * and no encoding: the documents do both.
 */
export interface DocumentHead {
  /** Official documents are Vietnamese; English serves a reader who checks them. */
  readonly language: Language;
  /** Who issues the document: agency, superior, number's abbreviation, place, signer, recipients, budget code. */
  readonly profile: UnitProfile;
  /** The name of that unit, where the profile has no agency. */
  readonly unitName: string;
  /** The day that the figures are of. */
  readonly on: DateText;
}

/** A line of `config/documents.yaml`: a law that a document rests on. */
export interface LegalBasis {
  /** As it stands in the document, without "Căn cứ" and without the semicolon. */
  readonly text: string;
  readonly source: string;
  /** Unverified ones are in the document, and told to the officer in the notes beside it. */
  readonly verified: boolean;
  readonly note?: string;
}

/** One line of the plan: what is bought or mended, and the thing that it replaces. */
export interface PlanLine {
  /** Name of the unit or room that uses it. */
  readonly unit: string;
  readonly room: string | null;
  readonly action: Action;
  readonly category: AssetCategory;
  /** What is bought ("Máy vi tính để bàn"). */
  readonly item: string;
  /** The thing that is there now; null where something is added. */
  readonly old: OldThing | null;
  /** Sentences, joined: "Hết hỗ trợ từ 14/10/2025; hỏng ổ cứng 2 lần." */
  readonly reason: string;
  readonly quantity: number;
  readonly unitPrice: number;
  /** The norm's maximum for one; null: no cap. */
  readonly cap: number | null;
  readonly amount: number;
  readonly source: FundingSource;
  readonly priority: 1 | 2 | 3;
  readonly note: string | null;
}
export interface OldThing {
  readonly name: string;
  readonly model: string | null;
  readonly serial: string | null;
  readonly code: string | null;
  readonly inUseYear: number | null;
  readonly originalValue: number | null;
  readonly accumulated: number | null;
  readonly remaining: number | null;
  readonly condition: Condition | null;
  readonly faults12: number | null;
  readonly supportEnded: DateText | null;
}
export interface NotChosenLine {
  readonly unit: string;
  readonly item: string;
  readonly quantity: number;
  readonly amount: number;
  readonly priority: 1 | 2 | 3;
  /** Why it is not in the plan. */
  readonly why: string;
}

/** Tờ trình, báo cáo nhu cầu and the replacement table. */
export interface PlanDocument extends DocumentHead {
  /** The year that money is asked for. */
  readonly year: number;
  readonly lines: readonly PlanLine[];
  readonly notChosen: readonly NotChosenLine[];
  /** đồng by source; absent: no ceiling known. */
  readonly ceilings: Readonly<Partial<Record<FundingSource, number>>>;
  /** Over all sources; null: none set. */
  readonly ceiling: number | null;
  readonly legal: readonly LegalBasis[];
  /** How the equipment is today; absent: the report leaves the section out. */
  readonly state?: StateFigures;
  /** What whoever decides must heed of the lines (already sentences): before the request, and on the sheet "Lưu ý". */
  readonly warnings: readonly string[];
}
export interface StateFigures {
  readonly assets: number;
  readonly pcs: number;
  readonly networkDevices: number;
  readonly overLife: number;
  readonly unsupported: number;
  /** LAN hours lost within 12 months; null: not measured. */
  readonly outageHours: number | null;
}

/** The columns of the commune's demand table, in their order. */
export const DEMAND_COLUMNS = [
  "pc",
  "printer",
  "scanner",
  "conference",
  "licences",
  "firewall",
  "switch",
  "wifi",
  "internet",
  "government",
  "audio",
  "camera",
  "led",
  "other",
] as const;
export type DemandColumn = (typeof DEMAND_COLUMNS)[number];
export interface DemandCell {
  /** Định mức; null: the norm fixes no number (then `wanted` says what is asked for). */
  readonly norm: number | null;
  readonly have: number;
  /** Đề nghị thanh lý. */
  readonly liquidate: number;
  /** Only where there is no norm: how many the unit shall have; null: cannot be said. */
  readonly wanted: number | null;
}
export interface DemandTable extends DocumentHead {
  readonly year: number;
  readonly units: readonly {
    readonly unit: string;
    readonly staff: number | null;
    readonly cells: Readonly<Partial<Record<DemandColumn, DemandCell>>>;
  }[];
  /** đồng for one, where known. */
  readonly prices: Readonly<Partial<Record<DemandColumn, number>>>;
  readonly warnings: readonly string[];
}

/** Biên bản kiểm kê (C53-HD). */
export interface StockTakeRecord extends DocumentHead {
  /** "fixed": tài sản cố định, "tool": công cụ, dụng cụ. */
  readonly book: "fixed" | "tool";
  /** Thời điểm kiểm kê. */
  readonly takenOn: DateText;
  /** Ban kiểm kê; empty: dotted lines to fill in. */
  readonly board: readonly BoardMember[];
  readonly groups: readonly { readonly name: string; readonly lines: readonly StockTakeLine[] }[];
}
export interface BoardMember {
  readonly name: string;
  /** Chức vụ. */
  readonly title: string;
  /** Đại diện cho. */
  readonly stands: string;
  readonly role: "head" | "member";
}
export interface StockTakeLine {
  readonly name: string;
  readonly code: string | null;
  readonly place: string | null;
  readonly books: Counted;
  /** null: not looked at. */
  readonly counted: Counted | null;
  readonly note: string | null;
}
export interface Counted {
  readonly quantity: number;
  readonly originalValue: number | null;
  readonly remaining: number | null;
}

/** Bảng tính hao mòn tài sản cố định. */
export interface WearTable extends DocumentHead {
  readonly year: number;
  readonly groups: readonly { readonly name: string; readonly lines: readonly WearLine[] }[];
  readonly warnings: readonly string[];
}
export interface WearLine {
  readonly name: string;
  readonly code: string | null;
  readonly unit: string;
  readonly inUseOn: DateText | null;
  readonly originalValue: number | null;
  /** per cent a year */
  readonly percent: number | null;
  /** This year's wear, all wear so far, what remains at 31 December. */
  readonly amount: number | null;
  readonly accumulated: number | null;
  readonly remaining: number | null;
  readonly note: string | null;
}

/** Báo cáo năm: how the IT equipment and the LAN of each unit are. */
export interface YearReport extends DocumentHead {
  /** The year that is reported. */
  readonly year: number;
  readonly legal: readonly LegalBasis[];
  readonly units: readonly UnitYear[];
  /** The worst ten, worst first. */
  readonly worst: readonly WorstThing[];
  /** What last year's money changed. */
  readonly changes: readonly MoneyChange[];
  readonly warnings: readonly string[];
}
export interface UnitYear {
  readonly unit: string;
  readonly staff: number | null;
  readonly counts: readonly {
    readonly category: AssetCategory;
    readonly have: number;
    readonly norm: number | null;
  }[];
  readonly overLife: number;
  readonly unsupported: number;
  /** 0…1; null: not measured. */
  readonly availability: number | null;
  readonly outageHours: number | null;
  readonly incidents: number | null;
  /** 0…100 */
  readonly score: number | null;
}
export interface WorstThing {
  readonly unit: string;
  readonly name: string;
  readonly model: string | null;
  readonly faults: number | null;
  readonly hours: number | null;
  readonly why: string;
}
export interface MoneyChange {
  readonly unit: string;
  readonly item: string;
  readonly quantity: number;
  readonly amount: number;
  readonly on: DateText;
  /** "Giờ làm việc mất mạng mỗi tháng"; null: nothing was measured. */
  readonly indicator: string | null;
  readonly before: number | null;
  readonly after: number | null;
  /** The day on which `after` can be told, while that lies ahead. */
  readonly afterDue: DateText | null;
}

/** Labels to print; `base`: the address that phones reach the server at, "": none. */
export interface LabelSheet {
  readonly labels: readonly AssetLabel[];
  readonly base: string;
  readonly language: Language;
}
/** A QR label. */
export interface AssetLabel {
  readonly id: string;
  readonly code: string | null;
  readonly name: string;
  readonly unit: string;
}
