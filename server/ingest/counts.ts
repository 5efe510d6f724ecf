import type { FaultCode } from "../../core/result.ts";

/** How many requests of agents were answered how, since the start: for /metrics. */
export interface IngestCounts {
  answered(what: "blocks" | "assignment" | "enrol" | "other", outcome: "ok" | FaultCode): void;
  /** By `what` and `outcome`, in the order in which they first came. */
  read(): readonly { readonly what: string; readonly outcome: string; readonly count: number }[];
}

export function createIngestCounts(): IngestCounts {
  const counts = new Map<string, { what: string; outcome: string; count: number }>();
  return {
    answered(what, outcome) {
      const key = `${what} ${outcome}`;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { what, outcome, count: 1 });
      else known.count += 1;
    },
    read: () => [...counts.values()],
  };
}
