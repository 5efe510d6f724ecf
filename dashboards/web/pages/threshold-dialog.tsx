import { useState } from "preact/hooks";
import { sayRule, saySeverity } from "../../../core/alerting/say.ts";
import type { Severity } from "../../../core/alerting/types.ts";
import { MINUTE } from "../../../core/clock.ts";
import { formatNumber } from "../../../core/format.ts";
import type { RuleView } from "../../../core/wire/alerts.ts";
import { Dialog, useSending } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { api, ask } from "../state/api.ts";
import { language } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { toast } from "../state/toasts.ts";
import { words } from "../state/watch-words.ts";
import { FormFoot } from "./dialogs.tsx";
import { placesOf } from "./maintenance-dialog.tsx";

/** Shares are written as per cent, everything else in the rule's own unit. */
const scaleOf = (unit: string): number => (unit === "ratio" ? 100 : 1);
const SEVERITIES = ["critical", "warning", "notice"] as const;

const numberOf = (text: string): number | undefined => {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() === "" || !Number.isFinite(value) || value < 0 ? undefined : value;
};

interface Form {
  /** `unit:ID` or `site:ID`. */
  readonly where: string;
  readonly enabled: "on" | "off";
  readonly severity: Severity;
  readonly raise: string;
  readonly hold: string;
}

/** Sets one rule otherwise for a unit or a site, or takes that back. */
export function ThresholdDialog(props: {
  readonly rule: RuleView;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { rule: view } = props;
  const overview = useResource("overview for thresholds", () => ask(api.overview.$get()));
  const places = placesOf(overview.data.value);
  const [form, setForm] = useState(formOf(view));
  const [mistake, setMistake] = useState<string | undefined>(undefined);
  const { busy, refusal, send } = useSending();
  const shown = { ...form, where: form.where === "" ? (places[0]?.[0] ?? "") : form.where };
  const put = async (settings: Body["settings"]) => {
    const json: Body = { rule: view.rule, scope: scopeOf(shown.where), settings };
    if ((await send(() => ask(api.rules.$put({ json })))) === undefined) return;
    toast(words("web.watch.ruleSaved"));
    props.onDone();
    props.onClose();
  };
  const act = async (event: Event) => {
    event.preventDefault();
    const settings = settingsOf(view, shown);
    if (typeof settings === "string") setMistake(settings);
    else await put(settings);
  };
  const isSet = view.overrides.some(({ scope }) => `${scope.kind}:${scope.id}` === shown.where);
  return (
    <Dialog title={sayRule(language.value, view.rule).name} onClose={props.onClose}>
      <form onSubmit={(event) => void act(event)} noValidate>
        <div class="dialog-body">
          {refusal}
          <p class="quiet small">{sayRule(language.value, view.rule).reason}</p>
          {mistake === undefined ? null : (
            <p class="field-mistake" role="alert">
              {mistake}
            </p>
          )}
          <Fields
            view={view}
            form={shown}
            places={places}
            set={(change) => setForm({ ...form, ...change })}
          />
          {isSet ? (
            <button type="button" class="button" disabled={busy} onClick={() => void put(null)}>
              {words("web.watch.back")}
            </button>
          ) : null}
        </div>
        <FormFoot busy={busy} action={words("web.watch.set")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

const formOf = ({ defaults, unit }: RuleView): Form => ({
  where: "",
  enabled: defaults.enabled ? "on" : "off",
  severity: defaults.severity,
  raise: String(defaults.raise * scaleOf(unit)),
  hold: String(defaults.holdMs / MINUTE),
});

const usualOf = ({ defaults, unit }: RuleView) => ({
  raise: formatNumber(defaults.raise * scaleOf(unit), language.value),
  hold: formatNumber(defaults.holdMs / MINUTE, language.value),
});

function scopeOf(where: string): Body["scope"] {
  const [kind, id = ""] = where.split(":");
  return { kind: kind === "site" ? "site" : "unit", id };
}

/** What to send, or what must be mended first. */
function settingsOf(view: RuleView, form: Form): NonNullable<Body["settings"]> | string {
  const [limit, minutes] = [numberOf(form.raise), numberOf(form.hold)];
  const usual = usualOf(view);
  if (limit === undefined) return words("web.watch.m.number", { value: usual.raise });
  if (minutes === undefined) return words("web.watch.m.number", { value: usual.hold });
  return {
    enabled: form.enabled === "on",
    severity: form.severity,
    ...limits(view, limit / scaleOf(view.unit)),
    holdMs: Math.round(minutes * MINUTE),
  };
}

function Fields(props: {
  readonly view: RuleView;
  readonly form: Form;
  readonly places: readonly (readonly [string, string])[];
  readonly set: (change: Partial<Form>) => void;
}) {
  const { view, form, set } = props;
  const usual = usualOf(view);
  return (
    <>
      <SelectField
        label={words("web.watch.where")}
        value={form.where}
        onValue={(where) => set({ where })}
        options={props.places}
      />
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
      {view.unit === "state" ? null : (
        <TextField
          label={words("web.watch.raise", { value: usual.raise })}
          value={form.raise}
          onValue={(raise) => set({ raise })}
          maxLength={20}
        />
      )}
      <TextField
        label={words("web.watch.holdMinutes", { value: usual.hold })}
        value={form.hold}
        onValue={(hold) => set({ hold })}
        maxLength={10}
      />
    </>
  );
}

type Body = Parameters<typeof api.rules.$put>[0]["json"];

/** The limit at which it is good again keeps its distance, as a share of the threshold. */
function limits({ defaults, unit }: RuleView, raise: number): { raise?: number; clear?: number } {
  if (unit === "state" || raise === defaults.raise) return {};
  const share = defaults.raise === 0 ? 1 : defaults.clear / defaults.raise;
  return { raise, clear: raise * share };
}
