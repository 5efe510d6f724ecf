import { useState } from "preact/hooks";
import type { InferResponseType } from "hono/client";
import { NO_ETAG } from "../../../core/etag.ts";
import { unitPath } from "../../../core/unit-path.ts";
import type { Me } from "../../../core/wire/views.ts";
import type { Mistake, Mistakes } from "../lib/forms.ts";
import type { Answer as Asked } from "../lib/problem.ts";
import { readsPapersOnly } from "../lib/states.ts";
import { LEVELS, levelOf, reachedBy, SEVERITIES, WANTED, type Level } from "../lib/subscription.ts";
import { livingUnits } from "../lib/units.ts";
import { SelectField, TextField } from "../pieces/field.tsx";
import { useSending } from "../pieces/dialog.tsx";
import { Section } from "../pieces/page-head.tsx";
import { View } from "../pieces/view.tsx";
import { api, ask, ifSeen } from "../state/api.ts";
import { words, wordsAny } from "../state/notify-words.ts";
import { language } from "../state/preferences.ts";
import { useRebase } from "../state/rebase.ts";
import { useResource } from "../state/resource.ts";
import { me, papersOnly } from "../state/session.ts";
import { toast } from "../state/toasts.ts";
import { ChannelSection } from "./channels.tsx";

type Answer = InferResponseType<typeof api.subscriptions.$get>;
type Wanted = Answer["subscriptions"][number];
type Channel = Answer["channels"][number];

/** What one wants to be told and, for an administrator of the whole server, the channels that carry it. */
export function NotifySections() {
  const resource = useResource("subscriptions", () => ask(api.subscriptions.$get()));
  const person = me.value ?? undefined;
  const governs = me.value?.role === "administrator" && me.value.unit === null;
  return (
    <>
      <Section title={words("web.notify.title")}>
        <p class="quiet small">{words(papersOnly() ? "web.notify.aboutDigest" : "web.notify.about")}</p>
        <View resource={resource} lines={4}>
          {({ subscriptions, channels }) =>
            person === undefined ? null : (
              <WantedForm
                key={person.id}
                channels={channels}
                wanted={subscriptions.find((one) => one.person === person.id)}
                person={person}
              />
            )
          }
        </View>
      </Section>
      {governs ? <ChannelSection changed={() => void resource.reload()} /> : null}
    </>
  );
}

const OUTSIDE = ["critical", "none", "all"] as const;
const DIGESTS = ["none", "daily", "weekly"] as const;
const STEPS = ["1", "2"] as const;

type Person = Pick<Me, "id" | "role" | "unit">;
const isMe = ({ id }: Person): boolean => id === me.value?.id;

interface Form {
  /** By channel. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly level: Level;
  readonly outside: Wanted["outside"];
  readonly digest: Wanted["digest"];
  readonly step: (typeof STEPS)[number];
  readonly unit: string;
}
/** Of who said nothing yet. */
const usualLevel = ({ role }: Person): Level => (readsPapersOnly(role) ? "s0" : "s2");
const formOf = (wanted: Wanted | undefined, person: Person): Form => ({
  addresses: wanted?.addresses ?? {},
  level: levelOf(wanted?.severities, usualLevel(person)),
  outside: wanted?.outside ?? "critical",
  digest: wanted?.digest ?? "none",
  step: wanted?.step === 2 ? "2" : "1",
  unit: wanted?.unit ?? "",
});

/** Messages come in the language that one reads Cayda in; somebody else's stays what it is. */
const languageFor = (person: Person, wanted: Wanted | undefined) =>
  isMe(person) ? language.value : (wanted?.language ?? language.value);

const bodyOf = ({ addresses, level, outside, digest, step, unit }: Form, channels: readonly Channel[]) => ({
  addresses: reachedBy(addresses, channels),
  severities: [...SEVERITIES[level]],
  outside,
  unit: unit === "" ? null : unit,
  step: step === "2" ? (2 as const) : (1 as const),
  digest,
});

async function wantedOf(person: string): Promise<Asked<Wanted | undefined>> {
  const answer = await ask(api.subscriptions.$get());
  return answer.ok
    ? { ok: true, value: answer.value.subscriptions.find((one) => one.person === person) }
    : answer;
}

interface Of {
  readonly channels: readonly Channel[];
  readonly wanted: Wanted | undefined;
  readonly person: Person;
  /** What stands above the form of somebody else, which stands in a dialog. */
  readonly about?: string;
  readonly onSaved?: () => void;
}

/** What somebody wants to be told: oneself, or somebody whom an administrator helps. */
export function WantedForm(props: Of) {
  const { person, about } = props;
  const papers = readsPapersOnly(person.role);
  // Who sees nothing of the network has no use for an alert: the summary, which goes by mail.
  const [digestOnly] = useState(() => papers && formOf(props.wanted, person).level === "s0");
  const channels = props.channels.filter(({ kind }) => !digestOnly || kind === "mail");
  const { form, set, clashes, busy, refusal, save } = useWanted({ ...props, channels });
  const given = { form, set, clashes };
  const units = useUnits(person, form.unit);
  return (
    <form class={about === undefined ? "panel" : ""} onSubmit={(event) => void save(event)} noValidate>
      <div class="dialog-body">
        {refusal}
        {about === undefined ? null : <p class="quiet">{about}</p>}
        {channels.length === 0 ? (
          <p class="quiet">{words(papers ? "web.notify.noMail" : "web.notify.noChannels")}</p>
        ) : null}
        {channels.map((channel) => (
          <Address
            key={channel.id}
            channel={channel}
            value={form.addresses[channel.id] ?? ""}
            onValue={(value) => set({ addresses: { ...form.addresses, [channel.id]: value } })}
            mistake={clashes[channel.id]}
          />
        ))}
        <div class="pair">
          {digestOnly ? null : (
            <>
              <Choice label="severities" of="" field="level" options={LEVELS} {...given} />
              <Choice label="outside" of="o." field="outside" options={OUTSIDE} {...given} />
            </>
          )}
          <SelectField
            label={words(digestOnly ? "web.notify.digestUnit" : "web.notify.unit")}
            value={form.unit}
            onValue={(unit) => set({ unit })}
            mistake={clashes["unit"]}
            options={units}
          />
          {digestOnly ? null : <Choice label="step" of="t." field="step" options={STEPS} {...given} />}
          <Choice label="digest" of="d." field="digest" options={DIGESTS} {...given} />
        </div>
      </div>
      <div class={about === undefined ? "panel-foot" : "dialog-foot"}>
        <button type="submit" class="button button-main" disabled={busy}>
          {words("web.notify.save")}
        </button>
      </div>
    </form>
  );
}

/** What is wanted as it is typed, and its way to the server. */
function useWanted({ channels, wanted, person, onSaved }: Of) {
  const { seen, clashes, settle, renew } = useRebase(wanted, (one) => formOf(one, person));
  const [form, setForm] = useState(formOf(wanted, person));
  const { busy, refusal, send } = useSending();
  const save = async (event: Event) => {
    event.preventDefault();
    const param = { person: person.id };
    const json = { ...bodyOf(form, channels), language: languageFor(person, seen) };
    const request = async () => {
      const options = ifSeen(seen?.etag ?? NO_ETAG);
      const sent = await ask(api.subscriptions[":person"].$put({ param, json }, options));
      return settle(sent, { form, set: setForm }, () => wantedOf(person.id));
    };
    if ((await send(request)) === undefined) return;
    toast(words("web.notify.saved"));
    if (onSaved !== undefined) return onSaved();
    // The form stays open: the next change rests on this one.
    const now = await wantedOf(person.id);
    if (now.ok) renew(now.value);
  };
  return {
    form,
    set: (change: Partial<Form>) => setForm({ ...form, ...change }),
    clashes,
    busy,
    refusal,
    save,
  };
}

/** Units whose alerts the person may want; empty: all that they see. */
function useUnits(person: Person, wanted: string): readonly (readonly [string, string])[] {
  const { unit } = person;
  const units = useResource("units for messages", () => ask(api.units.$get()));
  const known = units.data.value ?? [];
  const parents = new Map(known.map(({ id, parent }) => [id, parent]));
  const theirs = livingUnits(known, wanted).filter(
    ({ id }) => unit === null || unitPath(id, parents).includes(unit),
  );
  return [
    ["", words(isMe(person) ? "web.notify.allUnits" : "web.notify.allTheirs")] as const,
    ...theirs.map(({ id, name }) => [id, name] as const),
  ];
}

/** Where a channel reaches one. A webhook has one receiver for all: it is wanted or not. */
function Address(props: {
  readonly channel: Channel;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly mistake: Mistake | undefined;
}) {
  const { channel, value, onValue, mistake } = props;
  const label = `${channel.name}: ${wordsAny(`web.notify.a.${channel.kind}`)}`;
  if (channel.kind === "webhook") {
    return (
      <SelectField
        label={label}
        value={value === "" ? "" : WANTED}
        onValue={onValue}
        mistake={mistake}
        options={[
          ["", words("web.notify.no")],
          [WANTED, words("web.notify.yes")],
        ]}
      />
    );
  }
  return (
    <TextField label={label} value={value} onValue={onValue} mistake={mistake} maxLength={200} optional />
  );
}

/** One of a few, with the words of `web.notify.` and `of`. */
function Choice<Field extends "level" | "outside" | "step" | "digest">(props: {
  readonly label: "severities" | "outside" | "step" | "digest";
  readonly of: string;
  readonly field: Field;
  readonly options: readonly Form[Field][];
  readonly form: Form;
  readonly set: (change: Partial<Form>) => void;
  readonly clashes: Mistakes;
}) {
  const { field, form, set } = props;
  return (
    <SelectField<Form[Field]>
      label={words(`web.notify.${props.label}`)}
      value={form[field]}
      onValue={(value) => set({ [field]: value })}
      mistake={props.clashes[field]}
      options={props.options.map((value) => [value, wordsAny(`web.notify.${props.of}${value}`)] as const)}
    />
  );
}
