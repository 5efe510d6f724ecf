import { expect, it } from "vitest";
import { octets } from "../../../../test/fakes/snmp-asked.ts";
import { macFrom, modelFrom, plainName, serialFrom, versionFrom } from "./plausible.ts";

const text = (value: string) => octets(...Buffer.from(value));

it("tells serial numbers from fillings", () => {
  for (const good of ["FOC1426Y2AY", "12/4-77", "e8:27:25:01:02:03", "TAGJDXXXXXXX"])
    expect(serialFrom(good)).toBe(good);
  expect(serialFrom("S/N: AB123")).toBe("AB123");
  for (const none of [
    "",
    "0",
    "00000000",
    "xxxxxxxx",
    "n/a",
    "Default string",
    "None",
    "not a number of any kind",
  ])
    expect(serialFrom(none)).toBeUndefined();
});

it("takes the maker's name off a model", () => {
  expect(modelFrom("D-Link DAP-2660", "D-Link")).toBe("DAP-2660");
  expect(modelFrom('"Acme Inc. X1"', "Acme")).toBe("X1");
  expect(modelFrom("HPE5900", "HP")).toBe("HPE5900");
  expect(modelFrom("acme", "Acme")).toBeUndefined();
  expect(modelFrom("Chassis", undefined)).toBeUndefined();
});

it("wants a digit or a letter or two of a version", () => {
  expect(versionFrom("Version 1.2.3")).toBe("1.2.3");
  expect(versionFrom("Q")).toBe("Q");
  for (const none of ["unknown", "0", "no version here", ""]) expect(versionFrom(none)).toBeUndefined();
});

it("reads addresses as bytes and in every spelling", () => {
  expect(macFrom(octets(0, 1, 2, 0xab, 0xcd, 0xef))).toBe("00:01:02:ab:cd:ef");
  for (const spelt of ["00:01:02:ab:cd:ef", "0-1-2-AB-CD-EF", "0001.02ab.cdef", "000102ABCDEF"])
    expect(macFrom(text(spelt))).toBe("00:01:02:ab:cd:ef");
  for (const none of [octets(0, 0, 0, 0, 0, 0), octets(1, 0, 0x5e, 0, 0, 1), text("hello"), octets(1, 2)])
    expect(macFrom(none)).toBeUndefined();
  expect(macFrom({ type: "integer", value: 7 })).toBeUndefined();
});

it("compares names without legal forms", () => {
  expect(plainName("Acme Networks, Inc.")).toBe(plainName("ACME"));
  expect(plainName("Wiesemann & Theis GmbH")).toBe("wiesemanntheis");
});
