import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { statfs } from "node:fs/promises";

/** What the readers of this PC need of its file system; tests put hand-written trees in. Nothing here ever throws. */
export interface Files {
  /** The content as text; undefined when it cannot be read or is larger than {@link MAX_FILE_BYTES}. */
  read(path: string): string | undefined;
  /** The names in a directory; none when it cannot be read. */
  list(directory: string): readonly string[];
  /** Room of the file system that holds `path`; undefined when it has none or does not answer. May take for ever. */
  size(path: string): Promise<VolumeSize | undefined>;
}

/** Bytes. */
export interface VolumeSize {
  readonly total: number;
  readonly used: number;
}

/** A PC with thousands of mounts has a mountinfo of some hundred kilobytes; nothing honest is larger than this. */
export const MAX_FILE_BYTES = 1_048_576;
const CHUNK = 65_536;

/**
 * The real file system. Synchronous on purpose: /proc and /sys are answered from the kernel's memory in about 20 µs,
 * a trip through the thread pool costs several times that. Disks are only touched by `size`, which does not block.
 */
export function systemFiles(): Files {
  const chunk = Buffer.allocUnsafe(CHUNK);
  const readAll = (file: number): string | undefined => {
    const parts: Buffer[] = [];
    for (let bytes = 0; bytes <= MAX_FILE_BYTES;) {
      const count = readSync(file, chunk, 0, CHUNK, null);
      if (count === 0) return Buffer.concat(parts).toString("utf8");
      parts.push(Buffer.from(chunk.subarray(0, count)));
      bytes += count;
    }
    return undefined;
  };
  return {
    read(path) {
      let file: number | undefined;
      try {
        file = openSync(path, "r");
        return readAll(file);
      } catch {
        return undefined;
      } finally {
        if (file !== undefined) closeSync(file);
      }
    },
    list(directory) {
      try {
        return readdirSync(directory);
      } catch {
        return [];
      }
    },
    async size(path) {
      try {
        const { blocks, bfree, bsize, frsize } = await statfs(path);
        // Blocks are counted in fragments where a file system has them (statvfs(3)); early Node 24 does not tell.
        return volumeSize(blocks, bfree, frsize > 0 ? frsize : bsize);
      } catch {
        return undefined;
      }
    },
  };
}

/** As df(1) counts: used is what is not free, room reserved for root is not used. No size at all is no volume. */
export function volumeSize(blocks: number, free: number, blockBytes: number): VolumeSize | undefined {
  const total = blocks * blockBytes;
  if (!(total > 0) || !(free >= 0) || free > blocks) return undefined;
  return { total, used: (blocks - free) * blockBytes };
}
