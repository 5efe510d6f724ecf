import type { z } from "zod";
import type { Fault, FaultParams } from "../../core/result.ts";
import { MAX_BLOCK_POINTS, PROTOCOL } from "../../core/wire/limits.ts";

type Issue = z.core.$ZodIssue;

/**
 * The first mistake that a schema found, as a fault that names the field. `reason` is the key of a sentence, so that
 * the answer can be written in the language of whoever asks.
 */
export function zodFault({ issues }: { readonly issues: readonly Issue[] }): Fault {
  const issue = issues[0];
  if (issue === undefined) return { code: "bad_input", params: { field: "", reason: "server.reason.wrong" } };
  const field = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    return { code: "field_unknown", params: { field: field === "" ? key : `${field}.${key}` } };
  }
  if (issue.code === "custom") return custom(issue.message, field);
  if (issue.code === "too_big" || issue.code === "too_small") return outOfBounds(issue, field);
  if (issue.code === "invalid_value" && field === "protocol") {
    return { code: "protocol_unsupported", params: { given: "…", wanted: PROTOCOL } };
  }
  return { code: "bad_input", params: { field, ...reasonOf(issue) } };
}

function reasonOf(issue: Issue): FaultParams {
  if (issue.code === "invalid_type") return { reason: "server.reason.type", expected: issue.expected };
  if (issue.code === "invalid_format") return { reason: "server.reason.format" };
  if (issue.code === "invalid_value") {
    return { reason: "server.reason.value", values: issue.values.map(String).join(", ") };
  }
  return { reason: "server.reason.wrong" };
}

function outOfBounds(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall, field: string): Fault {
  if (isTime(issue.path)) return { code: "time_invalid", params: { field } };
  return issue.code === "too_big" && issue.path[0] === "samples"
    ? { code: "block_too_large", params: { max: Number(issue.maximum) } }
    : { code: "bad_input", params: { field, ...sizeReason(issue) } };
}

/** Refinements of `core/wire/block.ts` say a fault code as their message, those of configuration files a sentence's key. */
function custom(message: string, field: string): Fault {
  switch (message) {
    case "field_unknown":
    case "entity_kind_unknown":
    case "entity_invalid":
      return { code: message, params: { field } };
    case "block_too_large":
      return { code: "block_too_large", params: { max: MAX_BLOCK_POINTS } };
    case "one value for each time":
      return { code: "bad_input", params: { field, reason: "server.reason.one_each" } };
    case "empty":
      return { code: "bad_input", params: { field, reason: "server.reason.empty" } };
    default:
      return {
        code: "bad_input",
        params: { field, reason: message.startsWith("server.reason.") ? message : "server.reason.wrong" },
      };
  }
}

const TIMES: ReadonlySet<PropertyKey> = new Set(["at", "madeAt", "startedAt", "finishedAt"]);
const isTime = (path: readonly PropertyKey[]): boolean =>
  path.some((key) => TIMES.has(key)) || path[0] === "from" || path[0] === "to";

function sizeReason(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): FaultParams {
  const text = issue.origin === "string" || issue.origin === "array";
  return issue.code === "too_big"
    ? { reason: text ? "server.reason.too_long" : "server.reason.too_big", max: Number(issue.maximum) }
    : { reason: text ? "server.reason.too_short" : "server.reason.too_small", min: Number(issue.minimum) };
}
