import excel from "exceljs";
import type { ImportContext } from "../../core/assets/import/preview-types.ts";

/** Spreadsheets as offices send them: built cell by cell, each broken in its own way, with the exact words about it. */
type Value = string | number | boolean | Date | null | { readonly formula: string; readonly result: unknown };

export interface BrokenSheet {
  readonly name: string;
  readonly rows: readonly (readonly Value[])[];
  /** "A1:C1" */
  readonly merges?: readonly string[];
  /** Every message, in the order of the rows. */
  readonly says: readonly string[];
  /** Rows that may be taken as they are. */
  readonly good: number;
}

export const SHEET_CONTEXT: ImportContext = {
  units: [
    { id: "u1", name: "xã Hương Sơn", former: ["xã Vạn Kim", "Đốc Tín"] },
    { id: "u2", name: "xã Mỹ Đức", former: [] },
  ],
  sites: [{ id: "s1", name: "Trụ sở", unit: "u1" }],
  unit: "u1",
  existing: [
    { id: "a1", code: "MT-01", serial: "SN-01", name: "Máy vi tính Dell" },
    { id: "a2", code: "MI-01", serial: null, name: "Máy in HP" },
  ],
  elsewhere: ["XB-0099"],
  fixedFrom: 10_000_000,
  today: "2026-11-25",
};

export async function workbookOf({
  rows,
  merges = [],
}: Pick<BrokenSheet, "rows" | "merges">): Promise<Uint8Array> {
  const book = new excel.Workbook();
  const sheet = book.addWorksheet("Tài sản");
  for (const row of rows) sheet.addRow(row.map((value) => value as excel.CellValue));
  for (const range of merges) sheet.mergeCells(range);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const HEAD = ["STT", "Tên tài sản", "Mã tài sản", "Số sê-ri", "Nguyên giá", "Năm sử dụng"];
const PC = "Máy vi tính để bàn Dell";

export const BROKEN_SHEETS: readonly BrokenSheet[] = [
  {
    name: "money that is no number",
    rows: [HEAD, [1, PC, "A1", "S1", "mười lăm triệu", 2020], [2, PC, "A2", "S2", "15.000.000", 2020]],
    says: [
      "Dòng 2, cột E (Nguyên giá): không đọc được số tiền “mười lăm triệu”. Ghi như 15.000.000 hoặc 15 triệu.",
    ],
    good: 1,
  },
  {
    name: "a negative price",
    rows: [HEAD, [1, PC, "A1", "S1", -15_000_000, 2020]],
    says: ["Dòng 2, cột E (Nguyên giá): số tiền “-15000000” âm. Ghi số dương, hoặc để trống nếu chưa biết."],
    good: 0,
  },
  {
    name: "a price with three zeros too many",
    rows: [HEAD, [1, PC, "A1", "S1", "15.000.000.000.000", 2020]],
    says: ["Dòng 2, cột E (Nguyên giá): số tiền “15.000.000.000.000” quá lớn. Kiểm tra số chữ số."],
    good: 0,
  },
  {
    name: "a date that does not exist",
    rows: [HEAD, [1, PC, "A1", "S1", 15_000_000, "31/02/2020"]],
    says: [
      "Dòng 2, cột F (Năm sử dụng): không đọc được ngày “31/02/2020”. Ghi như 15/03/2020, 03/2020 hoặc 2020.",
    ],
    good: 0,
  },
  {
    name: "a date with the month first",
    rows: [HEAD, [1, PC, "A1", "S1", 15_000_000, "3/15/2020"]],
    says: ["Dòng 2, cột F (Năm sử dụng): “3/15/2020” ghi tháng trước ngày: hiểu là 15/03/2020."],
    good: 1,
  },
  {
    name: "a year to come",
    rows: [HEAD, [1, PC, "A1", "S1", 15_000_000, 2062]],
    says: ["Dòng 2, cột F (Năm sử dụng): ngày 01/01/2062 ở tương lai. Kiểm tra lại năm."],
    good: 1,
  },
  {
    name: "the same code twice",
    rows: [HEAD, [1, PC, "A1", "S1", 15_000_000, 2020], [2, PC, "a 1", "S2", 15_000_000, 2020]],
    says: ["Dòng 3: mã “a 1” đã có ở dòng 2. Mỗi tài sản một mã."],
    good: 1,
  },
  {
    name: "the same machine twice",
    rows: [HEAD, [1, PC, "A1", "SN9", 15_000_000, 2020], [2, PC, "A2", "sn9", 15_000_000, 2020]],
    says: ["Dòng 3: số sê-ri “sn9” đã có ở dòng 2: cùng một máy khai hai lần?"],
    good: 1,
  },
  {
    name: "a code of the register for another thing",
    rows: [HEAD, [1, "Máy in Canon", "MT-01", "P7", 3_000_000, 2020]],
    says: ["Dòng 2: “MT-01” trong sổ là của “Máy vi tính Dell”, khác với dòng này. Kiểm tra mã."],
    good: 0,
  },
  {
    name: "a code that a thing of another unit has",
    rows: [HEAD, [1, PC, "xb - 0099", "S1", 15_000_000, 2020], [2, PC, "XB-0100", "S2", 15_000_000, 2020]],
    says: [
      "Dòng 2: mã “xb - 0099” đã dùng cho một tài sản của đơn vị khác mà bạn không xem được. Mỗi mã chỉ dùng một lần trong toàn hệ thống: thêm chữ viết tắt của đơn vị bạn vào mã, hoặc để trống ô này.",
    ],
    good: 1,
  },
  {
    name: "a thing that is in the register",
    rows: [HEAD, [1, "Máy vi tính Dell 3050", "mt-01", "SN-01", 15_000_000, 2020]],
    says: ["Dòng 2: đã có trong sổ (“Máy vi tính Dell”): dòng này sẽ sửa tài sản đó."],
    good: 1,
  },
  {
    name: "two rows for one asset of the register, by its code and by its serial number",
    rows: [
      HEAD,
      [1, "Máy vi tính Dell", "MT-01", null, 15_000_000, 2020],
      [2, "Máy vi tính Dell", "A2", "SN-01", 15_000_000, 2020],
    ],
    says: [
      "Dòng 2, cột D (Số sê-ri): chưa có số sê-ri: khó ghép với máy dò thấy trong mạng.",
      "Dòng 2: đã có trong sổ (“Máy vi tính Dell”): dòng này sẽ sửa tài sản đó.",
      "Dòng 3: đã có trong sổ (“Máy vi tính Dell”): dòng này sẽ sửa tài sản đó.",
      "Dòng 3: dòng 2 cũng sửa “Máy vi tính Dell” trong sổ. Giữ một dòng; nếu là tài sản khác thì xóa ô Mã hệ thống và ghi mã riêng.",
    ],
    good: 1,
  },
  {
    name: "no serial number",
    rows: [HEAD, [1, PC, "A1", null, 15_000_000, 2020]],
    says: ["Dòng 2, cột D (Số sê-ri): chưa có số sê-ri: khó ghép với máy dò thấy trong mạng."],
    good: 1,
  },
  {
    name: "no name",
    rows: [HEAD, [1, null, "A1", "S1", 15_000_000, 2020]],
    says: ["Dòng 2, cột B (Tên tài sản): thiếu tên tài sản. Ghi tên rồi nhập lại."],
    good: 0,
  },
  {
    name: "a formula that broke",
    rows: [HEAD, [1, PC, "A1", "S1", { formula: "Z9*2", result: { error: "#REF!" } }, 2020]],
    says: ["Dòng 2, cột E (Nguyên giá): ô báo lỗi #REF!. Mở bảng tính, sửa công thức rồi lưu lại."],
    good: 0,
  },
  {
    name: "a unit that nobody knows",
    rows: [
      ["Tên tài sản", "Đơn vị", "Số sê-ri"],
      [PC, "xã Hương Sơm", "S1"],
      [PC, "Sở Tài chính", "S2"],
    ],
    says: [
      "Dòng 2, cột B (Đơn vị): không có đơn vị tên “xã Hương Sơm” trong phạm vi của bạn. Có phải “xã Hương Sơn”? Sửa tên, hoặc thêm đơn vị trước.",
      "Dòng 3, cột B (Đơn vị): không có đơn vị tên “Sở Tài chính” trong phạm vi của bạn. Sửa tên, hoặc thêm đơn vị trước.",
    ],
    good: 0,
  },
  {
    name: "a unit that was merged in mid-year",
    rows: [
      ["Tên tài sản", "Bộ phận sử dụng", "Serial"],
      [PC, "UBND xã Vạn Kim", "S1"],
    ],
    says: [
      "Dòng 2, cột B (Bộ phận sử dụng): “xã Vạn Kim” đã nhập vào “xã Hương Sơn”: tài sản ghi cho đơn vị mới.",
    ],
    good: 1,
  },
  {
    name: "headings without diacritics, a title above, a row that numbers the columns, totals and signatures",
    rows: [
      ["UBND XA HUONG SON"],
      ["DANH MUC TAI SAN NAM 2026"],
      [],
      ["TT", "TEN TSCD", "MA SO", "SO MAY", "NGUYEN GIA (DONG)", "NAM SD"],
      ["A", "B", "1", "2", "3", "4"],
      ["I", "May vi tinh"],
      [1, "Dell Optiplex 3050", "A1", "S1", "15,000,000", "03/2020"],
      [null, "Cong", null, null, 15_000_000],
      ["Tong cong", null, null, null, 15_000_000],
      ["Ha Noi, ngay 1 thang 12 nam 2026"],
      ["Nguoi lap", null, "Ke toan"],
    ],
    says: [],
    good: 1,
  },
  {
    name: "merged headings in two rows",
    rows: [
      ["STT", "Tên TSCĐ", "Mã số", "Theo sổ kế toán", null, null, "Thực tế kiểm kê", null],
      [null, null, null, "Số lượng", "Nguyên giá", "Giá trị còn lại", "Số lượng", "Nguyên giá"],
      [1, "Máy photocopy Ricoh", "PC-1", 1, "68.000.000", 0, "một", "x"],
      [2, "Máy scan Canon", "SC-1", "hai", "11.500.000", 0, 1, 1],
    ],
    merges: ["A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:H1"],
    says: ["Dòng 4, cột D (Theo sổ kế toán / Số lượng): số lượng “hai” không phải số nguyên từ 1. Sửa lại."],
    good: 1,
  },
  {
    name: "a unit merged over its rows, a heading that names an unknown one, amounts in millions, no serial number in words",
    rows: [
      ["Đơn vị tính: triệu đồng"],
      ["STT", "Tên tài sản", "Đơn vị", "Số sê-ri", "Nguyên giá"],
      [1, PC, "xã Mỹ Đức", "S1", 15.5],
      [2, PC, null, "Không có", 15.5],
      ["II. UBND xã Hồng Sơn"],
      [3, PC, null, "S3", 15.5],
    ],
    merges: ["C3:C4"],
    says: [
      "Dòng 4, cột D (Số sê-ri): chưa có số sê-ri: khó ghép với máy dò thấy trong mạng.",
      "Dòng 6: không có đơn vị tên “UBND xã Hồng Sơn” (tiêu đề ở dòng 5) trong phạm vi của bạn. Có phải “xã Hương Sơn”? Sửa tên, hoặc thêm đơn vị trước.",
    ],
    good: 2,
  },
  {
    name: "words of their own for the condition and the source",
    rows: [
      ["Tên tài sản", "Số sê-ri", "Tình trạng", "Nguồn vốn"],
      [PC, "S1", "tạm tạm", "Ngân sách xã"],
      [PC, "S2", "Hỏng", "biếu tặng"],
    ],
    says: [
      "Dòng 2, cột C (Tình trạng): “tạm tạm” không nằm trong các giá trị: Tốt, Trung bình, Kém, Hỏng.",
      "Dòng 3, cột D (Nguồn vốn): “biếu tặng” không nằm trong các giá trị: Ngân sách xã, Thành phố hỗ trợ, Chi thường xuyên, Đầu tư công, Khác.",
    ],
    good: 0,
  },
  {
    name: "a thing of which nobody can tell what it is, and a MAC address of letters",
    rows: [
      ["Tên thiết bị", "Địa chỉ MAC", "Số lượng"],
      ["Đồng hồ treo tường", "không rõ", 2],
      ["Bàn", "3C-52-82-00-01-11", 0],
    ],
    says: [
      "Dòng 2, cột A (Tên thiết bị): chưa rõ “Đồng hồ treo tường” là loại gì: tạm ghi Thiết bị khác. Thêm cột Loại nếu cần.",
      "Dòng 2, cột B (Địa chỉ MAC): “không rõ” không phải địa chỉ MAC. Ghi như 3c:52:82:00:01:11.",
      "Dòng 3, cột A (Tên thiết bị): chưa rõ “Bàn” là loại gì: tạm ghi Thiết bị khác. Thêm cột Loại nếu cần.",
      "Dòng 3, cột C (Số lượng): số lượng “0” không phải số nguyên từ 1. Sửa lại.",
    ],
    good: 0,
  },
  {
    name: "a site of another unit, memory in words",
    rows: [
      ["Tên tài sản", "Điểm", "RAM (GB)", "Serial"],
      [PC, "Nhà văn hóa", 8, "S1"],
      [PC, "Trụ sở", "nhiều", "S2"],
    ],
    says: [
      "Dòng 2, cột B (Điểm): không có điểm tên “Nhà văn hóa” ở đơn vị này.",
      "Dòng 3, cột C (RAM (GB)): “nhiều” không phải số. Sửa lại hoặc để trống.",
    ],
    good: 0,
  },
  {
    name: "a note that is too long, invisible characters in a name",
    rows: [
      ["Tên tài sản", "Ghi chú", "Serial"],
      [`Máy\u200B vi tính\u0007 để bàn`, "x".repeat(600), "S1"],
    ],
    says: ["Dòng 2, cột B (Ghi chú): chữ dài quá 500 ký tự, phần sau bị cắt."],
    good: 1,
  },
];
