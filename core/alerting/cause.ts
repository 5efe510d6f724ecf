import type { Causes } from "./pass.ts";
export const findCauses = (_: unknown): Causes => ({ causes: new Map(), affected: new Map(), waits: new Set() });
