import type { SurveyPort } from "../../../../core/survey.ts";
import type { ReadPart } from "../part.ts";

export const readPorts: ReadPart<readonly SurveyPort[]> = async () => [];
