import type { SyntaxNode } from "@lezer/common";
import { SECOND } from "../../core/clock.ts";
import type { Aggregate, At, Binary, Expr, Grouping, Matching } from "./ast.ts";
import { parseNumber } from "./literals.ts";
import { labelsOf, readSelector, stringOf } from "./parse-selector.ts";
import { children, expressions, failAt, treeOf, textOf, tooDeep, unsupported, type Reader } from "./tree.ts";
import { PromqlError, type Limits, type Matcher } from "./types.ts";

/**
 * The expression that a text says.
 *
 * @throws PromqlError bad_data with the position; execution for syntax of Prometheus that this engine has not
 */
export function parse(text: string, limits: Pick<Limits, "queryLength" | "depth">): Expr {
  if (text.length > limits.queryLength)
    throw new PromqlError("bad_data", `query is longer than ${limits.queryLength} characters`);
  const reader = { text, maxDepth: limits.depth };
  const root = expressions(treeOf(reader))[0];
  if (root === undefined) throw new PromqlError("bad_data", "no expression found in input");
  return read(root, reader, 0);
}

/** @throws PromqlError bad_data when the expression is more than a selector */
export function selectorOf(expr: Expr): readonly Matcher[] {
  if (expr.kind !== "selector" || expr.rangeMs !== undefined || expr.offsetMs !== 0 || expr.at !== undefined)
    throw new PromqlError("bad_data", "expected a vector selector");
  return expr.matchers;
}

function read(node: SyntaxNode, reader: Reader, depth: number): Expr {
  if (depth > reader.maxDepth) tooDeep(reader);
  const handler = READERS[node.name];
  if (handler === undefined) throw unsupported(`the modifier of "${textOf(node, reader)}" is`);
  return handler(node, reader, depth);
}

/** The one expression within. */
function inner(
  node: SyntaxNode,
  reader: Reader,
  depth: number,
): { readonly node: SyntaxNode; readonly expr: Expr } {
  const child = expressions(node)[0];
  if (child === undefined) throw failAt(node.from, reader, "expression expected");
  return { node: child, expr: read(child, reader, depth + 1) };
}

const READERS: Readonly<Record<string, (node: SyntaxNode, reader: Reader, depth: number) => Expr>> = {
  NumberDurationLiteral: (node, reader) => ({ kind: "number", value: parseNumber(textOf(node, reader)) }),
  StringLiteral: (node, reader) => ({ kind: "string", value: stringOf(node, reader) }),
  ParenExpr: (node, reader, depth) => inner(node, reader, depth).expr,
  UnaryExpr: (node, reader, depth) => ({
    kind: "unary",
    negative: reader.text[node.from] === "-",
    expr: inner(node, reader, depth).expr,
  }),
  VectorSelector: readSelector,
  MatrixSelector(node, reader, depth) {
    const { node: child, expr } = inner(node, reader, depth);
    if (child.name !== "VectorSelector" || expr.kind !== "selector")
      throw failAt(node.from, reader, "ranges only allowed for vector selectors");
    return { ...expr, rangeMs: range(durations(node, reader)[0], node, reader) };
  },
  SubqueryExpr(node, reader, depth) {
    const [rangeMs, stepMs] = durations(node, reader);
    return {
      kind: "subquery",
      expr: inner(node, reader, depth).expr,
      rangeMs: range(rangeMs, node, reader),
      stepMs: stepMs === undefined ? undefined : range(stepMs, node, reader),
      offsetMs: 0,
      at: undefined,
    };
  },
  OffsetExpr(node, reader, depth) {
    const shifted = shiftable(node, reader, depth, "offset modifier");
    if (shifted.offsetMs !== 0) throw failAt(node.from, reader, "offset may not be set multiple times");
    const offset = children(node).find(({ name }) => name === "OffsetDurationExpr");
    return { ...shifted, offsetMs: offset === undefined ? 0 : offsetOf(offset, reader) };
  },
  StepInvariantExpr(node, reader, depth) {
    const shifted = shiftable(node, reader, depth, "@ modifier");
    if (shifted.at !== undefined)
      throw failAt(node.from, reader, "@ <timestamp> may not be set multiple times");
    return { ...shifted, at: atOf(node, reader) };
  },
  FunctionCall(node, reader, depth) {
    const [name, body] = children(node);
    if (name === undefined || body === undefined) throw failAt(node.from, reader, "function expected");
    return {
      kind: "call",
      func: textOf(name, reader),
      args: expressions(body).map((arg) => read(arg, reader, depth + 1)),
    };
  },
  AggregateExpr: readAggregate,
  BinaryExpr: readBinary,
};

function shiftable(node: SyntaxNode, reader: Reader, depth: number, what: string) {
  const { node: child, expr } = inner(node, reader, depth);
  // Not around parentheses: what would be shifted is not what they stand for.
  if (child.name === "ParenExpr" || (expr.kind !== "selector" && expr.kind !== "subquery"))
    throw failAt(
      node.from,
      reader,
      `${what} must be preceded by an instant vector selector or range vector selector or a subquery`,
    );
  return expr;
}

function atOf(node: SyntaxNode, reader: Reader): At {
  const named = children(node).find(({ name }) => name === "AtModifierPreprocessors");
  if (named !== undefined) return textOf(named, reader).trimStart().startsWith("start") ? "start" : "end";
  const number = children(node).findLast(({ name }) => name === "NumberDurationLiteral");
  const at = number === undefined ? Number.NaN : parseNumber(textOf(number, reader)) * SECOND;
  if (!Number.isFinite(at) || Math.abs(at) > Number.MAX_SAFE_INTEGER)
    throw failAt(node.from, reader, "timestamp out of bounds for @ modifier");
  return Math.round(at);
}

function durations(node: SyntaxNode, reader: Reader): number[] {
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

function offsetOf(node: SyntaxNode, reader: Reader): number {
  const [sign, body] = children(node);
  if (sign?.name !== "UnaryOp" || body === undefined) return literalMs(node, reader);
  return (textOf(sign, reader) === "-" ? -1 : 1) * offsetOf(body, reader);
}

function range(ms: number | undefined, node: SyntaxNode, reader: Reader): number {
  if (ms === undefined || ms <= 0) throw failAt(node.from, reader, "duration must be greater than 0");
  return ms;
}

function readAggregate(node: SyntaxNode, reader: Reader, depth: number): Aggregate {
  const parts = children(node);
  const part = (wanted: string) => parts.find(({ name }) => name === wanted);
  const [op, body, modifier] = [part("AggregateOp"), part("FunctionCallBody"), part("AggregateModifier")];
  if (op === undefined || body === undefined) throw failAt(node.from, reader, "aggregation expected");
  const args = expressions(body).map((arg) => read(arg, reader, depth + 1));
  const expr = args.at(-1);
  if (expr === undefined || args.length > 2)
    throw failAt(node.from, reader, "wrong number of arguments for aggregate expression provided");
  const grouping: Grouping = {
    without: modifier?.firstChild?.name === "Without",
    labels: labelsOf(modifier?.lastChild ?? undefined, reader),
  };
  return {
    kind: "aggregate",
    op: textOf(op, reader).toLowerCase(),
    param: args.length === 2 ? args[0] : undefined,
    expr,
    grouping,
  };
}

function readBinary(node: SyntaxNode, reader: Reader, depth: number): Expr {
  const parts = children(node);
  const [leftNode, opNode] = parts;
  const rightNode = parts.at(-1);
  if (leftNode === undefined || opNode === undefined || rightNode === undefined || parts.length < 3)
    throw failAt(node.from, reader, "operand expected");
  const part = (wanted: string) => parts.find(({ name }) => name === wanted);
  const op = textOf(opNode, reader).toLowerCase();
  if (part("FillModifier") !== undefined) throw unsupported("fill modifiers are");
  if (op === "</" || op === ">/") throw unsupported(`operator "${op}" is`);
  const clause = part("MatchingModifierClause");
  return signOfPower(
    {
      kind: "binary",
      op,
      left: read(leftNode, reader, depth + 1),
      right: read(rightNode, reader, depth + 1),
      bool: part("BoolModifier") !== undefined,
      matching: clause === undefined ? undefined : matchingOf(clause, reader),
    },
    leftNode.name === "NumberDurationLiteral" ? reader.text[leftNode.from] : undefined,
  );
}

/** The grammar takes a sign into the literal, but `-1 ^ 2` is -(1 ^ 2): a power binds more tightly. */
function signOfPower(binary: Binary, sign: string | undefined): Expr {
  const { op, left } = binary;
  if (op !== "^" || sign !== "-" || left.kind !== "number") return binary;
  return { kind: "unary", negative: true, expr: { ...binary, left: { kind: "number", value: -left.value } } };
}

function matchingOf(node: SyntaxNode, reader: Reader): Matching {
  const parts = children(node);
  const side = parts.findIndex(({ name }) => name === "GroupLeft" || name === "GroupRight");
  return {
    on: parts[0]?.name === "On",
    labels: labelsOf(parts[1], reader),
    many: side < 0 ? undefined : parts[side]?.name === "GroupLeft" ? "left" : "right",
    include: side < 0 ? [] : labelsOf(parts[side + 1], reader),
  };
}
