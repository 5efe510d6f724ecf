import { useState } from "preact/hooks";
import { isLimit, largestLimit } from "../../../core/alerting/limits.ts";
import { inUnit } from "../../../core/alerting/say-values.ts";
import { sayRule, saySeverity } from "../../../core/alerting/say.ts";
import type { RuleSettings, Severity } from "../../../core/alerting/types.ts";
import { DAY, MINUTE, SECOND } from "../../../core/clock.ts";
import { formatDuration, formatNumber } from "../../../core/format.ts";
import { NO_ETAG } from "../../../core/etag.ts";
import type { RuleView } from "../../../core/wire/alerts.ts";
import type { Mistake } from "../lib/forms.ts";
import type { Answer } from "../lib/problem.ts";
import { heldAt, ownSettings, type HeldThere, type WantedSettings } from "../lib/threshold.ts";
import { Dialog, useSending } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { api, ask, ifSeen } from "../state/api.ts";
import { language } from "../state/preferences.ts";
import { useRebase } from "../state/rebase.ts";
import { toast } from "../state/toasts.ts";
import { words, wordsAny } from "../state/watch-words.ts";
import { FormFoot } from "./dialogs.tsx";
import { NO_PLACE, PlaceFields, standsAt, usePlaces, type Place } from "./place-field.tsx";

/** Shares are written as per cent, speeds in Mb/s, everything else in the rule's own unit. */
const SCALES: Readonly<Record<string, number>> = { ratio: 100, "bits/s": 1e-6 };
const scaleOf = ({ unit }: RuleView): number => SCALES[unit] ?? 1;
const SEVERITIES = ["critical", "warning", "notice"] as const;
const LONGEST_HOLD = 7 * DAY;
/** A rule whose default is no whole minutes is set in seconds. */
const holdUnit = ({ defaults }: RuleView): readonly [number, "s" | "min"] =>
  defaults.holdMs % MINUTE === 0 ? [MINUTE, "min"] : [SECOND, "s"];

/** The number that a person typed, with a comma or a point; undefined: it is none. */
function numberOf(text: string): number | undefined {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() === "" || !Number.isFinite(value) || value < 0 ? undefined : value;
}

interface Form {
  readonly enabled: "on" | "off";
  readonly severity: Severity;
  readonly raise: string;
  readonly hold: string;
}
type Body = Parameters<typeof api.rules.$put>[0]["json"];
type Mistakes = Partial<Record<keyof Form, Mistake | string>>;

interface Props {
  readonly rule: RuleView;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Sets one rule otherwise for a unit, a site or a device, or takes that back. */
export function ThresholdDialog(props: Props) {
  const { view, held, form, set, mistakes, places, busy, refusal, save, takeBack } = useThreshold(props);
  const { name, reason } = sayRule(language.value, view.rule);
  return (
    <Dialog title={name} onClose={props.onClose}>
      <form onSubmit={(event) => void save(event)} noValidate>
        <div class="dialog-body">
          {refusal}
          <p class="quiet small">{reason}</p>
          <PlaceFields label={words("web.watch.where")} {...places} />
          <Fields view={view} held={held} form={form} mistakes={mistakes} set={set} />
          {held.own === undefined ? null : (
            <button type="button" class="button" disabled={busy} onClick={() => void takeBack()}>
              {words("web.watch.back")}
            </button>
          )}
        </div>
        <FormFoot busy={busy} action={words("web.watch.save")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

/** The rule at the place that is chosen, what is typed over it, and its way to the server. */
function useThreshold({ rule, onClose, onDone }: Props) {
  const [chosen, setChosen] = useState<Place>(NO_PLACE);
  const [typed, setTyped] = useState<Partial<Form>>({});
  const [tried, setTried] = useState(false);
  const { place, options, overview, problem } = usePlaces(chosen);
  const { busy, refusal, send } = useSending();
  const at = standsAt(place, overview);
  const heldIn = (one: RuleView) => heldAt(one, at, overview?.units ?? []);
  const formIn = (one: RuleView) => formOf(one, heldIn(one).now);
  const { seen: view, clashes, settle, renew } = useRebase(rule, formIn);
  const held = heldIn(view);
  const form: Form = { ...formIn(view), ...typed };
  const checked = check(view, form);
  const put = async (settings: Body["settings"]) => {
    if (at === undefined) return;
    const json: Body = { rule: view.rule, scope: at.scope, settings };
    const request = async () => {
      const sent = await ask(api.rules.$put({ json }, ifSeen(held.own?.etag ?? NO_ETAG)));
      return settle(sent, { form, set: setTyped }, () => again(view.rule));
    };
    if ((await send(request)) === undefined) return;
    toast(words("web.watch.ruleSaved"));
    onDone();
    onClose();
  };
  const save = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!checked.ok) return;
    const settings = ownSettings(held, checked.wanted);
    // Nothing is other than above: there is nothing to set.
    if (Object.keys(settings).length === 0) onClose();
    else await put(settings);
  };
  const onPlace = (next: Place) => {
    setChosen(next);
    // What holds at the other place is shown, not what was typed for this one.
    setTyped({});
    renew(view);
  };
  const mistakes: Mistakes = { ...clashes, ...(tried && !checked.ok ? checked.mistakes : {}) };
  const set = (change: Partial<Form>) => setTyped({ ...typed, ...change });
  const places = { place, options, problem, onPlace };
  const takeBack = () => put(null);
  // Without a place there is nothing to save it for; the field says why there is none.
  const isShut = busy || at === undefined;
  return { view, held, form, set, mistakes, places, busy: isShut, refusal, save, takeBack };
}

/** What holds at the place now. */
function formOf(view: RuleView, { enabled, severity, raise, holdMs }: RuleSettings): Form {
  return {
    enabled: enabled ? "on" : "off",
    severity,
    raise: typedNumber(raise * scaleOf(view)),
    hold: typedNumber(holdMs / holdUnit(view)[0]),
  };
}

async function again(rule: RuleView["rule"]): Promise<Answer<RuleView>> {
  const answer = await ask(api.rules.$get());
  if (!answer.ok) return answer;
  const rules = answer.value as unknown as readonly RuleView[];
  const found = rules.find((one) => one.rule === rule);
  return found === undefined ? { ok: false, problem: { kind: "offline" } } : { ok: true, value: found };
}

/** As somebody types it: without the separators of thousands, and without the crumbs of binary fractions. */
function typedNumber(value: number): string {
  const text = String(Number(value.toPrecision(6)));
  return language.value === "vi" ? text.replace(".", ",") : text;
}

function check(
  view: RuleView,
  form: Form,
):
  | { readonly ok: true; readonly wanted: WantedSettings }
  | { readonly ok: false; readonly mistakes: Mistakes } {
  const [limit, hold] = [numberOf(form.raise), numberOf(form.hold)];
  const [part, unit] = holdUnit(view);
  const raise = limit === undefined ? undefined : limit / scaleOf(view);
  const hasLimit = largestLimit(view.rule) !== undefined;
  const mistakes: Mistakes = {
    ...(hasLimit && (raise === undefined || !isLimit(view.rule, raise)) ? { raise: limitMistake(view) } : {}),
    ...(hold === undefined || hold * part > LONGEST_HOLD
      ? {
          hold: words("web.watch.m.hold", {
            unit: words(`web.watch.u.${unit}`),
            max: formatNumber(LONGEST_HOLD / part, language.value),
          }),
        }
      : {}),
  };
  if (raise === undefined || hold === undefined || Object.keys(mistakes).length > 0)
    return { ok: false, mistakes };
  return {
    ok: true,
    wanted: {
      enabled: form.enabled === "on",
      severity: form.severity,
      raise: hasLimit ? raise : undefined,
      holdMs: Math.round(hold * part),
    },
  };
}

function limitMistake(view: RuleView): string {
  const value = typedNumber(view.defaults.raise * scaleOf(view));
  const isShare = view.unit === "ratio" || view.unit === "percent";
  if (!isShare) return words("web.watch.m.number", { value });
  return words(view.worse === "above" ? "web.watch.m.percent" : "web.watch.m.percentBelow", { value });
}

/** The default, and what was set above this place where that is another. */
const usually = (usual: string, above: string | undefined): string =>
  above === undefined ? usual : `${usual} ${words("web.watch.setAbove", { value: above })}`;

interface FieldsProps {
  readonly view: RuleView;
  readonly held: HeldThere;
  readonly form: Form;
  readonly mistakes: Mistakes;
  readonly set: (change: Partial<Form>) => void;
}

function LimitField({ view, held: { inherited }, form, mistakes, set }: FieldsProps) {
  const { unit, worse, defaults } = view;
  const limit = (raise: number) => inUnit(language.value, unit as Parameters<typeof inUnit>[1], raise);
  return (
    <TextField
      label={words("web.watch.raise", { unit: wordsAny(`web.watch.u.${unit}`) })}
      value={form.raise}
      onValue={(raise) => set({ raise })}
      hint={usually(
        words(worse === "above" ? "web.watch.usualAbove" : "web.watch.usualBelow", {
          value: limit(defaults.raise),
        }),
        inherited.raise === defaults.raise ? undefined : limit(inherited.raise),
      )}
      mistake={mistakes.raise}
      maxLength={20}
    />
  );
}

function Fields(props: FieldsProps) {
  const { view, form, mistakes, set } = props;
  const { defaults } = view;
  const { inherited } = props.held;
  const lasting = (ms: number) => formatDuration(ms, language.value);
  return (
    <>
      <div class="pair">
        <SelectField
          label={words("web.watch.enabled")}
          value={form.enabled}
          onValue={(enabled) => set({ enabled })}
          mistake={mistakes.enabled}
          options={[
            ["on", words("web.watch.on")],
            ["off", words("web.watch.offChoice")],
          ]}
        />
        <SelectField
          label={words("web.watch.severity")}
          value={form.severity}
          onValue={(severity) => set({ severity })}
          mistake={mistakes.severity}
          options={SEVERITIES.map((one) => [one, saySeverity(language.value, one)] as const)}
        />
      </div>
      {largestLimit(view.rule) === undefined ? null : <LimitField {...props} />}
      <TextField
        label={words("web.watch.holdIn", { unit: words(`web.watch.u.${holdUnit(view)[1]}`) })}
        value={form.hold}
        onValue={(hold) => set({ hold })}
        hint={usually(
          words("web.watch.usualHold", { value: lasting(defaults.holdMs) }),
          inherited.holdMs === defaults.holdMs ? undefined : lasting(inherited.holdMs),
        )}
        mistake={mistakes.hold}
        maxLength={10}
      />
    </>
  );
}
