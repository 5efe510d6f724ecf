import { useState } from "preact/hooks";
import type { UnitProfile } from "../../../core/assets/types.ts";
import { NO_ETAG } from "../../../core/etag.ts";
import type { UnitProfileView } from "../../../core/wire/assets.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import type { Checked, Mistakes } from "../lib/forms.ts";
import type { Answer } from "../lib/problem.ts";
import { unitTree } from "../lib/units.ts";
import { AssetTabs } from "../pieces/asset-tabs.tsx";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Dialog } from "../pieces/dialog.tsx";
import { TextField } from "../pieces/field.tsx";
import { textOr } from "../pieces/money.tsx";
import { PageHead } from "../pieces/page-head.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { profilesApi, unitsOf } from "../state/assets-api.ts";
import { words } from "../state/asset-words.ts";
import { t } from "../state/preferences.ts";
import { useRebase } from "../state/rebase.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

interface Row {
  readonly unit: UnitView;
  readonly depth: number;
  readonly profile: UnitProfileView | undefined;
}

/** What norms and documents need to know of each unit. */
export function UnitProfilesPage() {
  const [open, setOpen] = useState<Row | undefined>(undefined);
  const resource = useResource<readonly Row[]>(
    "unit profiles",
    async () => {
      const [profiles, units] = await Promise.all([profilesApi.list(), unitsOf()]);
      if (!profiles.ok) return profiles;
      if (!units.ok) return units;
      const known = new Map(profiles.value.map((profile) => [profile.unit, profile]));
      const rows = unitTree(units.value).map(({ unit, depth }) => ({
        unit,
        depth,
        profile: known.get(unit.id),
      }));
      return { ok: true, value: rows };
    },
    300_000,
  );
  return (
    <>
      <PageHead title={words("web.asset.units.title")} under={words("web.asset.units.about")} />
      <AssetTabs />
      <View resource={resource}>
        {(rows) => (
          <DataTable
            label={words("web.asset.units.title")}
            columns={columns()}
            rows={rows}
            rowKey={({ unit }) => unit.id}
            initial={{ by: "", descending: false }}
            {...(mayEdit() ? { open: (row: Row) => () => setOpen(row) } : {})}
            empty={<Empty body={words("web.asset.units.none")} />}
          />
        )}
      </View>
      {open === undefined ? null : (
        <ProfileDialog row={open} onClose={() => setOpen(undefined)} onDone={() => void resource.reload()} />
      )}
    </>
  );
}

function columns(): readonly Column<Row>[] {
  const column = (
    id: string,
    label: string,
    of: (profile: UnitProfile) => string | number | null,
    numeric = false,
  ): Column<Row> => {
    const text = ({ profile }: Row) => String((profile === undefined ? null : of(profile)) ?? "");
    return {
      id,
      label,
      numeric,
      sort: ({ profile }) => (profile === undefined ? null : of(profile)),
      text,
      cell: (row) => textOr(text(row)),
      blank: (row) => text(row) === "",
    };
  };
  return [
    {
      id: "unit",
      label: words("web.asset.col.unit"),
      head: true,
      sort: ({ unit }) => unit.name,
      text: ({ unit }) => unit.name,
      cell: ({ unit, depth }) => (
        <span class="cell-name">
          {"\u00A0\u00A0\u00A0".repeat(depth)}
          {unit.name}
        </span>
      ),
    },
    column("staff", words("web.asset.units.staff"), ({ staff }) => staff, true),
    column("leaders", words("web.asset.units.leaders"), ({ leaders }) => leaders, true),
    column("counters", words("web.asset.units.counters"), ({ counters }) => counters, true),
    column("agency", words("web.asset.units.agency"), ({ agency }) => agency),
    column("signTitle", words("web.asset.units.signTitle"), ({ signTitle }) => signTitle),
    column("signName", words("web.asset.units.signName"), ({ signName }) => signName),
  ];
}

const COUNTS = ["staff", "leaders", "counters"] as const;
const TEXTS = [
  "superior",
  "agency",
  "abbreviation",
  "place",
  "budgetCode",
  "signAuthority",
  "signTitle",
  "signName",
] as const;
type Form = Readonly<Record<(typeof COUNTS)[number] | (typeof TEXTS)[number] | "recipients", string>>;

function formOf(profile: UnitProfile | undefined): Form {
  const texts = [...COUNTS, ...TEXTS].map((name) => [name, String(profile?.[name] ?? "")] as const);
  return Object.fromEntries([...texts, ["recipients", (profile?.recipients ?? []).join("; ")]]) as Form;
}

function check(form: Form, unit: string): Checked<UnitProfile> {
  const mistakes: Mistakes = {};
  for (const name of COUNTS) {
    if (form[name].trim() !== "" && !/^\d{1,5}$/.test(form[name].trim()))
      mistakes[name] = { key: "web.mistake.count", params: { min: 0, max: "99.999" } };
  }
  if (Object.keys(mistakes).length > 0) return { ok: false, mistakes };
  const counts = COUNTS.map((name) => [name, form[name].trim() === "" ? null : Number(form[name])] as const);
  const texts = TEXTS.map((name) => [name, form[name].trim() || null] as const);
  const recipients = form.recipients
    .split(";")
    .map((one) => one.trim())
    .filter(Boolean);
  return {
    ok: true,
    value: { unit, ...Object.fromEntries([...counts, ...texts]), recipients } as unknown as UnitProfile,
  };
}

async function profileAgain(unit: string): Promise<Answer<UnitProfileView | undefined>> {
  const answer = await profilesApi.list();
  return answer.ok ? { ok: true, value: answer.value.find((one) => one.unit === unit) } : answer;
}

function ProfileDialog(props: {
  readonly row: Row;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { unit, profile } = props.row;
  const { seen, clashes, settle } = useRebase(profile, formOf);
  const { form, mistakes, set, submit } = useForm(formOf(profile), (typed: Form) => check(typed, unit.id));
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    async (typed) =>
      settle(await profilesApi.save(typed, seen?.etag ?? NO_ETAG), { form, set }, () =>
        profileAgain(unit.id),
      ),
    () => words("web.asset.saved", { name: unit.name }),
  );
  const field = (name: keyof Form, hint?: string) => (
    <TextField
      key={name}
      label={words(`web.asset.units.${name}`)}
      value={form[name]}
      onValue={(value) => set({ [name]: value })}
      mistake={mistakes[name] ?? clashes[name]}
      hint={hint}
      optional
    />
  );
  return (
    <Dialog title={unit.name} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <div class="pair">
            {field("staff")}
            {field("leaders", words("web.asset.units.leadersHint"))}
          </div>
          <div class="pair">
            {field("counters")}
            {field("budgetCode")}
          </div>
          {field("superior", words("web.asset.units.superiorHint"))}
          {field("agency", words("web.asset.units.agencyHint"))}
          <div class="pair">
            {field("abbreviation", words("web.asset.units.abbreviationHint"))}
            {field("place", words("web.asset.units.placeHint"))}
          </div>
          {field("signAuthority", words("web.asset.units.signAuthorityHint"))}
          <div class="pair">
            {field("signTitle", words("web.asset.units.signTitleHint"))}
            {field("signName")}
          </div>
          {field("recipients", words("web.asset.units.recipientsHint"))}
        </div>
        <FormFoot busy={busy} action={t("web.device.save")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}
