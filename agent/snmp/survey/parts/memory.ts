import type { MemoryPool } from "../../../../core/survey.ts";
import type { ReadPart } from "../part.ts";

export const readMemory: ReadPart<readonly MemoryPool[]> = async () => [];
