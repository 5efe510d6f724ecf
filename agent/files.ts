import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Puts a file in place so that after a crash there is either the old one or the whole new one: written beside it,
 * fsynced, renamed, and the folder fsynced. `content` is on the disk once the promise resolves. Rejects with the file
 * system's error (ENOSPC, EACCES, …); only a crash leaves `PATH.tmp` behind.
 */
export async function writeDurably(path: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    const file = await open(temporary, "w", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameDurably(temporary, path);
  } catch (error) {
    // A part of a file must not keep a full disk full.
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

/** Renames and makes the new name durable. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(dirname(to));
}

async function syncFolder(path: string): Promise<void> {
  // Windows has no way to fsync a folder; NTFS journals the rename itself.
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** The system's code (`ENOSPC`) where there is one, else the message: short enough for a sentence or a log field. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code ?? error.message;
}
