import { useState } from "preact/hooks";
import { sayPriority, sayReasons, saySource, sayAction } from "../../../core/planning/say.ts";
import type { PlanScenario } from "../../../core/planning/types.ts";
import { sayMoney } from "../lib/money.ts";
import { withLock, type Lock, type PlanLine } from "../lib/plan-state.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Choices } from "../pieces/field.tsx";
import { Section } from "../pieces/page-head.tsx";
import { Empty } from "../pieces/view.tsx";
import { WordMark } from "../pieces/word-mark.tsx";
import { explanationText } from "../state/plan-explain.ts";
import { planWords } from "../state/plan-words.ts";
import { language } from "../state/preferences.ts";
import { mayEdit } from "../state/session.ts";

type Shown = "in" | "out" | "all";

interface Props {
  readonly lines: readonly PlanLine[];
  readonly scenario: PlanScenario;
  readonly onScenario: (scenario: PlanScenario) => void;
  readonly unitNames: ReadonlyMap<string, string>;
  readonly open: (id: string) => void;
}

/** The lines that are in and those that are out, each with why. */
export function PlanLines(props: Props) {
  const [shown, setShown] = useState<Shown>("in");
  const { lines } = props;
  const chosen = lines.filter((line) => line.in);
  const rows = shown === "all" ? lines : shown === "in" ? chosen : lines.filter((line) => !line.in);
  const out = lines.length - chosen.length;
  return (
    <Section
      title={planWords("web.plan.lines")}
      actions={
        <Choices<Shown>
          label={planWords("web.plan.lines")}
          value={shown}
          onValue={setShown}
          options={[
            ["in", planWords("web.plan.in", { n: chosen.length })],
            ["out", planWords("web.plan.out", { n: out })],
            ["all", planWords("web.plan.all", { n: lines.length })],
          ]}
        />
      }
    >
      <DataTable
        label={planWords("web.plan.lines")}
        columns={columns(props)}
        rows={rows}
        rowKey={({ candidate }) => candidate.id}
        initial={{ by: "state", descending: false }}
        open={({ candidate }) =>
          () =>
            props.open(candidate.id)
          }
        empty={<Empty body={planWords(shown === "in" ? "web.plan.nothingIn" : "web.plan.nothingOut")} />}
      />
    </Section>
  );
}

function columns({ scenario, onScenario, unitNames, open }: Props): readonly Column<PlanLine>[] {
  const unitOf = ({ candidate }: PlanLine) => unitNames.get(candidate.unit) ?? candidate.unit;
  return [
    {
      id: "state",
      label: planWords("web.plan.col.state"),
      sort: orderOf,
      text: ({ in: chosen }) => planWords(chosen ? "web.plan.isIn" : "web.plan.isOut"),
      cell: ({ in: chosen }) => (
        <WordMark
          state={chosen ? "good" : "off"}
          text={planWords(chosen ? "web.plan.isIn" : "web.plan.isOut")}
        />
      ),
    },
    {
      id: "item",
      label: planWords("web.plan.col.item"),
      head: true,
      sort: ({ candidate }) => candidate.item,
      text: ({ candidate }) => `${sayAction(language.value, candidate.action)} ${candidate.item}`,
      cell: (line) => <ItemCell line={line} open={open} />,
    },
    { id: "unit", label: planWords("web.plan.unit"), sort: unitOf, text: unitOf, cell: unitOf },
    amountColumn(),
    {
      id: "points",
      label: planWords("web.plan.col.points"),
      numeric: true,
      sort: ({ candidate }) => candidate.points,
      text: ({ candidate }) => String(candidate.points),
      cell: pointsCell,
    },
    ...whyColumns(),
    {
      id: "lock",
      label: planWords("web.plan.col.lock"),
      fixed: "buttons",
      sort: () => null,
      text: () => "",
      cell: ({ candidate, lock }) => (
        <LockButtons
          name={candidate.item}
          lock={lock}
          onLock={(next) => onScenario(withLock(scenario, candidate.id, next))}
        />
      ),
    },
  ];
}

/** What is in comes first, then priority, then points. */
const orderOf = ({ in: chosen, candidate }: PlanLine): number =>
  (chosen ? 0 : 1e9) + candidate.priority * 1e7 - candidate.points;

/** Three lines of it; all of it on hover, on paper, and in the line's dialog. */
const Clamped = ({ text }: { readonly text: string }) => (
  <span class="cell-reasons" title={text}>
    {text}
  </span>
);

/** A line of any table of candidates. */
type OfCandidate = Pick<PlanLine, "candidate">;

const pointsCell = ({ candidate }: OfCandidate) => (
  <span title={sayPriority(language.value, candidate.priority)}>{candidate.points}</span>
);

/** What a line costs, and on hover from which source. */
export const amountColumn = <Line extends OfCandidate>(): Column<Line> => ({
  id: "amount",
  label: planWords("web.plan.col.amount"),
  numeric: true,
  sort: ({ candidate }) => candidate.amount,
  text: ({ candidate }) => String(candidate.amount),
  cell: ({ candidate }) => (
    <span title={saySource(language.value, candidate.source)}>
      {sayMoney(candidate.amount, language.value)}
    </span>
  ),
});

/** What speaks for a line, and why it is in or out. */
function whyColumns(): readonly Column<PlanLine>[] {
  const why = ({ explanation }: PlanLine) => explanationText(explanation);
  const reasons = ({ candidate }: PlanLine) => sayReasons(language.value, candidate);
  return [
    {
      id: "reasons",
      label: planWords("web.plan.col.reasons"),
      rank: 2,
      sort: reasons,
      text: reasons,
      cell: (line) => <Clamped text={reasons(line)} />,
    },
    {
      id: "why",
      label: planWords("web.plan.col.why"),
      sort: why,
      text: why,
      cell: (line) => <Clamped text={why(line)} />,
    },
  ];
}

function ItemCell({ line, open }: { readonly line: PlanLine; readonly open: (id: string) => void }) {
  const { candidate, edited } = line;
  return (
    <button type="button" class="cell-button" onClick={() => open(candidate.id)}>
      <span class="cell-name">
        {candidate.item}
        {candidate.quantity > 1 ? ` × ${candidate.quantity}` : ""}
      </span>
      <span class="cell-under">
        {sayAction(language.value, candidate.action)}
        {edited ? ` · ${planWords("web.plan.edited")}` : ""}
        {candidate.warnings.length > 0
          ? ` · ⚠ ${planWords("web.plan.warningsN", { n: candidate.warnings.length })}`
          : ""}
      </span>
    </button>
  );
}

/** Must be in, must stay out; pressed again it is free. */
export function LockButtons(props: {
  readonly name: string;
  readonly lock: Lock;
  readonly onLock: (lock: Lock) => void;
}) {
  const { name, lock, onLock } = props;
  return (
    <span class="lock" role="group" aria-label={planWords("web.plan.lockOf", { name })}>
      {(["must", "never"] as const).map((one) => (
        <button
          key={one}
          type="button"
          class="choice lock-choice"
          aria-pressed={lock === one}
          title={planWords(`web.plan.lock.${one}Title`)}
          disabled={!mayEdit()}
          onClick={() => onLock(lock === one ? "free" : one)}
        >
          {planWords(`web.plan.lock.${one}`)}
        </button>
      ))}
    </span>
  );
}
