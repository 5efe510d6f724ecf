import { expect, test } from "vitest";
import { codeText, serialText } from "./placeholders.ts";

test.each([
  "",
  " ",
  "-",
  "--",
  "…",
  "...",
  "?",
  "/",
  "N/A",
  "n/a",
  "NA",
  "N.A.",
  "none",
  "Không",
  "Không có",
  "không rõ",
  "KHÔNG  CÓ",
  "Khong co so seri",
  "Không đọc được",
  "ko",
  "ko có",
  "chưa có",
  "Chưa cấp",
])("“%s” is neither a code nor a serial number", (text) => {
  expect(codeText(text)).toBeNull();
  expect(serialText(text)).toBeNull();
});

test.each([
  "0",
  "000",
  "k",
  "K",
  "x",
  "XXXX",
  "1234567890",
  "Default string",
  "To be filled by O.E.M.",
  "mờ",
  "Mất tem",
])("“%s” is no serial number, yet it may be a code", (text) => {
  expect(codeText(text)).toBe(text);
  expect(serialText(text)).toBeNull();
});

test.each(["5CG1234ABC", "SN-01", "10", "K1", "NA-7", "KHONG-01", "N1A", "X1C", "0001-A", "MO-12"])(
  "“%s” is a number",
  (text) => {
    expect(codeText(text)).toBe(text);
    expect(serialText(text)).toBe(text);
  },
);

test("nothing stays nothing", () => {
  expect([codeText(null), codeText(undefined), serialText(null), serialText(undefined)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
