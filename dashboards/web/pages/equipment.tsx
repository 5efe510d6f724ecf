import type { ComponentChildren } from "preact";
import { formatCount, formatDuration, formatMoment, formatNumber } from "../../../core/format.ts";
import { sayAny } from "../../../core/messages/say-web.ts";
import type { DeviceView, LanView, PartView } from "../../../core/wire/views.ts";
import { current } from "../lib/states.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Section } from "../pieces/page-head.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { Now, Unknown } from "../pieces/value.tsx";
import { slowNow } from "../state/clock.ts";
import { language, locale, t } from "../state/preferences.ts";
import { nowOf, percentText } from "../state/texts.ts";
import { Facts, type Fact } from "./facts.tsx";

/** What a device has besides ports: neighbours, supplies, batteries, sensors. Each section only where there is some. */

const plain = (value: number) => formatNumber(value, language.value);
/** The word for a device's code, or the code itself where there is none. */
const word = (key: string, code: string) => sayAny(language.value, key, {}) ?? code;
const celsius = (value: number) => `${plain(value)} °C`;
const volts = (value: number) => `${plain(value)} V`;

const READINGS: Readonly<Record<string, (value: number) => string>> = {
  temperature: celsius,
  fanspeed: (value) => t("web.unit.rpm", { n: formatCount(value, language.value) }),
  voltage: volts,
  current: (value) => `${plain(value)} A`,
  power: (value) => `${plain(value)} W`,
  humidity: percentText,
};

/** A sensor has one field: that of its kind. */
function readingOf({ latest }: PartView) {
  const [field = "", reading] = Object.entries(latest)[0] ?? [];
  return { reading, format: READINGS[field] ?? plain, field };
}

/** Of a UPS the points have names of our own (agent/snmp/survey/parts/ups-mib.ts); the others are called as the device calls them. */
const UPS_POINT = /^(Battery|Input|Output|Bypass)(?: line (\d))? (temperature|voltage|current|power)$/;

function sensorName({ name }: PartView): string {
  const [, place = "", line, kind] = UPS_POINT.exec(name) ?? [];
  if (kind === undefined) return name;
  const where = word(`web.sensor.${place}`, place);
  const point = line === undefined ? where : t("web.sensor.line", { place: where, line });
  return sayAny(language.value, `web.sensor.${kind}`, { place: point }) ?? name;
}

export function SensorSection({ device }: { readonly device: DeviceView }) {
  if (device.sensors.length === 0) return null;
  const columns: readonly Column<PartView>[] = [
    {
      id: "name",
      label: t("web.col.sensor"),
      head: true,
      sort: sensorName,
      text: sensorName,
      cell: sensorName,
    },
    {
      id: "reading",
      label: t("web.col.reading"),
      numeric: true,
      sort: (sensor) => nowOf(sensor.latest, readingOf(sensor).field),
      text: (sensor) => {
        const { reading, format } = readingOf(sensor);
        return reading === undefined ? "" : format(reading.value);
      },
      cell: (sensor) => {
        const { reading, format } = readingOf(sensor);
        return <Now reading={reading} format={format} />;
      },
    },
  ];
  return (
    <Section title={t("web.sensors.title")}>
      <DataTable
        label={t("web.sensors.title")}
        columns={columns}
        rows={device.sensors}
        rowKey={({ entity }) => entity}
        initial={{ by: "name", descending: false }}
        empty={null}
      />
    </Section>
  );
}

type NeighbourRow = LanView["neighbours"][number];
const otherSide = ({ remoteName, remoteChassis, remoteAddress }: NeighbourRow) =>
  remoteName ?? remoteChassis ?? remoteAddress ?? "";

function neighbourColumns(): readonly Column<NeighbourRow>[] {
  const texts = (
    id: string,
    label: string,
    text: (row: NeighbourRow) => string,
    under?: (row: NeighbourRow) => string | undefined,
  ): Column<NeighbourRow> => ({
    id,
    label,
    head: id === "other",
    sort: text,
    text,
    cell: (row) => (
      <>
        {text(row) === "" ? <Unknown /> : text(row)}
        {under?.(row) === undefined ? null : <span class="cell-under">{under(row)}</span>}
      </>
    ),
  });
  return [
    texts("local", t("web.col.localPort"), ({ localPort }) => localPort ?? ""),
    texts("other", t("web.col.neighbour"), otherSide, (row) => row.remoteDescription),
    texts("remote", t("web.col.remotePort"), (row) => row.remotePortDescr ?? row.remotePort ?? ""),
    texts("address", t("web.col.address"), ({ remoteAddress }) => remoteAddress ?? ""),
    { ...texts("protocol", t("web.col.protocol"), ({ protocol }) => protocol.toUpperCase()), rank: 3 },
  ];
}

export function NeighbourSection({ device: { lan, now } }: { readonly device: DeviceView }) {
  if (lan === null || lan.neighbours.length === 0) return null;
  return (
    <Section title={t("web.device.neighbours")}>
      <DataTable
        label={t("web.device.neighbours")}
        columns={neighbourColumns()}
        rows={lan.neighbours}
        rowKey={(row) => `${row.localPort} ${otherSide(row)} ${row.remotePort}`}
        initial={{ by: "local", descending: false }}
        empty={null}
      />
      <p class="quiet small">
        {t("web.device.neighboursNote", { at: formatMoment(lan.at, slowNow.value ?? now, locale.value) })}
      </p>
    </Section>
  );
}

const WATCH = 20;
const BAD = 5;

function Level(props: {
  readonly name: string;
  readonly percent: number | undefined;
  readonly words: string;
}) {
  const { percent, words } = props;
  const level =
    percent === undefined ? "" : percent <= BAD ? "meter-bad" : percent <= WATCH ? "meter-watch" : "";
  return (
    <div>
      <div class="disk-head">
        <strong>{props.name}</strong>
        <span class={percent === undefined ? "quiet" : undefined}>{words}</span>
      </div>
      {percent === undefined ? null : (
        <span class="meter" role="img" aria-label={words}>
          <span class={`meter-bar ${level}`} style={{ width: `${percent.toFixed(1)}%` }} />
        </span>
      )}
    </div>
  );
}

const left = (percent: number) => t("web.printer.left", { left: percentText(percent) });

export function PrinterSection({ device }: { readonly device: DeviceView }) {
  if (device.printerFacts === null) return null;
  const { supplies, trays, alerts, errors } = device.printerFacts.value;
  const said = [
    ...errors.map((error) => word(`web.printer.error.${error}`, error)),
    ...alerts.map(({ text }) => text),
  ];
  const pages = device.printer["pages"];
  return (
    <Section title={t("web.printer.title")}>
      {said.length === 0 ? null : (
        <Notice state="watch">{t("web.printer.complaint", { words: said.join("; ") })}</Notice>
      )}
      <div class="panel panel-body disks">
        {supplies.length === 0 ? <p class="quiet">{t("web.printer.none")}</p> : null}
        {supplies.map(({ name, percent, level = "unknown" }, i) => (
          <Level
            key={`${name} ${i}`}
            name={name}
            percent={percent}
            words={percent === undefined ? t(`web.printer.${level}`) : left(percent)}
          />
        ))}
        {trays.map(({ name, percent, empty }, i) => (
          <Level
            key={`tray ${name} ${i}`}
            name={`${t("web.printer.trays")}: ${name}`}
            percent={empty === true ? 0 : percent}
            words={trayWords(percent, empty)}
          />
        ))}
        {pages === undefined ? null : (
          <Facts
            facts={[{ label: t("web.printer.pages"), value: formatCount(pages.value, language.value) }]}
          />
        )}
      </div>
    </Section>
  );
}

function trayWords(percent: number | undefined, empty: boolean | undefined): string {
  if (empty === true) return t("web.printer.empty");
  return percent === undefined ? t("web.printer.some") : left(percent);
}

const ON_BATTERY = 5;
const BATTERY_LOW = 3;

export function UpsSection({
  device,
  charts,
}: {
  readonly device: DeviceView;
  readonly charts: ComponentChildren;
}) {
  const { ups } = device;
  if (Object.keys(ups).length === 0) return null;
  const figure = (field: string, label: string, format: (value: number) => string): Fact | undefined =>
    ups[field] === undefined ? undefined : { label, value: <Now reading={ups[field]} format={format} /> };
  const now = slowNow.value ?? device.now;
  const battery = current(ups, "output_source", now) === ON_BATTERY;
  const low = (current(ups, "battery_status", now) ?? 0) >= BATTERY_LOW;
  const bad = current(ups, "replace_battery", now) === 1;
  return (
    <Section title={t("web.ups.title")}>
      {battery ? <Notice state="bad">{t("web.ups.onBattery")}</Notice> : null}
      {low ? <Notice state="bad">{t("web.ups.low")}</Notice> : null}
      {bad ? <Notice state="bad">{t("web.ups.replace")}</Notice> : null}
      <div class="panel panel-body">
        <Facts
          facts={[
            figure("output_source", t("web.ups.source"), (value) =>
              word(`web.ups.source.${value}`, plain(value)),
            ),
            figure("charge", t("web.ups.charge"), percentText),
            figure("runtime", t("web.ups.runtime"), (value) => formatDuration(value * 1_000, language.value)),
            figure("load", t("web.ups.load"), percentText),
            figure("input_voltage", t("web.ups.input"), volts),
            figure("output_voltage", t("web.ups.output"), volts),
            figure("battery_voltage", t("web.ups.battery"), volts),
            figure("temperature", t("web.ups.temperature"), celsius),
          ]}
        />
      </div>
      {charts}
    </Section>
  );
}
