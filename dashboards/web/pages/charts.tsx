import { MINUTE } from "../../../core/clock.ts";
import { formatNumber } from "../../../core/format.ts";
import type { DeviceView, PartView, SeriesAnswer } from "../../../core/wire/views.ts";
import { isSummary, peakOf, type RangeChoice } from "../lib/chart-data.ts";
import { valuesOf, whenText } from "../lib/findings.ts";
import { Section } from "../pieces/page-head.tsx";
import { TimeChart, type ChartLine } from "../pieces/time-chart.tsx";
import { Unknown, whyUnknown } from "../pieces/value.tsx";
import { slowNow } from "../state/clock.ts";
import { language, locale, t } from "../state/preferences.ts";
import { useSeries } from "../state/series.ts";
import { bytesText, msText, percentText } from "../state/texts.ts";
import { dataOf, Failed, Summary } from "./chart-parts.tsx";

const celsius = (value: number) => `${formatNumber(value, language.value)} °C`;

interface FieldChart {
  readonly field: string;
  readonly title: string;
  readonly colour: ChartLine["colour"];
  readonly format: (value: number) => string;
  readonly least: number;
  readonly threshold?: { readonly value: number; readonly label: string };
}

/** One field over time: its average and its highest in each step. */
function GaugeChart(props: FieldChart & { readonly answer: SeriesAnswer | undefined }) {
  const { answer, field, title, format, threshold } = props;
  const values = valuesOf(answer, field, "avg");
  const [low, high] = [valuesOf(answer, field, "min"), valuesOf(answer, field, "max")];
  const band = answer !== undefined && isSummary(answer.stepMs) ? { low, high } : undefined;
  const peak = peakOf(answer?.at ?? [], band?.high ?? values);
  const finding =
    peak === undefined
      ? undefined
      : {
          text: t("web.host.cpuFinding", {
            peak: format(peak.value),
            when: whenText(peak.at, answer?.at ?? [], answer?.to ?? peak.at, locale.value),
          }),
        };
  return (
    <TimeChart
      title={title}
      finding={finding}
      data={dataOf(answer, [{ label: title, colour: props.colour, values, band }])}
      format={format}
      least={props.least}
      binary={props.format === bytesText}
      threshold={threshold}
    />
  );
}

export function GaugeCharts(props: {
  readonly entity: string;
  readonly newest: number | null;
  readonly range: RangeChoice;
  readonly charts: readonly FieldChart[];
  /** As many beside each other as there is room for. */
  readonly dense?: boolean;
}) {
  const wanted = props.charts.map(({ field }) => `${field}:avg`).join(",");
  const extremes = props.charts.map(({ field }) => `${field}:min,${field}:max`).join(",");
  const series = useSeries(props.entity, wanted, props.range, props.newest, extremes);
  if (series.data.value === undefined && series.problem.value !== undefined)
    return <Failed series={series} />;
  return (
    <div class={props.dense === true ? "charts charts-load" : "charts"}>
      {props.charts.map((chart) => (
        <GaugeChart key={chart.field} {...chart} answer={series.data.value} />
      ))}
      <Summary answer={series.data.value} />
    </div>
  );
}

interface Charted {
  readonly device: DeviceView;
  readonly range: RangeChoice;
}

/** Processor and memory of a PC, and its disks. */
export function HostCharts({ device, range }: Charted) {
  const total = device.host["memory_total"]?.value;
  return (
    <>
      <div class="section">
        <GaugeCharts
          entity={`host:${device.id}`}
          newest={device.newest}
          range={range}
          charts={[
            { field: "cpu", title: t("web.host.cpu"), colour: 1, format: percentText, least: 92 },
            {
              field: "memory_used",
              title: t("web.host.memory"),
              colour: 1,
              format: bytesText,
              least: total ?? 1,
              ...(total === undefined
                ? {}
                : {
                    threshold: { value: total, label: t("web.host.memoryLine", { total: bytesText(total) }) },
                  }),
            },
          ]}
        />
      </div>
      <Section title={t("web.host.disks")}>
        {device.volumes.length === 0 ? (
          <p class="quiet">{t("web.host.noDisks")}</p>
        ) : (
          <Disks device={device} />
        )}
      </Section>
    </>
  );
}

function Disks({ device }: { readonly device: DeviceView }) {
  return (
    <div class="panel panel-body disks">
      {device.volumes.map((volume) => (
        <Disk key={volume.entity} volume={volume} />
      ))}
    </div>
  );
}

/** Drives and flash of a polled device; most have none. */
export function VolumeSection({ device }: { readonly device: DeviceView }) {
  if (device.volumes.length === 0) return null;
  return (
    <Section title={t("web.device.volumes")}>
      <Disks device={device} />
    </Section>
  );
}

/** Battery and load of a UPS. */
export function UpsCharts({ device, range }: Charted) {
  const charts: FieldChart[] = [
    { field: "charge", title: t("web.ups.charge"), colour: 1, format: percentText, least: 100 },
    { field: "load", title: t("web.ups.load"), colour: 2, format: percentText, least: 92 },
  ];
  const present = charts.filter(({ field }) => device.ups[field] !== undefined);
  if (present.length === 0) return null;
  return (
    <GaugeCharts entity={`ups:${device.id}`} newest={device.newest} range={range} charts={present} dense />
  );
}

/** Drives are read every ten minutes at most; what is older than three times that is none of now, but still of use. */
const OLD_DISK = 30 * MINUTE;

function ageOf({ newest }: PartView): string {
  const now = slowNow.value ?? 0;
  return newest !== null && now - newest > OLD_DISK ? ` · ${whyUnknown(newest, now)}` : "";
}

function Disk({ volume }: { readonly volume: PartView }) {
  const [used, total] = [volume.latest["used"]?.value, volume.latest["total"]?.value];
  const known = used !== undefined && total !== undefined && total > 0;
  const share = known ? (used / total) * 100 : 0;
  const level = share >= 95 ? "meter-bad" : share >= 85 ? "meter-watch" : "";
  return (
    <div>
      <div class="disk-head">
        <strong>{volume.name}</strong>
        {known ? (
          <span>
            {t("web.figure.used", { used: bytesText(used), total: bytesText(total) })}{" "}
            <span class="quiet">
              ({percentText(share)}, {t("web.figure.free", { free: bytesText(total - used) })}){ageOf(volume)}
            </span>
          </span>
        ) : (
          <Unknown at={volume.newest} />
        )}
      </div>
      <span class="meter" role="img" aria-label={known ? percentText(share) : t("web.state.unknown")}>
        <span class={`meter-bar ${level}`} style={{ width: `${Math.min(share, 100).toFixed(1)}%` }} />
      </span>
    </div>
  );
}

/** What a polled device tells of its own load; most cheap switches tell nothing. */
export function DeviceLoad({ device, range }: Charted) {
  const has = (field: string) => device.latest[field] !== undefined;
  const charts: FieldChart[] = [
    { field: "cpu", title: t("web.host.cpu"), colour: 1, format: percentText, least: 92 },
    { field: "memory_used", title: t("web.host.memory"), colour: 1, format: bytesText, least: 1 },
    { field: "temperature", title: t("web.device.temperature"), colour: 3, format: celsius, least: 40 },
    { field: "poll_time", title: t("web.device.pollTime"), colour: 2, format: msText, least: 10 },
  ];
  const present = charts.filter(({ field }) => has(field));
  if (!["cpu", "memory_used", "temperature"].some(has)) return null;
  return (
    <Section title={t("web.device.load")}>
      <GaugeCharts
        entity={`device:${device.id}`}
        newest={device.newest}
        range={range}
        charts={present}
        dense
      />
    </Section>
  );
}
