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
  ["VS-8404C (6.1.2.1)", { model: "VS-8404C", version: "6.1.2.1" }],
  ["RB2011i", { model: "RB2011i" }],
  ["BoxWare V2110", { model: "BoxWare V2110" }],
  ["R5 V200R012C50 b33 v2", {}],
  ["Monitor 4002 SNMP Supervisor v2.0.15", { model: "Monitor 4002", version: "2.0.15" }],
  ["USX-Flex-XG, 6.2.14.13855", { model: "USX-Flex-XG", version: "6.2.14.13855" }],
  [
    "Acme Platform Software, Version 7.1.045, Release 24 Acme 5700-40XG Switch Copyright",
    { model: "5700-40XG", version: "7.1.045" },
  ],
  ["ClearOS software (X690-48x-2q), Version 22.6", { model: "X690-48x-2q", version: "22.6" }],
  ["Software (CAT9_IMAGE-K9), Version 17.12", { version: "17.12" }],
  ["Stack 49GT HW:02 FW:7.5.0.2 SW:v7.6.1.033", { model: "Stack 49GT", version: "7.6.1.033" }],
  ["Box XR-324, HW: Version 4, FW: Version V5.2.1", { model: "Box XR-324", version: "5.2.1" }],
  ["Dual-band 802.11ac AP, 7.4kVA", {}],
  ["24-Port 10/100/1000 Switch", {}],
  ["Box Version QX-3500-24_6.0.220.41 BootRom Version QX-3500-24_2.1", { version: "6.0.220.41" }],
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
