import { useState } from "preact/hooks";
import { DAY, HOUR, type Instant } from "../../../core/clock.ts";
import { formatDateTime, parseDateTime } from "../../../core/format.ts";
import { Dialog, useSending } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { words, wordsAny } from "../state/alert-words.ts";
import { api, ask } from "../state/api.ts";
import { slowNow } from "../state/clock.ts";
import { locale, t } from "../state/preferences.ts";
import { toast } from "../state/toasts.ts";
import { FormFoot } from "./dialogs.tsx";
import { NO_PLACE, PlaceFields, scopeOf, usePlaces, type Place } from "./place-field.tsx";

const LENGTHS = ["1", "2", "4", "8", "24", "72"] as const;
const REPEATS = ["once", "day", "week", "month"] as const;
type Repeats = (typeof REPEATS)[number];
/** A window must be over before it begins again. */
const PERIODS: Readonly<Record<Repeats, number>> = {
  once: Number.POSITIVE_INFINITY,
  day: DAY,
  week: 7 * DAY,
  month: 28 * DAY,
};

interface Form {
  readonly place: Place;
  readonly start: string;
  readonly hours: (typeof LENGTHS)[number];
  readonly repeats: Repeats;
  /** The last day on which it begins, dd/MM/yyyy; empty: it repeats for ever. */
  readonly until: string;
  readonly reason: string;
}
type Body = Parameters<typeof api.maintenance.$post>[0]["json"];
type Mistakes = Partial<Record<"start" | "hours" | "until", string>>;

const END_OF_DAY = "23:59";

/** The end of the last day; null: for ever; undefined: it is no day, or one before the beginning. */
function untilOf({ repeats, until }: Form, from: Instant | undefined): Instant | null | undefined {
  if (repeats === "once" || until.trim() === "") return null;
  const end = parseDateTime(`${until.trim()} ${END_OF_DAY}`, locale.value.timeZone);
  return end !== undefined && from !== undefined && end < from ? undefined : end;
}

/** What to send, or what is wrong in which field. */
function check(form: Form): Body | Mistakes {
  const { place, repeats, reason } = form;
  const from = parseDateTime(form.start, locale.value.timeZone);
  const long = Number(form.hours) * HOUR;
  const until = untilOf(form, from);
  const fits = long < PERIODS[repeats];
  const scope = scopeOf(place);
  if (from === undefined || until === undefined || !fits || scope === undefined) {
    return {
      ...(from === undefined ? { start: t("web.mistake.moment") } : {}),
      ...(fits ? {} : { hours: words("web.maintenance.m.length") }),
      ...(until === undefined ? { until: words("web.maintenance.m.until") } : {}),
    };
  }
  return {
    scope,
    from,
    to: from + long,
    repeats: repeats === "once" ? null : { every: repeats, until },
    reason: reason.trim(),
  };
}

const isBody = (checked: Body | Mistakes): checked is Body => "scope" in checked;

/** Plans a maintenance window for a unit, a site or a device. */
export function MaintenanceDialog(props: { readonly onClose: () => void; readonly onDone: () => void }) {
  const [form, setForm] = useState<Form>(() => ({
    place: NO_PLACE,
    start: formatDateTime(slowNow.peek() ?? 0, locale.value),
    hours: "2",
    repeats: "once",
    until: "",
    reason: "",
  }));
  const [tried, setTried] = useState(false);
  const { place, ...choice } = usePlaces(form.place);
  const { busy, refusal, send } = useSending();
  const checked = check({ ...form, place });
  const act = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!isBody(checked) || (await send(() => ask(api.maintenance.$post({ json: checked })))) === undefined)
      return;
    toast(words("web.maintenance.added"));
    props.onDone();
    props.onClose();
  };
  return (
    <Dialog title={words("web.maintenance.add")} onClose={props.onClose}>
      <form onSubmit={(event) => void act(event)} noValidate>
        <div class="dialog-body">
          {refusal}
          <PlaceFields
            label={words("web.maintenance.where")}
            place={place}
            options={choice.options}
            problem={choice.problem}
            onPlace={(next) => setForm({ ...form, place: next })}
          />
          <Times
            form={form}
            mistakes={tried && !isBody(checked) ? checked : {}}
            set={(change) => setForm({ ...form, ...change })}
          />
        </div>
        <FormFoot
          busy={busy || scopeOf(place) === undefined}
          action={words("web.maintenance.add")}
          onClose={props.onClose}
        />
      </form>
    </Dialog>
  );
}

function Times(props: {
  readonly form: Form;
  readonly mistakes: Mistakes;
  readonly set: (change: Partial<Form>) => void;
}) {
  const { form, mistakes, set } = props;
  return (
    <>
      <div class="pair">
        <TextField
          label={words("web.maintenance.start")}
          value={form.start}
          onValue={(start) => set({ start })}
          hint={words("web.maintenance.startHint")}
          mistake={mistakes.start}
          maxLength={20}
        />
        <SelectField
          label={words("web.maintenance.lasts")}
          value={form.hours}
          onValue={(hours) => set({ hours })}
          mistake={mistakes.hours}
          options={LENGTHS.map((n) => [n, words("web.maintenance.hours", { n })] as const)}
        />
        <SelectField
          label={words("web.maintenance.repeats")}
          value={form.repeats}
          onValue={(repeats) => set({ repeats })}
          options={REPEATS.map((one) => [one, wordsAny(`web.maintenance.${one}`)] as const)}
        />
        {form.repeats === "once" ? null : (
          <TextField
            label={words("web.maintenance.until")}
            value={form.until}
            onValue={(until) => set({ until })}
            hint={words("web.maintenance.untilHint")}
            mistake={mistakes.until}
            maxLength={10}
          />
        )}
      </div>
      <TextField
        label={words("web.maintenance.reason")}
        value={form.reason}
        onValue={(reason) => set({ reason })}
        maxLength={200}
        optional
      />
    </>
  );
}
