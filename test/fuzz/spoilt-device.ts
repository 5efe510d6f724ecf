import type { SnmpValue } from "../../agent/snmp/protocol.ts";
import type { SnmpObjects } from "../fakes/snmp-map-session.ts";

/** Devices that say nearly the right things: recorded objects, some of them spoilt. The same `random`, the same device. */
type Random = () => number;

const TYPES: Readonly<Record<string, "integer" | "counter32" | "gauge32" | "timeticks" | "counter64">> = {
  "2": "integer",
  "65": "counter32",
  "66": "gauge32",
  "67": "timeticks",
  "70": "counter64",
};

/** Objects of a recording (lines `OID|TAG|VALUE`, `x` behind the tag: hexadecimal). */
export function objectsOf(recording: string): SnmpObjects {
  const objects: Record<string, SnmpValue> = {};
  for (const line of recording.split("\n")) {
    const [, oid, tag = "", hex, value = ""] = /^([\d.]+)\|(\d+)(x?)\|(.*)$/.exec(line) ?? [];
    if (oid !== undefined) objects[oid] = valueOf(tag, hex === "x", value);
  }
  return objects;
}

function valueOf(tag: string, hex: boolean, text: string): SnmpValue {
  const numeric = TYPES[tag];
  if (numeric !== undefined) return { type: numeric, value: Number(text) };
  if (tag === "6") return { type: "oid", value: text };
  if (tag === "5") return { type: "absent" };
  const bytes = Buffer.from(text, hex ? "hex" : "utf8");
  if (tag === "64") return { type: "address", value: [...bytes.subarray(0, 4)].join(".") };
  return { type: "octets", value: Uint8Array.from(bytes) };
}

const pick = <T>(list: readonly T[], random: Random): T | undefined =>
  list[Math.floor(random() * list.length)];
const octets = (text: string): SnmpValue => ({ type: "octets", value: Uint8Array.from(Buffer.from(text)) });

/** What no device should say. */
const WRONG: readonly ((random: Random) => SnmpValue)[] = [
  () => ({ type: "integer", value: -1 }),
  () => ({ type: "integer", value: -2_147_483_648 }),
  () => ({ type: "gauge32", value: 4_294_967_295 }),
  () => ({ type: "counter64", value: 2 ** 53 - 1 }),
  () => ({ type: "timeticks", value: 0 }),
  () => ({ type: "absent" }),
  () => ({ type: "oid", value: "0.0" }),
  () => ({ type: "oid", value: `1.3.6.1.4.1.${"9.".repeat(120)}1` }),
  () => ({ type: "address", value: "255.255.255.255" }),
  () => ({ type: "octets", value: new Uint8Array() }),
  () => ({ type: "octets", value: Uint8Array.from({ length: 12_288 }, (_, i) => i & 255) }),
  (random) => ({ type: "octets", value: Uint8Array.from({ length: 6 }, () => Math.floor(random() * 256)) }),
  (random) => ({ type: "octets", value: Uint8Array.from({ length: 31 }, () => Math.floor(random() * 256)) }),
  () => octets("<img src=x onerror=alert(1)>\r\n=cmd|' /C calc'!A0\u0000\u202Eevil"),
  () => octets("(((((((((((a+)+)+)+)+)+)+)+)+)+)+)+!"),
  () => octets(`Version ${"1.".repeat(3_000)}`),
  () => octets(" ".repeat(5_000)),
  () => octets("-1e309"),
  () => octets("NaN %"),
];

/** A row index as it should not be. */
const INDEXES = [
  "0",
  "4294967295",
  "1.2.3.4.5.6.7",
  "",
  "2147483648.1",
  "0.0.0",
  "6.255.255.255.255.255.255",
];

/** A copy of a device with one object in `every` spoilt: its value, its place, or both. */
export function spoil(objects: SnmpObjects, every: number, random: Random): SnmpObjects {
  const spoilt: Record<string, SnmpObjects[string]> = {};
  const values = Object.values(objects);
  for (const [oid, value] of Object.entries(objects)) {
    if (random() * every >= 1) {
      spoilt[oid] = value;
      continue;
    }
    const way = random();
    if (way < 0.1) continue;
    const wrong = way < 0.6 ? pick(WRONG, random)?.(random) : pick(values, random);
    const place = way < 0.8 ? oid : moved(oid, random);
    if (place !== undefined) spoilt[place] = way > 0.9 ? value : (wrong ?? value);
  }
  return spoilt;
}

function moved(oid: string, random: Random): string | undefined {
  const arcs = oid.split(".");
  const kept = arcs.slice(0, Math.max(7, arcs.length - 1 - Math.floor(random() * 3)));
  const index = pick(INDEXES, random) ?? "";
  return index === "" ? undefined : `${kept.join(".")}.${index}`;
}
