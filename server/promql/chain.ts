import type { SyntaxNode } from "@lezer/common";
import { SECOND } from "../../core/clock.ts";
import type { At, Binary, Expr, Matching } from "./ast.ts";
import { durations, offsetOf, range } from "./durations.ts";
import { parseNumber } from "./literals.ts";
import { labelsOf } from "./parse-selector.ts";
import { children, expressions, failAt, textOf, tooDeep, unsupported, type Reader } from "./tree.ts";

/**
 * Operators and what follows an operand (`offset`, `@`, a subquery's brackets). The grammar lets these follow anything, so that it reads
 * `a - b offset 1w` as `(a - b) offset 1w`. Here the chain is taken apart, in the order of the text, and put together again by
 * Prometheus' precedence, in which they bind most tightly.
 */
type Read = (node: SyntaxNode, reader: Reader, depth: number) => Expr;

interface Chain {
  readonly links: readonly SyntaxNode[];
  readonly reader: Reader;
  readonly depth: number;
  readonly read: Read;
  next: number;
}

const SUFFIXES: ReadonlySet<string> = new Set(["OffsetExpr", "StepInvariantExpr", "SubqueryExpr"]);
/** The least binding first. */
const PRECEDENCE: ReadonlyMap<string, number> = new Map(
  ["or", "and unless", "== != < <= > >= </ >/", "+ -", "* / % atan2", "^"].flatMap((ops, i) =>
    ops.split(" ").map((op): [string, number] => [op, i + 1]),
  ),
);
const POWER = 6;

/** The expression of a node that is an operator or a suffix. Throws PromqlError. */
export function chainOf(node: SyntaxNode, reader: Reader, depth: number, read: Read): Expr {
  const links: SyntaxNode[] = [];
  takeApart(node, reader, depth, links);
  return climb({ links, reader, depth, read, next: 0 }, 1, depth);
}

/** Operands, operators (their nodes stand for them) and suffixes, as they follow one another in the text. */
function takeApart(node: SyntaxNode, reader: Reader, depth: number, links: SyntaxNode[]): void {
  if (depth > reader.maxDepth) tooDeep(reader);
  const [first, second] = expressions(node);
  if (node.name === "BinaryExpr") {
    if (first === undefined || second === undefined) throw failAt(node.from, reader, "operand expected");
    takeApart(first, reader, depth + 1, links);
    links.push(node);
    takeApart(second, reader, depth + 1, links);
  } else if (node.name === "UnaryExpr" || SUFFIXES.has(node.name)) {
    if (first === undefined) throw failAt(node.from, reader, "expression expected");
    if (node.name === "UnaryExpr") links.push(node);
    takeApart(first, reader, depth + 1, links);
    if (node.name !== "UnaryExpr") links.push(node);
  } else links.push(node);
}

/** An operand and all operators behind it that bind at least so tightly. */
function climb(chain: Chain, least: number, depth: number): Expr {
  const { links, reader } = chain;
  if (depth > reader.maxDepth) tooDeep(reader);
  const atom = links[chain.next];
  let left = operand(chain, depth);
  for (;;) {
    const node = links[chain.next];
    if (node?.name !== "BinaryExpr") return left;
    const op = operatorOf(node, reader);
    const binds = PRECEDENCE.get(op) ?? 0;
    if (binds < least) return left;
    chain.next += 1;
    const right = climb(chain, op === "^" ? binds : binds + 1, depth + 1);
    const sign = atom?.name === "NumberDurationLiteral" ? reader.text[atom.from] : undefined;
    left = signOfPower({ kind: "binary", op, left, right, ...modifiersOf(node, reader) }, sign);
  }
}

function operand(chain: Chain, depth: number): Expr {
  const { links, reader, read } = chain;
  const node = links[chain.next];
  if (node === undefined) throw new Error("the chain ended before its operand");
  chain.next += 1;
  // A sign binds like a product: -1 ^ 2 is -(1 ^ 2).
  if (node.name === "UnaryExpr")
    return {
      kind: "unary",
      negative: reader.text[node.from] === "-",
      expr: climb(chain, POWER, depth + 1),
    };
  let expr = read(node, reader, depth + 1);
  for (let of = node; ;) {
    const suffix = links[chain.next];
    if (suffix === undefined || !SUFFIXES.has(suffix.name)) return expr;
    chain.next += 1;
    expr = suffixed(expr, of, suffix, reader);
    of = suffix;
  }
}

function operatorOf(node: SyntaxNode, reader: Reader): string {
  const op = children(node)[1];
  return op === undefined ? "" : textOf(op, reader).toLowerCase();
}

function modifiersOf(node: SyntaxNode, reader: Reader): Pick<Binary, "bool" | "matching"> {
  const part = (wanted: string) => children(node).find(({ name }) => name === wanted);
  const op = operatorOf(node, reader);
  if (part("FillModifier") !== undefined) throw unsupported("fill modifiers are");
  if (op === "</" || op === ">/") throw unsupported(`operator "${op}" is`);
  const clause = part("MatchingModifierClause");
  return {
    bool: part("BoolModifier") !== undefined,
    matching: clause === undefined ? undefined : matchingOf(clause, reader),
  };
}

/** What `of` was read as, with the suffix behind it. */
function suffixed(expr: Expr, of: SyntaxNode, suffix: SyntaxNode, reader: Reader): Expr {
  if (suffix.name === "SubqueryExpr") {
    const [rangeMs, stepMs] = durations(suffix, reader);
    return {
      kind: "subquery",
      expr,
      offsetMs: 0,
      at: undefined,
      rangeMs: range(rangeMs, suffix, reader),
      stepMs: stepMs === undefined ? undefined : range(stepMs, suffix, reader),
    };
  }
  const isOffset = suffix.name === "OffsetExpr";
  // Not around parentheses: what would be shifted is not what they stand for.
  if (of.name === "ParenExpr" || (expr.kind !== "selector" && expr.kind !== "subquery"))
    throw failAt(
      suffix.from,
      reader,
      `${isOffset ? "offset" : "@"} modifier must be preceded by an instant vector selector or range vector selector or a subquery`,
    );
  if (isOffset) {
    if (expr.offsetMs !== 0) throw failAt(suffix.from, reader, "offset may not be set multiple times");
    const offset = children(suffix).find(({ name }) => name === "OffsetDurationExpr");
    return { ...expr, offsetMs: offset === undefined ? 0 : offsetOf(offset, reader) };
  }
  if (expr.at !== undefined) throw failAt(suffix.from, reader, "@ <timestamp> may not be set multiple times");
  return { ...expr, at: atOf(suffix, reader) };
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
