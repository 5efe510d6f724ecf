import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { DAY, type Instant } from "../../../core/clock.ts";
import { formatDate, formatDateTime, formatTime, formatWithin, UNKNOWN } from "../../../core/format.ts";
import { lastKnown, lonelyPoints, scaleTop, withGaps, type Values } from "../lib/chart-data.ts";
import { toTsv } from "../lib/table.ts";
import { copyText } from "../state/clipboard.ts";
import { isDark, language, locale, t } from "../state/preferences.ts";

export interface ChartLine {
  readonly label: string;
  /** The same thing has the same colour on every page. */
  readonly colour: 1 | 2 | 3 | 4;
  readonly values: Values;
}

export interface ChartData {
  readonly at: readonly Instant[];
  readonly from: Instant;
  readonly to: Instant;
  readonly lines: readonly ChartLine[];
}

interface TimeChartProps {
  readonly title: string;
  /** What the chart shows, in words; `bad` when a person should look. */
  readonly finding?: { readonly text: string; readonly bad?: boolean } | undefined;
  readonly data: ChartData | undefined;
  readonly format: (value: number) => string;
  readonly threshold?: { readonly value: number; readonly label: string } | undefined;
  /** The scale reaches at least this far up. */
  readonly least?: number;
  readonly height?: number;
  readonly wide?: boolean;
  /** The scale counts in powers of two, as bytes are shown. */
  readonly binary?: boolean;
  readonly waiting?: ComponentChildren;
}

/** One message a chart: its finding in words, the lines, and what they are at the pointer or at last. */
export function TimeChart(props: TimeChartProps) {
  const { data, finding, height = 170 } = props;
  const [hover, setHover] = useState<number | undefined>(undefined);
  const known = data !== undefined && data.lines.some(({ values }) => lastKnown(values) !== undefined);
  return (
    <section class={`panel panel-chart${props.wide === true ? " wide" : ""}`} aria-label={props.title}>
      <div class="chart-head">
        <div>
          <h3>{props.title}</h3>
          <p class={finding?.bad === true ? "chart-finding chart-finding-bad" : "chart-finding"}>
            {finding?.text ?? "\u00A0"}
          </p>
        </div>
        {known ? (
          <button type="button" class="button button-plain" onClick={() => copyFigures(data)}>
            {t("web.chart.copy")}
          </button>
        ) : null}
      </div>
      <div class="chart-box" style={{ minHeight: `${height}px` }}>
        {known ? (
          <Plot
            key={`${isDark.value} ${language.value} ${data.lines.map(({ label }) => label).join()}`}
            {...props}
            data={data}
            height={height}
            onHover={setHover}
          />
        ) : (
          <div class="chart-none" style={{ minHeight: `${height}px` }}>
            {data === undefined ? (
              (props.waiting ?? <span class="skeleton">{t("web.chart.loading")}</span>)
            ) : (
              <>
                <span>{t("web.chart.noData")}</span>
                <span>{t("web.chart.noDataNext")}</span>
              </>
            )}
          </div>
        )}
      </div>
      {known ? <Legend data={data} hover={hover} format={props.format} /> : null}
    </section>
  );
}

function Legend(props: {
  readonly data: ChartData;
  readonly hover: number | undefined;
  readonly format: (value: number) => string;
}) {
  const { data, hover } = props;
  const lastAt = Math.max(...data.lines.map(({ values }) => lastKnown(values) ?? -1));
  const at = data.at[hover ?? lastAt];
  return (
    <div class="legend">
      {data.lines.map(({ label, colour, values }) => {
        const value = values[hover ?? lastKnown(values) ?? -1];
        return (
          <span key={label} class="legend-entry">
            <svg class={`swatch swatch-${colour}`} width="14" height="10" viewBox="0 0 14 10" aria-hidden="true">
              <path d="M0 5h14" stroke="currentColor" stroke-width="2.500" />
            </svg>
            {label}
            <span class="legend-value">{typeof value === "number" ? props.format(value) : UNKNOWN}</span>
          </span>
        );
      })}
      {at === undefined ? null : (
        <span class="legend-time">
          {hover === undefined ? `${t("web.chart.now")}: ` : ""}
          {formatWithin(at, data.to, locale.value)}
        </span>
      )}
    </div>
  );
}

function copyFigures({ at, lines }: ChartData): void {
  const rows = at.map((time, i) => [
    formatDateTime(time, locale.value),
    ...lines.map(({ values }) => {
      const value = values[i];
      // For calculating with, so every digit and the decimal mark of the language, but no unit.
      return typeof value === "number" ? String(value).replace(".", language.value === "vi" ? "," : ".") : "";
    }),
  ]);
  const head = [t("web.chart.time"), ...lines.map(({ label }) => label)];
  void copyText(toTsv([head, ...rows]), t("web.table.copied", { n: rows.length }));
}

interface PlotProps extends TimeChartProps {
  readonly data: ChartData;
  readonly height: number;
  readonly onHover: (index: number | undefined) => void;
}

function Plot(props: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  // uPlot asks for these while it draws; it must see what is shown now, not what was when it was made.
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const made = new uPlot(optionsOf(latest, element.clientWidth), alignedOf(latest.current.data), element);
    plot.current = made;
    const watch = new ResizeObserver(() =>
      made.setSize({ width: Math.max(element.clientWidth, 120), height: latest.current.height }),
    );
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
    };
  }, []);
  useEffect(() => {
    plot.current?.setData(alignedOf(props.data));
  }, [props.data]);
  const { title, finding } = props;
  return <div ref={box} role="img" aria-label={finding === undefined ? title : `${title}. ${finding.text}`} />;
}

const alignedOf = ({ at, lines }: ChartData): uPlot.AlignedData => [
  [...at],
  ...lines.map(({ values }) => withGaps(at, values)),
];

const colourOf = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const POWERS_OF_TWO = Array.from({ length: 54 }, (_, i) => 2 ** i);

function optionsOf(latest: { readonly current: PlotProps }, width: number): uPlot.Options {
  const { data, height } = latest.current;
  const [quiet, grid] = [colourOf("--quiet"), colourOf("--grid")];
  const axis = {
    stroke: quiet,
    font: "12px Inter Variable, sans-serif",
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1, size: 4 },
  };
  const top = () => {
    const { data: shown, threshold, least } = latest.current;
    return scaleTop(
      shown.lines.map(({ values }) => values),
      threshold?.value,
      least,
    );
  };
  return {
    width: Math.max(width, 120),
    height,
    ms: 1,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 7 }, sync: { key: "cayda" } },
    scales: {
      x: { time: true, range: () => [latest.current.data.from, latest.current.data.to] },
      y: { range: () => [0, top()] },
    },
    axes: [
      { ...axis, size: 30, space: 64, values: (_, splits, __, ___, step) => splits.map((at) => tick(at, step)) },
      {
        ...axis,
        size: 76,
        space: 32,
        ...(latest.current.binary === true ? { incrs: POWERS_OF_TWO } : {}),
        values: (_, splits) => splits.map((value) => latest.current.format(value)),
      },
    ],
    series: [
      {},
      ...data.lines.map(({ label, colour }): uPlot.Series => ({
        label,
        stroke: colourOf(`--series-${colour}`),
        width: 1.5,
        spanGaps: false,
        points: {
          size: 4,
          fill: colourOf(`--series-${colour}`),
          show: false,
          filter: (plot, index) => lonelyPoints([...(plot.data[index] ?? [])]),
        },
      })),
    ],
    hooks: {
      draw: [(plot) => drawThreshold(plot, latest.current.threshold, quiet)],
      setCursor: [(plot) => latest.current.onHover(plot.cursor.idx ?? undefined)],
    },
  };
}

/** Times on the axis: dates at midnight and for long ranges, else the clock. */
function tick(at: Instant, step: number): string {
  const clock = formatTime(at, locale.value);
  return step >= DAY || clock === "00:00" ? formatDate(at, locale.value).slice(0, 5) : clock;
}

function drawThreshold(
  { ctx, bbox, valToPos, scales }: uPlot,
  threshold: TimeChartProps["threshold"],
  colour: string,
): void {
  if (threshold === undefined || threshold.value > (scales["y"]?.max ?? 0)) return;
  const y = Math.round(valToPos(threshold.value, "y", true)) + 0.5;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = `${12 * devicePixelRatio}px Inter Variable, sans-serif`;
  ctx.textAlign = "right";
  ctx.textBaseline = "top";
  ctx.fillText(threshold.label, bbox.left + bbox.width - 4, y + 3 * devicePixelRatio);
  ctx.restore();
}
