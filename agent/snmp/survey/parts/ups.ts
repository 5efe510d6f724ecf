import type { UpsReading } from "../../../../core/survey.ts";
import type { ReadPartOf } from "../part.ts";

export const readUps: ReadPartOf<UpsReading | undefined> = async () => undefined;
