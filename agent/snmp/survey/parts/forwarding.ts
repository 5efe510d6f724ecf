import type { ForwardingRow } from "../../../../core/survey.ts";
import type { ReadPart } from "../part.ts";

export const readForwarding: ReadPart<readonly ForwardingRow[]> = async () => [];
