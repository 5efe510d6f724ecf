import type { Instant } from "../../../core/clock.ts";
import type { Version } from "./answer.ts";

/** One datagram that came in, and what became of it. */
export interface LoggedRequest {
  readonly at: Instant;
  readonly from: { readonly address: string; readonly port: number };
  /** The device that it was for, by its name; undefined when it was for none. */
  readonly device?: string | undefined;
  readonly version?: Version | undefined;
  /** `get`, `getNext`, `getBulk`, `set`, …; undefined when it could not be read. */
  readonly type?: string | undefined;
  /** How many OIDs were asked for. */
  readonly oids: number;
  /** Of a GETBULK. */
  readonly maxRepetitions?: number | undefined;
  /** How many variable bindings the reply held; 0 when it was an error. */
  readonly answered: number;
  /** error-status of the reply; 0 also when there was none. */
  readonly status: number;
  /** Size of the reply as it was made, before faults; 0 when there was none. */
  readonly bytes: number;
  readonly outcome: Outcome;
}

/** `report: NAME` is a version 3 Report of that counter; `fault: NAME` that a fault kept the reply back or spoilt it. */
type Outcome =
  | "answered"
  | "malformed"
  | "unknown community"
  | "no answer due"
  | `report: ${string}`
  | `fault: ${string}`;

/** The newest requests, oldest first; older ones fall out. */
export interface RequestLog {
  /** All that ever came, also those that fell out; `clear` does not reset it. */
  readonly total: number;
  entries(): readonly LoggedRequest[];
  clear(): void;
}

export function makeRequestLog(limit: number): RequestLog & { add(entry: LoggedRequest): void } {
  let ring: LoggedRequest[] = [];
  let oldest = 0;
  let total = 0;
  return {
    get total() {
      return total;
    },
    entries: () => [...ring.slice(oldest), ...ring.slice(0, oldest)],
    clear: () => {
      ring = [];
      oldest = 0;
    },
    add: (entry) => {
      total += 1;
      if (ring.length < Math.max(1, limit)) {
        ring.push(entry);
        return;
      }
      ring[oldest] = entry;
      oldest = (oldest + 1) % ring.length;
    },
  };
}
