import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textOf } from "./headers.ts";
import { moneyTimes, withoutUnit } from "./money-unit.ts";
import { previewImport } from "./preview.ts";
import type { Cell, ImportContext, ImportPreview, Sheet } from "./preview-types.ts";
import { sayImportProblem, sayTimes } from "./say.ts";

const CONTEXT: ImportContext = {
  units: [
    { id: "hs", name: "xã Hương Sơn", former: ["xã Vạn Kim"] },
    { id: "md", name: "xã Mỹ Đức", former: [] },
  ],
  sites: [],
  unit: "hs",
  existing: [],
  elsewhere: [],
  fixedFrom: 10_000_000,
  today: "2026-11-26",
};
const HEAD = ["STT", "Tên tài sản", "Mã tài sản", "Số sê-ri", "Số lượng", "Nguyên giá"];
const pc = (n: number, ...more: readonly Cell[]): readonly Cell[] => [
  n,
  "Máy vi tính để bàn",
  `M${n}`,
  `S${n}`,
  1,
  15_000_000,
  ...more,
];
const preview = (
  rows: readonly (readonly Cell[])[],
  merges: Sheet["merges"] = [],
  context: Partial<ImportContext> = {},
): ImportPreview => {
  const found = previewImport([{ name: "Tài sản", rows, merges }], { ...CONTEXT, ...context });
  if ("fault" in found) throw new Error(found.fault);
  return found.preview;
};
const unitsOf = ({ rows }: ImportPreview) => rows.map(({ fields }) => fields?.unit ?? null);
const saidOf = ({ rows }: ImportPreview) =>
  rows.flatMap(({ problems }) => problems.map((one) => sayImportProblem("vi", one)));

describe("headings that name a unit", () => {
  test.each([
    [["II. UBND xã Mỹ Đức"]],
    [["II", "UBND xã Mỹ Đức"]],
    [["2", "Xã Mỹ Đức"]],
    [["II UBND xã Mỹ Đức"]],
    [["b) xã Mỹ Đức"]],
    [["Đơn vị sử dụng: UBND xã Mỹ Đức"]],
    [["UBND xã Mỹ Đức (12 máy)"]],
    [["II", "UBND XÃ MỸ ĐỨC".normalize("NFD")]],
    [["II", "UBND xã Mỹ Đức", null, null, 12, 180_000_000]],
    [["II. UBND xã Mỹ Đức", null, null, null, 12, 180_000_000]],
  ])("%j holds for the rows below it", (heading) => {
    const seen = preview([HEAD, pc(1), heading, pc(2)]);
    expect(unitsOf(seen)).toEqual(["hs", "md"]);
    expect(seen.rows.map(({ unitNamed }) => unitNamed)).toEqual([false, true]);
  });

  test.each([
    ["II. UBND xã Mỹ Đứk"],
    ["II. UBND xã Hồng Phong"],
    ["Phường Hà Đông"],
    ["TRAM Y TE XA KHAC"],
    ["Trường THCS Đại Nghĩa"],
    ["Đơn vị: Hợp Thanh"],
    ["Trung tâm Y tế khu vực"],
  ])("“%s”, which is none of one's units, gives its rows to nobody", (heading) => {
    const seen = preview([HEAD, ["I. UBND xã Mỹ Đức"], pc(1), [heading], pc(2), pc(3)]);
    expect(unitsOf(seen)).toEqual(["md", null, null]);
    const [problem] = seen.rows[1]?.problems ?? [];
    expect(problem).toMatchObject({ code: "unit_unknown", severity: "error", params: { heading: 4 } });
  });

  test.each([["Phòng Kinh tế"], ["2. Văn phòng HĐND và UBND"], ["Bộ phận: Tư pháp - Hộ tịch"]])(
    "“%s” is a department: its rows are the unit's, and stand there",
    (heading) => {
      const head = [...HEAD, "Phòng"];
      const rows = [
        head,
        ["I. UBND xã Mỹ Đức"],
        [heading],
        pc(1),
        pc(2, "Phòng 203"),
        ["II. Xã Vạn Kim"],
        pc(3),
      ];
      const seen = preview(rows);
      const room = heading.replace(/^2\. |^Bộ phận: /, "");
      expect(unitsOf(seen)).toEqual(["md", "md", "hs"]);
      expect(seen.rows.map(({ fields }) => fields?.room)).toEqual([room, "Phòng 203", null]);
    },
  );

  test("its rows name the heading, the next heading that is known ends it, a kind in between does not", () => {
    const rows = [HEAD, ["II. UBND xã Mỹ Đứk"], pc(1), ["1. Máy in"], pc(2), ["III. Xã Vạn Kim"], pc(3)];
    const seen = preview(rows);
    expect(unitsOf(seen)).toEqual([null, null, "hs"]);
    expect(saidOf(seen)[0]).toBe(
      "Dòng 3: không có đơn vị tên “UBND xã Mỹ Đứk” (tiêu đề ở dòng 2) trong phạm vi của bạn. Có phải “xã Mỹ Đức”? Sửa tên, hoặc thêm đơn vị trước.",
    );
  });

  test("a row that names its own unit needs no heading", () => {
    const rows = [[...HEAD, "Đơn vị"], ["II. UBND xã Mỹ Đứk"], pc(1, "xã Mỹ Đức")];
    expect(unitsOf(preview(rows))).toEqual(["md"]);
  });

  test.each([
    ["Phương tiện vận tải"],
    ["Phòng họp"],
    ["Văn phòng phẩm"],
    ["Trạm phát wifi"],
    ["1. Máy in"],
    ["Xã hội hóa"],
  ])("“%s” names no office", (heading) => {
    expect(unitsOf(preview([HEAD, [heading], pc(1)]))).toEqual(["hs"]);
  });
});

describe("merged cells of rows", () => {
  const merged = (column: number, row: number, rows: number) => ({ row, column, rows, columns: 1 });
  const head = ["STT", "Tên tài sản", "Số sê-ri", "Nguyên giá", "Đơn vị", "Phòng", "Loại"];
  const thing = (n: number, ...more: readonly Cell[]): readonly Cell[] => [
    n,
    "Dell 3050",
    `S${n}`,
    15_000_000,
    ...more,
  ];

  test("a unit, a room and a kind hold for every row that they cover, and no further", () => {
    const rows = [
      head,
      thing(1, "xã Mỹ Đức", "Một cửa", "Máy tính"),
      thing(2),
      thing(3),
      thing(4, "xã Hương Sơn"),
    ];
    const { rows: read } = preview(rows, [merged(4, 1, 3), merged(5, 1, 2), merged(6, 1, 3)]);
    expect(read.map(({ fields }) => [fields?.unit, fields?.room, fields?.category])).toEqual([
      ["md", "Một cửa", "desktop"],
      ["md", "Một cửa", "desktop"],
      ["md", null, "desktop"],
      ["hs", null, "other"],
    ]);
    expect(read.every(({ unitNamed }) => unitNamed)).toBe(true);
  });

  test("a thing of which only the merged cell says more than its name is no heading", () => {
    const rows = [head, thing(1, "xã Mỹ Đức"), [2, "Máy hủy tài liệu"], ["II", "Máy in"], thing(3)];
    const seen = preview(rows, [merged(4, 1, 4)]);
    expect(seen.rows.map(({ row, fields }) => [row, fields?.name, fields?.unit])).toEqual([
      [2, "Dell 3050", "md"],
      [3, "Máy hủy tài liệu", "md"],
      [5, "Dell 3050", "md"],
    ]);
    expect(seen.skipped.map(({ why, row }) => [why, row])).toEqual([["group", 4]]);
  });

  test("a code, a serial number, an amount and a number of pieces belong to one thing", () => {
    const rows = [HEAD, pc(1), [2, "Máy in", null, null, null, null]];
    const covers = [2, 3, 4, 5].map((column) => merged(column, 1, 2));
    const [, second] = preview([...rows, pc(3)], covers).rows;
    expect(second?.fields?.name).toBe("Máy in");
    expect(second?.fields).toMatchObject({ code: null, serial: null, quantity: 1, originalValue: null });
  });

  test("an empty cell below a filled one is told, since it may mean the same unit", () => {
    const csv = [head, thing(1, "xã Mỹ Đức"), thing(2)];
    expect(unitsOf(preview(csv))).toEqual(["md", "hs"]);
    expect(saidOf(preview(csv)).filter((text) => text.includes("đơn vị"))).toEqual([
      "Dòng 3, cột E (Đơn vị): ô đơn vị trống: ghi cho “xã Hương Sơn”, đơn vị chọn khi nhập. Nếu là đơn vị khác thì điền vào ô.",
    ]);
    const known = [{ id: "a", code: null, serial: "S2", name: "Dell 3050" }];
    const codes = preview(csv, [], { existing: known }).rows[1]?.problems.map(({ code }) => code);
    expect(codes).not.toContain("unit_assumed");
  });
});

describe("amounts in thousands and millions", () => {
  test.each([
    ["Nguyên giá", 1],
    ["Nguyên giá (đồng)", 1],
    ["Nguyên giá (triệu đồng)", 1e6],
    ["NGUYÊN GIÁ\n(Triệu đồng)", 1e6],
    ["Nguyên giá (tr.đ)", 1e6],
    ["Nguyên giá (trđ)", 1e6],
    ["Nguyên giá (ĐVT: triệu đồng)", 1e6],
    ["Nguyên giá, triệu đồng", 1e6],
    ["Nguyên giá triệu đồng", 1e6],
    ["Nguyên giá (1.000 đồng)", 1e3],
    ["Nguyên giá (1000đ)", 1e3],
    ["Nguyên giá (x 1.000đ)", 1e3],
    ["Nguyên giá (nghìn đồng)", 1e3],
    ["Nguyên giá (ngàn đ)", 1e3],
    ["Nguyên giá (1.000.000 đ)", 1e6],
    ["Giá trị (tỷ đồng)", 1e9],
    ["Giá trị", 1],
  ])("under “%s” they are multiplied by %d", (heading, times) => {
    const seen = preview([
      ["Tên tài sản", "Số sê-ri", heading],
      ["Máy chủ", "S1", 15.5],
      ["Máy chủ", "S2", "15,5"],
    ]);
    expect(seen.columns[2]).toMatchObject({ field: "originalValue", times });
    const values = seen.rows.map(({ fields }) => fields?.originalValue);
    expect(values).toEqual(times === 1 ? [16, 16] : [15.5 * times, 15.5 * times]);
  });

  test.each([
    ["Đơn vị tính: triệu đồng", 1e6],
    ["(ĐVT: 1.000 đồng)", 1e3],
    ["Đơn vị: nghìn đồng", 1e3],
    ["DVT: trd", 1e6],
    ["Đơn vị tính: đồng", 1],
    ["Đơn vị: Trường THCS Hương Sơn", 1],
    ["Đơn vị tính: cái", 1],
  ])("a line above the table, “%s”, holds for it", (line, times) => {
    const rows = [["DANH MỤC TÀI SẢN"], [null, null, null, line], HEAD, ["1", "Máy chủ", "A", "S1", 1, 200]];
    const seen = preview(rows);
    expect(seen.rows[0]?.fields?.originalValue).toBe(200 * times);
    expect(seen.columns.map(({ header }) => header)).toEqual(HEAD);
  });

  test("what a heading says goes before the line above, what a cell says before both", () => {
    const rows = [
      ["ĐVT: triệu đồng"],
      ["Tên tài sản", "Số sê-ri", "Nguyên giá (1.000đ)"],
      ["Máy chủ", "S1", "200.000"],
      ["Máy chủ", "S2", "200 triệu"],
      ["Máy chủ", "S3", "200.000.000 đ"],
    ];
    expect(preview(rows).rows.map(({ fields }) => fields?.originalValue)).toEqual([2e8, 2e8, 2e8]);
  });

  test("the preview says so, and where thousands and decimals cannot be told apart, it says what it took", () => {
    const rows = [
      ["Tên tài sản", "Số sê-ri", "Nguyên giá (triệu đồng)"],
      ["Máy chủ", "S1", "15.500"],
    ];
    const seen = preview(rows);
    expect(sayTimes("vi", seen)).toEqual([
      "Cột C “Nguyên giá (triệu đồng)” tính bằng triệu đồng: mọi số trong cột được nhân với 1.000.000.",
    ]);
    expect(saidOf(seen)).toEqual([
      "Dòng 2, cột C (Nguyên giá (triệu đồng)): “15.500” ở cột tính bằng triệu hoặc tỷ đồng: hiểu là 15.500.000.000 đồng. Nếu khác thì ghi đủ số đồng, như 15.500.000 đ.",
    ]);
    expect(sayTimes("vi", preview([HEAD, pc(1)]))).toEqual([]);
  });

  test("full amounts in a column of millions are too large to be true", () => {
    const rows = [
      ["Tên tài sản", "Số sê-ri", "Nguyên giá (triệu đồng)"],
      ["Máy chủ", "S1", 15_000_000],
    ];
    expect(preview(rows).rows[0]?.problems.map(({ code }) => code)).toEqual(["money_huge"]);
  });

  test("dollars are no đồng", () => {
    const rows = [
      ["Tên tài sản", "Số sê-ri", "Nguyên giá (USD)"],
      ["Máy chủ", "S1", 450],
    ];
    expect(preview(rows).columns[2]).toMatchObject({ field: null, lost: true });
  });

  test("units are told from words that look like them", () => {
    expect(moneyTimes("Giá trị", [])).toBe(1);
    expect(withoutUnit("gia tri")).toBe("gia tri");
    expect(withoutUnit("nguyen gia (trieu dong)")).toBe("nguyen gia");
    expect(withoutUnit("so luong (cai)")).toBe("so luong (cai)");
  });
});

describe("totals and signatures", () => {
  const read = (row: readonly Cell[], head: readonly Cell[] = HEAD) => preview([head, pc(1), row]);

  test.each([
    ["Tổng đài điện thoại IP"],
    ["Cổng chuyển HDMI"],
    ["Công tắc mạng"],
    ["Cong chuyen HDMI"],
    ["Tong dai dien thoai"],
    ["Kế toán Misa (phần mềm)"],
  ])("“%s” is a thing", (name) => {
    for (const first of [2, null]) {
      const { rows, skipped } = read([first, name, null, null, 1, 3_000_000]);
      expect(rows.map((row) => row.name)).toContain(name);
      expect(skipped).toEqual([]);
    }
  });

  test("whatever has a code, a serial number or a kind is a thing", () => {
    expect(read([2, "Tổng cộng", "C-9", null, 1, 5]).rows).toHaveLength(2);
    expect(read([2, "Cộng", null, "S-9", 1, 5]).rows).toHaveLength(2);
  });

  test.each([
    [["Tổng cộng", null, null, null, 12, 180_000_000]],
    [[null, "Cộng", null, null, 12, 180_000_000]],
    [[null, "Cộng:", null, null, 12, 180_000_000]],
    [[null, "Tổng số: 12 máy", null, null, null, 180_000_000]],
    [[null, "TỔNG CỘNG (I+II)", null, null, 12, 180_000_000]],
    [[null, "Cộng nhóm máy tính", null, null, 12, 180_000_000]],
    [[null, "TONG CONG", null, null, 12, 180_000_000]],
    [[null, "Cong I", null, null, 12, 180_000_000]],
    [["Tổng", null, null, null, 12, 180_000_000]],
  ])("%j is a sum", (row) => {
    const seen = read(row);
    expect(seen.rows).toHaveLength(1);
    expect(seen.skipped.map(({ why }) => why)).toEqual(["total"]);
  });

  test("a department of accountants signs nothing", () => {
    const head = ["Bộ phận", "Tên tài sản", "Mã tài sản", "Nguyên giá"];
    const context = { units: [...CONTEXT.units, { id: "kt", name: "Kế toán", former: [] }] };
    const rows = [head, ["Kế toán", "Máy in Canon", null, 3_000_000], ["Kế toán", null, "M-2", 3_000_000]];
    const seen = preview(rows, [], context);
    expect(seen.rows.map(({ name, problems }) => [name, problems.map(({ code }) => code)])).toEqual([
      ["Máy in Canon", ["serial_missing"]],
      ["", ["name_missing"]],
    ]);
  });

  test("signatures, and the names below them, are no things; a table that goes on after them is", () => {
    const rows = [
      HEAD,
      pc(1),
      [null, "Hương Sơn, ngày 1 tháng 12 năm 2026"],
      ["Người lập biểu", "Kế toán trưởng", null, "Thủ trưởng đơn vị"],
      ["(Ký, họ tên)", "(Ký, họ tên)", null, "(Ký, đóng dấu)"],
      ["Nguyễn Văn A", "Trần Thị B", null, "Lê Văn C"],
      ["II. UBND xã Mỹ Đức"],
      pc(2),
    ];
    const seen = preview(rows);
    expect(seen.rows.map(({ row, fields }) => [row, fields?.unit])).toEqual([
      [2, "hs"],
      [8, "md"],
    ]);
    expect(seen.skipped.map(({ why }) => why)).toEqual(["total", "total", "total", "total", "group"]);
  });

  test("the next number is the next thing even if only its name is known, a group's number is not", () => {
    const things = [HEAD, ["1", "Máy vi tính"], pc(1), pc(2), [3, "Máy hủy tài liệu"], pc(4)];
    expect(preview(things).rows.map(({ name }) => name)).toContain("Máy hủy tài liệu");
    const groups = [HEAD, ["1", "Máy vi tính"], pc(1), ["2", "Máy in"], [1, "LBP 2900", "M9", "S9"]];
    const seen = preview(groups);
    expect(seen.rows).toHaveLength(2);
    expect(seen.rows[1]?.fields?.category).toBe("printer");
    expect(preview([HEAD, pc(1), [2, null], [3, null]]).rows).toHaveLength(1);
  });
});

test("of rows in any order none is lost, and none below an unknown unit is taken", () => {
  const row = fc.oneof(
    fc.integer({ min: 1, max: 30 }).map((n) => pc(n)),
    fc.constantFrom<readonly Cell[]>(
      [null, "Máy in"],
      ["I. UBND xã Mỹ Đức"],
      ["II", "UBND xã Mỹ Đứk"],
      ["1. Máy in"],
      [],
      [null, "Tổng cộng", null, null, 3, 45_000_000],
      [2, "Tổng đài", null, null, 1, 9_000_000],
      ["Người lập", null, "Kế toán"],
      [null, "Nguyễn Văn A", null, "Lê B"],
      ["A", "B", 1, 2, 3, 4],
    ),
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 25 }), (below) => {
      const rows = [HEAD, pc(99), ...below];
      const { rows: read, skipped } = preview(rows);
      const told = [...read, ...skipped].map((one) => one.row).toSorted((a, b) => a - b);
      const filled = rows.flatMap((cells, at) => (at > 0 && cells.length > 0 ? [at + 1] : []));
      expect(told).toEqual(filled);
      for (const one of read) {
        const heading = rows
          .slice(0, one.row)
          .findLast((cells) => cells.some((cell) => /UBND/.test(textOf(cell))));
        if (heading?.[0] === "II") expect(one.fields).toBeNull();
        else if (one.fields !== null) expect(one.fields.unit).toBe(heading === undefined ? "hs" : "md");
      }
    }),
  );
});

describe("what only says that there is no number", () => {
  const existing = [{ id: "old", code: "-", serial: "N/A", name: "Máy in cũ" }];
  test.each([["N/A"], ["Không có"], ["-"], ["k"], ["0"], ["…"]])(
    "“%s” names no thing of the register",
    (none) => {
      const rows = [
        HEAD,
        [1, "Máy in Canon", null, none, 1, 3_000_000],
        [2, "Máy in Canon", "-", none, 1, 3_000_000],
      ];
      const seen = preview(rows, [], { existing });
      expect(seen.rows.map(({ id }) => id)).toEqual([null, null]);
      expect(seen.rows.map(({ fields }) => [fields?.code, fields?.serial])).toEqual([
        [null, null],
        [null, null],
      ]);
      expect(seen.counts).toMatchObject({ errors: 0, changes: 0 });
    },
  );

  test("a thing whose serial the register does not know is the same when code and name are", () => {
    const register = [{ id: "old", code: "MI-1", serial: "N/A", name: "Máy in Canon" }];
    const seen = preview([HEAD, [1, "Máy in Canon", "MI-1", "S-77", 1, 1]], [], { existing: register });
    expect(seen.rows[0]).toMatchObject({ id: "old", fields: { serial: "S-77" } });
  });
});
