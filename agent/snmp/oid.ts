/**
 * Order of two OIDs as devices must keep it: number by number, a prefix before what it begins. Negative when `a`
 * comes first. Works on the text, because a walk compares every value and must not cut strings apart.
 */
export function compareOids(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const endA = endOfArc(a, i);
    const endB = endOfArc(b, j);
    // Arcs carry no leading zeros, so the longer one is the greater.
    const difference = endA - i - (endB - j) || compareText(a, i, b, j, endA - i);
    if (difference !== 0) return difference;
    i = endA + 1;
    j = endB + 1;
  }
  return a.length - i - (b.length - j);
}

function endOfArc(oid: string, from: number): number {
  const dot = oid.indexOf(".", from);
  return dot < 0 ? oid.length : dot;
}

function compareText(a: string, i: number, b: string, j: number, length: number): number {
  for (let k = 0; k < length; k += 1) {
    const difference = a.charCodeAt(i + k) - b.charCodeAt(j + k);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The index of `oid` in the column `column` ("1.3.6.1.2.1.2.2.1.10" + ".7" → "7"), or undefined outside of it. */
export function indexIn(column: string, oid: string): string | undefined {
  return oid.length > column.length + 1 && oid.startsWith(column) && oid[column.length] === "."
    ? oid.slice(column.length + 1)
    : undefined;
}
