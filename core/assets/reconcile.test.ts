import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { suggestLinks, type KnownDevice, type LinkAsset } from "./reconcile.ts";

const asset = (over: Partial<LinkAsset>): LinkAsset => ({
  id: "a",
  name: "Máy vi tính để bàn",
  serial: null,
  mac: null,
  code: null,
  device: null,
  ...over,
});
const device = (over: Partial<KnownDevice>): KnownDevice => ({
  id: "d",
  name: "PC-01",
  serials: [],
  macs: [],
  ...over,
});

describe("a device is suggested for an asset", () => {
  test.each([
    ["serial", { serial: " 5CG1234ABC" }, { serials: [null, "5cg1234abc"] }, "5cg1234abc"],
    ["mac", { mac: "aa:bb:cc:00:11:22" }, { macs: [undefined, "AA-BB-CC-00-11-22"] }, "aa:bb:cc:00:11:22"],
    ["code", { code: "pc-01" }, {}, "pc-01"],
    ["name", { name: "PC-01 " }, {}, "pc-01"],
  ] as const)("by its %s", (by, of, at, value) => {
    expect(suggestLinks([asset(of)], [device(at)])).toEqual([
      { asset: "a", device: "d", by, value, ambiguous: false },
    ]);
  });

  test("names are compared however their letters were composed", () => {
    const [found] = suggestLinks(
      [asset({ name: "Máy chủ".normalize("NFD") })],
      [device({ name: "máy chủ".normalize("NFC") })],
    );
    expect(found?.by).toBe("name");
  });

  test("the most trusted sign decides, and each device is given once", () => {
    const assets = [
      asset({ id: "byName", name: "PC-01" }),
      asset({ id: "bySerial", serial: "S-1", code: "PC-02" }),
      asset({ id: "byCode", code: "PC-02" }),
    ];
    const devices = [device({ id: "d1", serials: ["S-1"] }), device({ id: "d2", name: "PC-02" })];
    expect(suggestLinks(assets, devices)).toEqual([
      { asset: "bySerial", device: "d1", by: "serial", value: "s-1", ambiguous: false },
      { asset: "byCode", device: "d2", by: "code", value: "pc-02", ambiguous: false },
    ]);
  });
});

describe("where several fit, a person must look", () => {
  test("two devices with one serial", () => {
    const devices = [device({ id: "d1", serials: ["S-1"] }), device({ id: "d2", serials: ["S-1"] })];
    expect(suggestLinks([asset({ serial: "S-1" })], devices)).toMatchObject([
      { device: "d1", ambiguous: true },
    ]);
  });

  test("two assets with one name", () => {
    const assets = [asset({ id: "a1", name: "PC-01" }), asset({ id: "a2", name: "pc-01" })];
    expect(suggestLinks(assets, [device({})])).toMatchObject([
      { asset: "a1", device: "d", ambiguous: true },
      { asset: "a2", device: "d", ambiguous: true },
    ]);
  });

  test("an asset that its serial has placed makes its name no one else's doubt", () => {
    const assets = [asset({ id: "a1", serial: "S-1", name: "PC-01" }), asset({ id: "a2", name: "PC-01" })];
    const devices = [device({ id: "d1", name: "PC-07", serials: ["S-1"] }), device({ id: "d2" })];
    expect(suggestLinks(assets, devices)).toMatchObject([
      { asset: "a1", device: "d1", by: "serial", ambiguous: false },
      { asset: "a2", device: "d2", by: "name", ambiguous: false },
    ]);
  });
});

describe("nothing is suggested", () => {
  test("for what is linked already, nor of a device that is somebody's", () => {
    const linked = asset({ id: "a1", device: "d1", serial: "S-1" });
    const devices = [device({ id: "d1", serials: ["S-1"] }), device({ id: "d2", serials: ["S-1"] })];
    expect(suggestLinks([linked], devices)).toEqual([]);
    expect(suggestLinks([linked, asset({ id: "a2", serial: "S-1" })], devices)).toMatchObject([
      { asset: "a2", device: "d2", ambiguous: false },
    ]);
  });

  test.each(["0000000", "To be filled by O.E.M.", "Default string", "N/A", "xxxx", "123456789", ""])(
    "by %j, which makers leave in thousands of machines",
    (serial) => {
      expect(suggestLinks([asset({ serial })], [device({ serials: [serial] })])).toEqual([]);
    },
  );

  test("by a MAC address of zeros, or by what both do not say", () => {
    const zeros = "00:00:00:00:00:00";
    expect(suggestLinks([asset({ mac: zeros })], [device({ macs: [zeros] })])).toEqual([]);
    expect(suggestLinks([asset({ name: "" })], [device({ name: "" })])).toEqual([]);
  });
});

test("no asset is suggested twice, and no device twice without a mark", () => {
  const text = fc.constantFrom("x1", "x2", "x3", null);
  const assets = fc.array(fc.record({ serial: text, code: text, name: fc.constantFrom("x1", "x2", "y") }));
  const devices = fc.array(fc.record({ serials: fc.array(text), name: fc.constantFrom("x1", "x2", "x3") }));
  fc.assert(
    fc.property(assets, devices, (some, others) => {
      const found = suggestLinks(
        some.map((over, n) => asset({ id: `a${n}`, ...over })),
        others.map((over, n) => device({ id: `d${n}`, ...over })),
      );
      expect(new Set(found.map((one) => one.asset)).size).toBe(found.length);
      const sure = found.filter(({ ambiguous }) => !ambiguous);
      for (const { asset: mine, device: its } of sure) {
        expect(found.filter((one) => one.device === its && one.asset !== mine && !one.ambiguous)).toEqual([]);
      }
    }),
  );
});
