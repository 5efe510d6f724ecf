import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
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

/** Its recovery after errors takes seconds of hostile texts, so the first error ends the parsing. */
const strict = parser.configure({ strict: true });

/**
 * The tree of a text without errors.
 *
 * @throws PromqlError saying where the grammar could not go on
 */
export function treeOf(reader: Reader): SyntaxNode {
  refuseTowers(reader);
  try {
    return strict.parse(reader.text).topNode;
  } catch (cause) {
    // "No parse at 12" is all that the parser says.
    const position = cause instanceof SyntaxError ? /\d+$/.exec(cause.message)?.[0] : undefined;
    if (position === undefined) throw cause;
    throw refusalAt(Number(position), reader);
  }
}

const STRINGS = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/g;

/** The parser's time grows with the square of what is open at once: brackets, and powers, which nest to the right. */
function refuseTowers(reader: Reader): void {
  let [open, powers] = [0, 0];
  for (const [sign] of reader.text.replaceAll(STRINGS, "").matchAll(/[()^]/g)) {
    if (sign === "^") powers += 1;
    else open += sign === "(" ? 1 : -1;
    if (open > reader.maxDepth || powers > reader.maxDepth) tooDeep(reader);
  }
}

function refusalAt(position: number, reader: Reader): PromqlError {
  const { text } = reader;
  if (text.trim() === "") return new PromqlError("bad_data", "no expression found in input");
  const rest = text.slice(position).trimStart();
  const from = text.length - rest.length;
  const word = /([a-zA-Z_:][a-zA-Z0-9_:]*)\s*$/.exec(text.slice(0, position))?.[1];
  if (rest.startsWith("(") && word !== undefined) {
    if (REFUSED_FUNCTIONS.has(word)) return unsupported(`function "${word}" is`);
    return failAt(position - word.length, reader, `unknown function with name "${word}"`);
  }
  const found = /^(?:[a-zA-Z_:][a-zA-Z0-9_:]*|\d[\d.a-z]*|\S)/.exec(rest)?.[0];
  return failAt(
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
