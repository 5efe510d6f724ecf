import type { StorageVolume } from "../../../../core/survey.ts";
import type { ReadPart } from "../part.ts";

export const readStorage: ReadPart<readonly StorageVolume[]> = async () => [];
