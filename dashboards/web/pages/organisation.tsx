import { useState } from "preact/hooks";
import type { Overview, UnitView } from "../../../core/wire/views.ts";
import { writeDate } from "../lib/assets.ts";
import { siteHref } from "../lib/router.ts";
import { siteMark } from "../lib/states.ts";
import { livingUnits, unitTree } from "../lib/units.ts";
import { later } from "../pieces/later.tsx";
import { Section } from "../pieces/page-head.tsx";
import { Shape } from "../pieces/state-mark.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { words } from "../state/organisation-words.ts";
import { t } from "../state/preferences.ts";
import type { Resource } from "../state/resource.ts";
import { mayEdit, me } from "../state/session.ts";
import { SiteDialog, UnitDialog } from "./organisation-dialogs.tsx";

const EditUnitDialog = later(async () => (await import("./organisation-change.tsx")).EditUnitDialog, true);
const MergeDialog = later(async () => (await import("./organisation-change.tsx")).MergeDialog, true);

type Open = { readonly what: "unit" | "site" | "merge" } | { readonly what: "edit"; readonly unit: UnitView };

const governs = () => me.value?.role === "administrator";

/** Units and their sites, as a tree. */
export function Organisation({ resource }: { readonly resource: Resource<Overview> }) {
  const [open, setOpen] = useState<Open | undefined>(undefined);
  const units = resource.data.value?.units ?? [];
  const edit = (unit: UnitView) => (governs() ? () => setOpen({ what: "edit", unit }) : undefined);
  return (
    <Section
      title={t("web.settings.organisation")}
      actions={<Buttons living={livingUnits(units).length} onOpen={(what) => setOpen({ what })} />}
    >
      <View resource={resource} lines={4}>
        {(overview) => (
          <div class="panel">
            {overview.units.length === 0 ? <Empty body={t("web.settings.noUnits")} /> : null}
            {unitTree(overview.units).map(({ unit, depth }) => (
              <Unit key={unit.id} unit={unit} depth={depth} edit={edit(unit)} />
            ))}
          </div>
        )}
      </View>
      <Dialogs
        open={open}
        units={units}
        onClose={() => setOpen(undefined)}
        onDone={() => void resource.reload()}
      />
    </Section>
  );
}

type Adding = "unit" | "site" | "merge";

/** `living`: how many units there are that have not ended. */
function Buttons({ living, onOpen }: { readonly living: number; readonly onOpen: (what: Adding) => void }) {
  const button = (what: Adding, label: string) => (
    <button type="button" class="button" onClick={() => onOpen(what)}>
      {label}
    </button>
  );
  return (
    <>
      {governs() ? button("unit", t("web.settings.addUnit")) : null}
      {mayEdit() && living > 0 ? button("site", t("web.settings.addSite")) : null}
      {governs() && living > 1 ? button("merge", words("web.unit.merge")) : null}
    </>
  );
}

function Dialogs(props: {
  readonly open: Open | undefined;
  readonly units: readonly UnitView[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { open, ...dialog } = props;
  switch (open?.what) {
    case "unit":
      return <UnitDialog {...dialog} units={livingUnits(dialog.units)} />;
    case "site":
      return <SiteDialog {...dialog} units={livingUnits(dialog.units)} />;
    case "merge":
      return <MergeDialog {...dialog} />;
    case "edit":
      return <EditUnitDialog {...dialog} unit={open.unit} />;
    case undefined:
      return null;
  }
}

function Unit(props: {
  readonly unit: UnitView;
  readonly depth: number;
  readonly edit: (() => void) | undefined;
}) {
  const { unit, depth, edit } = props;
  return (
    <div class="tree-unit" style={{ paddingLeft: `${16 + depth * 24}px` }}>
      <strong>{unit.name}</strong>
      <span class="quiet small">
        {t(`web.kind.${unit.kind}`)}
        {unit.validTo === null ? null : ` · ${words("web.unit.ended", { on: writeDate(unit.validTo) })}`}
      </span>
      {edit === undefined ? null : (
        <button
          type="button"
          class="button button-plain"
          aria-label={words("web.unit.editOf", { name: unit.name })}
          onClick={edit}
        >
          {words("web.unit.edit")}
        </button>
      )}
      <span class="tree-sites">
        {unit.sites.length === 0 ? (
          <span class="quiet small">{t("web.settings.noSitesInUnit")}</span>
        ) : (
          unit.sites.map((site) => (
            <a key={site.id} class="mark" href={siteHref(site.id)}>
              <Shape state={siteMark(site).state} />
              {site.name}
            </a>
          ))
        )}
      </span>
    </div>
  );
}
