import { sayAlert } from "../../../core/alerting/say.ts";
import { DISTRICT } from "../../../core/alerting/types.ts";
import { formatDateTime } from "../../../core/format.ts";
import type { AlertDetail } from "../../../core/wire/alerts.ts";
import { deviceHref, siteHref } from "../lib/router.ts";
import { PageHead, Section } from "../pieces/page-head.tsx";
import { View } from "../pieces/view.tsx";
import { words, wordsAny } from "../state/alert-words.ts";
import { api, ask } from "../state/api.ts";
import { useAlertNews, useLive } from "../state/live.ts";
import { language, locale, t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit, me } from "../state/session.ts";
import { Actions, useTaking, type ActionProps } from "./alert-care.tsx";
import { AlertTable, careText, placeOf, SeverityMark } from "./alert-parts.tsx";
import { EvidenceCharts } from "./alert-chart.tsx";

const REFRESH_MS = 15_000;

/** One alert: what happened, what it means, what to do, and its story. */
export function AlertPage({ id }: { readonly id: string }) {
  const detail = useResource(
    `alert ${id}`,
    () => ask(api.alerts[":alert"].$get({ param: { alert: id } })),
    REFRESH_MS,
  );
  useLive({}, { news: () => {}, opened: () => {} });
  useAlertNews(detail);
  return (
    <View resource={detail}>{(alert) => <Content alert={alert} reload={() => void detail.reload()} />}</View>
  );
}

function Content({ alert, reload }: { readonly alert: AlertDetail; readonly reload: () => void }) {
  const { state, names, causedBy, effects } = alert;
  const { site } = state.subject;
  const said = sayAlert(language.value, state, (key) => names[key]);
  const more = [said.attached, said.affected, said.inferred, said.beforeAfter].filter(
    (text) => text !== undefined,
  );
  return (
    <>
      <Head alert={alert} title={said.title} reload={reload} />
      <div class="panel panel-body alert-says">
        <h2>{words("web.alert.happened")}</h2>
        <p>{said.happened}</p>
        {more.map((text) => (
          <p key={text}>{text}</p>
        ))}
        <h2>{words("web.alert.means")}</h2>
        <p>{said.means}</p>
        <h2>{words("web.alert.steps")}</h2>
        <ol>
          {said.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
      {causedBy === null ? null : (
        <Section title={words("web.alert.cause")}>
          <p>{words("web.alert.causeIs")}</p>
          <AlertTable label={words("web.alert.cause")} rows={[causedBy]} />
        </Section>
      )}
      <EvidenceCharts state={state} names={names} />
      {effects.length === 0 ? null : (
        <Section title={words("web.alert.effects")}>
          <AlertTable label={words("web.alert.effects")} rows={effects} places={site === DISTRICT} />
        </Section>
      )}
      <Story alert={alert} />
      <Deliveries alert={alert} />
    </>
  );
}

/** Where one is, how bad it is and since when, and what one can do about it. */
function Head({ alert, title, reload }: ActionProps & { readonly title: string }) {
  const { state } = alert;
  const taking = useTaking({ alert, reload });
  const { device, site } = state.subject;
  const care = careText(alert);
  return (
    <PageHead
      title={title}
      crumbs={
        <>
          <a href="/alerts">{t("web.rail.alerts")}</a>
          {" / "}
          {site === DISTRICT ? placeOf(alert) : <a href={siteHref(site)}>{placeOf(alert)}</a>}
        </>
      }
      under={
        <>
          <SeverityMark state={state} /> {spanText(alert)}
          {care === "" ? null : <span class="quiet"> · {care}</span>}
        </>
      }
      actions={
        <div class="alert-actions">
          {device === undefined ? null : (
            <a class="button" href={deviceHref(device)}>
              {words("web.alert.device")}
            </a>
          )}
          {mayActOn(alert) && state.phase !== "resolved" ? (
            <Actions alert={alert} reload={reload} take={taking.open} />
          ) : null}
          {taking.dialog}
        </div>
      }
    />
  );
}

/** What concerns the whole district is for those who see all of it; the others read it, for it explains their alerts. */
const mayActOn = ({ state: { subject } }: AlertDetail): boolean =>
  mayEdit() && (subject.site !== DISTRICT || me.value?.unit === null);

function spanText({ state: { since, resolvedAt } }: AlertDetail): string {
  const start = formatDateTime(since, locale.value);
  return resolvedAt === null
    ? `${words("web.alerts.since")} ${start}`
    : `${start} – ${formatDateTime(resolvedAt, locale.value)}`;
}

function Story({ alert: { timeline } }: { readonly alert: AlertDetail }) {
  return (
    <Section title={words("web.alert.story")}>
      <div class="panel events">
        {timeline.map(({ at, what, by, note }, i) => (
          <div key={`${at} ${i}`} class="event">
            <span class="quiet nowrap">{formatDateTime(at, locale.value)}</span>
            <span>
              {wordsAny(`web.alert.moment.${what}`)}
              {by === null ? "" : ` · ${by}`}
              {note === null || note === "" ? "" : `: ${noteText(what, note)}`}
            </span>
          </div>
        ))}
      </div>
    </Section>
  );
}

/** Of a silence the note is until when. */
const noteText = (what: string, note: string): string =>
  what === "snoozed" ? words("web.alert.until", { at: formatDateTime(Number(note), locale.value) }) : note;

function Deliveries({ alert: { deliveries } }: { readonly alert: AlertDetail }) {
  return (
    <Section title={words("web.alert.deliveries")}>
      {deliveries.length === 0 ? <p class="quiet">{words("web.alert.noDeliveries")}</p> : null}
      <div class={deliveries.length === 0 ? undefined : "panel events"}>
        {deliveries.map(({ id, person, channel, state, sentAt, due, fault }) => (
          <div key={id} class="event">
            <span class="quiet nowrap">{formatDateTime(sentAt ?? due, locale.value)}</span>
            <span>
              {person} · {channel} · {wordsAny(`web.alert.delivery.${state}`)}
              {fault === null ? "" : `: ${wordsAny(`web.alert.why.${fault}`)}`}
            </span>
          </div>
        ))}
      </div>
    </Section>
  );
}
