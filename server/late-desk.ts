import { late } from "../core/late.ts";
import type { PlanningDesk } from "./planning-port.ts";
import type { DeskParts } from "./planning/desk.ts";

/** Loaded with the first question: its tables and documents would hold up the start of a server that was killed. */
export function lateDesk(parts: DeskParts): PlanningDesk {
  const desk = late(async () => (await import("./planning/desk.ts")).createPlanningDesk(parts));
  return {
    tables: async () => (await desk()).tables(),
    findings: async () => (await desk()).findings(),
    candidates: async () => (await desk()).candidates(),
    planDocument: async (...order) => (await desk()).planDocument(...order),
    unitDocument: async (...order) => (await desk()).unitDocument(...order),
    lanAround: async (purchases) => (await desk()).lanAround(purchases),
    stockTakeDocument: async (...order) => (await desk()).stockTakeDocument(...order),
    labels: async (...order) => (await desk()).labels(...order),
    exportRegister: async (...order) => (await desk()).exportRegister(...order),
    previewImport: async (...order) => (await desk()).previewImport(...order),
    takePreview: async (...order) => (await desk()).takePreview(...order),
  };
}
