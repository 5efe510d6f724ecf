import { describe, expect, it } from "vitest";
import { askedOf, octets, tableOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import { alertOf, errorsOf, pagesOf, trayOf } from "./printer-mib.ts";
import { readPrinter, readSupplies } from "./printer.ts";

const PRINTER = "1.3.6.1.2.1.43";
const SUPPLIES = `${PRINTER}.11.1.1`;
const integer = (value: number) => ({ type: "integer", value }) as const;

type Options = Parameters<typeof askedOf>[1] & { readonly objectId?: string };
async function readOf(objects: SnmpObjects, { objectId = "", ...options }: Options = {}) {
  const { ask, known, requests } = askedOf(objects, options);
  const identified = { ...known, objectId, identity: { from: {} } };
  const supplies = await readSupplies(ask, identified);
  const printer = await readPrinter(ask, identified);
  return { supplies, printer, requests: requests() };
}

const cartridges = {
  ...tableOf(SUPPLIES, {
    "1.1": { 3: 1, 5: 3, 6: "TK-1 K", 7: 19, 8: 100, 9: 61 },
    "1.2": { 3: 2, 5: 3, 6: "TK-1 C", 7: 19, 8: 100, 9: -3 },
    "2.1": { 3: 0, 5: 32, 6: "Staples", 7: 17, 8: 5_000, 9: 0 },
  }),
  ...tableOf(`${PRINTER}.12.1.1`, { "1.1": { 4: "Black" }, "1.2": { 4: "cyan" } }),
};

describe("a printer", () => {
  it("has supplies with their colour, also those of a finisher", async () => {
    const { supplies } = await readOf(cartridges);
    expect(supplies).toEqual([
      { kind: "toner", name: "TK-1 K", colorant: "black", percent: 61 },
      { kind: "toner", name: "TK-1 C", colorant: "cyan", level: "some" },
      { kind: "staples", name: "Staples", percent: 0 },
    ]);
  });

  it("says its state, what is wrong, its trays, pages, alerts and display", async () => {
    const { printer } = await readOf({
      ...tableOf("1.3.6.1.2.1.25.3.5.1", { 1: { 1: 3, 2: octets(0x44, 0x04) } }),
      ...tableOf(`${PRINTER}.8.2.1`, {
        "1.1": { 9: 250, 10: 50, 13: "Tray 1" },
        "1.2": { 9: 1, 10: -3, 18: "Manual feed" },
        "1.3": { 9: 500, 10: 0 },
      }),
      ...tableOf(`${PRINTER}.10.2.1`, { "1.1": { 3: 7, 4: 41_022 } }),
      ...tableOf(`${PRINTER}.16.5.1`, { "1.1": { 2: "Paper" }, "1.2": { 2: "jam" } }),
      ...tableOf(`${PRINTER}.18.1.1`, { "1.5": { 2: 3, 7: 8, 8: "Jam in tray 1" } }),
    });
    expect(printer).toEqual({
      status: 3,
      errors: ["noPaper", "jammed", "inputTrayEmpty"],
      pages: 41_022,
      console: "Paper jam",
      trays: [
        { name: "Tray 1", percent: 20, empty: false },
        { name: "Manual feed", empty: false },
        { name: "#3", percent: 0, empty: true },
      ],
      alerts: [{ severity: "critical", text: "Jam in tray 1" }],
    });
  });

  it("of HP may keep its supplies in the context of its print server", async () => {
    const hidden = { contexts: { Jetdirect: cartridges }, objectId: "1.3.6.1.4.1.11.2.3.9.1" };
    expect((await readOf({}, hidden)).supplies).toHaveLength(3);
    expect((await readOf({}, { contexts: { Jetdirect: cartridges } })).supplies).toEqual([]);
  });

  it("is none for one look at a device that has no printer", async () => {
    expect(await readOf({ "1.3.6.1.2.1.1.5.0": "switch" })).toEqual({
      supplies: [],
      printer: undefined,
      requests: 1,
    });
  });
});

describe("values that are no values", () => {
  it("an error state that is a sentence is none", () => {
    expect(errorsOf({ type: "octets", value: new TextEncoder().encode("no paper") })).toBeUndefined();
    expect(errorsOf(octets(0))).toEqual([]);
  });

  it("a tray whose level is unknown is neither empty nor full", () => {
    expect(trayOf({ level: integer(-2), maxCapacity: integer(500) }, "1.2")).toEqual({ name: "#2" });
  });

  it("what is not counted in pages is not counted", () => {
    expect(pagesOf([{ unit: integer(16), lifeCount: integer(12_000) }])).toBeUndefined();
    expect(pagesOf([{ lifeCount: integer(7) }, { unit: integer(7), lifeCount: integer(9) }])).toBe(9);
  });

  it("an alert without a text says what its code says, or nothing", () => {
    expect(alertOf({ code: integer(8), severity: integer(3) })).toEqual({
      severity: "critical",
      text: "jam",
    });
    expect(alertOf({ code: integer(1), severity: integer(4) })).toBeUndefined();
  });

  it("a name in UTF-16 is read as one", async () => {
    const name = octets(0, 0x54, 0, 0x6f, 0x1e, 0xa5, 0, 0x6e, 0, 0x65, 0, 0x72, 0, 0x20, 0, 0x31);
    const { supplies } = await readOf(tableOf(SUPPLIES, { "1.1": { 6: name, 8: 10, 9: 5 } }));
    expect(supplies[0]?.name).toBe("Toấner 1");
  });
});
