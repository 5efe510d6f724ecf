import type { SurveyPort } from "../../../../core/survey.ts";
import type { Ask } from "../ask.ts";
import type { Known } from "../part.ts";

export async function readPoe(_ask: Ask, _known: Known): Promise<ReadonlyMap<number, NonNullable<SurveyPort["poe"]>>> {
  return new Map();
}
