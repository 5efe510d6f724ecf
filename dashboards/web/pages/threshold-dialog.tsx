import { useState } from "preact/hooks";
import { clearOf, isLimit, largestLimit } from "../../../core/alerting/limits.ts";
import { inUnit } from "../../../core/alerting/say-values.ts";
import { sayRule, saySeverity } from "../../../core/alerting/say.ts";
import type { RuleSettings, Severity } from "../../../core/alerting/types.ts";
import { DAY, MINUTE } from "../../../core/clock.ts";
import { formatNumber } from "../../../core/format.ts";
import type { RuleView } from "../../../core/wire/alerts.ts";
import { Dialog, useSending } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { api, ask } from "../state/api.ts";
import { language } from "../state/preferences.ts";
import { toast } from "../state/toasts.ts";
import { words, wordsAny } from "../state/watch-words.ts";
import { FormFoot } from "./dialogs.tsx";
import { NO_PLACE, PlaceFields, scopeOf, usePlaces, type Place } from "./place-field.tsx";

/** Shares are written as per cent, speeds in Mb/s, everything else in the rule's own unit. */
const SCALES: Readonly<Record<string, number>> = { ratio: 100, "bits/s": 1e-6 };
const scaleOf = ({ unit }: RuleView): number => SCALES[unit] ?? 1;
const SEVERITIES = ["critical", "warning", "notice"] as const;
const LONGEST_HOLD = (7 * DAY) / MINUTE;

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
type Settings = NonNullable<Body["settings"]>;
type Mistakes = Partial<Record<"raise" | "hold", string>>;

/** Sets one rule otherwise for a unit, a site or a device, or takes that back. */
export function ThresholdDialog(props: {
  readonly rule: RuleView;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { rule: view } = props;
  const [chosen, setChosen] = useState<Place>(NO_PLACE);
  const [typed, setTyped] = useState<Partial<Form>>({});
  const [tried, setTried] = useState(false);
  const { place, options } = usePlaces(chosen);
  const { busy, refusal, send } = useSending();
  const scope = scopeOf(place);
  const own = view.overrides.find((one) => one.scope.kind === scope?.kind && one.scope.id === scope.id);
  const form: Form = { ...formOf(view, own?.settings), ...typed };
  const checked = check(view, form);
  const put = async (settings: Body["settings"]) => {
    if (scope === undefined) return;
    const json: Body = { rule: view.rule, scope, settings };
    if ((await send(() => ask(api.rules.$put({ json })))) === undefined) return;
    toast(words("web.watch.ruleSaved"));
    props.onDone();
    props.onClose();
  };
  const act = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (checked.ok) await put(checked.settings);
  };
  return (
    <Dialog title={sayRule(language.value, view.rule).name} onClose={props.onClose}>
      <form onSubmit={(event) => void act(event)} noValidate>
        <div class="dialog-body">
          {refusal}
          <p class="quiet small">{sayRule(language.value, view.rule).reason}</p>
          <PlaceFields
            label={words("web.watch.where")}
            place={place}
            options={options}
            onPlace={(next) => {
              setChosen(next);
              // What holds at the other place is shown, not what was typed for this one.
              setTyped({});
            }}
          />
          <Fields
            view={view}
            form={form}
            mistakes={tried && !checked.ok ? checked.mistakes : {}}
            set={(change) => setTyped({ ...typed, ...change })}
          />
          {own === undefined ? null : (
            <button type="button" class="button" disabled={busy} onClick={() => void put(null)}>
              {words("web.watch.back")}
            </button>
          )}
        </div>
        <FormFoot busy={busy} action={words("web.watch.save")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

/** What holds there now: the place's own numbers over the defaults. */
function formOf(view: RuleView, own: Partial<RuleSettings> = {}): Form {
  const { enabled, severity, raise, holdMs } = { ...view.defaults, ...own };
  return {
    enabled: enabled ? "on" : "off",
    severity,
    raise: typedNumber(raise * scaleOf(view)),
    hold: typedNumber(holdMs / MINUTE),
  };
}

/** As somebody types it: without the separators of thousands, and without the crumbs of binary fractions. */
function typedNumber(value: number): string {
  const text = String(Number(value.toPrecision(6)));
  return language.value === "vi" ? text.replace(".", ",") : text;
}

function check(
  view: RuleView,
  form: Form,
): { readonly ok: true; readonly settings: Settings } | { readonly ok: false; readonly mistakes: Mistakes } {
  const [limit, minutes] = [numberOf(form.raise), numberOf(form.hold)];
  const raise = limit === undefined ? undefined : limit / scaleOf(view);
  const hasLimit = largestLimit(view.rule) !== undefined;
  const mistakes: Mistakes = {
    ...(hasLimit && (raise === undefined || !isLimit(view.rule, raise)) ? { raise: limitMistake(view) } : {}),
    ...(minutes === undefined || minutes > LONGEST_HOLD
      ? { hold: words("web.watch.m.hold", { max: formatNumber(LONGEST_HOLD, language.value) }) }
      : {}),
  };
  if (raise === undefined || minutes === undefined || Object.keys(mistakes).length > 0)
    return { ok: false, mistakes };
  const { enabled, severity } = form;
  return {
    ok: true,
    settings: {
      enabled: enabled === "on",
      severity,
      ...(hasLimit ? limits(view, raise) : {}),
      holdMs: Math.round(minutes * MINUTE),
    },
  };
}

function limitMistake(view: RuleView): string {
  const value = typedNumber(view.defaults.raise * scaleOf(view));
  const isShare = view.unit === "ratio" || view.unit === "percent";
  if (!isShare) return words("web.watch.m.number", { value });
  return words(view.worse === "above" ? "web.watch.m.percent" : "web.watch.m.percentBelow", { value });
}

function limits({ rule, defaults }: RuleView, raise: number): { raise?: number; clear?: number } {
  return raise === defaults.raise ? {} : { raise, clear: clearOf(rule, defaults, raise) };
}

function Fields(props: {
  readonly view: RuleView;
  readonly form: Form;
  readonly mistakes: Mistakes;
  readonly set: (change: Partial<Form>) => void;
}) {
  const { view, form, mistakes, set } = props;
  const { rule, unit, defaults } = view;
  return (
    <>
      <div class="pair">
        <SelectField
          label={words("web.watch.enabled")}
          value={form.enabled}
          onValue={(enabled) => set({ enabled })}
          options={[
            ["on", words("web.watch.on")],
            ["off", words("web.watch.offChoice")],
          ]}
        />
        <SelectField
          label={words("web.watch.severity")}
          value={form.severity}
          onValue={(severity) => set({ severity })}
          options={SEVERITIES.map((one) => [one, saySeverity(language.value, one)] as const)}
        />
      </div>
      {largestLimit(rule) === undefined ? null : (
        <TextField
          label={words("web.watch.raise", { unit: wordsAny(`web.watch.u.${unit}`) })}
          value={form.raise}
          onValue={(raise) => set({ raise })}
          hint={words(view.worse === "above" ? "web.watch.usualAbove" : "web.watch.usualBelow", {
            value: inUnit(language.value, unit as Parameters<typeof inUnit>[1], defaults.raise),
          })}
          mistake={mistakes.raise}
          maxLength={20}
        />
      )}
      <TextField
        label={words("web.watch.holdMinutes")}
        value={form.hold}
        onValue={(hold) => set({ hold })}
        hint={words("web.watch.usualHold", {
          value: formatNumber(defaults.holdMs / MINUTE, language.value),
        })}
        mistake={mistakes.hold}
        maxLength={10}
      />
    </>
  );
}
