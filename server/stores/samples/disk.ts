import { statfs } from "node:fs/promises";
import { MINUTE, type Clock } from "../../../core/clock.ts";
import type { Log } from "../../../core/log.ts";
import type { DiskLimits } from "../../store-limits.ts";

/** Bytes that this program may still write to the disk on which `dir` lies. */
export type FreeBytes = (dir: string) => Promise<number>;

export const freeBytesOf: FreeBytes = async (dir) => {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
};

/** What is known of the room on the disk. It is looked at once a minute: nobody waits for it. */
export interface Disk {
  tick(): void;
  /** Looks now. */
  look(): Promise<void>;
  /** Undefined until it could be looked at. */
  readonly free: number | undefined;
  readonly low: boolean;
  /** Whether so much more may be written without touching the reserve. */
  hasRoomFor(bytes: number): boolean;
}

export function makeDisk(
  dir: string,
  freeBytes: FreeBytes,
  { warnBytes, reserveBytes }: DiskLimits,
  clock: Clock,
  log: Log,
): Disk {
  let free: number | undefined;
  let next = -Infinity;
  let looking = false;
  let failed = false;
  const look = async () => {
    looking = true;
    next = clock.monotonic() + MINUTE;
    try {
      free = await freeBytes(dir);
      failed = false;
    } catch (error) {
      // Some network disks do not tell; then only what is truly full is noticed.
      free = undefined;
      if (!failed) log.warn("samples_disk_unknown", { error: String(error) });
      failed = true;
    } finally {
      looking = false;
    }
  };
  return {
    look,
    tick: () => {
      if (!looking && clock.monotonic() >= next) void look();
    },
    get free() {
      return free;
    },
    get low() {
      return free !== undefined && free < warnBytes;
    },
    hasRoomFor: (bytes) => free === undefined || free >= bytes + reserveBytes,
  };
}
