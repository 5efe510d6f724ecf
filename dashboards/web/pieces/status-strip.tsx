import { useId } from "preact/hooks";
import { formatDayTime, formatDuration } from "../../../core/format.ts";
import type { Segment, TimeRange } from "../lib/chart-data.ts";
import { operWord } from "../lib/states.ts";
import { language, locale, t, tAny } from "../state/preferences.ts";

/** A port's link over time: filled, hatched, empty; each stretch says what it is and how long. */
export function StatusStrip(props: {
  readonly title: string;
  readonly finding: { readonly text: string; readonly bad?: boolean } | undefined;
  readonly range: TimeRange;
  readonly segments: readonly Segment[];
}) {
  const { range, segments, finding } = props;
  const hatch = useId();
  return (
    <section class="panel panel-chart wide" aria-label={props.title}>
      <div class="chart-head">
        <div>
          <h3>{props.title}</h3>
          {finding === undefined ? null : (
            <p class={finding.bad === true ? "chart-finding chart-finding-bad" : "chart-finding"}>
              {finding.text}
            </p>
          )}
        </div>
      </div>
      <div class="panel-body">
        <svg class="strip" role="img" aria-label={finding?.text ?? props.title}>
          <defs>
            <pattern
              id={hatch}
              width="7"
              height="7"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect class="hatch-ground" width="7" height="7" />
              <path class="hatch-line" d="M0 0v7" />
            </pattern>
          </defs>
          {segments.map((segment) => (
            <Stretch key={segment.from} segment={segment} range={range} hatch={hatch} />
          ))}
        </svg>
        <div class="strip-axis">
          <span>{formatDayTime(range.from, locale.value)}</span>
          <span>{formatDayTime(range.to, locale.value)}</span>
        </div>
      </div>
    </section>
  );
}

function Stretch(props: { readonly segment: Segment; readonly range: TimeRange; readonly hatch: string }) {
  const { range, segment, hatch } = props;
  const { from, to, value } = segment;
  const { state, word } = operWord(value);
  const share = (ms: number) => `${((ms / (range.to - range.from)) * 100).toFixed(3)}%`;
  const fill = state === "off" ? { fill: `url(#${hatch})` } : { class: `strip-${state}` };
  return (
    <rect {...fill} x={share(from - range.from)} width={share(to - from)} height="16">
      <title>
        {t("web.chart.stripFrom", {
          word: tAny(word),
          from: formatDayTime(from, locale.value),
          to: formatDayTime(to, locale.value),
          duration: formatDuration(to - from, language.value),
        })}
      </title>
    </rect>
  );
}
