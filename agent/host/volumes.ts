import { SECOND, type Clock } from "../../core/clock.ts";
import type { VolumeSize } from "./files.ts";
import type { HostSource, Mount } from "./source.ts";

export const VOLUME_LIMIT_MS = SECOND;
/**
 * A call to a dead disk never returns and keeps one of the process's four pool threads. Two may be lost that way; the
 * rest of the agent (files, host names) lives on the other two, and no further volume is asked until one returns.
 */
const MAX_STUCK = 2;

export interface MeasuredVolume extends VolumeSize {
  readonly part: string;
}

/**
 * Sizes of volumes, one after the other, each within {@link VOLUME_LIMIT_MS}. A volume that did not answer is absent
 * and not asked again while its last call still hangs.
 */
export function createVolumeMeter(
  size: HostSource["size"],
  clock: Clock,
): (mounts: readonly Mount[], signal: AbortSignal) => Promise<readonly MeasuredVolume[]> {
  const pending = new Set<string>();
  const ask = async (path: string): Promise<VolumeSize | undefined> => {
    pending.add(path);
    try {
      return await size(path);
    } finally {
      pending.delete(path);
    }
  };
  return async (mounts, signal) => {
    const measured: MeasuredVolume[] = [];
    for (const { part, path } of mounts) {
      if (signal.aborted || pending.size >= MAX_STUCK) break;
      if (pending.has(path)) continue;
      const answer = await within(ask(path), clock, VOLUME_LIMIT_MS);
      if (answer !== undefined) measured.push({ part, ...answer });
    }
    return measured;
  };
}

async function within<T>(call: Promise<T>, clock: Clock, ms: number): Promise<T | undefined> {
  const done = new AbortController();
  try {
    return await Promise.race([call, clock.sleep(ms, done.signal).then(() => undefined)]);
  } finally {
    done.abort();
  }
}
