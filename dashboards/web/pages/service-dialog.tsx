import { useState } from "preact/hooks";
import { MINUTE } from "../../../core/clock.ts";
import { isServiceTarget, type ServiceKind } from "../../../core/service-target.ts";
import type { Mistake } from "../lib/forms.ts";
import type { Answer } from "../lib/problem.ts";
import { livingUnits } from "../lib/units.ts";
import { Dialog, useSending } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { api, ask, ifSeen } from "../state/api.ts";
import { useRebase } from "../state/rebase.ts";
import { useResource } from "../state/resource.ts";
import { toast } from "../state/toasts.ts";
import { words, wordsAny } from "../state/watch-words.ts";
import { FormFoot } from "./dialogs.tsx";
import type { ServiceView } from "./services.tsx";

const KINDS = ["http", "tcp", "dns", "smtp"] as const;
const EVERY = ["1", "2", "5"] as const;
const everyOf = (service: ServiceView | undefined): (typeof EVERY)[number] =>
  EVERY.find((minutes) => Number(minutes) * MINUTE === service?.everyMs) ??
  // Others were saved before; they are looked at every five minutes.
  (service === undefined ? "2" : "5");

interface Form {
  readonly kind: ServiceKind;
  readonly name: string;
  readonly target: string;
  readonly unit: string;
  readonly every: (typeof EVERY)[number];
  readonly text: string;
}

const formOf = (service: ServiceView | undefined): Form => ({
  kind: service?.kind ?? "http",
  name: service?.name ?? "",
  target: service?.target ?? "",
  unit: service?.unit ?? "",
  every: everyOf(service),
  text: service?.expect.text ?? "",
});

const hintOf = ({ kind }: Form): string => wordsAny(`web.watch.t.${kind}`);

/** What stands at the fields: what is to be mended, and what somebody else changed. */
type Notes = Readonly<Record<string, Mistake | string | undefined>>;

/** What must be mended first, by field. */
const mistakesIn = (form: Form): Partial<Record<keyof Form, string>> => ({
  ...(form.name.trim() === "" ? { name: words("web.watch.m.name") } : {}),
  ...(isServiceTarget(form.kind, form.target.trim()) ? {} : { target: words("web.watch.m.target") }),
});

/** Sets a service up, or changes it. */
export function ServiceDialog(props: {
  readonly service: ServiceView | undefined;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { service } = props;
  const overview = useResource("overview for services", () => ask(api.overview.$get()));
  const units = livingUnits(overview.data.value?.units ?? [], service?.unit).map(
    ({ id, name }) => [id, name] as const,
  );
  const { seen, clashes, settle } = useRebase(service, formOf);
  const [form, setForm] = useState(formOf(service));
  const [tried, setTried] = useState(false);
  const { busy, refusal, send } = useSending();
  const shown = { ...form, unit: form.unit === "" ? (units[0]?.[0] ?? "") : form.unit };
  const mistakes = mistakesIn(shown);
  const act = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(mistakes).length > 0) return;
    const request = async () =>
      settle(await save(seen, bodyOf(seen, shown)), { form: shown, set: setForm }, () => again(seen?.id));
    if ((await send(request)) === undefined) return;
    toast(words("web.watch.saved"));
    props.onDone();
    props.onClose();
  };
  const title = words(service === undefined ? "web.watch.add" : "web.watch.edit");
  return (
    <Dialog title={title} onClose={props.onClose}>
      <form onSubmit={(event) => void act(event)} noValidate>
        <div class="dialog-body">
          {refusal}
          <Fields
            form={shown}
            units={units}
            mistakes={{ ...clashes, ...(tried ? mistakes : {}) }}
            set={(change) => setForm({ ...form, ...change })}
          />
        </div>
        <FormFoot busy={busy} action={title} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

function Fields(props: {
  readonly form: Form;
  readonly units: readonly (readonly [string, string])[];
  readonly mistakes: Notes;
  readonly set: (change: Partial<Form>) => void;
}) {
  const { form, mistakes, set } = props;
  return (
    <>
      <TextField
        label={words("web.watch.name")}
        value={form.name}
        onValue={(name) => set({ name })}
        mistake={mistakes["name"]}
        maxLength={100}
        autofocus
      />
      <SelectField
        label={words("web.watch.kind")}
        value={form.kind}
        onValue={(kind) => set({ kind })}
        options={KINDS.map((one) => [one, wordsAny(`web.watch.k.${one}`)] as const)}
      />
      <TextField
        label={words("web.watch.target")}
        value={form.target}
        onValue={(target) => set({ target })}
        hint={hintOf(form)}
        mistake={mistakes["target"]}
      />
      <SelectField
        label={words("web.watch.unit")}
        value={form.unit}
        onValue={(unit) => set({ unit })}
        options={props.units}
        mistake={mistakes["unit"]}
      />
      <SelectField
        label={words("web.watch.every")}
        value={form.every}
        onValue={(every) => set({ every })}
        options={EVERY.map((n) => [n, words("web.watch.minutes", { n })] as const)}
        mistake={mistakes["every"]}
      />
      {form.kind === "http" ? (
        <TextField
          label={words("web.watch.text")}
          value={form.text}
          onValue={(text) => set({ text })}
          hint={words("web.watch.textHint")}
          mistake={mistakes["text"]}
          maxLength={200}
          optional
        />
      ) : null}
    </>
  );
}

type Body = Parameters<typeof api.services.$post>[0]["json"];

const bodyOf = (service: ServiceView | undefined, form: Form): Body => ({
  name: form.name.trim(),
  kind: form.kind,
  target: form.target.trim(),
  unit: form.unit,
  everyMs: Number(form.every) * MINUTE,
  expect: expectation(service, form.kind, form.text.trim()),
});

/** What the form does not show of an expectation stays as it is, as long as the kind does. */
function expectation(service: ServiceView | undefined, kind: ServiceKind, text: string): Body["expect"] {
  const { status, server, text: before } = service?.kind === kind ? service.expect : {};
  const wanted = kind === "http" ? text : (before ?? "");
  return {
    ...(status === undefined ? {} : { status }),
    ...(server === undefined ? {} : { server }),
    ...(wanted === "" ? {} : { text: wanted }),
  };
}

const save = async (service: ServiceView | undefined, json: Body) =>
  service === undefined
    ? ask<unknown>(api.services.$post({ json }))
    : ask<unknown>(
        api.services[":service"].$put({ param: { service: service.id }, json }, ifSeen(service.etag)),
      );

async function again(id: string | undefined): Promise<Answer<ServiceView | undefined>> {
  const answer = await ask(api.services.$get());
  return answer.ok ? { ok: true, value: answer.value.find((one) => one.id === id) } : answer;
}
