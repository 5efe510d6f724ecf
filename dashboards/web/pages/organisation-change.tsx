import { siteEtag, unitEtag } from "../../../core/etag.ts";
import type { SiteView, UnitView } from "../../../core/wire/views.ts";
import { dayOf, writeDate } from "../lib/assets.ts";
import {
  checkMerge,
  checkSite,
  checkUnit,
  placesFor,
  unitForm,
  type MergeForm,
  type SiteForm,
  type UnitForm,
} from "../lib/organisation.ts";
import type { Answer } from "../lib/problem.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { api, ask, ifSeen } from "../state/api.ts";
import { now } from "../state/clock.ts";
import { words } from "../state/organisation-words.ts";
import { locale, t } from "../state/preferences.ts";
import { useRebase } from "../state/rebase.ts";
import { useResource } from "../state/resource.ts";
import { me } from "../state/session.ts";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";
import { UNIT_KINDS, unitOptions } from "./organisation-dialogs.tsx";

interface Props {
  readonly onClose: () => void;
  readonly onDone: () => void;
}
interface OfUnits extends Props {
  readonly units: readonly UnitView[];
}

/** It is not there, or not seen, any more. */
const GONE: Answer<never> = { ok: false, problem: { kind: "strange", status: 404 } };

async function unitAgain(id: string): Promise<Answer<UnitView>> {
  const answer = await ask(api.overview.$get());
  if (!answer.ok) return answer;
  const unit = answer.value.units.find((one) => one.id === id);
  return unit === undefined ? GONE : { ok: true, value: unit };
}

/** Its name, its kind, and which unit it belongs to. */
export function EditUnitDialog(props: OfUnits & { readonly unit: UnitView }) {
  const { unit, units } = props;
  const { seen, clashes, settle } = useRebase(unit, unitForm);
  const { form, mistakes, set, submit } = useForm(unitForm(unit), (typed: UnitForm) =>
    checkUnit(typed, unitForm(seen)),
  );
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    async (json) =>
      settle(
        await ask(api.units[":unit"].$patch({ param: { unit: unit.id }, json }, ifSeen(unitEtag(seen)))),
        { form, set },
        () => unitAgain(unit.id),
      ),
    () => words("web.unit.saved", { name: form.name.trim() }),
  );
  // Who sees a part of the tree only, makes no new top; a merged unit stays where it is.
  const top = me.value?.unit === null || seen.parent === null;
  const places = placesFor(unit.id, units).concat(units.filter(({ id }) => id === seen.parent));
  return (
    <Dialog title={words("web.unit.editOf", { name: unit.name })} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <TextField
            label={words("web.unit.name")}
            value={form.name}
            onValue={(name) => set({ name })}
            mistake={mistakes["name"] ?? clashes["name"]}
            autofocus
          />
          <div class="pair">
            <SelectField
              label={t("web.field.kind")}
              value={form.kind}
              onValue={(kind) => set({ kind })}
              options={UNIT_KINDS.map((kind) => [kind, t(`web.kind.${kind}`)] as const)}
              mistake={clashes["kind"]}
            />
            {unit.validTo === null ? (
              <SelectField
                label={t("web.field.parent")}
                value={form.parent}
                onValue={(parent) => set({ parent })}
                options={[
                  ...(top ? [["", t("web.field.parentNone")] as const] : []),
                  ...unitOptions([...new Set(places)]),
                ]}
                mistake={clashes["parent"]}
              />
            ) : null}
          </div>
        </div>
        <FormFoot busy={busy} action={t("web.device.save")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

type Site = Pick<SiteView, "id" | "name" | "unit">;
const siteForm = ({ name, unit }: Site): SiteForm => ({ name, unit });

/** Its name, and which unit has it. */
export function EditSiteDialog(props: Props & { readonly site: Site }) {
  const { site } = props;
  const overview = useResource("units of a site", () => ask(api.overview.$get()));
  const { seen, clashes, settle } = useRebase<Site, SiteForm>(site, siteForm);
  const { form, mistakes, set, submit } = useForm(siteForm(site), (typed: SiteForm) =>
    checkSite(typed, siteForm(seen)),
  );
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    async (json) =>
      settle(
        await ask(api.sites[":site"].$patch({ param: { site: site.id }, json }, ifSeen(siteEtag(seen)))),
        { form, set },
        () => ask(api.sites[":site"].$get({ param: { site: site.id } })),
      ),
    (_, { assets }) =>
      assets === 0
        ? words("web.unit.saved", { name: form.name.trim() })
        : words("web.unit.siteMoved", { name: form.name.trim(), n: assets }),
  );
  const units = (overview.data.value?.units ?? []).filter(
    ({ id, validTo }) => validTo === null || id === seen.unit,
  );
  return (
    <Dialog title={words("web.unit.editOf", { name: site.name })} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <TextField
            label={words("web.unit.name")}
            value={form.name}
            onValue={(name) => set({ name })}
            mistake={mistakes["name"] ?? clashes["name"]}
            autofocus
          />
          <SelectField
            label={words("web.unit.unit")}
            value={form.unit}
            onValue={(unit) => set({ unit })}
            options={unitOptions(units)}
            mistake={clashes["unit"]}
            hint={words("web.unit.siteMoves")}
          />
        </div>
        <FormFoot busy={busy} action={t("web.device.save")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

const merge = ({ from, into, on }: MergeForm) =>
  ask(api.units[":unit"].merge.$post({ param: { unit: from }, json: { into, on } }));

const choose = () => ["", words("web.unit.choose")] as const;

/** A unit ends and becomes part of another. */
export function MergeDialog(props: OfUnits) {
  const living = props.units.filter(({ validTo }) => validTo === null);
  const today = dayOf(now.value ?? Date.now(), locale.value.timeZone);
  const check = (typed: MergeForm) => checkMerge(typed, today);
  const { form, mistakes, set, submit } = useForm({ from: "", into: "", on: writeDate(today) }, check);
  const nameOf = (unit: string) => props.units.find(({ id }) => id === unit)?.name ?? "";
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    merge,
    ({ from, into }, { moved, people, services, tokens }) =>
      words("web.unit.merged", {
        from: nameOf(from),
        into: nameOf(into),
        assets: moved,
        people,
        services,
        tokens,
      }),
  );
  // One's own unit cannot end: what it goes into would have to be above it.
  const ending = living.filter(({ id }) => id !== me.value?.unit);
  const places = form.from === "" ? living : placesFor(form.from, props.units);
  return (
    <Dialog title={words("web.unit.mergeTitle")} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <p>{words("web.unit.mergeBody")}</p>
          <SelectField
            label={words("web.unit.mergeFrom")}
            value={form.from}
            onValue={(from) =>
              set({
                from,
                into: placesFor(from, props.units).some(({ id }) => id === form.into) ? form.into : "",
              })
            }
            options={[choose(), ...unitOptions(ending)]}
            mistake={mistakes["from"]}
          />
          <SelectField
            label={words("web.unit.mergeInto")}
            value={form.into}
            onValue={(into) => set({ into })}
            options={[choose(), ...unitOptions(places)]}
            mistake={mistakes["into"]}
          />
          <TextField
            label={words("web.unit.mergeOn")}
            value={form.on}
            onValue={(on) => set({ on })}
            hint={words("web.unit.mergeOnHint")}
            mistake={mistakes["on"]}
          />
        </div>
        <FormFoot busy={busy} action={words("web.unit.merge")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}
