import { Resolver } from "node:dns/promises";
import { cleanText } from "../../core/text.ts";

/** The name that the PC's own name servers have for an address; undefined when there is none. */
export type ReverseLookup = (address: string) => Promise<string | undefined>;

const TIMEOUT_MS = 1_500;
/** Name servers that were silent so often in a row are not asked for the rest of the sweep. */
const MOST_SILENCES = 3;

/**
 * Asks the name servers that the system is set up with. Not by getnameinfo: a dead server would block the threads that
 * the agent writes its spool with.
 */
export function createReverseLookup(
  reverse: (address: string) => Promise<string[]> = systemResolver(),
): ReverseLookup {
  let silences = 0;
  return async (address) => {
    if (silences >= MOST_SILENCES) return undefined;
    try {
      const [name = ""] = await reverse(address);
      silences = 0;
      const clean = cleanText(name, 253);
      return clean === "" ? undefined : clean;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      // That it does not know the address is an answer.
      silences = code === "ENOTFOUND" || code === "ENODATA" ? 0 : silences + 1;
      return undefined;
    }
  };
}

function systemResolver(): (address: string) => Promise<string[]> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
  return (address) => resolver.reverse(address);
}
