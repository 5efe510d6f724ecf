import type { SyntaxNode } from "@lezer/common";
import { SECOND } from "../../core/clock.ts";
import { parseNumber } from "./literals.ts";
import { children, failAt, textOf, unsupported, type Reader } from "./tree.ts";

/** Milliseconds of ranges, steps and offsets; `node` is what they belong to. */

export function durations(node: SyntaxNode, reader: Reader): number[] {
  return children(node)
    .filter(({ name }) => name === "DurationExpr")
    .map((duration) => literalMs(duration, reader));
}

function literalMs(node: SyntaxNode, reader: Reader): number {
  const parts = children(node);
  if (parts.length !== 1 || parts[0]?.name !== "NumberDurationLiteralInDurationContext")
    throw unsupported("arithmetic of durations is");
  const ms = parseNumber(textOf(node, reader)) * SECOND;
  if (!Number.isFinite(ms) || ms > Number.MAX_SAFE_INTEGER)
    throw failAt(node.from, reader, "duration out of range");
  return Math.round(ms);
}

export function offsetOf(node: SyntaxNode, reader: Reader): number {
  const [sign, body] = children(node);
  if (sign?.name !== "UnaryOp" || body === undefined) return literalMs(node, reader);
  return (textOf(sign, reader) === "-" ? -1 : 1) * offsetOf(body, reader);
}

export function range(ms: number | undefined, node: SyntaxNode, reader: Reader): number {
  if (ms === undefined || ms <= 0) throw failAt(node.from, reader, "duration must be greater than 0");
  return ms;
}
