import fc from "fast-check";
import { expect, it, test } from "vitest";
import { describe } from "./describe.ts";

const CASES: readonly (readonly [string, ReturnType<typeof describe>])[] = [
  ["Acme XS-2400-24 Gigabit Switch", { model: "XS-2400-24" }],
  ["Acme InkMaster C250i", { model: "InkMaster C250i" }],
  ["PowerLine 5424", { model: "PowerLine 5424" }],
  ["WX-9 1.2.3, Linux 4.4.60", { model: "WX-9", version: "1.2.3" }],
  ["Router OS Software, Version 12.2(50)SE3, RELEASE SOFTWARE", { version: "12.2(50)SE3" }],
  ["Box AB-1, revision RA.16.02.0012, ROM RA.15.13", { model: "Box AB-1", version: "RA.16.02.0012" }],
  ["Gate model: G-30; firmware v2.0.1; S/N: 99AX12", { model: "G-30", version: "2.0.1", serial: "99AX12" }],
  ["XY100 Device serial number 000123456", { model: "XY100", serial: "000123456" }],
  ["24-Port 10/100/1000 Switch", {}],
  ["Copyright 2019", {}],
];

test.each(CASES)("%s", (text, said) => {
  expect(describe(text, ["Acme"], false)).toEqual(said);
});

it("takes the kernel's version for a computer's only", () => {
  const text = "Linux pc-03 5.10.0-8-amd64 #1 SMP x86_64";
  expect(describe(text, [], true)).toEqual({ version: "5.10.0-8-amd64" });
  expect(describe(text, [], false)).toEqual({});
});

it("ends soon, whatever the text", () => {
  const piece = fc.constantFrom("a", "1", ".", "-", "(", " ", "v", "Version ", "S/N: ", "model=", "Linux ");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 512 }), (pieces) => {
      const text = pieces.join("").slice(0, 512);
      const from = performance.now();
      describe(text, ["Acme"], true);
      expect(performance.now() - from).toBeLessThan(100);
    }),
  );
});
