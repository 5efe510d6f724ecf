import { formatCount, formatMoment } from "../../../core/format.ts";
import { sayAlert, saySeverity } from "../../../core/alerting/say.ts";
import { DISTRICT, type Severity } from "../../../core/alerting/types.ts";
import type { AlertRow } from "../../../core/wire/alerts.ts";
import type { State } from "../../../core/wire/views.ts";
import { rankOf, siteOf, sitesWorstFirst } from "../lib/alerts.ts";
import { alertHref, siteHref } from "../lib/router.ts";
import { DataTable, type Column, type Groups } from "../pieces/data-table.tsx";
import { Shape } from "../pieces/state-mark.tsx";
import { Moment } from "../pieces/value.tsx";
import { Empty } from "../pieces/view.tsx";
import { words } from "../state/alert-words.ts";
import { slowNow } from "../state/clock.ts";
import { language, locale, t } from "../state/preferences.ts";
import { momentText } from "../state/texts.ts";

const SHAPES: Readonly<Record<Severity, State>> = { critical: "bad", warning: "watch", notice: "unknown" };

/** How bad, as shape and word. */
export function SeverityMark({ state }: Pick<AlertRow, "state">) {
  const shape = state.phase === "resolved" ? "good" : SHAPES[state.severity];
  return (
    <span class={`mark mark-${shape}`}>
      <Shape state={shape} />
      {saySeverity(language.value, state.severity)}
    </span>
  );
}

export const titleOf = ({ state }: AlertRow): string =>
  sayAlert(language.value, state, () => undefined).title;

export const placeOf = ({ state, siteName }: AlertRow): string =>
  state.subject.site === DISTRICT ? words("web.alerts.district") : siteName;

/** What stands small behind the title. */
function marksOf({ state }: AlertRow): string {
  const marks: string[] = [];
  if (state.affectedCount > 0) {
    marks.push(words("web.alerts.affects", { n: formatCount(state.affectedCount, language.value) }));
  }
  if (state.cause !== null) marks.push(words("web.alerts.caused"));
  if (state.planned === true) marks.push(words("web.alerts.planned"));
  if (state.evidence.inferred !== undefined) marks.push(words("web.alerts.inferred"));
  return marks.join(" · ");
}

/** In whose hands it is, and whether it is silent now. */
export function careText({ care, assigneeName }: AlertRow): string {
  const now = slowNow.value ?? 0;
  const parts: string[] = [];
  if (care.acknowledged !== null)
    parts.push(words("web.alerts.acknowledged", { name: care.acknowledged.by }));
  if (assigneeName !== null) parts.push(words("web.alerts.assigned", { name: assigneeName }));
  if (care.snoozedUntil !== null && care.snoozedUntil > now) {
    parts.push(words("web.alerts.snoozed", { at: formatMoment(care.snoozedUntil, now, locale.value) }));
  }
  return parts.join(" · ");
}

function columnsOf(done: boolean, places: boolean): readonly Column<AlertRow>[] {
  const site: Column<AlertRow> = {
    id: "site",
    label: t("web.col.site"),
    sort: placeOf,
    text: placeOf,
    cell: placeOf,
  };
  const at = ({ state }: AlertRow) => (done ? (state.resolvedAt ?? state.since) : state.since);
  return [
    {
      id: "severity",
      label: words("web.alerts.severity"),
      sort: rankOf,
      text: ({ state }) => saySeverity(language.value, state.severity),
      cell: (row) => <SeverityMark state={row.state} />,
    },
    {
      id: "what",
      label: words("web.alerts.what"),
      head: true,
      sort: titleOf,
      text: titleOf,
      cell: (row) => {
        const marks = marksOf(row);
        return (
          <>
            <a href={alertHref(row.state.id)}>{titleOf(row)}</a>
            {marks === "" ? null : <span class="quiet small"> · {marks}</span>}
          </>
        );
      },
    },
    ...(places ? [site] : []),
    {
      id: "at",
      label: words(done ? "web.alerts.ended" : "web.alerts.since"),
      sort: at,
      text: (row) => momentText(at(row)),
      cell: (row) => <Moment at={at(row)} />,
    },
    {
      id: "care",
      label: words("web.alerts.care"),
      rank: 2,
      sort: careText,
      text: careText,
      cell: careText,
      blank: (row) => careText(row) === "",
    },
  ];
}

/** A heading a site, the worst first. */
const BY_SITE: Groups<AlertRow> = {
  of: siteOf,
  order: sitesWorstFirst,
  heading: (site, rows) => {
    const [first] = rows;
    const name = first === undefined ? "" : placeOf(first);
    return (
      <>
        {site === DISTRICT ? name : <a href={siteHref(site)}>{name}</a>}
        <span class="quiet small">
          {" · "}
          {words("web.alerts.count", { n: formatCount(rows.length, language.value) })}
        </span>
      </>
    );
  },
};

export function AlertTable(props: {
  readonly label: string;
  readonly rows: readonly AlertRow[];
  readonly done?: boolean;
  readonly places?: boolean;
  /** Alerts of several sites stand under a heading for each. */
  readonly bySite?: boolean;
  /** There are more than these. */
  readonly part?: boolean;
}) {
  const { label, rows, done = false, places = true } = props;
  const [first] = rows;
  const grouped =
    props.bySite === true && first !== undefined && rows.some((row) => siteOf(row) !== siteOf(first));
  return (
    <DataTable
      key={String(done)}
      label={label}
      columns={columnsOf(done, places && !grouped)}
      rows={rows}
      rowKey={({ state }) => state.id}
      initial={done ? { by: "at", descending: true } : { by: "severity", descending: false }}
      open={({ state }) => alertHref(state.id)}
      {...(grouped ? { groups: BY_SITE } : {})}
      part={props.part === true}
      empty={<Empty body={words(done ? "web.alerts.noneDone" : "web.alerts.none")} />}
    />
  );
}
