import { FaultError } from "../../../core/result.ts";
import type { Database } from "./sqlite.ts";

/** Version of every file of the store; a file with a greater one was written by a newer Cayda. */
const VERSION = 2;

/** Marks a new file with our version; throws FaultError `store_newer` for a file of a newer one. */
export function checkVersion(db: Database, file: string): void {
  const found = Number(db.prepare("PRAGMA user_version").get()?.[0]);
  if (found > VERSION) throw new FaultError("store_newer", { file, found, known: VERSION });
  if (found < VERSION) db.exec(`PRAGMA user_version = ${VERSION}`);
}
