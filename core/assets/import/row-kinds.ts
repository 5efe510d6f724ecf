import { searchKey } from "../../text.ts";
import { textOf } from "./headers.ts";
import { isUnitHeading, namesOffice } from "./headings.ts";
import type { Cell, ImportContext, ImportField, ImportPreview } from "./preview-types.ts";

type RowKind = "empty" | "asset" | ImportPreview["skipped"][number]["why"];

/** "Tổng cộng:", "Cộng nhóm máy tính"; diacritics tell it from "Tổng đài", "Cổng chuyển" and "Công tắc". */
const SUM_MARKED =
  /^(?:tổng\s+)?cộng(?!\p{L})(?!\s+(?:đồng|tác|hưởng)(?!\p{L}))|^tổng\s+(?:số|giá trị|tiền|nguyên giá)(?!\p{L})|^tổng\s*(?:\(|:|$)/u;
/** The same of people who type none: "cong" only as the whole cell, before ":" or numerals. */
const SUM_PLAIN =
  /^tong (?:cong(?! ty\b| tac\b)|so|gia tri|tien|nguyen gia)\b|^(?:cong|tong|total|subtotal|grand total|sum)\s*(?:\(?[ivx\d+,\s]*\)?)\s*(?:$|:)/;

function isSum(text: string): boolean {
  const lower = text.slice(0, 80).normalize("NFC").trim().toLowerCase();
  const key = searchKey(lower);
  return key === lower ? SUM_PLAIN.test(key) : SUM_MARKED.test(lower);
}

const SIGNER = /^(?:nguoi lap|ke toan|thu truong|truong ban|ngay \d|\(?ky\b|.{0,40}, ?ngay\b)/;
const SIGNER_ONLY =
  /^(?:nguoi (?:lap|ghi|giao|nhan|kiem tra)(?: (?:bieu|bang|phieu|so))*|lap bieu|ke toan(?: truong| vien)?|thu truong(?: don vi| co quan)?|truong (?:ban|phong|don vi)(?: kiem ke)?|(?:pho )?(?:chu tich|giam doc|hieu truong)|thu (?:quy|kho)|\(?ky\b.{0,40}|(?:.{0,40}, ?)?ngay .{0,40})$/;
/** Columns that no signature reaches with a figure. */
const COUNTED: readonly ImportField[] = ["code", "serial", "quantity", "originalValue", "inUseOn"];

interface RowSeen {
  /** As they stand in the sheet. */
  readonly cells: readonly Cell[];
  /** With what merged cells above say. */
  readonly whole: readonly Cell[];
  readonly columns: ReadonlyMap<ImportField, number>;
  /** It goes on with the numbers of the rows before: a thing, even if only its name is known. */
  readonly counted: boolean;
  /** Signatures stand above: names and ranks follow, and no figures. */
  readonly signed: boolean;
}

/** What a row is; `signature` counts as a total to those who look at the preview. */
export function kindOf(seen: RowSeen, context: ImportContext): RowKind | "signature" {
  const { cells, columns } = seen;
  const filled = cells.map((cell) => textOf(cell).trim()).filter((text) => text !== "");
  const [first = ""] = filled;
  if (first === "") return "empty";
  const at = (field: ImportField): string => textOf(cells[columns.get(field) ?? -1]).trim();
  if (isTotal(first, at)) return "total";
  if (isSignature(filled, at)) return "signature";
  if (numbersColumns(filled)) return "numbers";
  if (isHeading(seen, filled, context)) {
    const isNext = seen.counted && at("name") !== "";
    return isNext && !namesOffice(cells, context) ? "asset" : "group";
  }
  return seen.signed && !filled.some((text) => /\d/.test(text)) ? "total" : "asset";
}

/** A thing that somebody gave a number or a kind is no sum, however it is called. */
const isTotal = (first: string, at: (field: ImportField) => string): boolean =>
  (["code", "serial", "category"] as const).every((field) => at(field) === "") &&
  (isSum(first) || isSum(at("name")));

/** The row below the headers: 1 2 3, or A B 1 2. */
const numbersColumns = (filled: readonly string[]): boolean =>
  filled.length >= 3 && filled.every((text) => /^\(?([a-z]|\d{1,2})\)?$/i.test(text));

function isSignature(filled: readonly string[], at: (field: ImportField) => string): boolean {
  const keyOf = (text: string): string => searchKey(text).replaceAll(/\s+/g, " ");
  if (filled.every((text) => SIGNER_ONLY.test(keyOf(text)))) return true;
  const isCounted = COUNTED.some((field) => /\d/.test(at(field)));
  return SIGNER.test(keyOf(filled[0] ?? "")) && at("name") === "" && !isCounted;
}

/** Roman numerals and letters number groups, never things. */
const GROUP_NUMERAL = /^(?:[IVX]{1,6}|[A-Z]|[a-z])\s*[.):/-]?(?:\s|$)/;

function isHeading(
  { cells, whole, columns }: RowSeen,
  filled: readonly string[],
  context: ImportContext,
): boolean {
  const isGroup = GROUP_NUMERAL.test(filled[0] ?? "");
  const others = [...columns].flatMap(([field, index]) =>
    field !== "name" && textOf((isGroup ? cells : whole)[index]).trim() !== "" ? [field] : [],
  );
  if (others.length === 0) return filled.length <= 2;
  const isSums = others.every((field) => field === "quantity" || field === "originalValue");
  return isSums && isUnitHeading(cells, isGroup, context);
}
