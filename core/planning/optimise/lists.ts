/** A copy in order. The plan pages run in Chrome 109 too (the last one for Windows 7), which has no `toSorted`. */
export function sorted<T>(list: Iterable<T>, compare: (a: T, b: T) => number): T[] {
  const copy = [...list];
  // oxlint-disable-next-line unicorn/no-array-sort -- a copy
  return copy.sort(compare);
}

/** An amount of a list by row; what is not there is 0. */
export const amountAt = (list: readonly number[], row: number): number => list[row] ?? 0;

/** Into the list of a key. */
export function into<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** The greatest number that divides both; of 0 and a number: the number. */
export function divisor(a: number, b: number): number {
  let [high, low] = [a, b];
  while (low > 0) [high, low] = [low, high % low];
  return high;
}
