import type { LastPair, LastValues } from "../../ports.ts";
import { latestOf, PER_FIELD, widen, type EntityHead } from "./head.ts";

/** The newest values of an entity: as answers, and as bytes in the write-ahead file. */

/** Field number, newest time and value, time and value before that. */
const SAVED = 5;

export function lastPair(head: EntityHead): LastPair | undefined {
  const newer = lastValues(head);
  return newer === undefined ? undefined : { newer, older: valuesAt(head, 2) };
}

export function lastValues(head: EntityHead): LastValues | undefined {
  const newer = valuesAt(head, 0);
  return newer.size === 0 ? undefined : newer;
}

function valuesAt(head: EntityHead, offset: number): LastValues {
  const latest = latestOf(head);
  const values = new Map<string, { at: number; value: number }>();
  for (const [i, name] of head.shape.names.entries()) {
    const at = latest[i * PER_FIELD + offset] as number;
    if (!Number.isNaN(at)) values.set(name, { at, value: latest[i * PER_FIELD + offset + 1] as number });
  }
  return values;
}

export function latestBytes(head: EntityHead): Uint8Array {
  const latest = latestOf(head);
  const { numbers } = head.shape;
  const saved = new Float64Array(numbers.length * SAVED);
  let to = 0;
  for (let i = 0; i < numbers.length; i += 1) {
    const from = i * PER_FIELD;
    if (Number.isNaN(latest[from])) continue;
    saved[to] = numbers[i] as number;
    for (let j = 0; j < PER_FIELD; j += 1) saved[to + 1 + j] = latest[from + j] as number;
    to += SAVED;
  }
  return new Uint8Array(saved.buffer, 0, to * 8);
}

/** Sets what {@link latestBytes} saved; fields that are no longer known are passed over. */
export function restoreLatest(head: EntityHead, bytes: Uint8Array): void {
  const values = new Float64Array(bytes.slice().buffer, 0, Math.floor(bytes.length / 8));
  const { names, indexOfNumber } = head.layout;
  const starts: number[] = [];
  for (let from = 0; from + SAVED <= values.length; from += SAVED) starts.push(from);
  const nameAt = (from: number) => names[indexOfNumber.get(values[from] as number) ?? -1] ?? [];
  widen(head, starts.flatMap(nameAt));
  for (const from of starts) {
    const index = head.shape.indexOfNumber.get(values[from] as number);
    if (index !== undefined) head.latest.set(values.subarray(from + 1, from + SAVED), index * PER_FIELD);
  }
}
