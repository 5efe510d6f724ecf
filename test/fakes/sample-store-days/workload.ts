import { DAY, HOUR, legalDayOf, MINUTE, startOfLegalDay, type Instant } from "../../../core/clock.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import type { StoredBlock } from "../../../server/ports.ts";

/**
 * Hours of two small sites, a block each, of which everybody who knows its number can tell the content: 11 ports with a
 * reading every ten minutes. Some of it comes 30 hours late, when its day may be cold, and some comes twice with another
 * value the second time.
 */
const START = startOfLegalDay(legalDayOf(Date.UTC(2026, 10, 23, 8)));
const PORTS = 11;
const READINGS = 6;
const LATE = 30;
/** A reading of this hour of the day is said once more an hour later, differently. */
const TWICE = 7;
/** Values that a day brings twice: until they are merged, a store may count both. */
export const TWICE_VALUES = 2;

export const hourOfBlock = (number: number): number => Math.floor(number / 2);
/** When a block is sent: its hour is over. */
export const sentAt = (number: number): Instant =>
  START + (hourOfBlock(number) + 1) * HOUR + (number % 2) * MINUTE;
export const RANGE = { from: START - DAY, to: START + 2_000 * DAY } as const;

export interface Reading {
  readonly entity: string;
  readonly at: Instant;
  readonly in_octets: number;
  readonly speed: number;
}

/** The readings of a block, in the order in which they count. */
export function readingsOf(number: number): readonly Reading[] {
  const hour = hourOfBlock(number);
  const site = number % 2;
  const readings: Reading[] = [];
  for (let port = 0; port < PORTS; port += 1) {
    if (!isLate(port, hour)) readings.push(...portHour(site, port, hour));
    if (hour >= LATE && isLate(port, hour - LATE)) readings.push(...portHour(site, port, hour - LATE));
  }
  if (site === 0 && hour % 24 === TWICE + 1) {
    const [again] = portHour(site, 1, hour - 1);
    if (again !== undefined) readings.push({ ...again, speed: again.speed + 0.5 });
  }
  return readings;
}

const isLate = (port: number, hour: number) => port === hour % 5;

function portHour(site: number, port: number, hour: number): readonly Reading[] {
  return Array.from({ length: READINGS }, (_, i) => {
    const at = START + hour * HOUR + i * 10 * MINUTE + port * 1_000 + site;
    const count = hour * READINGS + i;
    return {
      entity: `port:s${site}/${port}`,
      at,
      in_octets: count * 1_000 + port,
      // Full precision, so that a bit that turns shows.
      speed: Math.sin(count + port * 7 + site) * 1e9,
    };
  });
}

export function blockOf(number: number): StoredBlock {
  const byEntity = Map.groupBy(readingsOf(number), ({ entity }) => entity);
  const samples = [...byEntity].map(([entity, some]) => {
    // Within one block times ascend.
    const sorted = some.toSorted((a, b) => a.at - b.at);
    return {
      entity,
      at: sorted.map(({ at }) => at),
      fields: {
        in_octets: sorted.map(({ in_octets }) => in_octets),
        speed: sorted.map(({ speed }) => speed),
      },
    };
  });
  const block = uuidv7(sentAt(number), (bytes) => {
    new DataView(bytes.buffer).setUint32(4, number);
    return bytes;
  });
  return { block, site: `site-${number % 2}`, receivedAt: sentAt(number), samples };
}
