import { useState } from "preact/hooks";
import { FUNDING_SOURCES, type FundingSource } from "../../../core/assets/types.ts";
import type { Plan } from "../../../core/planning/scenario.ts";
import { saySource } from "../../../core/planning/say.ts";
import type { PlanScenario } from "../../../core/planning/types.ts";
import { readMoney, writeMoney } from "../lib/assets.ts";
import { sayMoneyShort } from "../lib/money.ts";
import { askedBySource, sliderEnd, sliderStep, sourcesOf, withCeiling } from "../lib/plan-state.ts";
import { planWords } from "../state/plan-words.ts";
import { language } from "../state/preferences.ts";
import { mayEdit } from "../state/session.ts";

interface Props {
  readonly scenario: PlanScenario;
  readonly plan: Plan;
  readonly onScenario: (scenario: PlanScenario) => void;
}

/** How much money each source has: dragged, or typed. Whoever may only look may still try. */
export function Ceilings({ scenario, plan, onScenario }: Props) {
  const asked = askedBySource(plan.candidates);
  const sources = sourcesOf(scenario, asked);
  const others = FUNDING_SOURCES.filter((source) => !sources.includes(source));
  return (
    <section class="panel panel-body ceilings" aria-label={planWords("web.plan.ceilings")}>
      {sources.map((source) => (
        <Ceiling
          key={source}
          label={saySource(language.value, source)}
          amount={scenario.ceilings[source] ?? 0}
          asked={asked[source] ?? 0}
          spent={plan.choice.bySource[source] ?? 0}
          onAmount={(amount) => onScenario(withCeiling(scenario, source, amount))}
        />
      ))}
      <div class="button-row">
        {others.map((source) => (
          <AddSource
            key={source}
            source={source}
            onAdd={() => onScenario(withCeiling(scenario, source, 0))}
          />
        ))}
        {mayEdit() ? null : <span class="quiet small">{planWords("web.plan.onlyTry")}</span>}
      </div>
    </section>
  );
}

function AddSource({ source, onAdd }: { readonly source: FundingSource; readonly onAdd: () => void }) {
  return (
    <button type="button" class="button button-plain" onClick={onAdd}>
      + {saySource(language.value, source)}
    </button>
  );
}

function Ceiling(props: {
  readonly label: string;
  readonly amount: number;
  readonly asked: number;
  readonly spent: number;
  readonly onAmount: (amount: number) => void;
}) {
  const { label, amount, asked, spent, onAmount } = props;
  // What is being typed is no amount yet.
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const [end] = useState(() => sliderEnd(asked, amount));
  const text = typed ?? writeMoney(amount);
  const wrong = typed !== undefined && (readMoney(typed) ?? null) === null;
  return (
    <div class="ceiling">
      <span class="ceiling-label">{label}</span>
      <input
        class="ceiling-range"
        type="range"
        min={0}
        max={Math.max(end, amount)}
        step={sliderStep(end)}
        value={amount}
        aria-label={planWords("web.plan.ceilingOf", { source: label })}
        aria-valuetext={sayMoneyShort(amount, language.value)}
        onInput={(event) => {
          setTyped(undefined);
          onAmount(Number(event.currentTarget.value));
        }}
      />
      <input
        class="input ceiling-input"
        inputMode="numeric"
        value={text}
        aria-label={planWords("web.plan.ceilingTyped", { source: label })}
        aria-invalid={wrong}
        onInput={(event) => {
          const value = event.currentTarget.value;
          setTyped(value);
          const read = readMoney(value);
          if (read !== undefined && read !== null) onAmount(read);
        }}
        onBlur={() => setTyped(undefined)}
      />
      <span class="ceiling-use small quiet">
        {planWords("web.plan.uses", {
          spent: sayMoneyShort(spent, language.value),
          asked: sayMoneyShort(asked, language.value),
        })}
      </span>
      <meter
        class="ceiling-meter"
        min={0}
        max={Math.max(1, amount)}
        value={spent}
        aria-label={planWords("web.plan.spentOf", { source: label })}
      />
    </div>
  );
}
