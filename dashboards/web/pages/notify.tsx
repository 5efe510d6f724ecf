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
  const [unit, setUnit] = useState(wanted?.unit ?? "");
  const units = useUnits();
  const { busy, refusal, send } = useSending();
  const save = async (event: Event) => {
    event.preventDefault();
    const json = {
      language: language.value,
      addresses: reachedBy(addresses, channels),
      severities: [...SEVERITIES[level]],
      outside,
      unit: unit === "" ? null : unit,
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
        {channels.map((channel) => (
          <Address
            key={channel.id}
            channel={channel}
            value={addresses[channel.id] ?? ""}
            onValue={(value) => setAddresses({ ...addresses, [channel.id]: value })}
          />
        ))}
        <div class="pair">
          <Pick label="severities" value={level} onValue={setLevel} options={LEVELS} />
          <Pick label="outside" value={outside} onValue={setOutside} options={OUTSIDE} of="o" />
          <SelectField label={words("web.notify.unit")} value={unit} onValue={setUnit} options={units} />
          <Pick label="step" value={step} onValue={setStep} options={STEPS} of="t" />
          <Pick label="digest" value={digest} onValue={setDigest} options={DIGESTS} of="d" />
        </div>
      </div>
      <div class="panel-foot">
        <button type="submit" class="button button-main" disabled={busy}>
          {words("web.notify.save")}
        </button>
      </div>
    </form>
  );
}

/** Units whose alerts one may want; empty: all that one sees. */
function useUnits(): readonly (readonly [string, string])[] {
  const overview = useResource("overview for messages", () => ask(api.overview.$get()));
  const units = overview.data.value?.units ?? [];
  return [["", words("web.notify.allUnits")] as const, ...units.map(({ id, name }) => [id, name] as const)];
}

/** Where a channel reaches one. A webhook has one receiver for all: it is wanted or not. */
function Address(props: {
  readonly channel: Channel;
  readonly value: string;
  readonly onValue: (value: string) => void;
}) {
  const { channel, value, onValue } = props;
  const label = `${channel.name}: ${wordsAny(`web.notify.a.${channel.kind}`)}`;
  if (channel.kind === "webhook") {
    return (
      <SelectField
        label={label}
        value={value === "" ? "" : WANTED}
        onValue={onValue}
        options={[
          ["", words("web.notify.no")],
          [WANTED, words("web.notify.yes")],
        ]}
      />
    );
  }
  return <TextField label={label} value={value} onValue={onValue} maxLength={200} optional />;
}
const WANTED = "-";

/** Empty fields are channels that are not wanted. */
function reachedBy(
  addresses: Readonly<Record<string, string>>,
  channels: readonly Channel[],
): Record<string, string> {
  const reached: Record<string, string> = {};
  for (const { id, kind } of channels) {
    const text = (addresses[id] ?? "").trim();
    if (text !== "") reached[id] = kind === "webhook" ? WANTED : text;
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
