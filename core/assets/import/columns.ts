import type { Asset } from "../types.ts";
import type { Cell, ImportField } from "./preview-types.ts";
import { CATEGORY_WORDS } from "./words.ts";

/** The register as a table that the import reads again: one heading and one cell for each field. */
export interface RegisterNames {
  readonly unit: (id: string) => string;
  readonly site: (id: string) => string;
}
export interface RegisterColumn {
  readonly field: ImportField;
  readonly header: string;
  readonly width: number;
  readonly cell: (asset: Asset, names: RegisterNames) => Cell;
}

const CONDITIONS = { good: "Tốt", fair: "Trung bình", poor: "Kém", broken: "Hỏng" } as const;
const SOURCES = {
  commune: "Ngân sách xã",
  city: "Thành phố hỗ trợ",
  recurrent: "Chi thường xuyên",
  investment: "Đầu tư công",
  other: "Khác",
} as const;
const dateCell = (date: string | null | undefined): Cell =>
  date === null || date === undefined ? null : { date };
const yes = (value: boolean | undefined): Cell => (value === undefined ? null : value ? "Có" : "Không");

const column = (
  field: ImportField,
  header: string,
  width: number,
  cell: RegisterColumn["cell"],
): RegisterColumn => ({ field, header, width, cell });

export const REGISTER_COLUMNS: readonly RegisterColumn[] = [
  column("code", "Mã tài sản", 14, ({ code }) => code),
  column("name", "Tên tài sản", 36, ({ name }) => name),
  column("category", "Loại tài sản", 26, ({ category }) => CATEGORY_WORDS[category]),
  column("book", "Loại sổ", 9, ({ book }) => (book === "fixed" ? "TSCĐ" : "CCDC")),
  column("vendor", "Hãng sản xuất", 14, ({ vendor }) => vendor),
  column("model", "Model", 18, ({ model }) => model),
  column("serial", "Số sê-ri", 18, ({ serial }) => serial),
  column("mac", "Địa chỉ MAC", 18, ({ mac }) => mac),
  column("quantity", "Số lượng", 9, ({ quantity }) => quantity),
  column("unit", "Đơn vị sử dụng", 22, ({ unit }, names) => names.unit(unit)),
  column("site", "Điểm", 22, ({ site }, names) => (site === null ? null : names.site(site))),
  column("room", "Phòng", 18, ({ room }) => room),
  column("person", "Người sử dụng", 18, ({ person }) => person),
  column("oneStop", "Bộ phận một cửa", 12, ({ oneStop }) => yes(oneStop)),
  column("inUseOn", "Ngày đưa vào sử dụng", 14, ({ inUseOn }) => dateCell(inUseOn)),
  column("originalValue", "Nguyên giá", 16, ({ originalValue }) => originalValue),
  column("fundingSource", "Nguồn vốn", 18, ({ fundingSource }) =>
    fundingSource === null ? null : SOURCES[fundingSource],
  ),
  column("supplier", "Nhà cung cấp", 20, ({ supplier }) => supplier),
  column("warrantyUntil", "Bảo hành đến", 14, ({ warrantyUntil }) => dateCell(warrantyUntil)),
  column("condition", "Tình trạng", 12, ({ condition }) =>
    condition === null ? null : CONDITIONS[condition],
  ),
  column("notes", "Ghi chú", 30, ({ notes }) => notes),
  column("cpu", "CPU", 24, ({ traits }) => traits.cpu ?? null),
  column("ramGb", "RAM (GB)", 9, ({ traits }) => traits.ramGb ?? null),
  column("disk", "Ổ cứng", 9, ({ traits }) => traits.disk?.toUpperCase() ?? null),
  column("os", "Hệ điều hành", 18, ({ traits }) => traits.os ?? null),
  column("office", "Phần mềm văn phòng", 20, ({ traits }) => traits.office ?? null),
  column("managed", "Có quản trị", 10, ({ traits }) => yes(traits.managed)),
  column("portMbps", "Tốc độ cổng (Mb/s)", 12, ({ traits }) => traits.portMbps ?? null),
  column("ports", "Số cổng", 9, ({ traits }) => traits.ports ?? null),
  column("batteryOn", "Ngày thay ắc quy", 14, ({ traits }) => dateCell(traits.batteryOn)),
  column("id", "Mã hệ thống", 38, ({ id }) => id),
];

/** The header and a row for each asset. */
export function registerTable(assets: readonly Asset[], names: RegisterNames): readonly (readonly Cell[])[] {
  return [
    REGISTER_COLUMNS.map(({ header }) => header),
    ...assets.map((asset) => REGISTER_COLUMNS.map(({ cell }) => cell(asset, names))),
  ];
}
