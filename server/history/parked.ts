import type { Instant } from "../../core/clock.ts";
import type { SampleStore } from "../ports.ts";

/** What a store must be able to do that puts lines aside. */
interface ParkingStore extends Pick<SampleStore, "stats"> {
  parked(limit: number): readonly { readonly at: Instant; readonly reason: string; readonly line: string }[];
  retryParked(): Promise<{ readonly stored: number }>;
}

interface ParkedFigures {
  /** What is put aside now. */
  readonly parked: number;
  /** What went because too much was put aside, ever. */
  readonly dropped: number;
  /** Undefined when nothing was sent again. */
  readonly stored: number | undefined;
  /** Newest first. */
  readonly lines: readonly { readonly at: string; readonly reason: string; readonly line: string }[];
}

/** As many as a person reads. */
const SHOWN = 20;

/** What InfluxDB refused; sent once more first when `retry` says so. Rejects with a FaultError when InfluxDB does not take part. */
export async function lookAtParked(store: ParkingStore, retry: boolean): Promise<ParkedFigures> {
  const retried = retry ? await store.retryParked() : undefined;
  const { figures } = store.stats();
  return {
    parked: figures["influx_lines_parked"] ?? 0,
    dropped: figures["influx_lines_dropped"] ?? 0,
    stored: retried?.stored,
    lines: store
      .parked(SHOWN)
      .map(({ at, reason, line }) => ({ at: new Date(at).toISOString(), reason, line })),
  };
}
