import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { DAY, HOUR } from "../../../core/clock.ts";
import type { AlertDetail } from "../../../core/wire/alerts.ts";
import { sayProblem, type Answer } from "../lib/problem.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { words } from "../state/alert-words.ts";
import { api, ask } from "../state/api.ts";
import { words as care } from "../state/care-words.ts";
import { slowNow } from "../state/clock.ts";
import { language } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { me } from "../state/session.ts";
import { toast } from "../state/toasts.ts";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

/** What people do about an alert: take it on, give it to somebody, silence it. */

export interface ActionProps {
  readonly alert: AlertDetail;
  readonly reload: () => void;
}

/** The dialog stands beside the buttons: when the alert ends, they go, and what somebody is typing stays. */
export function useTaking({ alert, reload }: ActionProps): {
  readonly open: () => void;
  readonly dialog: ComponentChildren;
} {
  const [taking, setTaking] = useState(false);
  return {
    open: () => setTaking(true),
    dialog: taking ? <TakeDialog alert={alert} onClose={() => setTaking(false)} onDone={reload} /> : null,
  };
}

/** Whose it is: nobody's, one's own, or another's, which one may take over. */
function takeWords({ care: { acknowledged } }: AlertDetail) {
  if (acknowledged === null) return "web.alert.acknowledge";
  return acknowledged.by === me.value?.name ? undefined : "web.alert.takeOver";
}

export function Actions({ alert, reload, take }: ActionProps & { readonly take: () => void }) {
  const { site } = alert.state.subject;
  const people = useResource(`people of ${site}`, () => ask(api.people.$get({ query: { site } })));
  const param = { alert: alert.state.id };
  const act = async (request: Promise<Answer<unknown>>, done = words("web.alert.saved")) => {
    const answer = await request;
    if (answer.ok) toast(done);
    else toast(sayProblem(answer.problem, language.value), true);
    reload();
  };
  const now = slowNow.value ?? alert.state.lastAt;
  const silent = alert.care.snoozedUntil !== null && alert.care.snoozedUntil > now;
  const snooze = (ms: number) =>
    void act(ask(api.alerts[":alert"].snooze.$post({ param, json: { until: ms === 0 ? null : now + ms } })));
  const label = takeWords(alert);
  return (
    <>
      {label === undefined ? (
        <button
          type="button"
          class="button"
          onClick={() =>
            void act(ask(api.alerts[":alert"].release.$post({ param })), care("web.alert.released"))
          }
        >
          {care("web.alert.release")}
        </button>
      ) : (
        <button type="button" class="button button-main" onClick={take}>
          {words(label)}
        </button>
      )}
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
        options={assignees(alert, people.data.value ?? [])}
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
    </>
  );
}

/** Those whom it can be given to; whoever has it stands there in any case. */
function assignees(
  { care: { assignee }, assigneeName }: AlertDetail,
  people: readonly { readonly id: string; readonly name: string }[],
): readonly (readonly [string, string])[] {
  const isOther = assignee !== null && !people.some(({ id }) => id === assignee);
  return [
    ["", words("web.alert.nobody")] as const,
    ...people.map(({ id, name }) => [id, name] as const),
    ...(isOther ? [[assignee, assigneeName ?? "…"] as const] : []),
  ];
}

function TakeDialog(props: {
  readonly alert: AlertDetail;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { alert, onClose, onDone } = props;
  // What the person decided upon: who takes it on meanwhile is not written over.
  const [seen] = useState(alert.care.acknowledged);
  const { form, set, submit } = useForm({ note: "" }, ({ note }) => ({
    ok: true,
    value: { note, over: seen?.at ?? null },
  }));
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    async (json) => {
      const param = { alert: alert.state.id };
      const answer = await ask(api.alerts[":alert"].acknowledge.$post({ param, json }));
      if (!answer.ok) onDone();
      return answer;
    },
    () => care("web.alert.acknowledgedDone"),
  );
  const title = words(seen === null ? "web.alert.acknowledge" : "web.alert.takeOver");
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          {alert.state.phase === "resolved" ? (
            <Notice state="good">{care("web.alert.overMeanwhile")}</Notice>
          ) : null}
          <p>
            {seen === null
              ? care("web.alert.acknowledgeBody")
              : care("web.alert.takeOverBody", { name: seen.by })}
          </p>
          <TextField
            label={words("web.alert.note")}
            value={form.note}
            onValue={(note) => set({ note })}
            maxLength={500}
            optional
            autofocus
          />
        </div>
        <FormFoot busy={busy} action={title} onClose={onClose} />
      </form>
    </Dialog>
  );
}
