import { useState } from "preact/hooks";
import { DAY, HOUR } from "../../../core/clock.ts";
import { sayAlert } from "../../../core/alerting/say.ts";
import { DISTRICT } from "../../../core/alerting/types.ts";
import { formatDateTime } from "../../../core/format.ts";
import type { AlertDetail } from "../../../core/wire/alerts.ts";
import { deviceHref, siteHref } from "../lib/router.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { PageHead, Section } from "../pieces/page-head.tsx";
import { View } from "../pieces/view.tsx";
import { words, wordsAny } from "../state/alert-words.ts";
import { api, ask } from "../state/api.ts";
import { slowNow } from "../state/clock.ts";
import { language, locale, t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { toast } from "../state/toasts.ts";
import { sayProblem, type Answer } from "../lib/problem.ts";
import { AlertTable, careText, placeOf, SeverityMark } from "./alert-parts.tsx";
import { EvidenceCharts } from "./alert-chart.tsx";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

const REFRESH_MS = 15_000;

/** One alert: what happened, what it means, what to do, and its story. */
export function AlertPage({ id }: { readonly id: string }) {
  const detail = useResource(
    `alert ${id}`,
    () => ask(api.alerts[":alert"].$get({ param: { alert: id } })),
    REFRESH_MS,
  );
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
      <EvidenceCharts state={state} />
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
          {mayEdit() && state.phase !== "resolved" ? <Actions alert={alert} reload={reload} /> : null}
        </div>
      }
    />
  );
}

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
              {note === null || note === "" ? "" : `: ${note}`}
            </span>
          </div>
        ))}
      </div>
    </Section>
  );
}

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

interface ActionProps {
  readonly alert: AlertDetail;
  readonly reload: () => void;
}

function Actions({ alert, reload }: ActionProps) {
  const [taking, setTaking] = useState(false);
  const people = useResource("people", () => ask(api.people.$get()));
  const param = { alert: alert.state.id };
  const act = async (request: Promise<Answer<unknown>>) => {
    const answer = await request;
    if (answer.ok) toast(words("web.alert.saved"));
    else toast(sayProblem(answer.problem, language.value), true);
    reload();
  };
  const now = slowNow.value ?? alert.state.lastAt;
  const silent = alert.care.snoozedUntil !== null && alert.care.snoozedUntil > now;
  const snooze = (ms: number) =>
    void act(ask(api.alerts[":alert"].snooze.$post({ param, json: { until: ms === 0 ? null : now + ms } })));
  return (
    <>
      {alert.care.acknowledged === null ? (
        <button type="button" class="button button-main" onClick={() => setTaking(true)}>
          {words("web.alert.acknowledge")}
        </button>
      ) : null}
      <SelectField
        label={words("web.alert.assign")}
        value={alert.care.assignee ?? ""}
        onValue={(person) =>
          void act(
            ask(
              api.alerts[":alert"].assign.$post({ param, json: { person: person === "" ? null : person } }),
            ),
          )
        }
        options={[
          ["", words("web.alert.nobody")] as const,
          ...(people.data.value ?? []).map(({ id, name }) => [id, name] as const),
        ]}
      />
      <SelectField
        label={words("web.alert.snooze")}
        value=""
        onValue={(ms) => ms !== "" && snooze(Number(ms))}
        options={[
          ["", "—"] as const,
          [String(HOUR), words("web.alert.snoozeHour")] as const,
          [String(DAY), words("web.alert.snoozeDay")] as const,
          [String(7 * DAY), words("web.alert.snoozeWeek")] as const,
          ...(silent ? [["0", words("web.alert.snoozeEnd")] as const] : []),
        ]}
      />
      {taking ? <TakeDialog alert={alert} onClose={() => setTaking(false)} onDone={reload} /> : null}
    </>
  );
}

function TakeDialog(props: {
  readonly alert: AlertDetail;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { form, set, submit } = useForm({ note: "" }, ({ note }) => ({ ok: true, value: { note } }));
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    (json) => ask(api.alerts[":alert"].acknowledge.$post({ param: { alert: props.alert.state.id }, json })),
    () => words("web.alert.acknowledgedDone"),
  );
  return (
    <Dialog title={words("web.alert.acknowledge")} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <p>{words("web.alert.acknowledgeBody")}</p>
          <TextField
            label={words("web.alert.note")}
            value={form.note}
            onValue={(note) => set({ note })}
            maxLength={500}
            optional
            autofocus
          />
        </div>
        <FormFoot busy={busy} action={words("web.alert.acknowledge")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}
