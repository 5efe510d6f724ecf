import type { Processor } from "../../../../core/survey.ts";
import type { ReadPart } from "../part.ts";

export const readProcessors: ReadPart<readonly Processor[]> = async () => [];
