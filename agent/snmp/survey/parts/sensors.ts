import type { Sensor } from "../../../../core/survey.ts";
import type { ReadPart } from "../part.ts";

export const readSensors: ReadPart<readonly Sensor[]> = async () => [];
