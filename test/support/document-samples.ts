import type { UnitProfile } from "../../core/assets/types.ts";
import type {
  DemandTable,
  PlanDocument,
  PlanLine,
  StockTakeRecord,
  WearTable,
  YearReport,
} from "../../server/documents/input.ts";

/** Inputs of documents as a commune would have them. Figures are made up; every sum is easy to check by hand. */
export const profile: UnitProfile = {
  unit: "unit-1",
  staff: 42,
  leaders: 6,
  counters: 4,
  superior: "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
  agency: "ỦY BAN NHÂN DÂN XÃ HƯƠNG SƠN",
  abbreviation: "UBND",
  place: "Hương Sơn",
  budgetCode: "1098765",
  signAuthority: "TM. ỦY BAN NHÂN DÂN",
  signTitle: "CHỦ TỊCH",
  signName: "Nguyễn Văn An",
  recipients: ["Ủy ban nhân dân thành phố Hà Nội", "Sở Tài chính thành phố Hà Nội"],
};
export const head = { language: "vi", profile, unitName: "UBND xã Hương Sơn", on: "2026-11-05" } as const;

const UNITS = [
  "Văn phòng HĐND và UBND",
  "Phòng Kinh tế",
  "Phòng Văn hóa - Xã hội",
  "Trung tâm Phục vụ hành chính công",
];

/** Twelve kinds of line, repeated until there are `count`. */
export function planLines(count: number): PlanLine[] {
  return Array.from({ length: count }, (_, i): PlanLine => {
    const unit = UNITS[i % UNITS.length] ?? "";
    const common = { unit, room: `Phòng ${101 + (i % 9)}`, note: null, source: "commune" } as const;
    if (i % 6 === 4)
      return {
        ...common, action: "add", category: "printer", item: "Máy in laser A4", old: null, source: "recurrent", priority: 3, quantity: 1, unitPrice: 6_500_000, amount: 6_500_000, cap: 13_000_000,
        reason: "Thiếu 1 máy so với định mức (3 người một máy): định mức 14, hiện có 13.",
      }; // prettier-ignore
    if (i % 6 === 5)
      return {
        ...common, action: "upgrade", category: "desktop", item: "Ổ cứng SSD 512 GB và RAM 8 GB", priority: 2, quantity: 1, unitPrice: 2_400_000, amount: 2_400_000, cap: null,
        old: { ...oldPc(i), name: "Máy vi tính để bàn", supportEnded: null },
        reason: "Máy còn đáp ứng Windows 11 nhưng ổ HDD chậm, RAM 4 GB; nâng cấp rẻ hơn mua mới.",
      }; // prettier-ignore
    if (i % 6 === 3)
      return {
        ...common, action: "replace", category: "switch", item: "Thiết bị chuyển mạch 24 cổng Gigabit có quản trị", source: "city", priority: 1, quantity: 1, unitPrice: 9_800_000, amount: 9_800_000, cap: null,
        old: { ...oldPc(i), name: "Switch 24 cổng 10/100", model: "TP-Link TL-SF1024D", originalValue: 1_850_000, accumulated: null, remaining: null, faults12: 7 },
        reason: "Tốc độ 100 Mb/s, không quản trị được; 6/24 cổng lỗi; 41 giờ mất mạng trong 12 tháng, ảnh hưởng 18 máy.",
        note: "Cổng 3, 7, 11",
      }; // prettier-ignore
    return {
      ...common, action: "replace", category: "desktop", item: "Máy vi tính để bàn", priority: 1, quantity: 1, unitPrice: 15_000_000, amount: 15_000_000, cap: 20_000_000, old: oldPc(i),
      reason: "Quá thời gian sử dụng (11 năm/5 năm), đã hao mòn hết; Windows 10 hết hỗ trợ từ 14/10/2025 và máy không chạy được Windows 11.",
    }; // prettier-ignore
  });
}

const oldPc = (i: number) =>
  ({
    name: "Máy vi tính để bàn",
    model: "Dell OptiPlex 3020",
    serial: `7XK${String(10_000 + i)}`,
    code: `TS-2015-${String(i + 1).padStart(4, "0")}`,
    inUseYear: 2015,
    originalValue: 12_500_000,
    accumulated: 12_500_000,
    remaining: 0,
    condition: "poor",
    faults12: 3,
    supportEnded: "2025-10-14",
  }) as const;

export const planDocument = (lines = planLines(24)): PlanDocument => ({
  ...head,
  year: 2027,
  lines,
  notChosen: [
    { unit: "Phòng Kinh tế", item: "Máy scan tài liệu 2 mặt", quantity: 1, amount: 18_000_000, priority: 3, why: "Không còn kinh phí: xếp sau các nội dung có điểm cao hơn." },
    { unit: "Văn phòng HĐND và UBND", item: "Bộ lưu điện 1.000 VA", quantity: 2, amount: 5_600_000, priority: 2, why: "Ắc quy còn dùng được 12 tháng." },
  ], // prettier-ignore
  ceilings: { commune: 250_000_000, city: 50_000_000, recurrent: 30_000_000 },
  ceiling: 330_000_000,
  legal: [
    { text: "Luật Quản lý, sử dụng tài sản công số 15/2017/QH14", source: "sample", verified: true },
    { text: "Quyết định số 15/2025/QĐ-TTg ngày 14 tháng 6 năm 2025 của Thủ tướng Chính phủ quy định tiêu chuẩn, định mức sử dụng máy móc, thiết bị", source: "sample", verified: true },
    { text: "Quyết định số 10/2026/QĐ-TTg ngày 09 tháng 3 năm 2026 của Thủ tướng Chính phủ", source: "không thấy bản gốc", verified: false },
  ], // prettier-ignore
  state: { assets: 214, pcs: 58, networkDevices: 11, overLife: 63, unsupported: 37, outageHours: 41.5 },
  warnings: ["Giá máy vi tính trong bảng giá đã quá 12 tháng."],
});

export const demandTable: DemandTable = {
  ...head,
  year: 2027,
  units: UNITS.map((unit, i) => ({
    unit,
    staff: 10 + i,
    cells: {
      pc: { norm: 10 + i, have: 9 + i, liquidate: 4, wanted: null },
      printer: { norm: 4, have: 5, liquidate: 0, wanted: null },
      scanner: { norm: 1, have: 1, liquidate: 1, wanted: null },
      switch: { norm: null, have: 2, liquidate: 1, wanted: 2 },
      camera: { norm: null, have: 3, liquidate: 0, wanted: null },
    },
  })),
  prices: { pc: 15_000_000, printer: 6_500_000, scanner: 18_000_000, switch: 9_800_000 },
  warnings: [],
};

export const stockTake: StockTakeRecord = {
  ...head,
  book: "fixed",
  takenOn: "2026-12-31",
  board: [
    { name: "Trần Thị Bình", title: "Phó Chủ tịch UBND xã", stands: "UBND xã Hương Sơn", role: "head" },
    { name: "Lê Văn Cường", title: "Kế toán", stands: "Văn phòng HĐND và UBND", role: "member" },
  ],
  groups: [
    {
      name: "Máy vi tính để bàn",
      lines: [
        { name: "Máy vi tính để bàn Dell OptiPlex 3020", code: "TS-2015-0001", place: "Phòng 101", books: { quantity: 1, originalValue: 12_500_000, remaining: 0 }, counted: { quantity: 1, originalValue: 12_500_000, remaining: 0 }, note: "Kém" },
        { name: "Máy vi tính để bàn HP ProDesk 400", code: "TS-2022-0007", place: "Phòng 102", books: { quantity: 1, originalValue: 15_000_000, remaining: 3_000_000 }, counted: { quantity: 0, originalValue: 0, remaining: 0 }, note: "Không thấy" },
      ], // prettier-ignore
    },
    {
      name: "Máy in",
      lines: [
        { name: "Máy photocopy Ricoh MP 2014", code: null, place: "Một cửa", books: { quantity: 1, originalValue: 38_000_000, remaining: 14_250_000 }, counted: null, note: null },
      ], // prettier-ignore
    },
  ],
};

export const wearTable: WearTable = {
  ...head,
  year: 2026,
  groups: [
    {
      name: "Máy vi tính",
      lines: [
        { name: "Máy vi tính để bàn Dell OptiPlex 3020", code: "TS-2020-0001", unit: "Phòng Kinh tế", inUseOn: "2020-03-05", originalValue: 15_000_000, percent: 20, amount: 0, accumulated: 15_000_000, remaining: 0, note: null },
        { name: "Máy vi tính xách tay", code: "TS-2024-0002", unit: "Phòng Kinh tế", inUseOn: "2024-07-01", originalValue: 18_500_000, percent: 20, amount: 3_700_000, accumulated: 11_100_000, remaining: 7_400_000, note: null },
        { name: "Máy tính chưa rõ nguyên giá", code: null, unit: "Phòng Kinh tế", inUseOn: null, originalValue: null, percent: null, amount: null, accumulated: null, remaining: null, note: "Thiếu nguyên giá" },
      ], // prettier-ignore
    },
    {
      name: "Máy điều hòa",
      lines: [
        { name: "Máy điều hòa 18.000 BTU", code: "TS-2023-0003", unit: "Văn phòng", inUseOn: "2023-05-10", originalValue: 16_000_000, percent: 12.5, amount: 2_000_000, accumulated: 8_000_000, remaining: 8_000_000, note: null },
      ], // prettier-ignore
    },
  ],
  warnings: [],
};

export const yearReport: YearReport = {
  ...head,
  year: 2026,
  legal: planDocument([]).legal,
  units: UNITS.map((unit, i) => ({
    unit,
    staff: 12 + i,
    counts: [
      { category: "desktop", have: 12 - i, norm: 12 + i },
      { category: "printer", have: 4, norm: 4 },
      { category: "scanner", have: 0, norm: 1 },
      { category: "switch", have: 2, norm: null },
    ],
    overLife: 5 + i,
    unsupported: 3 + i,
    availability: i === 2 ? null : 0.995 - i * 0.004,
    outageHours: i === 2 ? null : 12.5 * (i + 1),
    incidents: i === 2 ? null : 4 + i,
    score: i === 2 ? null : 81 - i * 6,
  })),
  worst: Array.from({ length: 10 }, (_, i) => ({
    unit: UNITS[i % 4] ?? "",
    name: i % 2 === 0 ? "Switch 24 cổng 10/100" : "Máy vi tính để bàn",
    model: i % 2 === 0 ? "TP-Link TL-SF1024D" : "Dell OptiPlex 3020",
    faults: 12 - i,
    hours: i % 2 === 0 ? 41.5 - i : null,
    why: i % 2 === 0 ? "6/24 cổng lỗi, tốc độ 100 Mb/s" : "Ổ cứng sắp hỏng, Windows 10 hết hỗ trợ",
  })),
  changes: [
    { unit: "Trung tâm Phục vụ hành chính công", item: "Thiết bị chuyển mạch 24 cổng Gigabit", quantity: 1, amount: 9_650_000, on: "2026-03-12", indicator: "Giờ làm việc mất mạng mỗi tháng", before: 6.2, after: 0.3, afterDue: null },
    { unit: "Phòng Kinh tế", item: "Máy vi tính để bàn", quantity: 4, amount: 59_200_000, on: "2026-04-20", indicator: null, before: null, after: null, afterDue: null },
  ], // prettier-ignore
  warnings: [],
};
