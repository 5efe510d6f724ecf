/**
 * The administrative record of equipment: what the accountant's books say, beside what the network measures. Money is
 * whole đồng. A date is the legal calendar's `yyyy-mm-dd`. What nobody knows is null or absent, never zero and never "".
 */
export type DateText = string;

export const ASSET_CATEGORIES = [
  "desktop",
  "laptop",
  "server",
  "nas",
  "printer",
  "multifunction",
  "scanner",
  "copier",
  "shredder",
  "switch",
  "router",
  "firewall",
  "access_point",
  "ups",
  "camera",
  "conference",
  "led_screen",
  "audio",
  "cabling",
  "software",
  "internet_line",
  "government_line",
  "other",
] as const;
export type AssetCategory = (typeof ASSET_CATEGORIES)[number];

/** Tài sản cố định (TSCĐ), or công cụ, dụng cụ (CCDC). */
export type AssetBook = "fixed" | "tool";
/** Tốt, trung bình, kém, hỏng. */
export const CONDITIONS = ["good", "fair", "poor", "broken"] as const;
export type Condition = (typeof CONDITIONS)[number];
export const ASSET_STATES = ["in_use", "stored", "liquidated"] as const;
export type AssetState = (typeof ASSET_STATES)[number];
/** Where money comes from: commune budget, city support, recurrent spending, public investment, other. */
export const FUNDING_SOURCES = ["commune", "city", "recurrent", "investment", "other"] as const;
export type FundingSource = (typeof FUNDING_SOURCES)[number];

/** What a person can say of a thing that no agent and no SNMP tells. */
export interface AssetTraits {
  readonly cpu?: string;
  readonly ramGb?: number;
  readonly disk?: "hdd" | "ssd";
  /** "Windows 10 Pro 22H2"; "Windows 7". */
  readonly os?: string;
  /** "Office 2016". */
  readonly office?: string;
  /** Switches: can be managed (SNMP, web). */
  readonly managed?: boolean;
  /** Switches: the fastest access port, Mb/s. */
  readonly portMbps?: number;
  readonly ports?: number;
  /** UPS: when its batteries were last changed. */
  readonly batteryOn?: DateText;
}

/** What a person may write. */
export interface AssetFields {
  /** The unit that uses it (id), and the site where it stands, if known. */
  readonly unit: string;
  readonly site: string | null;
  readonly book: AssetBook;
  readonly category: AssetCategory;
  /** Mã tài sản; unique within the register where given. */
  readonly code: string | null;
  readonly name: string;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  /** "aa:bb:cc:dd:ee:ff" */
  readonly mac: string | null;
  /** One for a thing with a serial; more for a lot (20 m of cable, 5 like chairs). ≥ 1. */
  readonly quantity: number;
  readonly room: string | null;
  /** Who uses it. */
  readonly person: string | null;
  /** It serves a one-stop counter (bộ phận một cửa). */
  readonly oneStop: boolean;
  readonly inUseOn: DateText | null;
  /** Nguyên giá of the whole line, đồng. */
  readonly originalValue: number | null;
  readonly fundingSource: FundingSource | null;
  readonly supplier: string | null;
  readonly warrantyUntil: DateText | null;
  readonly condition: Condition | null;
  readonly notes: string | null;
  readonly traits: AssetTraits;
}

/** What an accountant changes of a record: the money in the books, and the day from which it wears. */
export const MONEY_FIELDS = [
  "originalValue",
  "fundingSource",
  "inUseOn",
] as const satisfies readonly (keyof AssetFields)[];

export interface Liquidation {
  readonly on: DateText;
  /** Hết hạn sử dụng; hư hỏng không sửa được; sửa không hiệu quả. */
  readonly ground: LiquidationGround;
  /** Số quyết định. */
  readonly decision: string | null;
}
export const LIQUIDATION_GROUNDS = ["worn_out", "beyond_repair", "repair_uneconomic"] as const;
export type LiquidationGround = (typeof LIQUIDATION_GROUNDS)[number];

export interface Asset extends AssetFields {
  readonly id: string;
  readonly state: AssetState;
  /** The device of the network that it is (id), confirmed by a person. */
  readonly device: string | null;
  readonly liquidation: Liquidation | null;
  readonly repairs: readonly Repair[];
  readonly createdAt: number;
  readonly changedAt: number;
}
export interface Repair {
  readonly on: DateText;
  readonly what: string;
  /** đồng */
  readonly cost: number | null;
}

/** What an organisation needs to be told apart from its equipment: staff for the norms, names for documents. */
export interface UnitProfile {
  readonly unit: string;
  /** Biên chế được giao + open-ended contracts. */
  readonly staff: number | null;
  /** Posts that may have the equipment of groups VI and VII (Bí thư; Chủ tịch, Phó Chủ tịch …). */
  readonly leaders: number | null;
  /** Desks of the one-stop counter. */
  readonly counters: number | null;
  /** Cơ quan chủ quản, e.g. "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI". */
  readonly superior: string | null;
  /** Cơ quan ban hành as it stands on documents, e.g. "ỦY BAN NHÂN DÂN XÃ HƯƠNG SƠN". */
  readonly agency: string | null;
  /** Part of the document's number: "UBND". */
  readonly abbreviation: string | null;
  readonly place: string | null;
  /** Mã quan hệ ngân sách. */
  readonly budgetCode: string | null;
  /** "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH". */
  readonly signAuthority: string | null;
  readonly signTitle: string | null;
  readonly signName: string | null;
  /** Kính gửi. */
  readonly recipients: readonly string[];
}
