import { useState } from "preact/hooks";
import { formatDateTime } from "../../../core/format.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { TextField } from "../pieces/field.tsx";
import { Section } from "../pieces/page-head.tsx";
import { plansApi, type VersionView } from "../state/assets-api.ts";
import { planWords } from "../state/plan-words.ts";
import { locale } from "../state/preferences.ts";
import { mayEdit } from "../state/session.ts";
import { todayText } from "./asset-bulk.tsx";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";
import { Bought } from "./plan-bought.tsx";

/** Versions that nothing changes any more, and what was bought of them. */
export function Versions(props: {
  readonly plan: string;
  /** Of the plan as it is before the person: that and nothing newer is frozen. */
  readonly etag: string;
  readonly versions: readonly VersionView[];
  readonly units: readonly UnitView[];
  readonly before: () => Promise<boolean>;
  readonly reload: () => void;
}) {
  const { plan, versions, before, reload } = props;
  const [freezing, setFreezing] = useState(false);
  const [open, setOpen] = useState<string | undefined>(undefined);
  return (
    <Section
      title={planWords("web.plan.versions")}
      actions={
        mayEdit() ? (
          <button
            type="button"
            class="button"
            onClick={() => void before().then((saved) => setFreezing(saved))}
          >
            {planWords("web.plan.freeze")}
          </button>
        ) : undefined
      }
    >
      <div class="panel">
        {versions.length === 0 ? <p class="table-none">{planWords("web.plan.noVersions")}</p> : null}
        {versions.map((version) => (
          <div key={version.id} class="event">
            <span class="quiet">
              {formatDateTime(version.frozenAt, locale.value)} · {version.frozenBy}
            </span>
            <span>
              {version.name}{" "}
              <button
                type="button"
                class="button button-plain"
                aria-expanded={open === version.id}
                onClick={() => setOpen(open === version.id ? undefined : version.id)}
              >
                {planWords("web.plan.compareBought")}
              </button>
            </span>
          </div>
        ))}
      </div>
      {open === undefined ? null : <Bought key={open} version={open} units={props.units} />}
      {freezing ? (
        <FreezeDialog plan={plan} etag={props.etag} onClose={() => setFreezing(false)} onDone={reload} />
      ) : null}
    </Section>
  );
}

function FreezeDialog(props: {
  readonly plan: string;
  readonly etag: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { form, mistakes, set, submit } = useForm(
    { name: planWords("web.plan.versionOf", { date: todayText() }) },
    ({ name }) =>
      name.trim() === ""
        ? { ok: false, mistakes: { name: { key: "web.mistake.required" } } }
        : { ok: true, value: name.trim() },
  );
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    (name) => plansApi.freeze(props.plan, name, props.etag),
    (name) => planWords("web.plan.frozen", { name }),
  );
  return (
    <Dialog title={planWords("web.plan.freeze")} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <p>{planWords("web.plan.freezeBody")}</p>
          <TextField
            label={planWords("web.plan.versionName")}
            value={form.name}
            onValue={(name) => set({ name })}
            mistake={mistakes["name"]}
            autofocus
          />
        </div>
        <FormFoot busy={busy} action={planWords("web.plan.freeze")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}
