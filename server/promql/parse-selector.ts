import type { SyntaxNode } from "@lezer/common";
import type { Selector } from "./ast.ts";
import { unquote } from "./literals.ts";
import { createMatcher } from "./matcher.ts";
import { children, failAt, textOf, type Reader } from "./tree.ts";
import type { Matcher, MatchOp } from "./types.ts";

export function stringOf(node: SyntaxNode, reader: Reader): string {
  const value = unquote(textOf(node, reader));
  if (value === undefined) throw failAt(node.from, reader, "unterminated or malformed string");
  return value;
}

export function readSelector(node: SyntaxNode, reader: Reader): Selector {
  const parts = children(node);
  const metric = parts.find(({ name }) => name === "Identifier");
  const listed = parts.find(({ name }) => name === "LabelMatchers");
  const matchers: Matcher[] = [];
  if (metric !== undefined) matchers.push(createMatcher("__name__", "=", textOf(metric, reader)));
  for (const part of listed === undefined ? [] : children(listed)) {
    const matcher = matcherOf(part, reader);
    if (part.name === "QuotedLabelName" && matchers.some(({ name }) => name === "__name__"))
      throw failAt(part.from, reader, "metric name must not be set twice");
    if (metric !== undefined && matcher.name === "__name__" && matcher.op === "=")
      throw failAt(
        part.from,
        reader,
        `metric name must not be set twice: "${textOf(metric, reader)}" or "${matcher.value}"`,
      );
    matchers.push(matcher);
  }
  if (matchers.every((matcher) => matcher.matches("")))
    throw failAt(node.from, reader, "vector selector must contain at least one non-empty matcher");
  return { kind: "selector", matchers, rangeMs: undefined, offsetMs: 0, at: undefined };
}

function matcherOf(node: SyntaxNode, reader: Reader): Matcher {
  if (node.name === "QuotedLabelName") return createMatcher("__name__", "=", labelOf(node, reader));
  const [label, op, value] = children(node);
  if (label === undefined || op === undefined || value === undefined)
    throw failAt(node.from, reader, "label matcher expected");
  return createMatcher(labelOf(label, reader), textOf(op, reader) as MatchOp, stringOf(value, reader));
}

function labelOf(node: SyntaxNode, reader: Reader): string {
  return node.name === "QuotedLabelName" ? stringOf(node, reader) : textOf(node, reader);
}

export function labelsOf(node: SyntaxNode | undefined, reader: Reader): string[] {
  return node === undefined ? [] : children(node).map((label) => labelOf(label, reader));
}
