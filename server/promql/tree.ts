import type { SyntaxNode } from "@lezer/common";
import { REFUSED_FUNCTIONS } from "./functions.ts";
import { PromqlError } from "./types.ts";

/** A text that is being read, and how deep its expressions may lie in one another. */
export interface Reader {
  readonly text: string;
  readonly maxDepth: number;
}

export const textOf = (node: SyntaxNode, { text }: Reader): string => text.slice(node.from, node.to);

/** `line:column: parse error: …`, as Prometheus says it. */
export function failAt(position: number, { text }: Reader, message: string): PromqlError {
  const before = text.slice(0, position).split("\n");
  return new PromqlError(
    "bad_data",
    `${before.length}:${(before.at(-1)?.length ?? 0) + 1}: parse error: ${message}`,
  );
}

export const unsupported = (what: string): PromqlError =>
  new PromqlError("execution", `${what} not supported`);

export function tooDeep({ maxDepth }: Reader): never {
  throw new PromqlError("bad_data", `expressions are nested more than ${maxDepth} deep`);
}

/** The first place where the grammar could not go on, said so that the asker finds it. */
export function refuseErrors(top: SyntaxNode, reader: Reader): void {
  if (reader.text.trim() === "") throw new PromqlError("bad_data", "no expression found in input");
  const cursor = top.cursor();
  while (!cursor.type.isError) if (!cursor.next()) return;
  const { from } = cursor;
  const rest = reader.text.slice(from).trimStart();
  const word = /([a-zA-Z_:][a-zA-Z0-9_:]*)\s*$/.exec(reader.text.slice(0, from))?.[1];
  if (rest.startsWith("(") && word !== undefined) {
    if (REFUSED_FUNCTIONS.has(word)) throw unsupported(`function "${word}" is`);
    throw failAt(from - word.length, reader, `unknown function with name "${word}"`);
  }
  const found = /^(?:[a-zA-Z_:][a-zA-Z0-9_:]*|\d[\d.a-z]*|\S)/.exec(rest)?.[0];
  throw failAt(
    from,
    reader,
    found === undefined ? "unexpected end of input" : `unexpected ${JSON.stringify(found)}`,
  );
}

/** All but comments. */
export function children(node: SyntaxNode): SyntaxNode[] {
  const all: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== "LineComment") all.push(child);
  return all;
}

const EXPRESSIONS: ReadonlySet<string> = new Set([
  "AggregateExpr",
  "BinaryExpr",
  "FunctionCall",
  "MatrixSelector",
  "NumberDurationLiteral",
  "OffsetExpr",
  "AnchoredExpr",
  "SmoothedExpr",
  "ParenExpr",
  "StringLiteral",
  "SubqueryExpr",
  "UnaryExpr",
  "VectorSelector",
  "StepInvariantExpr",
]);
export const expressions = (node: SyntaxNode): SyntaxNode[] =>
  children(node).filter(({ name }) => EXPRESSIONS.has(name));
