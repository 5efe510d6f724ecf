import { findCauses } from "./cause.ts";
import { outageOf, quietOf, withOutage } from "./outage.ts";
import { presence, runPass } from "./pass.ts";
import { SIGNAL_SOURCES } from "./signals/table.ts";
import type { SiteInput, SiteOutcome } from "./site-model.ts";
import { scoreSite } from "../health/score.ts";
import type { AlertState } from "./types.ts";

/**
 * What is wrong at one site now, why, and what is to be told: every signal source, the state of every alert, causes,
 * notices and scores. The caller saves `changed`, `gone` and `notices` in one transaction and passes the alerts back in
 * with the next pass; the same input gives the same outcome.
 */
export function evaluateSite(input: SiteInput): SiteOutcome {
  const open = input.open.map((state) => toldByPast(state, input));
  const outcome = runPass(
    {
      sources: SIGNAL_SOURCES,
      findCauses,
      present: presence,
      scores: ({ model, settings }, signals) => scoreSite(model, signals, settings),
    },
    { ...input, open },
  );
  const decided = new Set([...outcome.changed.map(({ id }) => id), ...outcome.gone]);
  const explained = open.filter((state, at) => state !== input.open[at] && !decided.has(state.id));
  return explained.length === 0 ? outcome : { ...outcome, changed: [...outcome.changed, ...explained] };
}

/** Readings that came late change what is said of an alert, never whether it is. */
function toldByPast(state: AlertState, { past, now, elsewhere }: SiteInput): AlertState {
  const known = past?.get(state.id);
  const quiet = known === undefined ? undefined : quietOf(state, now, elsewhere.silentMs);
  const outage = known === undefined || quiet === undefined ? undefined : outageOf(known, quiet);
  return outage === undefined ? state : withOutage(state, outage);
}
