import { useState } from "preact/hooks";
import type { InferResponseType } from "hono/client";
import { SelectField, TextField } from "../pieces/field.tsx";
import { useSending } from "../pieces/dialog.tsx";
import { Section } from "../pieces/page-head.tsx";
import { View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { words, wordsAny } from "../state/notify-words.ts";
import { language } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { me } from "../state/session.ts";
import { toast } from "../state/toasts.ts";
import { ChannelSection } from "./channels.tsx";

type Answer = InferResponseType<typeof api.subscriptions.$get>;
type Wanted = Answer["subscriptions"][number];
type Channel = Answer["channels"][number];

/** What one wants to be told and, for an administrator of the whole server, the channels that carry it. */
export function NotifySections() {
  const resource = useResource("subscriptions", () => ask(api.subscriptions.$get()));
  const person = me.value?.id ?? "";
  const governs = me.value?.role === "administrator" && me.value.unit === null;
  return (
    <>
      <Section title={words("web.notify.title")}>
        <p class="quiet small">{words("web.notify.about")}</p>
        <View resource={resource} lines={4}>
          {({ subscriptions, channels }) => (
            <MineForm
              key={person}
              channels={channels}
              wanted={subscriptions.find((one) => one.person === person)}
              person={person}
            />
          )}
        </View>
      </Section>
      {governs ? <ChannelSection changed={() => void resource.reload()} /> : null}
    </>
  );
}

const SEVERITIES = {
  s1: ["critical"],
  s2: ["critical", "warning"],
  s3: ["critical", "warning", "notice"],
} as const;
type Level = keyof typeof SEVERITIES;
const LEVELS = ["s1", "s2", "s3"] as const;
const OUTSIDE = ["critical", "none", "all"] as const;
const DIGESTS = ["none", "daily", "weekly"] as const;
const STEPS = ["1", "2"] as const;

const levelOf = (wanted: Wanted | undefined): Level =>
  LEVELS.find((level) => SEVERITIES[level].length === (wanted?.severities.length ?? 2)) ?? "s2";

function MineForm({
  channels,
  wanted,
  person,
}: {
  readonly channels: readonly Channel[];
  readonly wanted: Wanted | undefined;
  readonly person: string;
}) {
  const [addresses, setAddresses] = useState<Readonly<Record<string, string>>>(wanted?.addresses ?? {});
  const [level, setLevel] = useState<Level>(levelOf(wanted));
  const [outside, setOutside] = useState<Wanted["outside"]>(wanted?.outside ?? "critical");
  const [digest, setDigest] = useState<Wanted["digest"]>(wanted?.digest ?? "none");
  const [step, setStep] = useState<(typeof STEPS)[number]>(wanted?.step === 2 ? "2" : "1");
  const { busy, refusal, send } = useSending();
  const save = async (event: Event) => {
    event.preventDefault();
    const json = {
      language: language.value,
      addresses: reachedBy(addresses, channels),
      severities: [...SEVERITIES[level]],
      outside,
      unit: wanted?.unit ?? null,
      step: step === "2" ? (2 as const) : (1 as const),
      digest,
    };
    const sent = await send(() => ask(api.subscriptions[":person"].$put({ param: { person }, json })));
    if (sent !== undefined) toast(words("web.notify.saved"));
  };
  return (
    <form class="panel" onSubmit={(event) => void save(event)} noValidate>
      <div class="dialog-body">
        {refusal}
        {channels.length === 0 ? <p class="quiet">{words("web.notify.noChannels")}</p> : null}
        {channels.map(({ id, kind, name }) => (
          <TextField
            key={id}
            label={`${name}: ${wordsAny(`web.notify.a.${kind}`)}`}
            value={addresses[id] ?? ""}
            onValue={(value) => setAddresses({ ...addresses, [id]: value })}
            maxLength={200}
            optional
          />
        ))}
        <Pick label="severities" value={level} onValue={setLevel} options={LEVELS} />
        <Pick label="outside" value={outside} onValue={setOutside} options={OUTSIDE} of="o" />
        <Pick label="step" value={step} onValue={setStep} options={STEPS} of="t" />
        <Pick label="digest" value={digest} onValue={setDigest} options={DIGESTS} of="d" />
      </div>
      <div class="dialog-foot">
        <button type="submit" class="button button-main" disabled={busy}>
          {words("web.notify.save")}
        </button>
      </div>
    </form>
  );
}

/** Empty fields are channels that are not wanted. A webhook needs no address: whatever is written there is a yes. */
function reachedBy(
  addresses: Readonly<Record<string, string>>,
  channels: readonly Channel[],
): Record<string, string> {
  const reached: Record<string, string> = {};
  for (const { id, kind } of channels) {
    const text = (addresses[id] ?? "").trim();
    if (text !== "") reached[id] = kind === "webhook" ? "-" : text;
  }
  return reached;
}

function Pick<Value extends string>(props: {
  readonly label: "severities" | "outside" | "step" | "digest";
  readonly value: Value;
  readonly onValue: (value: Value) => void;
  readonly options: readonly Value[];
  readonly of?: string;
}) {
  const key = (value: Value) => `web.notify.${props.of === undefined ? "" : `${props.of}.`}${value}`;
  return (
    <SelectField
      label={words(`web.notify.${props.label}`)}
      value={props.value}
      onValue={props.onValue}
      options={props.options.map((value) => [value, wordsAny(key(value))] as const)}
    />
  );
}
