import { sayPenalty } from "../../../core/alerting/say.ts";
import type { Penalty } from "../../../core/alerting/types.ts";
import { DAY, HOUR, MINUTE } from "../../../core/clock.ts";
import { formatMoment } from "../../../core/format.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { daily, levelOf, scoresOfToday, type KnownScore, type NamedScore } from "../lib/scores.ts";
import { sorted } from "../lib/table.ts";
import { Sparkline } from "../pieces/sparkline.tsx";
import { Shape } from "../pieces/state-mark.tsx";
import { words as alertWords } from "../state/alert-words.ts";
import { api, ask } from "../state/api.ts";
import { slowNow } from "../state/clock.ts";
import { words } from "../state/health-words.ts";
import { language, locale } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";

const REFRESH_MS = MINUTE;
/** The past is shown by day, so it changes slowly. */
const TREND_REFRESH_MS = HOUR;
const TREND_DAYS = 14;
const MOST_PENALTIES = 5;

/** The score of a site or of a device of it, its past, and what took points away; nothing as long as there is none. */
export function ScoreOf({ site, device }: { readonly site: string; readonly device?: string | undefined }) {
  const scores = useResource(
    `scores ${site} ${device}`,
    () => ask(api.scores.$get({ query: { site } })),
    REFRESH_MS,
  );
  const subject = device ?? site;
  const score = scores.data.value?.find(({ subject: { id } }) => id === subject);
  if (score === undefined) return null;
  const worst = sorted(score.penalties, (a, b) => b.points - a.points);
  return (
    <div class="panel score">
      <ScoreLine score={score} />
      {worst.length === 0 ? null : (
        <ul>
          {worst.slice(0, MOST_PENALTIES).map((penalty) => (
            <li key={`${penalty.rule} ${penalty.subject}`}>{penaltyText(penalty)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Of all that one sees: the whole, and the worst sites, each a click away from what took its points. */
export function ScoresOfToday({ units }: { readonly units: readonly UnitView[] }) {
  const whole = useResource(
    "scores of units",
    () => ask(api.scores.$get({ query: { kind: "unit" } })),
    REFRESH_MS,
  );
  const each = useResource(
    "scores of sites",
    () => ask(api.scores.$get({ query: { kind: "site" } })),
    REFRESH_MS,
  );
  const shown = scoresOfToday(units, [...(whole.data.value ?? []), ...(each.data.value ?? [])]);
  if (shown.length === 0) return null;
  return (
    <div class="panel score">
      {shown.map((named) => (
        <ScoreLine key={`${named.score.subject.kind} ${named.score.subject.id}`} {...named} />
      ))}
    </div>
  );
}

function ScoreLine({ name, score, href }: Partial<NamedScore> & { readonly score: KnownScore }) {
  const [shape, word] = levelOf(score.score);
  return (
    <p class="score-line">
      {name === undefined ? null : href === undefined ? <strong>{name}</strong> : <a href={href}>{name}</a>}
      <span class={`mark mark-${shape}`}>
        <Shape state={shape} />
        <strong>{words("web.health.score", { score: Math.round(score.score) })}</strong>
        {words(`web.health.${word}`)}
      </span>
      <Trend score={score} />
      {asOf(score.at)}
    </p>
  );
}

/** The last weeks, day by day, from 0 to 100; nothing where there is no past yet. */
function Trend({ score: { subject } }: { readonly score: KnownScore }) {
  const { kind, id } = subject;
  const past = useResource(
    `score history ${kind} ${id}`,
    () => {
      const to = slowNow.peek() ?? 0;
      const from = Math.max(0, to - TREND_DAYS * DAY);
      return ask(api.scores.history.$get({ query: { kind, id, from: String(from), to: String(to) } }));
    },
    TREND_REFRESH_MS,
  );
  const { at, values } = daily(past.data.value ?? []);
  if (at.length < 2) return null;
  const label = words("web.health.trend", { n: TREND_DAYS });
  return (
    <>
      <Sparkline at={at} values={values} label={label} top={100} />
      <span class="quiet small">{label}</span>
    </>
  );
}

/** Of what is not measured any more a score stays for a while: it is none of today. */
function asOf(at: number) {
  const now = slowNow.value ?? at;
  if (now - at <= DAY) return null;
  return <span class="quiet">{words("web.health.asOf", { at: formatMoment(at, now, locale.value) })}</span>;
}

function penaltyText(penalty: Penalty): string {
  const why = sayPenalty(language.value, penalty);
  const points = words("web.health.minus", { n: Math.max(1, Math.round(penalty.points)) });
  return `${points}: ${why}${penalty.inferred ? ` (${alertWords("web.alerts.inferred")})` : ""}`;
}
