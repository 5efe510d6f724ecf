import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Puts a small file in place so that after a power cut there is either the old one or the whole new one. Throws the file
 * system's error.
 */
export function writeAside(path: string, content: string, mode: number): void {
  const aside = `${path}.writing`;
  // What a killed start left behind may have another mode.
  rmSync(aside, { force: true });
  const file = openSync(aside, "w", mode);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(aside, path);
  // Windows has no way to fsync a folder; NTFS journals the rename itself.
  if (process.platform === "win32") return;
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
