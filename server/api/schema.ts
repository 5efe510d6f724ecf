import { describeRoute, resolver, validator } from "hono-openapi";
import type { ValidationTargets } from "hono";
import { z } from "zod";
import { FaultError } from "../../core/result.ts";
import { address, snmpCredential } from "../../core/wire/assignment.ts";
import { MAX_TOKEN_DAYS } from "../../core/wire/access-tokens.ts";
import { AGGREGATES, deviceClass, faultAnswer, me } from "../../core/wire/views.ts";
import { cleanText } from "../../core/text.ts";
import { zodFault } from "../ingest/zod-fault.ts";

/** What people and programs may send to the public API: strict, one schema for each body and query. */

const name = z
  .string()
  .max(400)
  .transform((text) => cleanText(text, 100))
  .refine((text) => text.length > 0, "empty");
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const port = z.int().min(1).max(65_535);
const username = z.string().regex(/^[A-Za-z0-9_.-]{3,30}$/);
const password = z.string().min(10).max(128);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const setupInput = z.strictObject({ key: z.string().max(128), name, username, password });
export const accountInput = z.strictObject({
  name,
  username,
  password,
  role: me.shape.role,
  unit: id.nullable(),
});
/** What is not named stays. */
export const accountChange = z.strictObject({
  name: name.exactOptional(),
  role: me.shape.role.exactOptional(),
  unit: id.nullable().exactOptional(),
});
export const passwordForOther = z.strictObject({ password });
export const signInInput = z.strictObject({
  username: z.string().min(1).max(100),
  password: z.string().min(1).max(128),
});
export const passwordInput = z.strictObject({
  currentPassword: z.string().min(1).max(128),
  newPassword: password,
});
const typedPassword = z.string().min(1).max(128);
/** Six digits of the phone or a backup code, as somebody types them. */
const code = z.string().min(1).max(40);
export const codeInput = z.strictObject({ code });
export const passwordAgain = z.strictObject({ password: typedPassword });
export const factorProof = z.strictObject({ password: typedPassword, code });
export const unitInput = z.strictObject({
  name,
  kind: z.enum(["province", "cluster", "commune", "department"]),
  parent: id.nullable(),
  validFrom: date.optional(),
});
export const siteInput = z.strictObject({ unit: id, name });
/** What is not named stays. */
export const unitChange = z.strictObject({
  name: name.exactOptional(),
  kind: unitInput.shape.kind.exactOptional(),
  parent: id.nullable().exactOptional(),
});
export const siteChange = z.strictObject({ name: name.exactOptional(), unit: id.exactOptional() });
export const tokenInput = z.strictObject({
  uses: z.int().min(1).max(1_000).optional(),
  hours: z.int().min(1).max(8_760).optional(),
});
export const deviceInput = z.strictObject({
  name: name.optional(),
  address,
  port: port.optional(),
  class: deviceClass.optional(),
  credential: snmpCredential.optional(),
});
export const deviceChange = z.strictObject({
  name: name.nullable().optional(),
  address: address.optional(),
  port: port.optional(),
  class: deviceClass.optional(),
  credential: snmpCredential.nullable().optional(),
});
export const targetInput = z.strictObject({ name, address });

const instant = z.coerce.number<string>().int().min(0).max(8.64e15);
const lang = z.string().max(35).optional();
export const whereQuery = z.strictObject({ of: z.string().min(1).max(128), lang });
export const seriesQuery = z.strictObject({
  entity: z.string().max(300),
  from: instant,
  to: instant,
  /** Milliseconds. */
  step: z.coerce
    .number<string>()
    .int()
    .min(1_000)
    .max(366 * 86_400_000)
    .optional(),
  series: z
    .string()
    .max(2_000)
    .regex(new RegExp(`^[a-z0-9_]+:(${AGGREGATES.join("|")})(,[a-z0-9_]+:(${AGGREGATES.join("|")}))*$`)),
  lang,
});
export const auditQuery = z.strictObject({
  limit: z.coerce.number<string>().int().min(1).max(500).optional(),
  before: id.optional(),
  subject: z.string().min(1).max(300).optional(),
  /** User name. */
  actor: z.string().min(1).max(100).optional(),
  lang,
});
export const exportQuery = z.strictObject({
  entity: z.string().max(300).optional(),
  site: id.optional(),
  device: id.optional(),
  from: instant,
  to: instant,
  /** Names of fields; all of them by default. */
  fields: z
    .string()
    .max(2_000)
    .regex(/^[a-z0-9_]+(,[a-z0-9_]+)*$/)
    .optional(),
  resolution: z.enum(["raw", "hour", "day"]).default("raw"),
  format: z.enum(["csv", "line", "parquet"]).default("csv"),
  lang,
});
export const accessTokenInput = z.strictObject({
  name,
  /** Null: all units. */
  unit: id.nullable(),
  days: z.int().min(1).max(MAX_TOKEN_DAYS).optional(),
});
export const liveQuery = z.strictObject({ site: id.optional(), device: id.optional(), lang });

export const created = z.object({ id: z.string() });
/** `assets`: how many went along to another unit. */
export const siteChanged = z.object({ assets: z.number() });
export const done = z.object({ done: z.literal(true) });
const taken = {
  alerts: z
    .number()
    .describe("open ones that were theirs, and are from now on those of whoever asked for this"),
  tokens: z.number().describe("access tokens that they had made, which are revoked"),
  enrolments: z.number().describe("enrolment tokens that they had made, which are withdrawn"),
};
export const personChanged = me.extend(taken);
export const personRemoved = z.object({ done: z.literal(true), ...taken });

/** Checks a part of the request; a mistake leaves as our own fault, so that it never enters the client's types. */
export const validate = <T extends z.ZodType, P extends keyof ValidationTargets>(part: P, schema: T) =>
  validator(part, schema, (result) => {
    if (result.success) return;
    // The schemas are zod's, so the issues of the standard interface are zod's own.
    const { code, params } = zodFault({ issues: result.error as readonly z.core.$ZodIssue[] });
    throw new FaultError(code, params);
  });

const json = (schema: z.ZodType) => ({ "application/json": { schema: resolver(schema) } });

/** One line of the OpenAPI document: what the route is for, and what it answers. */
export const describe = (summary: string, answer?: z.ZodType) =>
  describeRoute({
    summary,
    responses: {
      200: { description: "OK", ...(answer === undefined ? {} : { content: json(answer) }) },
      default: { description: "What went wrong, with a code and a sentence", content: json(faultAnswer) },
    },
  });
