import { useState } from "preact/hooks";
import type { Mistakes } from "../lib/forms.ts";
import type { Answer } from "../lib/problem.ts";
import { Dialog, useSending } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { api, ask, ifSeen } from "../state/api.ts";
import { words, wordsAny } from "../state/notify-words.ts";
import { useRebase } from "../state/rebase.ts";
import { toast } from "../state/toasts.ts";
import type { ChannelView } from "./channels.tsx";
import { FormFoot } from "./dialogs.tsx";

const KINDS = ["mail", "webhook", "zalo", "sms"] as const;
type Kind = (typeof KINDS)[number];
const SETTINGS: Readonly<Record<Kind, readonly string[]>> = {
  mail: ["host", "port", "security", "user", "from"],
  webhook: ["url"],
  zalo: ["appId"],
  sms: ["url", "method", "body"],
};
const SECRETS: Readonly<Record<Kind, readonly string[]>> = {
  mail: ["password"],
  webhook: ["secret"],
  zalo: ["secretKey", "refreshToken"],
  sms: ["authorization"],
};
const DEFAULTS: Readonly<Record<string, string>> = { port: "587", security: "starttls", method: "POST" };

/** Settings of which one of a few is chosen. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  security: ["starttls", "tls", "none"],
  method: ["POST", "GET"],
};

type Texts = Readonly<Record<string, string>>;

/** What was written; a number where it is one. Empty fields are left out. */
function filled(texts: Texts, names: readonly string[]): Record<string, string | number> {
  const found: Record<string, string | number> = {};
  for (const name of names) {
    const text = (texts[name] ?? "").trim();
    if (text !== "") found[name] = name === "port" && /^\d+$/.test(text) ? Number(text) : text;
  }
  return found;
}

/** Sets a channel up, or changes it. Secrets that are left empty stay as they are. */
export function ChannelDialog(props: {
  readonly channel: ChannelView | undefined;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { channel } = props;
  const { seen, clashes, settle } = useRebase(channel, formOf);
  const [form, setForm] = useState(formOf(channel));
  const { busy, refusal, send } = useSending();
  const { kind, texts } = form;
  const set = (field: string) => (value: string) => setForm({ ...form, texts: { ...texts, [field]: value } });
  const act = async (event: Event) => {
    event.preventDefault();
    const request = async () =>
      settle(await save(seen, bodyOf(form)), { form, set: setForm }, () => again(seen?.id));
    if ((await send(request)) === undefined) return;
    toast(words("web.notify.saved"));
    props.onDone();
    props.onClose();
  };
  return (
    <Dialog
      title={words(channel === undefined ? "web.notify.add" : "web.notify.edit")}
      onClose={props.onClose}
    >
      <form onSubmit={(event) => void act(event)} noValidate>
        <div class="dialog-body">
          {refusal}
          <TextField
            label={words("web.notify.name")}
            value={form.name}
            onValue={(name) => setForm({ ...form, name })}
            mistake={clashes["name"]}
            maxLength={100}
            autofocus
          />
          {channel === undefined ? (
            <SelectField
              label={words("web.notify.kind")}
              value={kind}
              onValue={(chosen) => setForm({ ...form, kind: chosen })}
              options={KINDS.map((one) => [one, wordsAny(`web.notify.k.${one}`)] as const)}
            />
          ) : null}
          <Fields kind={kind} texts={texts} clashes={clashes} known={seen?.secrets ?? []} onText={set} />
          <SelectField
            label={words("web.notify.enabled")}
            value={form.enabled}
            onValue={(enabled) => setForm({ ...form, enabled })}
            mistake={clashes["enabled"]}
            options={(["on", "off"] as const).map((one) => [one, words(`web.notify.${one}`)] as const)}
          />
        </div>
        <FormFoot busy={busy} action={words("web.notify.save")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

/** What a channel of the kind needs. */
function Fields(props: {
  readonly kind: Kind;
  readonly texts: Texts;
  /** What somebody else changed meanwhile. */
  readonly clashes: Mistakes;
  /** Secrets that are set already. */
  readonly known: readonly string[];
  readonly onText: (field: string) => (value: string) => void;
}) {
  const { kind, texts, clashes, known, onText } = props;
  const label = (field: string) => wordsAny(`web.notify.f.${field}`);
  return (
    <>
      {SETTINGS[kind].map((field) => {
        const given = {
          label: label(field),
          value: texts[field] ?? "",
          onValue: onText(field),
          mistake: clashes[field],
        };
        const choices = CHOICES[field];
        return choices === undefined ? (
          <TextField key={field} {...given} />
        ) : (
          <SelectField
            key={field}
            {...given}
            options={choices.map((one) => [one, wordsAny(`web.notify.v.${one}`)] as const)}
          />
        );
      })}
      {SECRETS[kind].map((field) => (
        <TextField
          key={field}
          type="password"
          label={label(field)}
          value={texts[field] ?? ""}
          onValue={onText(field)}
          hint={known.includes(field) ? words("web.notify.kept") : undefined}
          autocomplete="new-password"
        />
      ))}
    </>
  );
}

interface Form {
  readonly kind: Kind;
  readonly name: string;
  readonly enabled: "on" | "off";
  readonly texts: Texts;
}
const formOf = (channel: ChannelView | undefined): Form => ({
  kind: channel?.kind ?? "mail",
  name: channel?.name ?? "",
  enabled: channel?.enabled === false ? "off" : "on",
  texts: { ...DEFAULTS, ...textsOf(channel) },
});

function textsOf(channel: ChannelView | undefined): Texts {
  const texts: Record<string, string> = {};
  for (const [field, value] of Object.entries(channel?.settings ?? {})) texts[field] = String(value);
  return texts;
}

type Body = Parameters<typeof api.channels.$post>[0]["json"];
function bodyOf({ kind, name, enabled, texts }: Form): Body {
  const secrets: Record<string, string> = {};
  for (const [field, value] of Object.entries(filled(texts, SECRETS[kind]))) secrets[field] = String(value);
  return { kind, name, enabled: enabled === "on", settings: filled(texts, SETTINGS[kind]), secrets };
}

async function again(id: string | undefined): Promise<Answer<ChannelView | undefined>> {
  const answer = await ask(api.channels.$get());
  return answer.ok ? { ok: true, value: answer.value.find((one) => one.id === id) } : answer;
}

const save = async (channel: ChannelView | undefined, json: Body) =>
  channel === undefined
    ? ask<unknown>(api.channels.$post({ json }))
    : ask<unknown>(
        api.channels[":channel"].$put({ param: { channel: channel.id }, json }, ifSeen(channel.etag)),
      );

/** Sends one message now and says what came of it. */
export function TestDialog(props: { readonly channel: ChannelView; readonly onClose: () => void }) {
  const { channel, onClose } = props;
  const [to, setTo] = useState("");
  const { busy, refusal, send } = useSending();
  const act = async (event: Event) => {
    event.preventDefault();
    const param = { channel: channel.id };
    const sent = await send(() => ask(api.channels[":channel"].test.$post({ param, json: { to } })));
    if (sent === undefined) return;
    toast(words("web.notify.tested"));
    onClose();
  };
  return (
    <Dialog title={`${words("web.notify.test")}: ${channel.name}`} onClose={onClose}>
      <form onSubmit={(event) => void act(event)} noValidate>
        <div class="dialog-body">
          {refusal}
          {channel.kind === "webhook" ? (
            <p>{words("web.notify.testWebhook")}</p>
          ) : (
            <TextField
              label={words("web.notify.testTo")}
              value={to}
              onValue={setTo}
              maxLength={200}
              autofocus
            />
          )}
        </div>
        <FormFoot busy={busy} action={words("web.notify.test")} onClose={onClose} />
      </form>
    </Dialog>
  );
}
