import type { AssetFields, DateText } from "../types.ts";

/** A spreadsheet as it was read, and what may become of it. Rows and columns are named as the sheet names them (1, A). */
export type Cell =
  | null
  | string
  | number
  | boolean
  /** A date cell of the spreadsheet. */
  | { readonly date: DateText }
  /** "#REF!" and the like. */
  | { readonly error: string };

export interface Sheet {
  readonly name: string;
  /** From row 1, column A on; merged cells hold their value once, in the first. */
  readonly rows: readonly (readonly Cell[])[];
  /** Merged cells, counted from 0. */
  readonly merges: readonly {
    readonly row: number;
    readonly column: number;
    readonly rows: number;
    readonly columns: number;
  }[];
}

export const IMPORT_FIELDS = [
  "id",
  "code",
  "name",
  "category",
  "book",
  "vendor",
  "model",
  "serial",
  "mac",
  "quantity",
  "unit",
  "site",
  "room",
  "person",
  "oneStop",
  "inUseOn",
  "originalValue",
  "fundingSource",
  "supplier",
  "warrantyUntil",
  "condition",
  "notes",
  "cpu",
  "ramGb",
  "disk",
  "os",
  "office",
  "managed",
  "portMbps",
  "ports",
  "batteryOn",
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

export interface ImportContext {
  /** Units that one may write to; `former`: names of those that were merged into it. */
  readonly units: readonly {
    readonly id: string;
    readonly name: string;
    readonly former: readonly string[];
  }[];
  readonly sites: readonly { readonly id: string; readonly name: string; readonly unit: string }[];
  /** The unit of rows that name none; null: each must. */
  readonly unit: string | null;
  readonly existing: readonly {
    readonly id: string;
    readonly code: string | null;
    readonly serial: string | null;
    readonly name: string;
  }[];
  /** Codes that are in use where the reader sees nothing: taken, and no more is said of them. */
  readonly elsewhere: readonly string[];
  /** đồng: from here on it is a fixed asset. */
  readonly fixedFrom: number | null;
  readonly today: DateText;
}

export type ProblemCode =
  | "name_missing"
  | "unit_missing"
  | "unit_unknown" // params: text, near; heading: the row of a heading that names it
  | "unit_assumed" // params: unit
  | "unit_merged" // params: from, into
  | "site_unknown" // params: text
  | "category_unknown" // params: text
  | "money_unreadable" // params: text
  | "money_negative" // params: text
  | "money_huge" // params: text
  | "money_doubtful" // params: text, read
  | "date_unreadable" // params: text
  | "date_future" // params: text
  | "date_swapped" // params: text, read
  | "quantity_unreadable" // params: text
  | "choice_unknown" // params: text, choices
  | "number_unreadable" // params: text
  | "mac_unreadable" // params: text
  | "cell_error" // params: text
  | "code_twice" // params: code, other
  | "serial_twice" // params: serial, other
  | "code_of_other" // params: code, name
  | "code_moved" // params: code, name
  | "code_elsewhere" // params: code
  | "asset_twice" // params: name, other
  | "changes_existing" // params: name
  | "serial_missing"
  | "text_cut"; // params: most

export interface ImportProblem {
  /** As the sheet counts: from 1. */
  readonly row: number;
  /** "C"; null: the whole row. */
  readonly column: string | null;
  readonly header: string | null;
  readonly code: ProblemCode;
  readonly severity: "error" | "warning";
  readonly params: Readonly<Record<string, string | number>>;
}

export interface PreviewRow {
  readonly row: number;
  readonly name: string;
  /** The asset that it changes; null: a new one. */
  readonly id: string | null;
  /** The row names its unit, or a heading above it does. */
  readonly unitNamed?: boolean;
  /** Absent while the row has an error. */
  readonly fields: AssetFields | null;
  readonly problems: readonly ImportProblem[];
}

export interface ImportPreview {
  readonly sheet: string;
  /** The last row of the headers. */
  readonly headerRow: number;
  readonly columns: readonly {
    readonly column: string;
    readonly header: string;
    readonly field: ImportField | null;
    /** Amounts in it are in thousands, millions or thousand millions of đồng, as its heading or a line above says; 1: in đồng. */
    readonly times: number;
    /** Not recognised, and more than a number of the row: what stands in it is left out. */
    readonly lost: boolean;
  }[];
  readonly rows: readonly PreviewRow[];
  readonly skipped: readonly {
    readonly row: number;
    readonly why: "group" | "total" | "numbers";
    readonly text: string;
  }[];
  readonly counts: {
    readonly rows: number;
    readonly good: number;
    readonly changes: number;
    readonly errors: number;
    readonly warnings: number;
  };
}

/** What is wrong with a sheet as a whole. */
export type SheetFault = "sheet_no_header" | "sheet_no_rows";
