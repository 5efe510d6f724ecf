import { sayPenalty } from "../../../core/alerting/say.ts";
import type { Penalty, Score } from "../../../core/alerting/types.ts";
import { DAY } from "../../../core/clock.ts";
import { formatCount, formatMoment } from "../../../core/format.ts";
import type { AlertRow } from "../../../core/wire/alerts.ts";
import type { State } from "../../../core/wire/views.ts";
import { sorted } from "../lib/table.ts";
import { Section } from "../pieces/page-head.tsx";
import { Shape } from "../pieces/state-mark.tsx";
import { words } from "../state/alert-words.ts";
import { api, ask } from "../state/api.ts";
import { slowNow } from "../state/clock.ts";
import { language, locale } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { AlertTable } from "./alert-parts.tsx";

const REFRESH_MS = 15_000;
/** On the page of the morning: what one starts with; the others are a click away. */
const MOST = 8;
const MOST_PENALTIES = 5;
const GOOD = 90;
const FAIR = 70;

/** The site, or the device of it, that is told of; neither: everything that one sees. */
export interface HealthOf {
  readonly site?: string;
  readonly device?: string;
}

/** How well it is, why not better, and what is wrong now. Shows nothing as long as there is nothing to tell. */
export function Health({ site, device }: HealthOf) {
  const of = { ...(device === undefined ? {} : { device }), ...(site === undefined ? {} : { site }) };
  const list = useResource(
    `open alerts ${site} ${device}`,
    () => ask(api.alerts.$get({ query: { phase: "firing", ...of } })),
    REFRESH_MS,
  );
  const scores = useResource(
    `scores ${site} ${device}`,
    () => ask(api.scores.$get({ query: site === undefined ? { kind: "site" } : { site } })),
    60_000,
  );
  const subject = device ?? site;
  const score = scores.data.value?.find(({ subject: { id } }) => id === subject);
  const rows = (list.data.value ?? []).filter(({ state }) => state.cause === null);
  return (
    <>
      {score === undefined ? null : <ScorePanel score={score} />}
      <OpenAlerts rows={rows} whole={subject === undefined} />
    </>
  );
}

function OpenAlerts({ rows, whole }: { readonly rows: readonly AlertRow[]; readonly whole: boolean }) {
  if (rows.length === 0) return null;
  const title = words("web.health.open", { n: formatCount(rows.length, language.value) });
  return (
    <Section
      title={title}
      actions={
        <a class="button" href="/alerts">
          {words("web.health.all")}
        </a>
      }
    >
      <AlertTable label={title} rows={worstFirst(rows).slice(0, MOST)} places={whole} />
    </Section>
  );
}

const RANK = { critical: 0, warning: 1, notice: 2 } as const;
const worstFirst = (rows: readonly AlertRow[]): readonly AlertRow[] =>
  sorted(rows, (a, b) => RANK[a.state.severity] - RANK[b.state.severity] || b.state.since - a.state.since);

const levelOf = (score: number): readonly [State, "good" | "fair" | "poor"] =>
  score >= GOOD ? ["good", "good"] : score >= FAIR ? ["watch", "fair"] : ["bad", "poor"];

function ScorePanel({ score }: { readonly score: Score & { readonly at: number } }) {
  const [shape, word] = levelOf(score.score);
  const worst = sorted(score.penalties, (a, b) => b.points - a.points);
  return (
    <div class="panel score">
      <p class={`mark mark-${shape}`}>
        <Shape state={shape} />
        <strong>{words("web.health.score", { score: Math.round(score.score) })}</strong>
        {words(`web.health.${word}`)}
        {asOf(score.at)}
      </p>
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

/** Of what is not measured any more a score stays for a while: it is none of today. */
function asOf(at: number) {
  const now = slowNow.value ?? at;
  if (now - at <= DAY) return null;
  return <span class="quiet">{words("web.health.asOf", { at: formatMoment(at, now, locale.value) })}</span>;
}

function penaltyText(penalty: Penalty): string {
  const why = sayPenalty(language.value, penalty);
  const points = words("web.health.minus", { n: Math.max(1, Math.round(penalty.points)) });
  return `${points}: ${why}${penalty.inferred ? ` (${words("web.alerts.inferred")})` : ""}`;
}
