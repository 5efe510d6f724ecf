import type { Finding } from "../../../core/assets/findings.ts";
import { sayBasis, sayFinding, sayLevel } from "../../../core/assets/say.ts";
import { formatPercent } from "../../../core/format.ts";
import type { findingView } from "../../../core/wire/assets.ts";
import { writeDate } from "../lib/assets.ts";
import { evidenceHref, sayBefore, sayEvidence } from "../lib/evidence.ts";
import { levelRank } from "../lib/plan-state.ts";
import { assetHref } from "../lib/router.ts";
import { sorted } from "../lib/table.ts";
import { language } from "../state/preferences.ts";
import { WordMark } from "./word-mark.tsx";

/** As it comes over the wire: the schema is wider than the type, the server wrote these very values. */
export type FindingShown = Finding | (typeof findingView)["_zod"]["output"];
export const asFinding = (shown: FindingShown): Finding => shown as Finding;

interface Named {
  readonly id: string;
  readonly name: string;
  readonly device?: string | null;
}

const STATES = { act: "bad", soon: "watch", mend: "watch", watch: "unknown", fine: "good" } as const;

/** Findings with their figures, how they are known, and where a person sees that himself. */
export function FindingList(props: {
  readonly findings: readonly FindingShown[];
  readonly assets: readonly Named[];
  readonly empty: string;
  /** Several assets: each line names its own. */
  readonly named?: boolean;
}) {
  const names = new Map(props.assets.map((one) => [one.id, one.name]));
  const findings = sorted(
    props.findings.map(asFinding),
    (a, b) => levelRank(a.level) - levelRank(b.level) || b.confidence - a.confidence,
  );
  return (
    <div class="panel">
      {findings.length === 0 ? <p class="table-none">{props.empty}</p> : null}
      {findings.map((finding) => (
        <FindingItem
          key={finding.id}
          finding={finding}
          name={props.named === true && finding.asset !== null ? names.get(finding.asset) : undefined}
        />
      ))}
    </div>
  );
}

function FindingItem({ finding, name }: { readonly finding: Finding; readonly name: string | undefined }) {
  const said = sayFinding(language.value, finding);
  return (
    <details class={`finding finding-${finding.basis}`}>
      <summary>
        <WordMark state={STATES[finding.level]} text={sayLevel(language.value, finding)} />
        <span class="finding-what">
          <strong>{said.title}</strong> {said.reason}
          {name === undefined || finding.asset === null ? null : (
            <>
              {" · "}
              <a href={assetHref(finding.asset)}>{name}</a>
            </>
          )}
        </span>
        <span class="finding-basis">
          {sayBasis(language.value, finding)} · {formatPercent(finding.confidence * 100, language.value)}
        </span>
      </summary>
      <div class="finding-body">
        <p>{said.means}</p>
        <p class="attention-next">{said.do}</p>
        <Evidence finding={finding} />
      </div>
    </details>
  );
}

/** What a finding rests on, each opened where it is shown. */
export function Evidence({ finding }: { readonly finding: Finding }) {
  return (
    <p class="small evidence">
      {sayBefore(finding.since === null ? undefined : writeDate(finding.since), language.value)}{" "}
      {finding.evidence.map((one, i) => {
        const href = evidenceHref(one);
        const text = sayEvidence(one, language.value);
        return (
          <span key={i}>
            {i === 0 ? "" : "; "}
            {href === undefined ? text : <a href={href}>{text}</a>}
          </span>
        );
      })}
    </p>
  );
}
