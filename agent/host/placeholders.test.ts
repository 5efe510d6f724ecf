import fc from "fast-check";
import { expect, test } from "vitest";
import { identity, isoDay, stated } from "./placeholders.ts";

test.each([
  "",
  " ",
  "unknown",
  "Unknown",
  "To be filled by O.E.M.",
  "To Be Filled By O.E.M. ",
  "Default string",
  "Default String.",
  "System Serial Number",
  "System Product Name",
  "None",
  "Not Specified",
  "N/A",
  "-",
  "…",
  "\u0000\u0007",
  undefined,
  null,
  7,
  {},
])("%j says nothing", (text) => expect(stated(text)).toBeUndefined());

test.each([
  ["0", undefined],
  ["00000000", undefined],
  ["XXXXXXXXXX", undefined],
  ["FF-FF-FF-FF", undefined],
  ["0123456789", undefined],
  ["123456789", undefined],
  ["0123456789ABCDEF", undefined],
  ["7XK2ABC", "7XK2ABC"],
  ["VN12-345", "VN12-345"],
  ["  PF1A2B3C ", "PF1A2B3C"],
  ["12345", "12345"],
  ["Hãng Máy Tính Việt", "Hãng Máy Tính Việt"],
])("as an identity %j is %j", (text, expected) => expect(identity(text)).toBe(expected));

test("a version of one character is a version, though it would be no serial", () => {
  expect(stated("7")).toBe("7");
  expect(identity("7")).toBeUndefined();
});

test.each([
  ["03/15/2019", "2019-03-15"],
  ["3/5/2019\n", "2019-03-05"],
  ["2019-03-15", "2019-03-15"],
  ["2019-03-15T00:00:00Z", "2019-03-15"],
  ["2020-02-29", "2020-02-29"],
  ["02/29/2019", undefined],
  ["15/03/2019", undefined],
  ["03/15/19", undefined],
  ["01/01/1601", undefined],
  ["", undefined],
  [20190315, undefined],
])("%j is the day %j", (text, expected) => expect(isoDay(text)).toBe(expected));

test("every day that is given is given back", () => {
  const range = { min: new Date("1980-01-01"), max: new Date("2099-12-31"), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(range), (date) => {
      const day = date.toISOString().slice(0, 10);
      const [year, month, dayOfMonth] = day.split("-");
      expect(isoDay(day)).toBe(day);
      expect(isoDay(`${month}/${dayOfMonth}/${year}`)).toBe(day);
    }),
  );
});

test("no text makes it throw, and what comes out is clean and short", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 1_000 }), (text) => {
      for (const out of [stated(text), identity(text), isoDay(text)]) {
        expect(out === undefined || (out.length > 0 && out.length <= 128 && !/\p{C}/u.test(out))).toBe(true);
      }
    }),
  );
});
