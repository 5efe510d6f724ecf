import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { DAY } from "../../../core/clock.ts";
import { formatDateTime } from "../../../core/format.ts";
import { formatRange, rangeOf, type Preset, type RangeChoice } from "../lib/chart-data.ts";
import {
  detailFor,
  DETAILS,
  exportHref,
  FORMATS,
  type Detail,
  type Exported,
  type Format,
} from "../lib/export.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { Choices } from "../pieces/field.tsx";
import { now } from "../state/clock.ts";
import { language, locale, t } from "../state/preferences.ts";
import { words } from "../state/store-words.ts";

const RANGES: readonly Preset[] = ["24h", "7d", "30d", "1y", "3y"];
/** More days than these make tables of every reading too long for a spreadsheet. */
const LONG_DAYS = 14;

/** Which range, how detailed, in which form; the file itself is the browser's business. */
export function ExportDialog(props: {
  readonly what: Exported;
  readonly name: string;
  readonly range?: RangeChoice | undefined;
  readonly onClose: () => void;
}) {
  const { what } = props;
  const [choice, setChoice] = useState<RangeChoice>(props.range ?? "7d");
  const [wanted, setWanted] = useState<Detail | undefined>(undefined);
  const [format, setFormat] = useState<Format>("csv");
  const range = rangeOf(choice, now.peek() ?? 0);
  const detail = wanted ?? detailFor(range, what);
  const own =
    props.range !== undefined && !RANGES.some((name) => name === props.range) ? props.range : undefined;
  const options = [
    ...(own === undefined ? [] : [["shown", words("web.export.shown")] as const]),
    ...RANGES.map((name) => [name, t(`web.range.${name}`)] as const),
  ];
  const isLong = detail === "raw" && (range.to - range.from) / DAY > LONG_DAYS;
  return (
    <Dialog title={words("web.export.title", { name: props.name })} onClose={props.onClose}>
      <div class="dialog-body">
        <Row label={words("web.export.range")}>
          <Choices
            label={words("web.export.range")}
            value={
              own !== undefined && formatRange(own) === formatRange(choice) ? "shown" : (choice as Preset)
            }
            options={options}
            onValue={(name) => setChoice(name === "shown" ? (own ?? "7d") : name)}
          />
        </Row>
        <p class="quiet small">
          {formatDateTime(range.from, locale.value)} – {formatDateTime(range.to, locale.value)}
        </p>
        <DetailChoice detail={detail} onDetail={setWanted} />
        {isLong ? <p class="quiet small">{words("web.export.long")}</p> : null}
        <FormatChoice format={format} onFormat={setFormat} />
      </div>
      <div class="dialog-foot">
        <button type="button" class="button" onClick={props.onClose}>
          {t("web.dialog.cancel")}
        </button>
        <a
          class="button button-main"
          href={exportHref(what, range, detail, format, language.value)}
          download=""
          onClick={props.onClose}
        >
          {words("web.export.save")}
        </a>
      </div>
    </Dialog>
  );
}

function DetailChoice(props: { readonly detail: Detail; readonly onDetail: (detail: Detail) => void }) {
  const label = words("web.export.detail");
  return (
    <Row label={label}>
      <Choices
        label={label}
        value={props.detail}
        options={DETAILS.map((name) => [name, words(`web.export.${name}`)] as const)}
        onValue={props.onDetail}
      />
    </Row>
  );
}

function FormatChoice(props: { readonly format: Format; readonly onFormat: (format: Format) => void }) {
  const label = words("web.export.format");
  return (
    <>
      <Row label={label}>
        <Choices
          label={label}
          value={props.format}
          options={FORMATS.map((name) => [name, words(`web.export.${name}`)] as const)}
          onValue={props.onFormat}
        />
      </Row>
      <p class="quiet small">{words(`web.export.${props.format}Hint`)}</p>
    </>
  );
}

function Row(props: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <div class="setting">
      <span>{props.label}</span>
      <div>{props.children}</div>
    </div>
  );
}
