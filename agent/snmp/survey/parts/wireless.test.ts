import { expect, test } from "vitest";
import { askedOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import type { WirelessRule } from "../knowledge.ts";
import { readWireless } from "./wireless.ts";

const OWN = "1.3.6.1.4.1.32473.7";

async function read(objects: SnmpObjects, wireless: readonly WirelessRule[] = []) {
  const { ask, known } = askedOf(objects);
  return readWireless(ask, { ...known, knowledge: [{ vendor: "Example", wireless }] });
}

test("a device without radios has no reading", async () => {
  expect(await read({}, [{ clients: `${OWN}.1.0` }])).toBeUndefined();
});

test("a controller's clients are added up over its networks, its access points are counted", async () => {
  const rule: WirelessRule = { clients: `${OWN}.1.38`, accessPointRows: `${OWN}.2.3` };
  const objects = {
    [`${OWN}.1.38.1`]: 20,
    [`${OWN}.1.38.2`]: 3,
    [`${OWN}.2.3.6.1`]: "ap1",
    [`${OWN}.2.3.6.2`]: "ap2",
  };
  expect(await read(objects, [rule])).toEqual({ clients: 23, accessPoints: 2, radios: [] });
});

test("for each value the first rule that has it counts", async () => {
  const rules: WirelessRule[] = [
    { accessPoints: `${OWN}.1.0` },
    { accessPoints: `${OWN}.2.0`, clients: `${OWN}.3.0` },
  ];
  const objects = { [`${OWN}.1.0`]: 5, [`${OWN}.2.0`]: 6, [`${OWN}.3.0`]: 0 };
  expect(await read(objects, rules)).toEqual({ clients: 0, accessPoints: 5, radios: [] });
});

test("an access point's radios have names, channels as frequencies, and clients that add up", async () => {
  const rule: WirelessRule = {
    radios: {
      name: { oid: `${OWN}.1.6` },
      channel: { oid: `${OWN}.1.4`, match: String.raw`^\d+` },
      clients: `${OWN}.1.8`,
    },
  };
  const objects = {
    [`${OWN}.1.6.1`]: "Office",
    [`${OWN}.1.4.1`]: 11,
    [`${OWN}.1.8.1`]: 4,
    [`${OWN}.1.6.2`]: "",
    [`${OWN}.1.4.2`]: "116+",
    [`${OWN}.1.8.2`]: 1,
    [`${OWN}.1.4.3`]: 255,
  };
  expect(await read(objects, [rule])).toEqual({
    clients: 5,
    radios: [
      { name: "Office", clients: 4, frequencyMHz: 2_462 },
      { name: "Radio 2", clients: 1, frequencyMHz: 5_580 },
    ],
  });
});

test("the channels of IEEE802dot11-MIB tell where the maker does not", async () => {
  const objects = {
    "1.2.840.10036.4.5.1.1.3": 14,
    "1.2.840.10036.4.11.1.1.4": 36,
    "1.3.6.1.2.1.2.2.1.2.3": "wlan0",
  };
  expect(await read(objects)).toEqual({
    radios: [
      { name: "Radio 4", frequencyMHz: 5_180 },
      { name: "wlan0", frequencyMHz: 2_484 },
    ],
  });
});

test("counts that cannot be are none", async () => {
  const rule: WirelessRule = { clients: `${OWN}.1.38`, accessPoints: `${OWN}.2.0` };
  expect(await read({ [`${OWN}.1.38.1`]: -20, [`${OWN}.2.0`]: 4_294_967_295 }, [rule])).toBeUndefined();
});

test("a name may be spelt by the row's index, and a number hold more than the channel", async () => {
  const rule: WirelessRule = {
    radios: { name: "{indexText}", channel: { oid: `${OWN}.1.4`, modulo: 256 } },
  };
  expect(await read({ [`${OWN}.1.4.2.97.98`]: 388 }, [rule])).toEqual({
    radios: [{ name: "ab", frequencyMHz: 5_660 }],
  });
});
