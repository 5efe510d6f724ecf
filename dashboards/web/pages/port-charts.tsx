import { MINUTE } from "../../../core/clock.ts";
import { formatBits, formatNumber } from "../../../core/format.ts";
import type { PortView, SeriesAnswer } from "../../../core/wire/views.ts";
import { isSummary, segmentsOf, sumOf, type RangeChoice, type Values } from "../lib/chart-data.ts";
import { errorsFinding, inBits, statusFinding, trafficFinding, valuesOf } from "../lib/findings.ts";
import { StatusStrip } from "../pieces/status-strip.tsx";
import { TimeChart, type ChartLine } from "../pieces/time-chart.tsx";
import { language, locale, t } from "../state/preferences.ts";
import { useSeries } from "../state/series.ts";
import { dataOf, Failed, Summary } from "./chart-parts.tsx";

const bitsText = (value: number) => formatBits(value, language.value);
const perMinuteText = (value: number) =>
  t("web.figure.perMinute", { n: formatNumber(value, language.value) });
/** What was counted in steps, as so many a minute. */
const perMinute = (values: Values, stepMs: number): Values =>
  values.map((value) => (value === null ? null : (value * MINUTE) / stepMs));

const PORT_SERIES = [
  "in_octets:rate",
  "out_octets:rate",
  "in_errors:increase",
  "out_errors:increase",
  "in_discards:increase",
  "out_discards:increase",
  "oper_status:last",
].join(",");
/** What long steps hide: the greatest rate in each of them, drawn as a band. */
const PORT_PEAKS = "in_octets:max_rate,out_octets:max_rate";

/** One port over time: traffic, errors, link. */
export function PortCharts({ port, range }: { readonly port: PortView; readonly range: RangeChoice }) {
  const series = useSeries(port.entity, PORT_SERIES, range, port.newest, PORT_PEAKS);
  const answer = series.data.value;
  if (answer === undefined && series.problem.value !== undefined) return <Failed series={series} />;
  return (
    <div class="charts">
      <Traffic answer={answer} speed={port.latest["speed"]?.value} />
      <Errors answer={answer} />
      <Link answer={answer} />
      <Summary answer={answer} />
    </div>
  );
}

interface Answered {
  readonly answer: SeriesAnswer | undefined;
}

function Traffic({ answer, speed }: Answered & { readonly speed: number | undefined }) {
  const line = (field: string, label: string, colour: ChartLine["colour"]): ChartLine => {
    const values = inBits(valuesOf(answer, field, "rate"));
    const high = inBits(valuesOf(answer, field, "max_rate"));
    const summary = answer !== undefined && isSummary(answer.stepMs);
    return { label, colour, values, band: summary ? { low: values, high } : undefined };
  };
  const lines = [line("in_octets", t("web.chart.in"), 1), line("out_octets", t("web.chart.out"), 2)];
  const peaks = lines.map(({ values, band }) => band?.high ?? values);
  return (
    <TimeChart
      title={t("web.port.traffic")}
      finding={trafficFinding(answer?.at ?? [], peaks, speed, locale.value)}
      data={dataOf(answer, lines)}
      format={bitsText}
      threshold={
        speed === undefined || speed <= 0
          ? undefined
          : { value: speed, label: t("web.port.speedLine", { speed: bitsText(speed) }) }
      }
      least={1_000}
    />
  );
}

function Errors({ answer }: Answered) {
  const both = (name: string) => sumOf([valuesOf(answer, `in_${name}`), valuesOf(answer, `out_${name}`)]);
  const [errors, discards] = [both("errors"), both("discards")];
  const step = answer?.stepMs ?? MINUTE;
  return (
    <TimeChart
      title={t("web.port.errorsTitle")}
      finding={errorsFinding(answer?.at ?? [], [errors, discards], locale.value)}
      data={dataOf(answer, [
        { label: t("web.port.errorPackets"), colour: 3, values: perMinute(errors, step) },
        { label: t("web.port.discards"), colour: 4, values: perMinute(discards, step) },
      ])}
      format={perMinuteText}
      least={10}
    />
  );
}

/** Whether there was a link. The last state of a day would say nothing of the day. */
function Link({ answer }: Answered) {
  if (answer === undefined || isSummary(answer.stepMs)) return null;
  const segments = segmentsOf(answer.at, valuesOf(answer, "oper_status"), answer.stepMs);
  if (segments.every(({ value }) => value === null)) return null;
  return (
    <StatusStrip
      title={t("web.port.status")}
      finding={statusFinding(segments, locale.value)}
      range={answer}
      segments={segments}
    />
  );
}
