import type { RuleId } from "../../core/alerting/catalogue.ts";
import type { OutageKind } from "../../core/alerting/outage.ts";
import type { Notice } from "../../core/alerting/types.ts";
import { MINUTE, type Instant } from "../../core/clock.ts";
import type { Truth } from "./days.ts";

/** What the engine said, held against what was true. */
export interface RuleScore {
  readonly rule: RuleId;
  readonly faults: number;
  readonly found: number;
  readonly said: number;
  readonly right: number;
}
/** What a silence was, as it was told when the site was heard again. */
interface Afterwards {
  readonly kind: OutageKind;
  readonly faults: number;
  readonly said: number;
  readonly right: number;
}
export interface Verdict {
  readonly afterwards: readonly Afterwards[];
  readonly rules: readonly RuleScore[];
  readonly missed: readonly Truth[];
  /** First notices of what is not there, and ends of what goes on. */
  readonly wrong: readonly Notice[];
}

/** What is said of a fault may come a little after it is over: counters are read once a minute, holds run out. */
const SLACK_MS = 20 * MINUTE;

export function judge(truths: readonly Truth[], notices: readonly Notice[]): Verdict {
  const firsts = notices.filter(({ reason }) => reason === "first");
  const missed: Truth[] = [];
  const ends: End[] = notices.flatMap(endOf);
  const right = new Set<Notice>();
  const [told, early] = [new Set<Notice>(), new Set<Notice>()];
  const scores = new Map<RuleId, { faults: number; found: number; said: number; right: number }>();
  const scoreOf = (rule: RuleId) => {
    const known = scores.get(rule) ?? { faults: 0, found: 0, said: 0, right: 0 };
    scores.set(rule, known);
    return known;
  };
  for (const truth of truths) {
    const first = firsts.find((notice) => tellsOf(truth, notice));
    const score = scoreOf(truth.kind.rule);
    score.faults += 1;
    if (first === undefined) missed.push(truth);
    else {
      score.found += 1;
      told.add(first);
      const tooEarly = notices.filter((notice) => endsEarly(truth, first, notice));
      if (tooEarly.length === 0) right.add(first);
      for (const notice of tooEarly) early.add(notice);
    }
  }
  for (const notice of firsts) {
    const score = scoreOf(notice.state.rule);
    score.said += 1;
    if (right.has(notice)) score.right += 1;
  }
  const rules = [...scores].map(([rule, score]) => ({ rule, ...score }));
  return {
    rules: rules.toSorted((a, b) => (a.rule < b.rule ? -1 : 1)),
    missed,
    afterwards: (["power", "uplink"] as const).map((kind) => {
      const own = truths.filter((truth) => truth.kind.was === kind);
      const said = ends.filter((end) => end.kind === kind);
      const right = own.filter(({ site, from, to }) =>
        said.some(
          (end) =>
            end.site === site && end.at >= to && end.at <= to + SLACK_MS && end.from <= from + SLACK_MS,
        ),
      );
      return { kind, faults: own.length, said: said.length, right: right.length };
    }),
    wrong: notices.filter((notice) => early.has(notice) || (notice.reason === "first" && !told.has(notice))),
  };
}

interface End {
  readonly site: string;
  readonly kind: unknown;
  readonly at: Instant;
  readonly from: Instant;
}
function endOf({ reason, at, state }: Notice): readonly End[] {
  const { where, began_at: from } = state.evidence.params;
  if (reason !== "resolved" || state.rule !== "site_down" || typeof from !== "number") return [];
  return [{ site: state.subject.site, kind: where, at, from }];
}

/** People are told that it is over while it goes on. */
const endsEarly = ({ kind, to }: Truth, first: Notice, { reason, alert, at }: Notice): boolean =>
  kind.passes !== true && reason === "resolved" && alert === first.alert && at > first.at && at < to;

function tellsOf({ site, kind, from, to }: Truth, { at, state }: Notice): boolean {
  const { rule, subject } = state;
  if (subject.site !== site || at < from || at > to + SLACK_MS) return false;
  if (rule === kind.rule) return subject.key === kind.subject(site);
  return kind.or?.some((other) => other.rule === rule && subject.key.startsWith(other.of)) === true;
}
