import type { ArpRow } from "../../../../core/survey.ts";
import type { ReadPart } from "../part.ts";

export const readArp: ReadPart<readonly ArpRow[]> = async () => [];
