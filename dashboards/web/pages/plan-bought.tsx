import { useState } from "preact/hooks";
import { formatNumber } from "../../../core/format.ts";
import { sayIndicator, sayNotYet } from "../../../core/planning/say.ts";
import type { VersionDetail } from "../../../core/wire/plans.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import type { Purchase } from "../lib/asset-form.ts";
import { readMoney, writeDate, writeMoney } from "../lib/assets.ts";
import type { Checked } from "../lib/forms.ts";
import { newThings } from "../lib/plan-asset.ts";
import type { Answer } from "../lib/problem.ts";
import { sayMoney } from "../lib/money.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Dialog } from "../pieces/dialog.tsx";
import { TextField } from "../pieces/field.tsx";
import { later } from "../pieces/later.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { WordMark } from "../pieces/word-mark.tsx";
import { plansApi } from "../state/assets-api.ts";
import { planWords } from "../state/plan-words.ts";
import { language, t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { todayText, withDay } from "./asset-bulk.tsx";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";
import { booksColumn } from "./plan-books.tsx";

const AssetDialog = later(async () => (await import("./asset-dialog.tsx")).AssetDialog, true);

type Line = VersionDetail["comparison"][number];

const DONE: ReadonlySet<Line["outcome"]> = new Set(["as_planned", "dearer", "cheaper"]);
const countsOf = (lines: readonly Line[]) => ({
  n: lines.filter(({ planned }) => planned !== null).length,
  bought: lines.filter(({ outcome }) => DONE.has(outcome)).length,
  partly: lines.filter(({ outcome }) => outcome === "partly").length,
});

interface Shown extends VersionDetail {
  readonly newThings: ReturnType<typeof newThings>;
}
/** The frozen document is long: it is read once, not with every key. */
async function shownOf(version: string): Promise<Answer<Shown>> {
  const answer = await plansApi.version(version);
  return answer.ok ? { ok: true, value: { ...answer.value, newThings: newThings(answer.value) } } : answer;
}

/** A frozen version beside what was bought of it. */
export function Bought(props: { readonly version: string; readonly units: readonly UnitView[] }) {
  const { version, units } = props;
  const resource = useResource<Shown>(`version ${version}`, () => shownOf(version), 300_000);
  const [line, setLine] = useState<Line | undefined>(undefined);
  const [purchase, setPurchase] = useState<Purchase | undefined>(undefined);
  const sum = (lines: readonly Line[], of: (one: Line) => number | undefined) =>
    sayMoney(
      lines.reduce((all, one) => all + (of(one) ?? 0), 0),
      language.value,
    );
  return (
    <View resource={resource}>
      {({ comparison, bought: entries, ...detail }) => (
        <>
          <p class="plan-bought" aria-live="polite">
            {planWords("web.plan.boughtSum", {
              bought: sum(comparison, ({ bought }) => bought?.amount),
              planned: sum(comparison, ({ planned }) => planned?.amount),
            })}
            {". "}
            {planWords("web.plan.boughtLines", countsOf(comparison))}
          </p>
          <DataTable
            label={planWords("web.plan.compareBought")}
            columns={[...columns(mayEdit() ? setLine : undefined), booksColumn(version, detail, setPurchase)]}
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
              seen={entries.find(({ candidate }) => candidate === line.candidate)?.etag ?? "none"}
              onClose={() => setLine(undefined)}
              onDone={() => void resource.reload()}
            />
          )}
          {purchase === undefined ? null : (
            <AssetDialog
              units={units}
              purchase={purchase}
              onClose={() => setPurchase(undefined)}
              onDone={() => void resource.reload()}
            />
          )}
        </>
      )}
    </View>
  );
}

/** What asks for a look comes first. */
const ORDER: readonly Line["outcome"][] = [
  "not_planned",
  "dearer",
  "partly",
  "not_bought",
  "cheaper",
  "as_planned",
];
const MARKS = {
  not_planned: "watch",
  dearer: "watch",
  partly: "watch",
  not_bought: "off",
  cheaper: "good",
  as_planned: "good",
} as const satisfies Record<Line["outcome"], string>;

const outcomeText = ({ outcome, unitDifference }: Line): string =>
  planWords(`web.plan.outcome.${outcome}`, {
    by: sayMoney(Math.abs(unitDifference ?? 0), language.value),
  });

function money(
  id: string,
  label: string,
  of: (line: Line) => { readonly quantity: number; readonly amount: number } | null,
): Column<Line> {
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
}

/** Hours without LAN a month before and after; "" where nothing was bought. */
function around({ bought, before, after, afterDue }: Line): string {
  if (bought === null) return "";
  if (before === null && after === null && afterDue === null) return planWords("web.plan.notMeasured");
  const told = (hours: number | null) =>
    hours === null ? planWords("web.plan.unmeasured") : formatNumber(hours, language.value);
  return planWords("web.plan.around", {
    before: told(before),
    after:
      afterDue === null
        ? told(after)
        : planWords("web.plan.notYet", { text: sayNotYet(language.value), date: writeDate(afterDue) }),
  });
}

function columns(open: ((line: Line) => void) | undefined): readonly Column<Line>[] {
  return [
    {
      id: "item",
      label: planWords("web.plan.col.item"),
      head: true,
      sort: ({ item }) => item,
      text: ({ item }) => item,
      cell: (line) =>
        open === undefined ? (
          <span class="cell-name">{line.item}</span>
        ) : (
          <button type="button" class="cell-button" onClick={() => open(line)}>
            <span class="cell-name">{line.item}</span>
            <span class="cell-under">{planWords("web.plan.enterBought")}</span>
          </button>
        ),
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
      id: "outcome",
      label: planWords("web.plan.col.outcome"),
      sort: ({ outcome }) => ORDER.indexOf(outcome),
      text: outcomeText,
      cell: (line) => <WordMark state={MARKS[line.outcome]} text={outcomeText(line)} />,
    },
    {
      id: "hours",
      label: sayIndicator(language.value),
      sort: ({ before }) => before,
      text: around,
      cell: (line) =>
        around(line) || (
          <span class="quiet" title={planWords("web.plan.outcome.not_bought")}>
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
  /** The etag of what was written of it so far. */
  readonly seen: string;
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
    (body) => plansApi.bought(version, { candidate: line.candidate, asset: null, ...body }, props.seen),
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
              hint={planWords("web.plan.boughtHint")}
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
