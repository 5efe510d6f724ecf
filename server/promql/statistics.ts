/** A sum that does not lose small terms behind large ones (Kahan's, as improved by Neumaier). */
export interface Sum {
  value: number;
  rest: number;
}

export function addTo(sum: Sum, more: number): void {
  const total = sum.value + more;
  if (!Number.isFinite(total)) sum.rest = 0;
  else if (Math.abs(sum.value) >= Math.abs(more)) sum.rest += sum.value - total + more;
  else sum.rest += more - total + sum.value;
  sum.value = total;
}

/**
 * Prometheus' quantile: linear between the two nearest ranks, NaN being the least of all values; outside of [0, 1]
 * infinite. `values` is sorted in place.
 */
export function quantileOf(quantile: number, values: Float64Array): number {
  if (values.length === 0 || Number.isNaN(quantile)) return Number.NaN;
  if (quantile < 0) return -Infinity;
  if (quantile > 1) return Infinity;
  sortNanFirst(values);
  const rank = quantile * (values.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(values.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (values[lower] ?? 0) * (1 - weight) + (values[upper] ?? 0) * weight;
}

/** The platform sorts NaN behind everything. */
function sortNanFirst(values: Float64Array): void {
  values.sort();
  let nans = 0;
  while (nans < values.length && Number.isNaN(values[values.length - 1 - nans])) nans += 1;
  if (nans === 0 || nans === values.length) return;
  values.copyWithin(nans, 0, values.length - nans);
  values.fill(Number.NaN, 0, nans);
}
