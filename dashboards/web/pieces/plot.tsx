import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { DAY, type Instant } from "../../../core/clock.ts";
import { formatDate, formatTime } from "../../../core/format.ts";
import { lonelyPoints, scaleTop, withGaps } from "../lib/chart-data.ts";
import { locale } from "../state/preferences.ts";
import type { ChartData, TimeChartProps } from "./time-chart.tsx";

/** The drawing itself, loaded only by pages that have a chart. */
export interface PlotProps extends TimeChartProps {
  readonly data: ChartData;
  readonly height: number;
  readonly onHover: (index: number | undefined) => void;
}

export function Plot(props: PlotProps) {
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
  return (
    <div ref={box} role="img" aria-label={finding === undefined ? title : `${title}. ${finding.text}`} />
  );
}

const alignedOf = ({ at, lines }: ChartData): uPlot.AlignedData => [
  [...at],
  ...lines.map(({ values }) => withGaps(at, values)),
  // Behind the lines come their bands, the upper and the lower edge of each.
  ...bandsOf(lines).flatMap(({ high, low }) => [withGaps(at, high), withGaps(at, low)]),
];

const bandsOf = (lines: ChartData["lines"]) =>
  lines.flatMap(({ band, colour }) => (band === undefined ? [] : [{ ...band, colour }]));

const colourOf = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const topOf = ({ data, threshold, least }: PlotProps): number =>
  scaleTop(
    data.lines.map(({ values, band }) => band?.high ?? values),
    threshold?.value,
    least,
  );

/** The edge of a band: not drawn itself. */
const EDGE: uPlot.Series = { width: 0, stroke: "transparent", points: { show: false }, spanGaps: false };

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
  return {
    width: Math.max(width, 120),
    height,
    ms: 1,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 7 }, sync: { key: "cayda" } },
    scales: {
      x: { time: true, range: () => [latest.current.data.from, latest.current.data.to] },
      y: { range: () => [0, topOf(latest.current)] },
    },
    axes: [
      {
        ...axis,
        size: 30,
        space: 64,
        values: (_, splits, __, ___, step) => splits.map((at) => tick(at, step)),
      },
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
      ...bandsOf(data.lines).flatMap(() => [EDGE, EDGE]),
    ],
    bands: bandsOf(data.lines).map(({ colour }, i) => {
      const first = 1 + data.lines.length + 2 * i;
      return { series: [first, first + 1], fill: `${colourOf(`--series-${colour}`)}33` };
    }),
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

function drawThreshold(plot: uPlot, threshold: PlotProps["threshold"], colour: string): void {
  const { ctx, bbox, scales } = plot;
  if (threshold === undefined || threshold.value > (scales["y"]?.max ?? 0)) return;
  const y = Math.round(plot.valToPos(threshold.value, "y", true)) + 0.5;
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
