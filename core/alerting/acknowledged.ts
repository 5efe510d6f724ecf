import type { AlertCare, AlertState } from "./types.ts";

/** The acknowledgement that holds: it is of the episode in which it was given; what comes back later is nobody's yet. */
export function acknowledgedNow(
  { firedAt, since }: Pick<AlertState, "firedAt" | "since">,
  care: Pick<AlertCare, "acknowledged"> | undefined,
): AlertCare["acknowledged"] {
  const given = care?.acknowledged ?? null;
  return given !== null && given.at >= (firedAt ?? since) ? given : null;
}
