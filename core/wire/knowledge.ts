import * as z from "zod";
import { DEVICE_CLASSES } from "../survey.ts";

/**
 * The files of `config/devices`, as strict as can be: what is misspelt would be passed over in silence. The shapes
 * themselves, with what they mean, are in `agent/snmp/survey/knowledge.ts`.
 */
const plainOid = z.string().regex(/^1(?:\.\d+){3,}$/, "no OID");
/** "{objectId}" and "{objectId:10}" stand for (the beginning of) sysObjectID. */
const oid = z.string().regex(/^(?:1(?:\.\d+){3,}|\{objectId(?::\d{1,2})?\}(?:\.\d+)+)$/, "no OID");
const pattern = z.string().min(1).max(400).refine(compiles, "no regular expression");
const words = z.string().min(1).max(100);

function compiles(text: string): boolean {
  try {
    return new RegExp(text, "i").source !== "";
  } catch {
    return false;
  }
}

const whenShape = {
  objectId: z.union([plainOid, z.array(plainOid).min(1)]).exactOptional(),
  description: pattern.exactOptional(),
  has: oid.exactOptional(),
};
const saysSomething = (value: object) => Object.keys(value).length > 0;
const when = z.strictObject(whenShape).refine(saysSomething, "an empty condition");

const as = z.string().min(1).max(100).exactOptional();
const entity = z.enum(["model", "name", "description", "hardware", "firmware", "software", "serial"]);
const texts = z
  .array(
    z.union([
      z.strictObject({ oid: oid, match: pattern.exactOptional(), as }),
      z.strictObject({ description: pattern, as }),
      z.strictObject({ entity, match: pattern.exactOptional(), as }),
      z.strictObject({ text: words, as }),
    ]),
  )
  .min(1)
  .exactOptional();
const identity = z
  .strictObject({
    when: z
      .strictObject({
        ...whenShape,
        says: z.strictObject({ oid: oid, match: pattern }).exactOptional(),
      })
      .refine(saysSomething, "an empty condition")
      .exactOptional(),
    class: z.enum(DEVICE_CLASSES).exactOptional(),
    vendor: words.exactOptional(),
    model: texts,
    version: texts,
    serial: texts,
    baseMac: texts,
  })
  .refine((rule) => Object.keys(rule).some((key) => key !== "when"), "a rule that says nothing");

const source = z.union([
  oid,
  z.strictObject({
    oid,
    scalar: z.boolean().exactOptional(),
    divide: z.number().exactOptional(),
    multiply: z.number().exactOptional(),
    match: pattern.exactOptional(),
    ignore: z.array(z.number()).exactOptional(),
    unsigned: z.boolean().exactOptional(),
    modulo: z.number().exactOptional(),
  }),
]);
const number = z.union([source, z.array(source).min(1)]).exactOptional();
const arcs = z.int().min(1).max(20).exactOptional();
const name = z.union([words, z.strictObject({ oid, arcs, text: words.exactOptional() })]).exactOptional();
const filter = z.union([z.strictObject({ oid, match: pattern, arcs }), z.strictObject({ index: pattern })]);
const only = z.union([filter, z.array(filter).min(1)]).exactOptional();
const onValues = z.strictObject({ oid, values: z.array(z.number()).min(1) }).exactOptional();

const flag = z.boolean().exactOptional();
const base = { when: when.exactOptional() };
const processor = z.strictObject({
  ...base,
  only,
  also: flag,
  fallback: flag,
  name,
  percent: number,
  idlePercent: number,
});
const pool = z.strictObject({
  ...base,
  only,
  also: flag,
  fallback: flag,
  name,
  total: number,
  used: number,
  free: number,
  percent: number,
  freePercent: number,
  unit: number,
});
const sensor = z.strictObject({
  ...base,
  only,
  kind: z.enum(["temperature", "fanspeed", "voltage", "current", "power", "humidity", "state"]),
  value: z.union([source, z.array(source).min(1)]),
  name,
  unit: z.enum(["celsius", "fahrenheit", "kelvin"]).exactOptional(),
  least: z.number().exactOptional(),
  most: z.number().exactOptional(),
});
const ups = z.strictObject({
  ...base,
  chargePercent: number,
  runtimeMinutes: number,
  loadPercent: number,
  inputVolts: number,
  outputVolts: number,
  batteryVolts: number,
  temperatureCelsius: number,
  onBattery: onValues,
  replaceBattery: onValues,
});
const wireless = z.strictObject({
  ...base,
  clients: number,
  accessPoints: number,
  accessPointRows: oid.exactOptional(),
  radios: z
    .strictObject({ only, name, clients: number, frequencyMHz: number, channel: number })
    .exactOptional(),
});

const enterprise = z.int().min(1).max(9_999_999);

/** One maker: a file of `config/devices`. */
export const deviceKnowledge = z.strictObject({
  vendor: words,
  system: z.boolean().exactOptional(),
  names: z.array(words).min(1).exactOptional(),
  enterprises: z.array(enterprise).min(1).exactOptional(),
  descriptions: z.array(pattern).min(1).exactOptional(),
  identity: z.array(identity).min(1).exactOptional(),
  processors: z.array(processor).min(1).exactOptional(),
  memory: z.array(pool).min(1).exactOptional(),
  storage: z.array(pool).min(1).exactOptional(),
  sensors: z.array(sensor).min(1).exactOptional(),
  ups: z.array(ups).min(1).exactOptional(),
  wireless: z.array(wireless).min(1).exactOptional(),
});

/** `config/enterprises.yaml` */
export const enterpriseNames = z.strictObject({
  names: z.record(words, z.union([enterprise, z.array(enterprise).min(1)])),
  makes: z.partialRecord(z.enum(DEVICE_CLASSES), z.array(words).min(1)),
  agents: z.array(enterprise).min(1),
  shared: z.array(enterprise).min(1),
});
