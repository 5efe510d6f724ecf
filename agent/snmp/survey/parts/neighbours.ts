import type { Neighbour } from "../../../../core/survey.ts";
import type { ReadPart } from "../part.ts";

export const readNeighbours: ReadPart<readonly Neighbour[]> = async () => [];
