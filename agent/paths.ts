import { join } from "node:path";

/** Where things lie in the data folder. */
export const identityFile = (dataDir: string): string => join(dataDir, "identity.json");
export const stateFile = (dataDir: string): string => join(dataDir, "state.json");
export const assignmentFile = (dataDir: string): string => join(dataDir, "assignment.json");
export const spoolFolder = (dataDir: string): string => join(dataDir, "spool");
