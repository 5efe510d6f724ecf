import { formatCount, formatMoment } from "../../../core/format.ts";
import type { AlertRow } from "../../../core/wire/alerts.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { rankOf, rootsOf } from "../lib/alerts.ts";
import { mayRetry, sayProblem } from "../lib/problem.ts";
import { sorted } from "../lib/table.ts";
import { Section } from "../pieces/page-head.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { api, ask } from "../state/api.ts";
import { slowNow } from "../state/clock.ts";
import { words } from "../state/health-words.ts";
import { useAlertNews } from "../state/live.ts";
import { language, locale } from "../state/preferences.ts";
import { useResource, type Resource } from "../state/resource.ts";
import { AlertTable } from "./alert-parts.tsx";
import { ScoreOf, ScoresOfToday } from "./scores.tsx";

const REFRESH_MS = 15_000;
/** On the page of the morning: what one starts with; the others are a click away. */
const MOST = 8;

/** The site, or the device of it, that is told of; neither: everything that one sees. */
interface HealthProps {
  readonly site?: string;
  readonly device?: string;
  /** Of the page that shows everything: their scores are shown. */
  readonly units?: readonly UnitView[];
  /** To be said when there is no open alert either; that is known only here, and only while the list is fresh. */
  readonly calm?: string;
}

/** How well it is, why not better, and what is wrong now. */
export function Health({ site, device, units = [], calm }: HealthProps) {
  const of = { ...(device === undefined ? {} : { device }), ...(site === undefined ? {} : { site }) };
  const list = useResource(
    `open alerts ${site} ${device}`,
    () => ask(api.alerts.$get({ query: { phase: "firing", ...of } })),
    REFRESH_MS,
  );
  useAlertNews(list);
  const known = rowsOf(list);
  const fresh = known !== undefined && list.problem.value === undefined;
  const rows = rootsOf(known ?? []);
  return (
    <>
      <Unasked list={list} />
      {calm !== undefined && fresh && rows.length === 0 ? <Notice state="good">{calm}</Notice> : null}
      {site === undefined ? <ScoresOfToday units={units} /> : <ScoreOf site={site} device={device} />}
      <OpenAlerts rows={rows} whole={site === undefined} />
    </>
  );
}

type List = Resource<readonly AlertRow[]>;

/** What is known, as of now or earlier; what was refused is shown no longer. */
function rowsOf({ data, problem }: List): readonly AlertRow[] | undefined {
  const refused = problem.value?.kind === "fault" && !mayRetry(problem.value);
  return refused ? undefined : data.value;
}

/** That no alert is shown is no good news when they could not be asked for. */
function Unasked({ list }: { readonly list: List }) {
  const problem = list.problem.value;
  if (problem === undefined) return null;
  const why = sayProblem(problem, language.value);
  const at = rowsOf(list) === undefined ? undefined : list.loadedAt.value;
  return (
    <Notice state="watch">
      {at === undefined
        ? words("web.health.unasked", { why })
        : words("web.health.old", { at: formatMoment(at, slowNow.value ?? at, locale.value), why })}
    </Notice>
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
      {rows.length > MOST ? <p class="quiet small">{words("web.health.worst", { n: MOST })}</p> : null}
      <AlertTable
        label={title}
        rows={worstFirst(rows).slice(0, MOST)}
        places={whole}
        part={rows.length > MOST}
      />
    </Section>
  );
}

const worstFirst = (rows: readonly AlertRow[]): readonly AlertRow[] =>
  sorted(rows, (a, b) => rankOf(a) - rankOf(b) || b.state.since - a.state.since);
