import { findCauses } from "./cause.ts";
import { presence, runPass } from "./pass.ts";
import { SIGNAL_SOURCES } from "./signals/table.ts";
import type { SiteInput, SiteOutcome } from "./site-model.ts";
import { scoreSite } from "../health/score.ts";

/**
 * What is wrong at one site now, why, and what is to be told: every signal source, the state of every alert, causes,
 * notices and scores. The caller saves `changed`, `gone` and `notices` in one transaction and passes the alerts back in
 * with the next pass; the same input gives the same outcome.
 */
export const evaluateSite = (input: SiteInput): SiteOutcome =>
  runPass(
    {
      sources: SIGNAL_SOURCES,
      findCauses,
      present: presence,
      scores: ({ model, settings }, signals) => scoreSite(model, signals, settings),
    },
    input,
  );
