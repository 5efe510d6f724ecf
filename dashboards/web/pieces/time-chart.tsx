import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { Instant } from "../../../core/clock.ts";
import { formatDateTime, UNKNOWN } from "../../../core/format.ts";
import type { Plot } from "./plot.tsx";
import { lastKnown, type Values } from "../lib/chart-data.ts";
import { pointTime } from "../lib/findings.ts";
import type { CodeFault } from "../lib/load-code.ts";
import { toTsv } from "../lib/table.ts";
import { copyText } from "../state/clipboard.ts";
import { CODE_RETRY_MS, loadCode } from "../state/code.ts";
import { isDark, language, locale, t } from "../state/preferences.ts";

export interface ChartLine {
  readonly label: string;
  /** The same thing has the same colour on every page. */
  readonly colour: 1 | 2 | 3 | 4;
  readonly values: Values;
  /** The lowest and highest in each step, where a step holds many readings. */
  readonly band?: { readonly low: Values; readonly high: Values } | undefined;
}

export interface ChartData {
  readonly at: readonly Instant[];
  readonly from: Instant;
  readonly to: Instant;
  readonly lines: readonly ChartLine[];
}

export interface TimeChartProps {
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
}

/** The drawing code: fetched once, with the first chart that it can be fetched for. */
const plotCode = signal<typeof Plot | CodeFault | undefined>(undefined);
let asked = false;

async function loadPlot(): Promise<void> {
  if (asked || typeof plotCode.peek() === "function") return;
  asked = true;
  const code = await loadCode(async () => (await import("./plot.tsx")).Plot);
  asked = false;
  plotCode.value = code.ok ? code.value : code.fault;
  if (!code.ok && code.fault === "offline") setTimeout(() => void loadPlot(), CODE_RETRY_MS);
}

const isKnown = (data: ChartData | undefined): data is ChartData =>
  data !== undefined && data.lines.some(({ values }) => lastKnown(values) !== undefined);

/** One message a chart: its finding in words, the lines, and what they are at the pointer or at last. */
export function TimeChart(props: TimeChartProps) {
  const { data, finding, title } = props;
  const [hover, setHover] = useState<number | undefined>(undefined);
  const known = isKnown(data);
  return (
    <section class={props.wide === true ? "panel panel-chart wide" : "panel panel-chart"} aria-label={title}>
      <div class="chart-head">
        <div>
          <h3>{title}</h3>
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
      <div class="chart-box">
        <Drawing {...props} onHover={setHover} />
      </div>
      {known ? <Legend data={data} hover={hover} format={props.format} /> : null}
    </section>
  );
}

const HEIGHT = 170;

/** The lines, or why there are none. */
function Drawing(props: TimeChartProps & { readonly onHover: (index: number | undefined) => void }) {
  const { data, height = HEIGHT } = props;
  const code = plotCode.value;
  useEffect(() => void loadPlot(), []);
  if (isKnown(data) && typeof code === "function") {
    const Lines = code;
    // Colours and words are drawn into the picture: another theme or language is another picture.
    const key = `${isDark.value} ${language.value} ${data.lines.map(({ label, band }) => `${label}${band === undefined}`).join()}`;
    return <Lines key={key} {...props} data={data} height={height} />;
  }
  return (
    <div class="chart-none" style={{ minHeight: `${height}px` }}>
      <Nothing data={data} fault={typeof code === "string" ? code : undefined} />
    </div>
  );
}

function Nothing(props: { readonly data: ChartData | undefined; readonly fault: CodeFault | undefined }) {
  if (props.fault !== undefined)
    return <span>{t(props.fault === "missing" ? "web.view.noCode" : "web.view.offline")}</span>;
  if (props.data === undefined || isKnown(props.data))
    return <span class="skeleton">{t("web.chart.loading")}</span>;
  return (
    <>
      <span>{t("web.chart.noData")}</span>
      <span>{t("web.chart.noDataNext")}</span>
    </>
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
      {data.lines.map(({ label, colour, values, band }) => {
        const index = hover ?? lastKnown(values) ?? -1;
        const [value, high] = [values[index], band?.high[index]];
        return (
          <span key={label} class="legend-entry">
            <svg
              class={`swatch swatch-${colour}`}
              width="14"
              height="10"
              viewBox="0 0 14 10"
              aria-hidden="true"
            >
              <path d="M0 5h14" stroke="currentColor" stroke-width="2.500" />
            </svg>
            {label}
            <span class="legend-value">{typeof value === "number" ? props.format(value) : UNKNOWN}</span>
            {typeof high === "number" ? (
              <span class="quiet">
                {t("web.chart.highest")} {props.format(high)}
              </span>
            ) : null}
          </span>
        );
      })}
      {at === undefined ? null : (
        <span class="legend-time">
          {hover === undefined ? `${t("web.chart.now")}: ` : ""}
          {pointTime(at, data.at, data.to, locale.value)}
        </span>
      )}
    </div>
  );
}

function copyFigures({ at, lines }: ChartData): void {
  const columns = lines.flatMap(({ label, values, band }) => [
    { label, values },
    ...(band === undefined ? [] : [{ label: `${label}, ${t("web.chart.highest")}`, values: band.high }]),
  ]);
  const rows = at.map((time, i) => [
    formatDateTime(time, locale.value),
    ...columns.map(({ values }) => {
      const value = values[i];
      // For calculating with, so every digit and the decimal mark of the language, but no unit.
      return typeof value === "number" ? String(value).replace(".", language.value === "vi" ? "," : ".") : "";
    }),
  ]);
  const head = [t("web.chart.time"), ...columns.map(({ label }) => label)];
  void copyText(toTsv([head, ...rows]), t("web.table.copied", { n: rows.length }));
}
