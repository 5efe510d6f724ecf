import { sparkPath, withGaps, type Values } from "../lib/chart-data.ts";
import type { Instant } from "../../../core/clock.ts";
import { t } from "../state/preferences.ts";
import { useSeries } from "../state/series.ts";

const WIDTH = 96;
const HEIGHT = 20;

/** The past of a number, beside it. Decoration for the eye: the numbers themselves stand in the table. */
export function Sparkline(props: {
  readonly at: readonly Instant[];
  readonly values: Values;
  /** Of which time it is. */
  readonly label: string;
  /** The value at the upper edge, where all are to be compared. */
  readonly top?: number;
}) {
  const { at, values, label, top } = props;
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <title>{label}</title>
      <path d={sparkPath(withGaps(at, values), WIDTH, HEIGHT, top)} />
    </svg>
  );
}

/** The last hour of one field of an entity. */
export function LastHour({ entity, series }: { readonly entity: string; readonly series: string }) {
  const data = useSeries(entity, series, "1h").data.value;
  const first = data?.series[0];
  return <Sparkline at={data?.at ?? []} values={first?.values ?? []} label={t("web.col.lastHour")} />;
}
