import { searchKey } from "../../text.ts";
import { isForeign, moneyTimes, withoutUnit } from "./money-unit.ts";
import type { Cell, ImportField, Sheet } from "./preview-types.ts";

/** Which column is what, by the words that people head their tables with: with and without diacritics, Vietnamese and English. */
const WORDS: Readonly<Record<ImportField, readonly string[]>> = {
  id: ["ma he thong", "system id"],
  code: [
    "ma tai san",
    "ma ts",
    "ma tscd",
    "ma so",
    "ma so tai san",
    "ma so tscd",
    "ma",
    "ma thiet bi",
    "so hieu",
    "so hieu tscd",
    "code",
    "asset code",
    "asset tag",
  ],
  name: [
    "ten tai san",
    "ten tscd",
    "ten tai san co dinh",
    "ten thiet bi",
    "ten tai san, thiet bi",
    "ten",
    "ten ts",
    "ten, nhan hieu",
    "ten cong cu dung cu",
    "ten ccdc",
    "danh muc",
    "danh muc tai san",
    "name",
    "asset",
    "asset name",
    "description",
  ],
  category: ["loai", "loai tai san", "loai thiet bi", "nhom", "nhom tai san", "category", "kind", "type"],
  book: ["loai so", "so theo doi", "tscd/ccdc", "tscd ccdc", "book"],
  vendor: [
    "hang",
    "hang san xuat",
    "hang sx",
    "nhan hieu",
    "thuong hieu",
    "vendor",
    "maker",
    "manufacturer",
    "brand",
  ],
  model: ["model", "ky hieu", "chung loai", "chung loai/model", "chung loai model", "ma hieu", "quy cach"],
  serial: [
    "so seri",
    "so serial",
    "seri",
    "serial",
    "so se-ri",
    "so se ri",
    "s/n",
    "sn",
    "serial number",
    "so may",
    "so seri/ma may",
  ],
  mac: ["mac", "dia chi mac", "mac address"],
  quantity: ["so luong", "sl", "quantity", "qty"],
  unit: [
    "don vi",
    "don vi su dung",
    "don vi/phong su dung",
    "bo phan",
    "bo phan su dung",
    "noi quan ly",
    "unit",
    "organisation",
    "department",
  ],
  site: ["diem", "tru so", "dia diem", "site", "location"],
  room: ["phong", "phong ban", "phong su dung", "noi su dung", "vi tri", "noi dat", "room"],
  person: ["nguoi su dung", "can bo su dung", "can bo", "nguoi quan ly", "user", "person"],
  oneStop: ["mot cua", "bo phan mot cua", "one-stop", "one stop"],
  inUseOn: [
    "ngay dua vao su dung",
    "ngay su dung",
    "ngay sd",
    "nam su dung",
    "nam sd",
    "nam dua vao su dung",
    "nam dua vao sd",
    "ngay dua vao sd",
    "ngay bat dau su dung",
    "thoi gian dua vao su dung",
    "in use since",
    "date in use",
    "year",
  ],
  originalValue: [
    "nguyen gia",
    "nguyen gia (dong)",
    "nguyen gia tscd",
    "nguyen gia (vnd)",
    "gia tri",
    "gia mua",
    "thanh tien",
    "original value",
    "cost",
    "value",
  ],
  fundingSource: [
    "nguon von",
    "nguon kinh phi",
    "nguon hinh thanh",
    "nguon",
    "funding source",
    "source of funds",
  ],
  supplier: ["nha cung cap", "don vi cung cap", "supplier"],
  warrantyUntil: [
    "bao hanh",
    "bao hanh den",
    "het bao hanh",
    "han bao hanh",
    "ngay het bao hanh",
    "warranty",
    "warranty until",
  ],
  condition: ["tinh trang", "hien trang", "tinh trang su dung", "condition", "state"],
  notes: ["ghi chu", "note", "notes", "remarks"],
  cpu: ["cpu", "bo xu ly", "vi xu ly", "processor"],
  ramGb: ["ram", "ram (gb)", "bo nho", "bo nho (gb)", "memory", "memory (gb)"],
  disk: ["o cung", "loai o cung", "disk"],
  os: ["he dieu hanh", "hdh", "operating system", "os"],
  office: ["phan mem van phong", "office", "bo office"],
  managed: ["quan tri", "co quan tri", "managed"],
  portMbps: ["toc do cong", "toc do cong (mb/s)", "port speed", "port speed (mb/s)"],
  ports: ["so cong", "ports"],
  batteryOn: ["ngay thay ac quy", "thay ac quy", "battery changed"],
};

const FIELD_OF: ReadonlyMap<string, ImportField> = new Map(
  (Object.entries(WORDS) as [ImportField, readonly string[]][]).flatMap(([field, words]) =>
    words.map((word) => [word, field] as const),
  ),
);
const ROW_NUMBERS = new Set(["stt", "tt", "so tt", "so thu tu", "no", "#"]);
/** Columns that number rows or are measured otherwise: nobody misses them. */
const IGNORED = new Set([...ROW_NUMBERS, "dvt", "don vi tinh"]);

/** Lower case, no diacritics, one space; footnotes and units in brackets at the end are tried without, too. */
export const headerKey = (text: string): string =>
  searchKey(text)
    .replaceAll(/[\s\u00A0]+/g, " ")
    .replaceAll(/[*:.]+$/g, "")
    .trim();

/** Numbers rows or says how things are counted: no loss when it is left out. */
export const neededByNobody = (text: string): boolean => IGNORED.has(headerKey(text));

export const numbersRows = (text: string): boolean => ROW_NUMBERS.has(headerKey(text));

export function fieldOfHeader(text: string): ImportField | undefined {
  const key = headerKey(text);
  if (IGNORED.has(key)) return undefined;
  const field =
    FIELD_OF.get(key) ?? FIELD_OF.get(key.replace(/\s*\([^)]*\)$/, "")) ?? FIELD_OF.get(withoutUnit(key));
  return field === "originalValue" && isForeign(key) ? undefined : field;
}

export const columnName = (index: number): string =>
  index < 26
    ? String.fromCharCode(65 + index)
    : columnName(Math.floor(index / 26) - 1) + columnName(index % 26);

export const textOf = (cell: Cell | undefined): string => {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "object") return "date" in cell ? cell.date : cell.error;
  return String(cell);
};

export interface Header {
  /** Of the last row of the headers, from 0. */
  readonly row: number;
  readonly columns: readonly {
    readonly index: number;
    readonly header: string;
    readonly field: ImportField | undefined;
    /** What amounts of money in it are to be multiplied by; 1: they are đồng. */
    readonly times: number;
  }[];
}

/** A title, a date and some signatures may stand above the table. */
const LOOK_ROWS = 40;

/**
 * The header: of the first rows the one that names the most fields, the name among them; where cells are merged, the row
 * below belongs to it ("Theo sổ kế toán": "Số lượng", "Nguyên giá"). Undefined when there is none.
 */
export function findHeader(sheet: Sheet): Header | undefined {
  let best: Header | undefined;
  let most = 0;
  for (let row = 0; row < Math.min(LOOK_ROWS, sheet.rows.length); row += 1) {
    // A title or "ĐVT: triệu đồng" right above the headers is no row of theirs.
    const isUpper = (sheet.rows[row] ?? []).some((cell) => fieldOfHeader(textOf(cell)) !== undefined);
    for (const deep of isUpper ? [1, 2] : [1]) {
      const header = headerAt(sheet, row, deep);
      const named = new Set(header.columns.flatMap(({ field }) => field ?? []));
      // The name alone may stand in a title; with another field it is a table. A deeper header must tell more.
      if (named.has("name") && named.size >= 2 && named.size > most) {
        best = header;
        most = named.size;
      }
    }
  }
  return best;
}

function headerAt(sheet: Sheet, row: number, deep: number): Header {
  const width = Math.max(0, ...sheet.rows.slice(row, row + deep).map((cells) => cells.length));
  const taken = new Set<ImportField>();
  const columns: Header["columns"][number][] = [];
  const above = () => sheet.rows.slice(0, row + deep).flatMap((cells) => cells.map(textOf));
  for (let index = 0; index < width; index += 1) {
    const upper = textOf(spread(sheet, row, index));
    const lower = deep === 2 ? textOf(sheet.rows[row + 1]?.[index]) : "";
    const header = [upper, lower]
      .filter((text, i, all) => text !== "" && all.indexOf(text) === i)
      .join(" / ");
    if (header === "") continue;
    let field = (lower === "" ? undefined : fieldOfHeader(lower)) ?? fieldOfHeader(upper);
    // Of two columns of one name the first counts: "Theo sổ kế toán" stands before "Thực tế kiểm kê".
    if (field !== undefined && taken.has(field)) field = undefined;
    if (field !== undefined) taken.add(field);
    const times = field === "originalValue" ? moneyTimes(header, above()) : 1;
    columns.push({ index, header, field, times });
  }
  return { row: row + deep - 1, columns };
}

/** A merged cell's value, in each column that it covers. */
function spread(sheet: Sheet, row: number, column: number): Cell | undefined {
  const own = sheet.rows[row]?.[column];
  if (own !== null && own !== undefined && own !== "") return own;
  const merge = sheet.merges.find(
    (one) =>
      one.row <= row && row < one.row + one.rows && one.column <= column && column < one.column + one.columns,
  );
  return merge === undefined ? own : sheet.rows[merge.row]?.[merge.column];
}
