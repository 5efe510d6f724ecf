import { expect, test } from "vitest";
import { ageOf } from "../core/assets/age.ts";
import { cpuMeaning } from "../core/assets/cpu.ts";
import { deviceSupport } from "../core/assets/firmware.ts";
import { officeSupport } from "../core/assets/office.ts";
import { endedWindows, supportOf } from "../core/assets/windows.ts";
import { readAssetTables } from "./asset-tables.ts";

/** What machines say of themselves, against the shipped tables. */
const read = readAssetTables();
if (!read.ok) throw new Error(read.mistakes.join("\n"));
const tables = read.value;
const UNKNOWN = undefined;

test.each([
  ["Intel(R) Core(TM) i5-7400 CPU @ 3.00GHz", 2016, false],
  ["Intel(R) Core(TM) i3-2120 CPU @ 3.30GHz", 2011, false],
  ["Intel(R) Core(TM) i5 CPU         650  @ 3.20GHz", 2008, false],
  ["Intel(R) Core(TM) i3-540", 2008, false],
  ["Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz", 2017, true],
  ["Intel(R) Core(TM) i5-10400 CPU @ 2.90GHz", 2019, true],
  ["11th Gen Intel(R) Core(TM) i5-1135G7 @ 2.40GHz", 2020, true],
  ["12th Gen Intel(R) Core(TM) i5-1235U", 2021, true],
  ["13th Gen Intel(R) Core(TM) i7-13700", 2022, true],
  ["Intel(R) Core(TM) Ultra 5 125H", 2023, true],
  ["Intel(R) Core(TM) i7-7820HQ CPU @ 2.90GHz", 2016, true],
  ["Intel(R) Core(TM)2 Duo CPU     E7500  @ 2.93GHz", 2006, false],
  ["Pentium(R) Dual-Core  CPU      E5700  @ 3.00GHz", 2006, false],
  ["Intel(R) Pentium(R) CPU G3240 @ 3.10GHz", 2013, false],
  ["Intel(R) Pentium(R) CPU G4560 @ 3.50GHz", 2016, false],
  ["Intel(R) Pentium(R) Gold G5400 CPU @ 3.70GHz", 2017, true],
  ["Intel(R) Celeron(R) CPU G1840 @ 2.80GHz", 2013, false],
  ["Intel(R) Celeron(R) G4900 CPU @ 3.10GHz", 2017, true],
  ["Intel(R) N100", 2022, true],
  ["Intel(R) Xeon(R) CPU E5-2620 v4 @ 2.10GHz", UNKNOWN, UNKNOWN],
  ["Intel(R) Celeron(R) N4020 CPU @ 1.10GHz", UNKNOWN, UNKNOWN],
  ["AMD Ryzen 5 3500U with Radeon Vega Mobile Gfx", 2019, true],
  ["AMD Ryzen 3 3200G with Radeon Vega Graphics", 2019, true],
  ["AMD Ryzen 5 2400G with Radeon Vega Graphics", 2017, false],
  ["AMD Ryzen 5 2600 Six-Core Processor", 2018, true],
  ["AMD Ryzen 7 1700 Eight-Core Processor", 2017, false],
  ["AMD Ryzen 5 PRO 4650G with Radeon Graphics", 2020, true],
  ["AMD A6-9225 RADEON R4, 5 COMPUTE CORES 2C+3G", 2009, false],
  ["QEMU Virtual CPU version 2.5+", UNKNOWN, UNKNOWN],
  ["", UNKNOWN, UNKNOWN],
])("%s", (name, year, windows11) => {
  const meaning = cpuMeaning(name, tables);
  expect(meaning?.year).toBe(year);
  expect(meaning?.windows11).toBe(windows11);
});

test.each([
  ["Microsoft Windows 10 Pro", "19045", "2025-10-14"],
  ["Microsoft Windows 10 Pro", "10.0.19045", "2025-10-14"],
  ["Microsoft Windows 10 Enterprise LTSC", "19044", "2027-01-12"],
  ["Microsoft Windows 10 IoT Enterprise LTSC", "19044", "2032-01-13"],
  ["Microsoft Windows 10 Enterprise LTSC", "17763", "2029-01-09"],
  ["Microsoft Windows 11 Pro", "26100", "2026-10-13"],
  ["Microsoft Windows 11 Enterprise", "26100", "2027-10-12"],
  ["Microsoft Windows 11 Home Single Language", "22631", "2025-11-11"],
  ["Microsoft Windows 11", "26100", UNKNOWN],
  ["Microsoft Windows 10", "19045", "2025-10-14"],
  ["Microsoft Windows 7 Professional", "7601", "2020-01-14"],
  ["Microsoft Windows XP Professional", "2600", "2014-04-08"],
  ["Windows 8.1 Pro", undefined, "2023-01-10"],
  ["Windows 10 Pro 22H2", undefined, "2025-10-14"],
  ["Windows 10", undefined, UNKNOWN],
  ["Microsoft Windows Server 2016 Standard", "14393", "2027-01-12"],
  ["Microsoft Windows Server 2012 R2 Standard", "9600", "2023-10-10"],
  ["Microsoft Windows Server 2022 Standard", "20348", "2031-10-14"],
  ["Microsoft Windows Server 2019 Standard", "17763", "2029-01-09"],
  ["Microsoft Windows 10 Pro Education", "19044", "2023-06-13"],
  ["Microsoft Windows 12 Pro", "30000", UNKNOWN],
])("%s, build %s", (name, build, ends) => {
  expect(
    supportOf({ platform: "win32", name, ...(build === undefined ? {} : { build }) }, tables)?.ends,
  ).toBe(ends);
});

test("a Windows without a build is over when all of its edition are", () => {
  const ends = (name: string, today: string) => endedWindows({ name }, tables, today)?.ends;
  expect(ends("Windows 10 Pro", "2026-11-26")).toBe("2025-10-14");
  expect(ends("Windows 10 Pro", "2025-01-01")).toBeUndefined();
  expect(ends("Windows 10", "2026-11-26")).toBeUndefined();
  expect(ends("Windows 10 Enterprise LTSC", "2026-11-26")).toBeUndefined();
  expect(ends("Windows 11 Pro", "2026-11-26")).toBeUndefined();
});

test("other systems are known by product and version", () => {
  const ends = (name: string, version?: string) =>
    supportOf({ platform: "linux", name, ...(version && { version }) }, tables)?.ends;
  expect(ends("Debian GNU/Linux 12 (bookworm)")).toBeDefined();
  expect(ends("Ubuntu 22.04.4 LTS")).toBeDefined();
  expect(ends("Ubuntu", "22.04")).toBe(ends("Ubuntu 22.04.4 LTS"));
  expect(ends("Slackware 15")).toBeUndefined();
});

test.each([
  ["Microsoft Office Professional Plus 2016", "2025-10-14"],
  ["Office 2010", "2020-10-13"],
  ["Microsoft Office LTSC Professional Plus 2021", "2026-10-13"],
  ["LibreOffice 7.4", "2023-06-12"],
  ["Microsoft 365 Apps for business", UNKNOWN],
  ["WPS Office 2019", UNKNOWN],
  ["Word", UNKNOWN],
])("office: %s", (text, ends) => {
  expect(officeSupport(text, tables)?.ends).toBe(ends);
});

test("devices are known by the beginning of their model, the longest first", () => {
  const hardware = (model: string) => deviceSupport({ vendor: "Cisco", model }, tables).hardware?.label;
  expect(hardware("WS-C2960-24TT-L")).toContain("2960 (24TT");
  expect(hardware("WS-C2960X-24TS-L")).toContain("2960-X");
  expect(hardware("SG250-26")).toBeUndefined();
  expect(
    deviceSupport({ vendor: "Fortinet", model: "FortiGate-60E", version: "v6.4.9" }, tables).firmware?.label,
  ).toContain("6.4");
});

test("age goes by the books, then the BIOS, then the processor, then the system; nonsense is passed over", () => {
  const pc = {
    readAt: 0,
    disks: [],
    biosDate: "2018-05-01",
    cpu: "Intel(R) Core(TM) i5-7400",
    os: { platform: "win32", installed: "2021-01-01" },
  };
  const age = (inUseOn: string | null, over: object = {}) =>
    ageOf({ inUseOn, traits: {} }, { ...pc, ...over }, tables, "2026-11-25");
  expect(age("2017-03-01")).toMatchObject({ from: "books", since: "2017-03-01", confidence: 1 });
  expect(age(null)).toMatchObject({ from: "bios" });
  expect(age(null, { biosDate: "1980-01-01" })).toMatchObject({ from: "cpu", since: "2016-08-01" });
  expect(age("2030-01-01", { biosDate: "2031-01-01", cpu: "Xeon" })).toMatchObject({ from: "os" });
  expect(age(null, { biosDate: "1980-01-01", cpu: "AMD A6-9225" })).toMatchObject({ from: "os" });
  expect(ageOf({ inUseOn: null, traits: {} }, undefined, tables, "2026-11-25")).toBeUndefined();
});
