import type { Severity } from "../../../core/alerting/types.ts";

/** What one wants to be told, from a form to what is sent. Pure. */

export const SEVERITIES = {
  s0: [],
  s1: ["critical"],
  s2: ["critical", "warning"],
  s3: ["critical", "warning", "notice"],
} as const satisfies Record<string, readonly Severity[]>;
export type Level = keyof typeof SEVERITIES;
export const LEVELS = ["s0", "s1", "s2", "s3"] as const;

/** The level that the severities are; `otherwise` where nothing was said yet. */
export const levelOf = (severities: readonly Severity[] | undefined, otherwise: Level): Level =>
  LEVELS.find((level) => SEVERITIES[level].length === severities?.length) ?? otherwise;

/** The address of a webhook, which has one receiver for all: it is wanted or not. */
export const WANTED = "-";

/**
 * Addresses by channel: of an empty field none. Channels that the form does not show (they are switched off for now) keep
 * theirs.
 */
export function reachedBy(
  addresses: Readonly<Record<string, string>>,
  shown: readonly { readonly id: string; readonly kind: string }[],
): Record<string, string> {
  const reached = new Map(Object.entries(addresses));
  for (const { id, kind } of shown) {
    const text = (addresses[id] ?? "").trim();
    if (text === "") reached.delete(id);
    else reached.set(id, kind === "webhook" ? WANTED : text);
  }
  return Object.fromEntries(reached);
}
