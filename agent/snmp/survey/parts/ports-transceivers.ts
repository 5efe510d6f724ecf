import type { Ask } from "../ask.ts";
import type { Known } from "../part.ts";

export async function readTransceivers(_ask: Ask, _known: Known): Promise<ReadonlyMap<number, string>> {
  return new Map();
}
