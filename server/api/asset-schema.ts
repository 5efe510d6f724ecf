import { z } from "zod";
import { PLAN_DOCUMENTS, UNIT_DOCUMENTS } from "../planning-port.ts";

/** Queries of the routes about assets and plans; bodies are in `core/wire`. */
const lang = z.string().max(35).optional();
/** Ids of units, comma between. */
const units = z
  .string()
  .regex(/^[A-Za-z0-9_,-]{1,20000}$/)
  .optional();
const unit = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const year = z.coerce.number<string>().int().min(1990).max(2100);

export const assetsQuery = z.strictObject({
  unit: units,
  /** "1": those that were liquidated too. */
  liquidated: z.enum(["0", "1"]).optional(),
  lang,
});
export const unitsQuery = z.strictObject({ unit: units, lang });
export const candidatesQuery = z.strictObject({ unit: units, year, lang });
export const wearQuery = z.strictObject({ year, unit: units, lang });
export const exportAssetsQuery = z.strictObject({
  format: z.enum(["xlsx", "csv"]).default("xlsx"),
  unit: units,
  lang,
});
export const labelsQuery = z.strictObject({
  unit: units,
  /** Ids, comma between. */
  assets: z
    .string()
    .regex(/^[A-Za-z0-9_,-]{1,100000}$/)
    .optional(),
  lang,
});
/** As a form sends it, since an address would become too long for thousands. */
export const labelsForm = z.strictObject({ assets: z.string().regex(/^[A-Za-z0-9_,-]{1,1000000}$/) });
export const labelsFormQuery = z.strictObject({ lang });
export const stockDocumentQuery = z.strictObject({ book: z.enum(["fixed", "tool"]).default("fixed"), lang });
export const unitDocumentQuery = z.strictObject({ unit, year, lang });
/** `issuer`: which unit issues the paper of several; absent: the nearest that is above all of them. */
export const planDocumentQuery = z.strictObject({ issuer: unit.optional(), lang });
export const planDocumentKind = z.strictObject({ plan: unit, kind: z.enum(PLAN_DOCUMENTS) });
export const unitDocumentKind = z.strictObject({ kind: z.enum(UNIT_DOCUMENTS) });
