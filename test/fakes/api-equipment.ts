import type { Instant } from "../../core/clock.ts";
import { HOUR, MINUTE } from "../../core/clock.ts";
import type { DeviceView, Latest } from "../../core/wire/views.ts";

/** What the devices of `api-fixture.ts` say of themselves besides their ports. */
type Equipment = Pick<
  DeviceView,
  "volumes" | "sensors" | "supplies" | "ups" | "printer" | "identity" | "lan" | "printerFacts"
>;

const NOTHING: Equipment = {
  volumes: [],
  sensors: [],
  supplies: [],
  ups: {},
  printer: {},
  identity: null,
  lan: null,
  printerFacts: null,
};

export function equipmentOf(id: string, at: Instant): Equipment {
  switch (id) {
    case "d-sw1":
      return switchEquipment(at);
    case "d-prn":
      return printerEquipment(at);
    case "d-ups":
      return upsEquipment(at);
    default:
      return NOTHING;
  }
}

const latest = (at: Instant, values: Readonly<Record<string, number>>): Latest =>
  Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value, at }]));

function sensor(device: string, name: string, at: Instant, values: Readonly<Record<string, number>>) {
  return { entity: `sensor:${device}/${name}`, name, newest: at, latest: latest(at, values) };
}

function switchEquipment(at: Instant): Equipment {
  return {
    ...NOTHING,
    sensors: [
      sensor("d-sw1", "Nhiệt độ bo mạch", at, { temperature: 47 }),
      sensor("d-sw1", "Fan 1", at, { fanspeed: 4_320 }),
    ],
    identity: {
      at: at - 4 * MINUTE,
      value: {
        class: "switch",
        vendor: "Cisco",
        model: "SG250-26",
        version: "2.5.9.54",
        serial: "DNI23140A1B",
        baseMac: "00:1b:54:00:4c:a0",
        from: { vendor: "sysObjectID", model: "entPhysicalModelName", serial: "entPhysicalSerialNum" },
      },
    },
    lan: {
      at: at - 4 * MINUTE,
      neighbours: [
        {
          protocol: "lldp",
          localPort: "gi26",
          remoteName: "SW-Tầng2",
          remotePort: "Gi1/0/28",
          remoteAddress: "10.22.4.3",
          remoteDescription: "JetStream 24-Port Gigabit L2+ Managed Switch",
          capabilities: ["bridge"],
        },
        { protocol: "lldp", localPort: "gi1", remoteName: "Vigor2927", remotePort: "LAN1" },
        { protocol: "cdp", localPort: "gi9", remoteChassis: "0c:8d:db:12:44:01", remotePort: "eth0" },
      ],
      vlans: [{ id: 1, name: "default" }],
      stp: null,
      learned: [
        { port: "gi26", macs: 31 },
        { port: "gi5", macs: 6 },
      ],
    },
  };
}

function printerEquipment(at: Instant): Equipment {
  return {
    ...NOTHING,
    printer: latest(at, { status: 3, pages: 48_211, alerts: 1 }),
    supplies: [],
    identity: {
      at: at - HOUR,
      value: {
        class: "printer",
        vendor: "HP",
        model: "LaserJet M404dn",
        version: "002_2310A",
        serial: "VNB3K51234",
        from: { vendor: "enterprise number", model: "hrDeviceDescr", serial: "prtGeneralSerialNumber" },
      },
    },
    printerFacts: {
      at: at - MINUTE,
      value: {
        supplies: [
          { kind: "toner", name: "Black Cartridge HP CF259A", percent: 4 },
          { kind: "drum", name: "Drum", percent: 61 },
          { kind: "fuser", name: "Fuser Kit", level: "some" },
        ],
        trays: [
          { name: "Tray 1", empty: true },
          { name: "Tray 2", percent: 60 },
        ],
        alerts: [],
        errors: ["lowToner"],
      },
    },
  };
}

function upsEquipment(at: Instant): Equipment {
  return {
    ...NOTHING,
    ups: latest(at, {
      output_source: 5,
      battery_status: 2,
      replace_battery: 1,
      charge: 83,
      runtime: 1_260,
      load: 34,
      input_voltage: 0,
      output_voltage: 229,
      battery_voltage: 26.1,
      temperature: 31,
    }),
    identity: {
      at: at - HOUR,
      value: { class: "ups", vendor: "Santak", model: "C2K", from: { vendor: "upsIdentManufacturer" } },
    },
  };
}
