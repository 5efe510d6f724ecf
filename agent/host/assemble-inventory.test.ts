import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inventory } from "../../core/wire/block.ts";
import { assembleInventory, parseChildOutput, SECTIONS } from "./assemble-inventory.ts";

/** As a Windows PC answers: nothing from the kernel, all from systeminformation. */
const WINDOWS = {
  base: {
    hostname: "PC-VANTHU",
    platform: "win32",
    arch: "x64",
    release: "10.0.19045",
    cpu: "Intel(R) Core(TM) i3-7100 CPU @ 3.90GHz",
    memoryBytes: 8_464_945_152,
    cards: [{ name: "Ethernet", mac: "a4:bb:6d:12:34:56", addresses: ["10.0.0.2"] }],
    machine: {},
    os: {},
    disks: [],
  },
  osInfo: { distro: "Microsoft Windows 10 Pro", release: "10.0.19045", codename: "22H2", build: "19045" },
  system: {
    manufacturer: "FPT ELEAD",
    model: "To Be Filled By O.E.M.",
    version: "1.0",
    serial: "System Serial Number",
  },
  bios: { version: "F2", releaseDate: "2018-01-05", serial: "Default string" },
  cpu: { manufacturer: "Intel", brand: "Core™ i3-7100", physicalCores: 2 },
  diskLayout: [
    {
      device: "\\\\.\\PHYSICALDRIVE0",
      type: "SSD",
      name: "KINGSTON SA400S37240G",
      size: 240_057_409_536,
      serialNum: "50026B7782",
      interfaceType: "SATA",
    },
    {
      device: "\\\\.\\PHYSICALDRIVE1",
      type: "HD",
      name: "Generic Flash Disk",
      size: 15e9,
      serialNum: "0",
      interfaceType: "USB",
    },
  ],
};

describe("an inventory", () => {
  test("of a Windows PC leaves out what the maker left out", () => {
    expect(assembleInventory(WINDOWS)).toEqual({
      hostname: "PC-VANTHU",
      maker: "FPT ELEAD",
      biosVersion: "F2",
      biosDate: "2018-01-05",
      cpu: { name: "Intel(R) Core(TM) i3-7100 CPU @ 3.90GHz", cores: 2 },
      memoryBytes: 8_464_945_152,
      disks: [{ name: "KINGSTON SA400S37240G", kind: "ssd", bytes: 240_057_409_536, serial: "50026B7782" }],
      os: {
        platform: "win32",
        name: "Microsoft Windows 10 Pro",
        version: "22H2",
        build: "19045",
        arch: "x64",
      },
      cards: [{ name: "Ethernet", mac: "a4:bb:6d:12:34:56", addresses: ["10.0.0.2"] }],
    });
  });

  test("of a Linux PC takes the kernel's word first and fills a disk's serial in", () => {
    const base = {
      ...WINDOWS.base,
      platform: "linux",
      release: "6.8.0-45-generic",
      machine: { maker: "Dell Inc.", model: "OptiPlex 3050" },
      os: { name: "Ubuntu", version: "22.04" },
      disks: [{ device: "sda", name: "KINGSTON SA400S3", kind: "ssd", bytes: 1_000 }],
    };
    const diskLayout = [{ device: "/dev/sda", name: "other", type: "HD", size: 5, serialNum: "50026B7782" }];
    expect(assembleInventory({ base, system: WINDOWS.system, diskLayout })).toMatchObject({
      maker: "Dell Inc.",
      model: "OptiPlex 3050",
      disks: [{ name: "KINGSTON SA400S3", kind: "ssd", bytes: 1_000, serial: "50026B7782" }],
      os: { platform: "linux", name: "Ubuntu", version: "22.04", build: "6.8.0-45-generic" },
    });
  });

  test.each([
    ["Ok", "good"],
    ["OK", "good"],
    ["Predicted Failure", "failing"],
    ["Degraded", undefined],
    ["unknown", undefined],
    ["not supported", undefined],
    ["", undefined],
    [7, undefined],
  ])("says of a disk's health what SMART says: %j is %s", (smartStatus, health) => {
    const [disk] = WINDOWS.diskLayout;
    const windows = assembleInventory({ ...WINDOWS, diskLayout: [{ ...disk, smartStatus }] });
    expect(windows?.disks?.[0]?.health).toBe(health);
    const base = { ...WINDOWS.base, disks: [{ device: "sda", name: "KINGSTON" }] };
    const linux = assembleInventory({ base, diskLayout: [{ device: "/dev/sda", smartStatus }] });
    expect(linux?.disks?.[0]?.health).toBe(health);
  });

  test("of nothing is nothing", () => {
    expect(assembleInventory({})).toBeUndefined();
    expect(assembleInventory({ base: null, cpu: 7, diskLayout: "x" })).toBeUndefined();
  });

  test("a part that is unfit to be sent does not take the others with it", () => {
    const base = { ...WINDOWS.base, cards: [{ name: "Ethernet", mac: "x", addresses: [] }] };
    const answer = assembleInventory({ ...WINDOWS, base });
    expect(answer?.cards).toBeUndefined();
    expect(answer?.maker).toBe("FPT ELEAD");
  });

  test("is fit to be sent whatever the sections hold", () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record({
        manufacturer: fc.string(),
        model: fc.string({ unit: "binary" }),
        serial: fc.string(),
        brand: fc.string(),
      }),
      fc.array(
        fc.record({ name: fc.string(), size: fc.double(), type: fc.constantFrom("SSD", "__proto__") }),
      ),
    );
    const sections = fc.record(
      Object.fromEntries(SECTIONS.map((name) => [name, fc.oneof(fc.constant(WINDOWS[name]), anything)])),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(sections, (parts) => {
        const answer = assembleInventory(parts);
        if (answer !== undefined) inventory.parse(JSON.parse(JSON.stringify(answer)));
      }),
      { numRuns: 300 },
    );
  });
});

describe("what the child writes", () => {
  const line = (value: object) => `${JSON.stringify(value)}\n`;

  test("is kept line by line; the last one, if cut off, is not", () => {
    const output =
      line({ section: "base", ok: true, value: 1 }) +
      line({ section: "cpu", ok: false }) +
      '{"section":"bios","ok":tr';
    expect(parseChildOutput(output)).toEqual({ sections: { base: 1 }, failed: ["cpu"], done: false });
  });

  test("is complete when it says so, and noise between is passed over", () => {
    const output = `(node:7) Warning: x\n${line({ section: "cpu", ok: true, value: {} })}[]\nnull\n${line({ section: "toString", ok: true })}${line({ section: "done" })}`;
    expect(parseChildOutput(output)).toEqual({ sections: { cpu: {} }, failed: [], done: true });
  });

  test("makes nobody stumble, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        (text) => void assembleInventory(parseChildOutput(`${text}\n`).sections),
      ),
    );
  });
});
