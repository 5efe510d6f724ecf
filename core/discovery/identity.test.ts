import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupHosts, plausibleSerial, sameness, type Identity, type SnmpIdentity } from "./identity.ts";
import { matchFound, matchKnown } from "./known.ts";
import { isCardMac, isMadeUpMac } from "./mac.ts";

const at = (address: string, snmp?: SnmpIdentity, rest: Partial<Identity> = {}): Identity => ({
  addresses: [address],
  snmp,
  ...rest,
});
const MAC = "f4:8e:38:00:00:01";
const OTHER = "f4:8e:38:00:00:02";
const FIVE = ["10.1.1.1", "10.1.2.1", "10.1.3.1", "10.1.4.1", "10.1.5.1"];

describe("one switch at five addresses is one device", () => {
  test.each<[string, SnmpIdentity]>([
    ["by its serial number", { serial: "FOC1234X0AB" }],
    ["by its base address", { baseMac: MAC }],
    ["by its LLDP chassis", { chassisMac: MAC }],
    ["by its engine", { engineId: "8000000903f48e38000001" }],
    ["by claiming all of the addresses", { ownAddresses: [...FIVE, "192.168.1.1"] }],
  ])("%s", (_, snmp) => {
    const groups = groupHosts(FIVE.map((address) => at(address, { name: "SW", ...snmp })));
    expect(groups.map((group) => group.length)).toEqual([5]);
  });
});

describe("two devices stay two", () => {
  const pair = (a: SnmpIdentity, b: SnmpIdentity) => sameness(at("10.1.1.1", a), at("10.1.1.2", b));
  test.each<[string, SnmpIdentity, SnmpIdentity]>([
    ["with the same name only", { name: "Switch" }, { name: "Switch" }],
    ["with the same placeholder for a serial", { serial: "0123456789" }, { serial: "0123456789" }],
    [
      "with an engine id copied by firmware but serials of their own",
      { engineId: "800000090300000102", serial: "AAAA1111" },
      { engineId: "800000090300000102", serial: "BBBB2222" },
    ],
    [
      "with a copied engine id and addresses of their own",
      { engineId: "800000090300000102", ownAddresses: ["10.1.1.1"] },
      { engineId: "800000090300000102", ownAddresses: ["10.1.1.2"] },
    ],
    ["with an engine id of zeros", { engineId: "0000000000" }, { engineId: "0000000000" }],
    [
      "with the address of a virtual router",
      { baseMac: "00:00:5e:00:01:01" },
      { baseMac: "00:00:5e:00:01:01" },
    ],
    [
      "when only one claims the other's address",
      { ownAddresses: ["10.1.1.1", "10.1.1.2"] },
      { ownAddresses: ["10.1.1.2"] },
    ],
    [
      "of different kinds",
      { objectId: "1.3.6.1.4.1.9.1.1", serial: "SAME1" },
      { objectId: "1.3.6.1.4.1.9.1.2", serial: "SAME1" },
    ],
  ])("%s", (_, a, b) => {
    expect(pair(a, b)).not.toBe("same");
  });

  test("behind a repeater that answers with its own card for everybody", () => {
    const hosts = [
      at("10.1.1.5", undefined, { mac: MAC, netbios: "VP-01" }),
      at("10.1.1.6", undefined, { mac: MAC, netbios: "VP-02" }),
      at("10.1.1.7", { serial: "PRN-0007" }, { mac: MAC }),
    ];
    expect(groupHosts(hosts)).toHaveLength(3);
  });
});

test("addresses of one card without SNMP are one thing, and join the device that owns the card", () => {
  const mute = [at("10.1.1.5", undefined, { mac: MAC }), at("10.1.1.6", undefined, { mac: MAC })];
  expect(groupHosts(mute)).toHaveLength(1);
  expect(groupHosts([...mute, at("10.1.1.7", { macs: [MAC] })])).toHaveLength(1);
});

const snmp = fc.record(
  {
    name: fc.constantFrom("SW", "AP"),
    objectId: fc.constantFrom("1.3.6.1.4.1.9.1", "1.3.6.1.4.1.11.2"),
    engineId: fc.constantFrom("8000000903f48e38000001", "8000000903f48e38000002"),
    serial: fc.constantFrom("SER-1", "SER-2", "0000"),
    baseMac: fc.constantFrom(MAC, OTHER),
    ownAddresses: fc.subarray(["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"]),
    macs: fc.subarray([MAC, OTHER]),
  },
  { requiredKeys: [] },
);
const hosts = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 12 }).chain((numbers) =>
  fc.tuple(
    ...numbers.map((number) =>
      fc.record(
        {
          addresses: fc.constant([`10.0.0.${number}`]),
          mac: fc.constantFrom(MAC, OTHER),
          netbios: fc.constantFrom("VP-01", "vp-01", "VP-02"),
          snmp,
        },
        { requiredKeys: ["addresses"] },
      ),
    ),
  ),
);

test("everything is in exactly one group, in which nothing contradicts, whatever the order", () => {
  fc.assert(
    fc.property(hosts, fc.infiniteStream(fc.nat()), (found, random) => {
      const groups = groupHosts(found);
      const flat = groups.flat();
      expect(flat).toHaveLength(found.length);
      expect(new Set(flat)).toEqual(new Set(found));
      for (const group of groups) {
        for (const a of group)
          for (const b of group) expect(sameness(a, b)).not.toBe(a === b ? "none" : "different");
      }
      const order = new Map(found.map((host) => [host, random.next().value]));
      const shuffled = found.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
      expect(groupHosts(shuffled)).toEqual(groups);
    }),
  );
});

test("sameness does not depend on who is asked first", () => {
  fc.assert(
    fc.property(hosts, (found) => {
      for (const a of found) for (const b of found) expect(sameness(a, b)).toBe(sameness(b, a));
    }),
  );
});

test.each(["", "0", "N/A", "none", "xxxxxx", "0123456789", "To be filled by O.E.M.", "Not Specified"])(
  "%j is no serial number",
  (text) => expect(plausibleSerial(text)).toBeUndefined(),
);

test("a telephone's made-up card is a card, a group's address is none", () => {
  expect([isCardMac("da:a1:19:00:00:01"), isMadeUpMac("da:a1:19:00:00:01")]).toEqual([true, true]);
  expect([isCardMac(MAC), isMadeUpMac(MAC)]).toEqual([true, false]);
  expect(isCardMac("01:00:5e:00:00:fb")).toBe(false);
  expect(isCardMac("00:00:00:00:00:00")).toBe(false);
});

describe("a known device is recognised", () => {
  const polled = (address: string, port = 161) => ({ polledAt: { address, port }, addresses: [] });
  const known = [
    { id: "sw", ...polled("10.1.1.2"), macs: [MAC], serial: "FOC1234X0AB" },
    { id: "pc", addresses: ["10.1.1.20"], macs: [OTHER] },
    { id: "cam", ...polled("10.1.1.9"), macs: [] },
  ];
  const swept = (address: string) => address.startsWith("10.1.1.");
  const nobody = () => false;
  const match = (found: Identity, answered: (address: string) => boolean = nobody) =>
    matchKnown(found, known, { swept, answered });
  test("at its address", () => {
    expect(match(at("10.1.1.9"))).toEqual({ id: "cam", movedFrom: undefined });
    expect(match(at("10.1.1.9", {}, { port: 1161 }))).toBeUndefined();
  });
  test("by its serial number, before another one's address: it moved", () => {
    const found = at("10.1.1.9", { serial: "FOC1234X0AB" });
    expect(match(found)).toEqual({ id: "sw", movedFrom: "10.1.1.2" });
  });
  test("by its card, and a PC may be anywhere without having moved", () => {
    expect(match(at("10.1.1.77", undefined, { mac: OTHER }))).toEqual({ id: "pc", movedFrom: undefined });
  });
  test("and has not moved when it says that the address is its own, or when nobody looked there", () => {
    const own = at("10.1.1.77", { serial: "FOC1234X0AB", ownAddresses: ["10.1.1.2"] });
    expect(match(own)?.movedFrom).toBeUndefined();
    const lookedNowhere = { swept: nobody, answered: nobody };
    expect(
      matchKnown(at("10.1.1.77", { serial: "FOC1234X0AB" }), known, lookedNowhere)?.movedFrom,
    ).toBeUndefined();
  });
  test("not by the card of a repeater that answers for what is behind it, and lists cards of its own", () => {
    const printer = at("10.1.1.30", { macs: ["f4:8e:38:00:00:77"] }, { mac: MAC });
    expect(match(printer)).toBeUndefined();
    // Without SNMP only the sweep tells: something answers where the repeater is polled.
    const pc = at("10.1.1.31", undefined, { mac: MAC, netbios: "KE-TOAN" });
    const answered = (address: string) => address === "10.1.1.2" || address === "10.1.1.31";
    expect(match(pc, answered)).toBeUndefined();
    expect(match(pc)).toEqual({ id: "sw", movedFrom: "10.1.1.2" });
    expect(match(at("10.1.1.2", undefined, { mac: MAC }), answered)?.id).toBe("sw");
  });
  test("not when all its cards are others than those known at the address", () => {
    expect(match(at("10.1.1.2", { macs: ["f4:8e:38:00:00:77"] }))).toBeUndefined();
  });
  test("also when a router's card stands in the neighbour table", () => {
    expect(match(at("10.1.1.2", undefined, { mac: "f4:8e:38:00:00:99" }))?.id).toBe("sw");
  });
});

describe("what was found before is found again", () => {
  const before = [
    { id: "sw", identity: at("10.1.1.2", { serial: "FOC1234X0AB" }, { port: 161, mac: MAC }) },
    { id: "phone", identity: at("10.1.1.30", undefined, { mac: OTHER }) },
    { id: "far", identity: at("10.9.1.1") },
  ];
  test.each<[string, Identity, string | undefined]>([
    ["by its serial number at another address", at("10.1.1.3", { serial: "FOC1234X0AB" }), "sw"],
    ["by its address, when it is silent today", at("10.1.1.2", undefined, { mac: MAC }), "sw"],
    ["by its card at another address", at("10.1.1.31", undefined, { mac: OTHER }), "phone"],
    ["by its address alone behind a router", at("10.9.1.1"), "far"],
    ["not when another card has its address", at("10.1.1.30", undefined, { mac: MAC }), undefined],
    ["not when another serial number has its address", at("10.1.1.2", { serial: "FOC9999X0AB" }), undefined],
    ["not when another program answers at its address", at("10.1.1.2", {}, { port: 1161 }), undefined],
  ])("%s", (_, found, id) => {
    expect(matchFound(found, before)).toBe(id);
  });
});
