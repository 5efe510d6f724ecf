import { formatDate } from "../../../core/format.ts";
import type { AccessTokenMade } from "../../../core/wire/access-tokens.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { checkName, type Checked } from "../lib/forms.ts";
import { livingUnits, unitTree } from "../lib/units.ts";
import { Dialog, useSending } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { makeAccessToken } from "../state/access-tokens.ts";
import { copyText } from "../state/clipboard.ts";
import { locale, t } from "../state/preferences.ts";
import { me } from "../state/session.ts";
import { words } from "../state/store-words.ts";
import { FormFoot, useForm } from "./dialogs.tsx";

const LIVES = ["30", "90", "365", "1095"] as const;
type Life = (typeof LIVES)[number];
interface Form {
  readonly name: string;
  readonly unit: string;
  readonly days: Life;
}

function check({ name, unit, days }: Form): Checked<{ name: string; unit: string | null; days: number }> {
  const mistake = checkName(name);
  return mistake === undefined
    ? { ok: true, value: { name: name.trim(), unit: unit === "" ? null : unit, days: Number(days) } }
    : { ok: false, mistakes: { name: mistake } };
}

export function NewTokenDialog(props: {
  readonly units: readonly UnitView[];
  readonly onMade: (token: AccessTokenMade) => void;
  readonly onClose: () => void;
}) {
  const root = me.value?.unit ?? "";
  const empty: Form = { name: "", unit: root, days: "365" };
  const { form, mistakes, set, submit } = useForm(empty, check);
  const { busy, refusal, send } = useSending();
  const act = async (event: Event) => {
    event.preventDefault();
    const body = submit();
    if (body === undefined) return;
    const made = await send(() => makeAccessToken(body));
    if (made !== undefined) props.onMade(made);
  };
  const units = unitTree(livingUnits(props.units)).map(
    ({ unit, depth }) => [unit.id, `${"\u00A0".repeat(depth * 3)}${unit.name}`] as const,
  );
  // Who sees a part of the tree only, cannot give all of it away.
  const options = root === "" ? [["", words("web.access.allUnits")] as const, ...units] : units;
  return (
    <Dialog title={words("web.access.make")} onClose={props.onClose}>
      <form onSubmit={(event) => void act(event)} noValidate>
        <div class="dialog-body">
          {refusal}
          <TextField
            label={words("web.access.name")}
            value={form.name}
            onValue={(name) => set({ name })}
            placeholder={words("web.access.nameHint")}
            mistake={mistakes["name"]}
            maxLength={100}
            autofocus
          />
          <SelectField
            label={words("web.access.unit")}
            value={form.unit}
            onValue={(unit) => set({ unit })}
            options={options}
          />
          <SelectField
            label={words("web.access.days")}
            value={form.days}
            onValue={(days) => set({ days })}
            options={LIVES.map((days) => [days, words("web.access.life", { n: days })] as const)}
          />
        </div>
        <FormFoot busy={busy} action={words("web.access.make")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

/** The token, once, and what to type where in Grafana. */
export function MadeDialog({
  made,
  onClose,
}: {
  readonly made: AccessTokenMade;
  readonly onClose: () => void;
}) {
  const { origin } = window.location;
  const settings = [
    [words("web.access.url"), `${origin}/api/prom`],
    [words("web.access.header"), "Authorization"],
    [words("web.access.value"), `Bearer ${made.token}`],
    [words("web.access.method"), "POST"],
  ] as const;
  return (
    <Dialog title={words("web.access.made", { name: made.name })} onClose={onClose}>
      <div class="dialog-body">
        <code class="command">{made.token}</code>
        <p>
          <button
            type="button"
            class="button button-main"
            autofocus
            onClick={() => void copyText(made.token, t("web.copy.copied"))}
          >
            {t("web.copy.button")}
          </button>{" "}
          <span class="quiet">
            {words("web.access.expires")}: {formatDate(made.expiresAt, locale.value)}
          </span>
        </p>
        <Notice state="watch">{words("web.access.once")}</Notice>
        <h3>{words("web.access.grafana")}</h3>
        <p class="quiet small">{words("web.access.grafanaSource")}</p>
        {settings.map(([label, value]) => (
          <p key={label} class="small">
            {label}
            <code class="command">{value}</code>
          </p>
        ))}
        <p class="small">
          {words("web.access.scrape")}
          <code class="command">{`${origin}/metrics`}</code>
        </p>
      </div>
      <div class="dialog-foot">
        <button type="button" class="button" onClick={onClose}>
          {t("web.dialog.close")}
        </button>
      </div>
    </Dialog>
  );
}
