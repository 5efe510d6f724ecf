import { useState } from "preact/hooks";
import { formatDateTime, formatNumber } from "../../../core/format.ts";
import type { VersionDetail } from "../../../core/wire/plans.ts";
import { readMoney, writeDate, writeMoney } from "../lib/assets.ts";
import type { Checked } from "../lib/forms.ts";
import { sayMoney } from "../lib/money.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Dialog } from "../pieces/dialog.tsx";
import { TextField } from "../pieces/field.tsx";
import { Section } from "../pieces/page-head.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { plansApi, type VersionView } from "../state/assets-api.ts";
import { planWords } from "../state/plan-words.ts";
import { language, locale, t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { todayText, withDay } from "./asset-bulk.tsx";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

/** Versions that nothing changes any more, and what was bought of them. */
export function Versions(props: {
  readonly plan: string;
  readonly versions: readonly VersionView[];
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
      {open === undefined ? null : <Bought key={open} version={open} />}
      {freezing ? <FreezeDialog plan={plan} onClose={() => setFreezing(false)} onDone={reload} /> : null}
    </Section>
  );
}

function FreezeDialog(props: {
  readonly plan: string;
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
    (name) => plansApi.freeze(props.plan, name),
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

type Line = VersionDetail["comparison"][number];

/** A frozen version beside what was bought of it. */
function Bought({ version }: { readonly version: string }) {
  const resource = useResource(`version ${version}`, () => plansApi.version(version), 300_000);
  const [line, setLine] = useState<Line | undefined>(undefined);
  const sum = (lines: readonly Line[], of: (one: Line) => number | undefined) =>
    sayMoney(
      lines.reduce((all, one) => all + (of(one) ?? 0), 0),
      language.value,
    );
  return (
    <View resource={resource}>
      {({ comparison }) => (
        <>
          <p class="plan-bought" aria-live="polite">
            {planWords("web.plan.boughtSum", {
              bought: sum(comparison, ({ bought }) => bought?.amount),
              planned: sum(comparison, ({ planned }) => planned?.amount),
            })}
          </p>
          <DataTable
            label={planWords("web.plan.compareBought")}
            columns={columns()}
            rows={comparison}
            rowKey={({ candidate }) => candidate}
            initial={{ by: "item", descending: false }}
            {...(mayEdit() ? { open: (one: Line) => () => setLine(one) } : {})}
            empty={<Empty body={planWords("web.plan.nothingIn")} />}
          />
          {line === undefined ? null : (
            <BoughtDialog
              version={version}
              line={line}
              onClose={() => setLine(undefined)}
              onDone={() => void resource.reload()}
            />
          )}
        </>
      )}
    </View>
  );
}

function columns(): readonly Column<Line>[] {
  const money = (
    id: string,
    label: string,
    of: (line: Line) => { readonly quantity: number; readonly amount: number } | null,
  ): Column<Line> => {
    const text = (line: Line) => {
      const one = of(line);
      return one === null ? "" : `${one.quantity} · ${sayMoney(one.amount, language.value)}`;
    };
    return {
      id,
      label,
      numeric: true,
      sort: (line) => of(line)?.amount,
      text,
      cell: (line) => text(line) || "—",
    };
  };
  const hours = ({ before, after }: Line) =>
    before === null && after === null
      ? ""
      : [before, after].map((one) => (one === null ? "—" : formatNumber(one, language.value))).join(" → ");
  return [
    {
      id: "item",
      label: planWords("web.plan.col.item"),
      head: true,
      sort: ({ item }) => item,
      text: ({ item }) => item,
      cell: ({ item }) => <span class="cell-name">{item}</span>,
    },
    {
      id: "unit",
      label: planWords("web.plan.unit"),
      sort: ({ unitName }) => unitName,
      text: ({ unitName }) => unitName,
      cell: ({ unitName }) => unitName,
    },
    money("planned", planWords("web.plan.planned"), ({ planned }) => planned),
    money("bought", planWords("web.plan.bought"), ({ bought }) => bought),
    {
      id: "hours",
      label: planWords("web.plan.beforeAfter"),
      numeric: true,
      sort: ({ before }) => before,
      text: hours,
      cell: (line) =>
        hours(line) || (
          <span class="quiet" title={planWords("web.plan.notMeasured")}>
            —
          </span>
        ),
    },
  ];
}

interface BoughtForm {
  readonly quantity: string;
  readonly amount: string;
  readonly on: string;
}
interface BoughtBody {
  readonly quantity: number;
  readonly amount: number;
  readonly on: string;
}

function check({ quantity, amount, on }: BoughtForm): Checked<BoughtBody> {
  const money = readMoney(amount);
  if (!/^\d{1,5}$/.test(quantity.trim()))
    return {
      ok: false,
      mistakes: { quantity: { key: "web.mistake.count", params: { min: 0, max: "99.999" } } },
    };
  if (money === undefined || money === null)
    return { ok: false, mistakes: { amount: { key: "web.mistake.money" } } };
  return withDay(on, (day) => ({ quantity: Number(quantity), amount: money, on: day }));
}

function BoughtDialog(props: {
  readonly version: string;
  readonly line: Line;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { line, version } = props;
  const from = line.bought ?? line.planned;
  const { form, mistakes, set, submit } = useForm<BoughtForm, BoughtBody>(
    {
      quantity: String(from?.quantity ?? 1),
      amount: writeMoney(from?.amount ?? null),
      on: line.bought === null ? todayText() : writeDate(line.bought.on),
    },
    check,
  );
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    (body) => plansApi.bought(version, { candidate: line.candidate, asset: null, ...body }),
    () => planWords("web.plan.saved", { name: line.item }),
  );
  return (
    <Dialog title={planWords("web.plan.boughtOf", { item: line.item })} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <div class="pair">
            <TextField
              label={planWords("web.plan.quantity")}
              type="number"
              value={form.quantity}
              onValue={(quantity) => set({ quantity })}
              mistake={mistakes["quantity"]}
              autofocus
            />
            <TextField
              label={planWords("web.plan.paid")}
              value={form.amount}
              onValue={(amount) => set({ amount })}
              mistake={mistakes["amount"]}
            />
          </div>
          <TextField
            label={planWords("web.plan.boughtOn")}
            value={form.on}
            onValue={(on) => set({ on })}
            mistake={mistakes["on"]}
          />
        </div>
        <FormFoot busy={busy} action={t("web.device.save")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}
