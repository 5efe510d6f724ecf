import type { SpanningTree } from "../../../../core/survey.ts";
import type { ReadPart } from "../part.ts";

export const readStp: ReadPart<SpanningTree | undefined> = async () => undefined;
