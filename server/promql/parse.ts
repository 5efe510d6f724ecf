import type { SyntaxNode } from "@lezer/common";
import type { Aggregate, Expr, Grouping } from "./ast.ts";
import { chainOf } from "./chain.ts";
import { durations, range } from "./durations.ts";
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
  VectorSelector: readSelector,
  MatrixSelector(node, reader, depth) {
    const { node: child, expr } = inner(node, reader, depth);
    if (child.name !== "VectorSelector" || expr.kind !== "selector")
      throw failAt(node.from, reader, "ranges only allowed for vector selectors");
    return { ...expr, rangeMs: range(durations(node, reader)[0], node, reader) };
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
  BinaryExpr: readChain,
  UnaryExpr: readChain,
  OffsetExpr: readChain,
  StepInvariantExpr: readChain,
  SubqueryExpr: readChain,
};

function readChain(node: SyntaxNode, reader: Reader, depth: number): Expr {
  return chainOf(node, reader, depth, read);
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
