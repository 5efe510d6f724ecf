import { HOUR } from "../../../core/clock.ts";
import { formatDateTime, parseDateTime } from "../../../core/format.ts";
import type { Overview } from "../../../core/wire/views.ts";
import type { Checked } from "../lib/forms.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { words, wordsAny } from "../state/alert-words.ts";
import { api, ask } from "../state/api.ts";
import { slowNow } from "../state/clock.ts";
import { locale } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

const LENGTHS = ["1", "2", "4", "8", "24"] as const;
const REPEATS = ["once", "day", "week", "month"] as const;

interface Form {
  /** `unit:ID` or `site:ID`. */
  readonly where: string;
  readonly start: string;
  readonly hours: (typeof LENGTHS)[number];
  readonly repeats: (typeof REPEATS)[number];
  readonly reason: string;
}
interface Body {
  readonly scope: { readonly kind: "unit" | "site"; readonly id: string };
  readonly from: number;
  readonly to: number;
  readonly repeats: { readonly every: "day" | "week" | "month"; readonly until: null } | null;
  readonly reason: string;
}

function check({ where, start, hours, repeats, reason }: Form): Checked<Body> {
  const from = parseDateTime(start, locale.value.timeZone);
  if (from === undefined) return { ok: false, mistakes: { start: { key: "web.mistake.moment" } } };
  const [kind, id = ""] = where.split(":");
  return {
    ok: true,
    value: {
      scope: { kind: kind === "unit" ? "unit" : "site", id },
      from,
      to: from + Number(hours) * HOUR,
      repeats: repeats === "once" ? null : { every: repeats, until: null },
      reason: reason.trim(),
    },
  };
}

/** Units, and below each its sites. */
export function placesOf(overview: Overview | undefined): readonly (readonly [string, string])[] {
  const places: (readonly [string, string])[] = [];
  for (const unit of overview?.units ?? []) {
    places.push([`unit:${unit.id}`, unit.name]);
    for (const { id, name } of unit.sites) places.push([`site:${id}`, `\u00A0\u00A0\u00A0${name}`]);
  }
  return places;
}

/** Plans a maintenance window for a unit or a site. */
export function MaintenanceDialog(props: { readonly onClose: () => void; readonly onDone: () => void }) {
  const overview = useResource("overview for maintenance", () => ask(api.overview.$get()));
  const places = placesOf(overview.data.value);
  const start = formatDateTime(slowNow.peek() ?? 0, locale.value);
  const { form, mistakes, set, submit } = useForm<Form, Body>(
    { where: "", start, hours: "2", repeats: "once", reason: "" },
    (given) => check({ ...given, where: given.where === "" ? (places[0]?.[0] ?? "") : given.where }),
  );
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    (json) => ask(api.maintenance.$post({ json })),
    () => words("web.maintenance.added"),
  );
  return (
    <Dialog title={words("web.maintenance.add")} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <SelectField
            label={words("web.maintenance.where")}
            value={form.where === "" ? (places[0]?.[0] ?? "") : form.where}
            onValue={(where) => set({ where })}
            options={places}
          />
          <TextField
            label={words("web.maintenance.start")}
            value={form.start}
            onValue={(value) => set({ start: value })}
            hint={words("web.maintenance.startHint")}
            mistake={mistakes["start"]}
            maxLength={20}
          />
          <SelectField
            label={words("web.maintenance.lasts")}
            value={form.hours}
            onValue={(hours) => set({ hours })}
            options={LENGTHS.map((n) => [n, words("web.maintenance.hours", { n })] as const)}
          />
          <SelectField
            label={words("web.maintenance.repeats")}
            value={form.repeats}
            onValue={(repeats) => set({ repeats })}
            options={REPEATS.map((one) => [one, wordsAny(`web.maintenance.${one}`)] as const)}
          />
          <TextField
            label={words("web.maintenance.reason")}
            value={form.reason}
            onValue={(reason) => set({ reason })}
            maxLength={200}
            optional
          />
        </div>
        <FormFoot busy={busy} action={words("web.maintenance.add")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}
