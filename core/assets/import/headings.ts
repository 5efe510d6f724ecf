import { cleanText, searchKey } from "../../text.ts";
import { textOf } from "./headers.ts";
import { categoryOf } from "./kinds.ts";
import type { Cell, ImportContext } from "./preview-types.ts";
import type { Group } from "./row.ts";
import { unitOf, type FoundUnit } from "./units.ts";

/** "I", "2.", "a)", alone in a cell. */
const NUMERAL = /^\(?(?:[ivxlc]{1,6}|\d{1,3}(?:\.\d{1,3})*|[a-z])\)?\s*[.):/-]?$/i;
/** "II. ", "1.2) ", "a/ ", and without a mark behind it "II " in capitals and "2 ". */
const NUMBERED = /^(?:(?:[ivxlc]{1,6}|\d{1,3}(?:\.\d{1,3})*|[a-z])\s*[.):/-]\s*)/i;
const UNMARKED = /^(?:[IVX]{1,6}|\d{1,3}(?:\.\d{1,3})*)\s+/;
/** "Đơn vị: …", "Tên đơn vị sử dụng: …" */
const ASKED =
  /^(?:tên\s+|ten\s+)?(?:đơn vị|don vi|cơ quan|co quan|bộ phận|bo phan|phòng|phong)(?:\s+(?:sử dụng|su dung|quản lý|quan ly))?\s*:\s*/i;
const FIGURES = /^[\d.,\s]+$/;

/** Words with which names of offices begin, without diacritics; what is no office though it begins so stands behind. */
const OFFICE =
  /^(?:hdnd|ubnd|uy ban|hoi dong nhan dan|xa(?! (?:hoi|cap|mua)\b)|phuong(?! (?:tien|an|phap)\b)|thi tran|thi xa|huyen(?! (?:cap|mua)\b)|don vi(?! tinh\b)|co quan|phong(?! (?:chay|hop|may|lam viec|tiep|khach|server|thiet bi|mot cua)\b)|van phong(?! pham\b)|bo phan(?! mot cua\b)|truong(?! hop\b)|tram(?! (?:phat|bien|thu|bts|sac|lam)\b)|trung tam|chi cuc|cong an|dang uy|huyen uy|mat tran|ubmttq|mttq|hoi (?:phu nu|lhpn|lien hiep|nong dan|cuu chien binh|ccb|chu thap do|nguoi cao tuoi)|doan thanh nien|ban (?:chi huy|chqs|quan ly|quan su)|toa an|vien kiem sat|kho bac|thu vien|nha van hoa|benh vien|mam non|tieu hoc|thcs|thpt)\b/;
/** What a commune has within itself (Luật Tổ chức chính quyền địa phương 2025): its rows are the commune's, and stand there. */
const DEPARTMENT =
  /^(?:phong(?! (?:chay|hop|may|lam viec|tiep|khach|server|thiet bi|mot cua)\b)|van phong(?! pham\b)|bo phan|trung tam phuc vu)\b/;
/** Of these even sums in the same row leave no doubt. */
const COMMUNE = /^(?:ubnd|uy ban nhan dan|xa(?! (?:hoi|cap|mua)\b)|phuong(?! (?:tien|an|phap)\b)|thi tran)\b/;

/** The words of a heading's cells, its numeral and sums left out. */
function wordsOf(cells: readonly Cell[]): readonly string[] {
  const texts = cells
    .map((cell) => cleanText(textOf(cell), 200))
    .filter((text) => text !== "" && !FIGURES.test(text));
  const named = texts.length > 1 && NUMERAL.test(texts[0] ?? "") ? texts.slice(1) : texts;
  return named.map((text) => text.replace(NUMBERED, "").replace(UNMARKED, ""));
}

/** "UBND xã Mỹ Đức (12 máy)" is found without what stands behind the name. */
function unitIn(words: readonly string[], context: ImportContext): FoundUnit | undefined {
  for (const text of [words.join(" "), ...words]) {
    const name = text.replace(ASKED, "");
    for (const one of [name, name.replace(/\s*\([^()]*\)$/, ""), name.replace(/\s*:.*$/, "")]) {
      const unit = unitOf(one, context);
      if (unit !== undefined) return unit;
    }
  }
  return undefined;
}

/**
 * "I. Máy vi tính", "Đơn vị: UBND xã Hương Sơn": what stands above rows holds for them. A heading that names an office which
 * is not among one's units holds, too: rows below it belong neither to the unit above nor to the one that was chosen.
 */
export function groupOf(cells: readonly Cell[], row: number, before: Group, context: ImportContext): Group {
  const words = wordsOf(cells);
  const kept: Group = before.category === undefined ? {} : { category: before.category };
  const unit = unitIn(words, context);
  if (unit !== undefined) return { ...kept, unit: unit.id };
  const text = words.join(" ");
  if (DEPARTMENT.test(searchKey(text))) return { ...before, room: text.replace(ASKED, "").slice(0, 100) };
  if (OFFICE.test(searchKey(text))) return { ...kept, unknown: { text: text.replace(ASKED, ""), row } };
  const category = categoryOf(text);
  return category === undefined ? before : { ...before, category };
}

/** It names a unit, or an office that is none of one's units. */
export function namesOffice(cells: readonly Cell[], context: ImportContext): boolean {
  const words = wordsOf(cells);
  return OFFICE.test(searchKey(words.join(" "))) || unitIn(words, context) !== undefined;
}

/** A row of a name and sums is no thing when the name is a commune's, or a unit's behind the numeral of a group. */
export function isUnitHeading(cells: readonly Cell[], isGroup: boolean, context: ImportContext): boolean {
  const words = wordsOf(cells);
  return COMMUNE.test(searchKey(words.join(" "))) || (isGroup && unitIn(words, context) !== undefined);
}
