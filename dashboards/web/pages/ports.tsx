import { useEffect, useRef } from "preact/hooks";
import { formatBits, formatNumber, UNKNOWN } from "../../../core/format.ts";
import type { DeviceView, PortView } from "../../../core/wire/views.ts";
import type { RangeChoice } from "../lib/chart-data.ts";
import { deviceHref } from "../lib/router.ts";
import { isStale, portMark, PORT_UP, stateRank } from "../lib/states.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { ExportButton } from "../pieces/export-button.tsx";
import { Section } from "../pieces/page-head.tsx";
import { StateMark } from "../pieces/state-mark.tsx";
import { Now, Unknown } from "../pieces/value.tsx";
import { Empty } from "../pieces/view.tsx";
import { slowNow } from "../state/clock.ts";
import { query, setQuery } from "../state/location.ts";
import { language, t, tAny } from "../state/preferences.ts";
import { nowOf, nowText } from "../state/texts.ts";
import { PortCharts } from "./port-charts.tsx";

const present = () => slowNow.value ?? 0;
/** "off" is what nobody needs to look at. */
const rank = (port: PortView) => {
  const { state } = portMark(port, present());
  return state === "off" ? 4 : stateRank(state);
};

const bits = (value: number) => formatBits(value, language.value);
const perSecond = (value: number) => t("web.figure.perSecond", { n: formatNumber(value, language.value) });

/** Half duplex is worth a word: beside a full-duplex partner it is the classic hidden fault. */
const HALF_DUPLEX = 2;

function rateColumn(
  id: string,
  label: string,
  rate: (port: PortView) => number | null,
  format: (value: number) => string,
): Column<PortView> {
  const now = (port: PortView) => (isStale(port.newest, present()) ? null : rate(port));
  return {
    id,
    label,
    numeric: true,
    sort: now,
    text: (port) => {
      const value = now(port);
      return value === null ? UNKNOWN : format(value);
    },
    cell: (port) => {
      const value = now(port);
      return value === null ? <Unknown at={port.newest} /> : <span class="nowrap">{format(value)}</span>;
    },
  };
}

function errorRate({ inErrorsPerS, outErrorsPerS }: PortView): number | null {
  if (inErrorsPerS === null && outErrorsPerS === null) return null;
  return (inErrorsPerS ?? 0) + (outErrorsPerS ?? 0);
}

const aliasColumn = (): Column<PortView> => ({
  id: "alias",
  label: t("web.col.alias"),
  sort: ({ alias }) => alias,
  text: ({ alias }) => alias ?? "",
  cell: ({ alias }) => alias,
  blank: ({ alias }) => alias === null || alias === "",
});

/** `labelled`: somebody wrote labels on the device; PCs have none. */
function columns(labelled: boolean): readonly Column<PortView>[] {
  return [
    {
      id: "state",
      label: t("web.col.state"),
      sort: rank,
      text: (port) => tAny(portMark(port, present()).word),
      cell: (port) => <StateMark mark={portMark(port, present())} />,
    },
    {
      id: "port",
      label: t("web.col.port"),
      head: true,
      sort: ({ ifIndex, name }) => ifIndex ?? name,
      text: ({ name }) => name,
      cell: ({ name }) => <span class="cell-name">{name}</span>,
    },
    ...(labelled ? [aliasColumn()] : []),
    {
      id: "speed",
      label: t("web.col.speed"),
      numeric: true,
      sort: ({ latest }) => nowOf(latest, "speed"),
      text: ({ latest }) => nowText(latest, "speed", bits),
      cell: ({ latest }) => (
        <>
          <Now reading={latest["speed"]} format={bits} />
          {nowOf(latest, "duplex") === HALF_DUPLEX ? (
            <span class="cell-under">{t("web.figure.halfDuplex")}</span>
          ) : null}
        </>
      ),
    },
    rateColumn("in", t("web.col.in"), ({ inBps }) => inBps, bits),
    rateColumn("out", t("web.col.out"), ({ outBps }) => outBps, bits),
    rateColumn("errors", t("web.col.errors"), errorRate, perSecond),
    {
      id: "mac",
      label: t("web.col.mac"),
      rank: 3,
      sort: ({ mac }) => mac,
      text: ({ mac }) => mac ?? "",
      cell: ({ mac }) => <span class="nowrap">{mac}</span>,
      blank: () => true,
    },
  ];
}

/** The port of the address, else the busiest one, so that the page shows a chart at once. */
function chosenPort(ports: readonly PortView[]): PortView | undefined {
  const wanted = query.value.get("port");
  const named = ports.find(({ part }) => part === wanted);
  if (named !== undefined) return named;
  const traffic = ({ inBps, outBps }: PortView) => (inBps ?? 0) + (outBps ?? 0);
  return ports.reduce<PortView | undefined>(
    (best, port) => (best === undefined || traffic(port) > traffic(best) ? port : best),
    undefined,
  );
}

/** A device's ports or a PC's cards: the chosen one's charts above the table of all. */
export function PortSection(props: {
  readonly device: DeviceView;
  readonly title: string;
  readonly range: RangeChoice;
}) {
  const { device, title } = props;
  const { ports } = device;
  const chart = useRef<HTMLDivElement>(null);
  const wanted = query.value.get("port");
  // The busiest port changes from second to second; what the page once chose stays chosen.
  const first = useRef<string | undefined>(undefined);
  const known = ports.find(({ part }) => part === (wanted ?? first.current));
  const port = known ?? chosenPort(ports);
  if (first.current === undefined && port !== undefined) first.current = port.part;
  useEffect(() => {
    if (wanted !== null) chart.current?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }, [wanted]);
  const up = ports.filter(({ latest }) => nowOf(latest, "oper_status") === PORT_UP).length;
  return (
    <Section
      title={title}
      actions={
        ports.length === 0 ? undefined : (
          <span class="quiet small">{t("web.device.upCount", { up, total: ports.length })}</span>
        )
      }
    >
      {port === undefined ? null : (
        <div ref={chart} class="port-charts">
          <h3 class="port-title">
            <a href={deviceHref(device.id, port.part)}>{port.name}</a>
            {port.alias === null ? null : <span class="quiet"> · {port.alias}</span>}{" "}
            <StateMark mark={portMark(port, present())} />{" "}
            <ExportButton
              what={{ entity: port.entity }}
              name={`${device.name}, ${port.name}`}
              range={props.range}
              plain
            />
          </h3>
          <PortCharts key={port.entity} port={port} range={props.range} />
        </div>
      )}
      <DataTable
        label={title}
        columns={columns(ports.some(({ alias }) => alias !== null && alias !== ""))}
        rows={ports}
        rowKey={({ part }) => part}
        initial={{ by: "port", descending: false }}
        open={({ part }) =>
          () =>
            setQuery({ port: part })
          }
        chosen={port?.part}
        empty={<Empty body={t(device.agent === null ? "web.device.noPorts" : "web.host.noCards")} />}
      />
    </Section>
  );
}
