import { useMemo, useState } from "preact/hooks";
import { FUNDING_SOURCES, type FundingSource } from "../../../core/assets/types.ts";
import { sayFinding, sayLevel } from "../../../core/assets/say.ts";
import { formatCount } from "../../../core/format.ts";
import { explainOne } from "../../../core/planning/explain.ts";
import type { Plan } from "../../../core/planning/scenario.ts";
import { sayAction, sayGround, sayPriority, saySource, sayWarning } from "../../../core/planning/say.ts";
import type { Candidate, PlanScenario } from "../../../core/planning/types.ts";
import { readMoney, writeMoney } from "../lib/assets.ts";
import type { CandidatesView } from "../lib/candidates.ts";
import { sayMoney } from "../lib/money.ts";
import { lockOf, withEdit, withLock } from "../lib/plan-state.ts";
import { assetHref } from "../lib/router.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { Evidence } from "../pieces/finding-list.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { changeText, explanationText } from "../state/plan-explain.ts";
import { planWords } from "../state/plan-words.ts";
import { language, t } from "../state/preferences.ts";
import { mayEdit } from "../state/session.ts";
import { LockButtons } from "./plan-lines.tsx";

interface Props {
  readonly id: string;
  readonly plan: Plan;
  /** As the evidence made it, before changes by hand. */
  readonly original: Candidate | undefined;
  readonly scenario: PlanScenario;
  readonly onScenario: (scenario: PlanScenario) => void;
  readonly view: CandidatesView;
  readonly unitNames: ReadonlyMap<string, string>;
  readonly onClose: () => void;
}

/** Everything behind one line: its reasons down to the evidence, why it is in or out, what may be changed. */
export function LineDialog(props: Props) {
  const { id, plan, original, scenario, onScenario, view, unitNames, onClose } = props;
  const candidate = plan.candidates.find((one) => one.id === id) ?? original;
  const why = useMemo(() => explainOne(plan.items, plan.rules, plan.choice, id), [plan, id]);
  if (candidate === undefined || original === undefined) return null;
  const names = new Map(view.assets.map((asset) => [asset.id, asset.name]));
  return (
    <Dialog title={candidate.item} onClose={onClose}>
      <div class="dialog-body">
        <p class="quiet">
          {[
            sayAction(language.value, candidate.action),
            unitNames.get(candidate.unit) ?? candidate.unit,
            sayPriority(language.value, candidate.priority),
          ].join(" · ")}
        </p>
        <Notice state={why?.in === true ? "good" : "unknown"}>
          {[explanationText(why), ...(why === undefined ? [] : changeText(why))].join(" ")}
        </Notice>
        {candidate.assets.length === 0 ? null : (
          <p>
            {planWords("web.plan.replaces")}{" "}
            {candidate.assets.map((asset, i) => (
              <span key={asset}>
                {i === 0 ? "" : ", "}
                <a href={assetHref(asset)}>{names.get(asset) ?? asset}</a>
              </span>
            ))}
            {candidate.ground === null ? null : ` · ${sayGround(language.value, candidate.ground)}`}
          </p>
        )}
        <Reasons candidate={candidate} />
        {candidate.warnings.map((warning, i) => (
          <Notice key={i} state="watch">
            {sayWarning(language.value, warning)}
          </Notice>
        ))}
        {mayEdit() ? (
          <Change candidate={candidate} original={original} scenario={scenario} onScenario={onScenario} />
        ) : null}
        <LockButtons
          name={candidate.item}
          lock={lockOf(scenario, id)}
          onLock={(lock) => onScenario(withLock(scenario, id, lock))}
        />
      </div>
      <div class="dialog-foot">
        <button type="button" class="button" onClick={onClose}>
          {t("web.dialog.close")}
        </button>
      </div>
    </Dialog>
  );
}

function Reasons({ candidate }: { readonly candidate: Candidate }) {
  return (
    <section>
      <h3>{planWords("web.plan.reasonsOf", { n: candidate.points })}</h3>
      {candidate.reasons.map(({ finding, points }) => {
        const said = sayFinding(language.value, finding);
        return (
          <details key={finding.id} class="finding">
            <summary>
              <span class="reason-points">+{points}</span>
              <span class="finding-what">
                <strong>{said.title}</strong> {said.reason}
              </span>
              <span class="finding-basis">{sayLevel(language.value, finding)}</span>
            </summary>
            <div class="finding-body">
              <p>{said.means}</p>
              <Evidence finding={finding} />
            </div>
          </details>
        );
      })}
    </section>
  );
}

function Change(props: {
  readonly candidate: Candidate;
  readonly original: Candidate;
  readonly scenario: PlanScenario;
  readonly onScenario: (scenario: PlanScenario) => void;
}) {
  const { candidate, original, scenario, onScenario } = props;
  const [price, setPrice] = useState(writeMoney(candidate.unitPrice));
  const [quantity, setQuantity] = useState(String(candidate.quantity));
  const amount = readMoney(price);
  const count = /^[1-9]\d{0,4}$/.test(quantity.trim()) ? Number(quantity) : undefined;
  const change = (part: PlanScenario["edits"][string]) =>
    onScenario(
      withEdit(scenario, original, {
        unitPrice: candidate.unitPrice,
        quantity: candidate.quantity,
        source: candidate.source,
        ...part,
      }),
    );
  return (
    <section class="plan-change">
      <div class="pair">
        <TextField
          label={planWords("web.plan.price")}
          value={price}
          onValue={(value) => {
            setPrice(value);
            const read = readMoney(value);
            if (read !== undefined && read !== null && read > 0) change({ unitPrice: read });
          }}
          mistake={amount === undefined || amount === null ? { key: "web.mistake.money" } : undefined}
          hint={planWords("web.plan.priceList", { price: sayMoney(original.unitPrice, language.value) })}
        />
        <TextField
          label={planWords("web.plan.quantity")}
          type="number"
          value={quantity}
          onValue={(value) => {
            setQuantity(value);
            if (/^[1-9]\d{0,4}$/.test(value.trim())) change({ quantity: Number(value) });
          }}
          mistake={
            count === undefined
              ? { key: "web.mistake.count", params: { min: 1, max: formatCount(99_999, language.value) } }
              : undefined
          }
        />
      </div>
      <SelectField<FundingSource>
        label={planWords("web.plan.source")}
        value={candidate.source}
        onValue={(source) => change({ source })}
        options={FUNDING_SOURCES.map((one) => [one, saySource(language.value, one)] as const)}
      />
    </section>
  );
}
