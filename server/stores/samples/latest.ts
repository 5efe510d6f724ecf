import type { LastPair, LastValues } from "../../ports.ts";
import type { EntityHead } from "./head.ts";

/** The newest values of an entity: as answers, and as bytes in the write-ahead file. */

const PER_FIELD = 4;
/** Field number, newest time and value, time and value before that. */
const SAVED = 5;

export function lastPair({ latest, layout }: EntityHead): LastPair | undefined {
  const newer = valuesAt(latest, layout.names, 0);
  return newer.size === 0 ? undefined : { newer, older: valuesAt(latest, layout.names, 2) };
}

export function lastValues({ latest, layout }: EntityHead): LastValues | undefined {
  const newer = valuesAt(latest, layout.names, 0);
  return newer.size === 0 ? undefined : newer;
}

function valuesAt(latest: Float64Array, names: readonly string[], offset: number): LastValues {
  const values = new Map<string, { at: number; value: number }>();
  for (const [i, name] of names.entries()) {
    const at = latest[i * PER_FIELD + offset] as number;
    if (!Number.isNaN(at)) values.set(name, { at, value: latest[i * PER_FIELD + offset + 1] as number });
  }
  return values;
}

export function latestBytes({ latest, layout }: EntityHead): Uint8Array {
  const saved: number[] = [];
  for (const [i, number] of layout.numbers.entries()) {
    if (Number.isNaN(latest[i * PER_FIELD])) continue;
    saved.push(number, ...latest.subarray(i * PER_FIELD, (i + 1) * PER_FIELD));
  }
  return new Uint8Array(Float64Array.from(saved).buffer);
}

/** Sets what {@link latestBytes} saved; fields that are no longer known are passed over. */
export function restoreLatest(head: EntityHead, bytes: Uint8Array): void {
  const values = new Float64Array(bytes.slice().buffer, 0, Math.floor(bytes.length / 8));
  for (let from = 0; from + SAVED <= values.length; from += SAVED) {
    const index = head.layout.indexOfNumber.get(values[from] as number);
    if (index !== undefined) head.latest.set(values.subarray(from + 1, from + SAVED), index * PER_FIELD);
  }
}
