import type { Sensor } from "../../../../core/survey.ts";
import type { Row } from "../../walk.ts";
import type { Ask } from "../ask.ts";
import { numberOf } from "../numbers.ts";
import { nameOf, rounded, type Found } from "./sensors-values.ts";

/**
 * ENTITY-SENSOR-MIB (RFC 3433) and its elder of the same shape, CISCO-ENTITY-SENSOR-MIB: type, scale, precision,
 * value and status of each sensor, named by its row in ENTITY-MIB.
 */

const STANDARD = "1.3.6.1.2.1.99.1.1.1";
const CISCO = "1.3.6.1.4.1.9.9.91.1.1.1.1";
const columnsOf = (entry: string) => ({
  type: `${entry}.1`,
  scale: `${entry}.2`,
  precision: `${entry}.3`,
  value: `${entry}.4`,
  status: `${entry}.5`,
});
type SensorRow = Row<keyof ReturnType<typeof columnsOf>>;

const CISCO_NUMBER = 9;
const PHYSICAL_DESCR = "1.3.6.1.2.1.47.1.1.1.1.2";
const PHYSICAL_NAME = "1.3.6.1.2.1.47.1.1.1.1.7";
/** A chassis full of transceivers has some hundreds. */
const MOST_ROWS = 512;

export async function readEntitySensors(
  ask: Ask,
  enterprises: ReadonlySet<number>,
): Promise<readonly Found[]> {
  const [standard, cisco] = await Promise.all([
    ask.table(columnsOf(STANDARD), { maxRows: MOST_ROWS }),
    enterprises.has(CISCO_NUMBER) ? ask.table(columnsOf(CISCO), { maxRows: MOST_ROWS }) : undefined,
  ]);
  // Where a device has both tables they tell the same of the same rows.
  const rows = new Map<string, SensorRow>([...(cisco ?? []), ...standard]);
  const measured = [...rows].flatMap(([index, row]) => {
    const sensor = measuredOf(row);
    return sensor === undefined ? [] : [{ index, ...sensor }];
  });
  const names = await namesOf(
    ask,
    measured.map(({ index }) => index),
  );
  return measured.map(({ index, kind, unit, value }) => ({
    kind,
    name: names.get(index) ?? `Sensor ${index}`,
    value,
    unit,
    index,
  }));
}

/** EntitySensorDataType of what can be shown. */
const KINDS: Readonly<Record<number, { readonly kind: Sensor["kind"]; readonly unit: string }>> = {
  3: { kind: "voltage", unit: "V" },
  4: { kind: "voltage", unit: "V" },
  5: { kind: "current", unit: "A" },
  6: { kind: "power", unit: "W" },
  8: { kind: "temperature", unit: "celsius" },
  9: { kind: "humidity", unit: "percent" },
  10: { kind: "fanspeed", unit: "rpm" },
};
const STATUS_OK = 1;
/** EntitySensorDataScale: 9 is units, each step a factor of a thousand. */
const SCALE_UNITS = 9;
const SCALES = 17;
/** ±10^9 are under- and overflow. */
const OVERFLOW = 1_000_000_000;

function measuredOf(row: SensorRow): Omit<Sensor, "name"> | undefined {
  const shown = KINDS[numberOf(row.type) ?? 0];
  const value = numberOf(row.value);
  if (shown === undefined || value === undefined || Math.abs(value) >= OVERFLOW) return undefined;
  if ((numberOf(row.status) ?? STATUS_OK) !== STATUS_OK) return undefined;
  const scale = numberOf(row.scale) ?? SCALE_UNITS;
  const precision = numberOf(row.precision) ?? 0;
  if (scale < 1 || scale > SCALES || Math.abs(precision) > 9) return undefined;
  const real = value * 10 ** (3 * (scale - SCALE_UNITS) - precision);
  return { ...shown, value: rounded(real, 4) };
}

/** What ENTITY-MIB calls the rows: the name, where it is more than a number, else the description. */
async function namesOf(ask: Ask, indexes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const read = async (column: string, wanted: readonly string[]) => {
    const got = await ask.get(Object.fromEntries(wanted.map((index) => [index, `${column}.${index}`])));
    return new Map(
      Object.entries(got).flatMap(([index, value]) => {
        const name = nameOf(value);
        return name === undefined || /^\d*$/.test(name) ? [] : [[index, name] as const];
      }),
    );
  };
  const names = await read(PHYSICAL_NAME, indexes);
  const nameless = indexes.filter((index) => !names.has(index));
  return new Map([...(await read(PHYSICAL_DESCR, nameless)), ...names]);
}
