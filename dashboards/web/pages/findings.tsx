import { useState } from "preact/hooks";
import { sayBasis, sayFinding, sayLevel } from "../../../core/assets/say.ts";
import type { Finding } from "../../../core/assets/findings.ts";
import { formatCount, formatPercent } from "../../../core/format.ts";
import type { FindingsView } from "../../../core/wire/plans.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { subtree, writeDate } from "../lib/assets.ts";
import { filterFindings, levelRank, type FindingFilter } from "../lib/plan-state.ts";
import { assetHref } from "../lib/router.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Dialog } from "../pieces/dialog.tsx";
import { SelectField } from "../pieces/field.tsx";
import { asFinding, Evidence } from "../pieces/finding-list.tsx";
import { PageHead } from "../pieces/page-head.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { WordMark } from "../pieces/word-mark.tsx";
import { plansApi, unitsOf } from "../state/assets-api.ts";
import { planWords } from "../state/plan-words.ts";
import { language } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { PlanTabs } from "../pieces/plan-tabs.tsx";
import { unitOptions } from "./asset-filters.tsx";

interface Data {
  readonly view: FindingsView;
  readonly units: readonly UnitView[];
}

/** What can be said of the equipment, each with what it rests on. */
export function FindingsPage() {
  const resource = useResource<Data>(
    "findings",
    async () => {
      const [view, units] = await Promise.all([plansApi.findings(), unitsOf()]);
      if (!view.ok) return view;
      return units.ok ? { ok: true, value: { view: view.value, units: units.value } } : units;
    },
    300_000,
  );
  return (
    <>
      <PageHead title={planWords("web.plan.findings")} under={planWords("web.plan.findingsAbout")} />
      <PlanTabs />
      <View resource={resource} lines={12}>
        {(data) => <Findings {...data} />}
      </View>
    </>
  );
}

const STATES = { act: "bad", soon: "watch", mend: "watch", watch: "unknown", fine: "good" } as const;
const SHOWN_LEVELS = ["act", "soon", "mend", "watch", "fine"] as const;

function Findings({ view, units }: Data) {
  const [filter, setFilter] = useState<FindingFilter>({ unit: "", level: "", fine: false });
  const [open, setOpen] = useState<Finding | undefined>(undefined);
  const all = view.findings.map(asFinding);
  const shown = filterFindings(all, filter, (unit) => subtree(units, unit));
  const unitNames = new Map(view.units.map(({ id, name }) => [id, name]));
  const assets = new Map(view.assets.map((one) => [one.id, one]));
  const inUnit = filterFindings(all, { ...filter, level: "", fine: true }, (unit) => subtree(units, unit));
  const count = (level: Finding["level"]) => inUnit.filter((one) => one.level === level).length;
  return (
    <>
      <div class="panel figures" aria-live="polite">
        {SHOWN_LEVELS.map((level) => (
          <span key={level} class="figure">
            <WordMark state={STATES[level]} text={sayLevel(language.value, { level })} />
            <strong>{formatCount(count(level), language.value)}</strong>
          </span>
        ))}
      </div>
      <div class="filters">
        <SelectField
          label={planWords("web.plan.unit")}
          value={filter.unit}
          onValue={(unit) => setFilter({ ...filter, unit })}
          options={[["", planWords("web.plan.allUnits")], ...unitOptions(units)]}
        />
        <SelectField<FindingFilter["level"]>
          label={planWords("web.plan.level")}
          value={filter.level}
          onValue={(level) => setFilter({ ...filter, level })}
          options={[
            ["", planWords("web.plan.allLevels")],
            ...SHOWN_LEVELS.map((level) => [level, sayLevel(language.value, { level })] as const),
          ]}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={filter.fine}
            onChange={(event) => setFilter({ ...filter, fine: event.currentTarget.checked })}
          />
          {planWords("web.plan.showFine")}
        </label>
      </div>
      <DataTable
        label={planWords("web.plan.findings")}
        columns={columns(unitNames, assets)}
        rows={shown}
        rowKey={({ id }) => id}
        initial={{ by: "state", descending: false }}
        open={(finding) => () => setOpen(finding)}
        empty={
          <Empty body={planWords(all.length === 0 ? "web.plan.noFindingsYet" : "web.plan.noFindings")} />
        }
      />
      {open === undefined ? null : <FindingDialog finding={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function FindingDialog({ finding, onClose }: { readonly finding: Finding; readonly onClose: () => void }) {
  const said = sayFinding(language.value, finding);
  return (
    <Dialog title={said.title} onClose={onClose}>
      <div class="dialog-body">
        <p>
          <strong>{said.reason}</strong>
        </p>
        <p>{said.means}</p>
        <p class="attention-next">{said.do}</p>
        <Evidence finding={finding} />
      </div>
    </Dialog>
  );
}

function columns(
  unitNames: ReadonlyMap<string, string>,
  assets: ReadonlyMap<string, FindingsView["assets"][number]>,
): readonly Column<Finding>[] {
  const said = (finding: Finding) => sayFinding(language.value, finding);
  const unitOf = ({ unit }: Finding) => unitNames.get(unit) ?? unit;
  const assetOf = ({ asset }: Finding) => (asset === null ? "" : (assets.get(asset)?.name ?? asset));
  return [
    {
      id: "state",
      label: planWords("web.plan.level"),
      sort: ({ level }) => levelRank(level),
      text: (finding) => sayLevel(language.value, finding),
      cell: (finding) => <WordMark state={STATES[finding.level]} text={sayLevel(language.value, finding)} />,
    },
    {
      id: "what",
      label: planWords("web.plan.what"),
      head: true,
      sort: (finding) => said(finding).title,
      text: (finding) => `${said(finding).title} ${said(finding).reason}`,
      cell: (finding) => (
        <span class="cell-wide">
          <strong>{said(finding).title}</strong>. {said(finding).reason}
        </span>
      ),
    },
    {
      id: "asset",
      label: planWords("web.plan.asset"),
      sort: (finding) => assetOf(finding) || null,
      text: assetOf,
      cell: (finding) =>
        finding.asset === null ? "—" : <a href={assetHref(finding.asset)}>{assetOf(finding)}</a>,
      blank: ({ asset }) => asset === null,
    },
    { id: "unit", label: planWords("web.plan.unit"), sort: unitOf, text: unitOf, cell: unitOf },
    ...knownColumns(),
    {
      id: "actions",
      label: planWords("web.plan.evidence"),
      fixed: "buttons",
      sort: () => null,
      text: () => "",
      cell: () => <span class="cell-open">{planWords("web.plan.evidence")}</span>,
    },
  ];
}

/** Since when, and how it is known. */
function knownColumns(): readonly Column<Finding>[] {
  const known = (finding: Finding) =>
    `${sayBasis(language.value, finding)} · ${formatPercent(finding.confidence * 100, language.value)}`;
  return [
    {
      id: "since",
      label: planWords("web.plan.since"),
      numeric: true,
      rank: 2,
      sort: ({ since }) => since,
      text: ({ since }) => writeDate(since),
      cell: ({ since }) => writeDate(since) || "—",
      blank: ({ since }) => since === null,
    },
    {
      id: "known",
      label: planWords("web.plan.known"),
      rank: 2,
      sort: ({ confidence }) => -confidence,
      text: known,
      cell: (finding) => <span class={`basis-${finding.basis}`}>{known(finding)}</span>,
    },
  ];
}
