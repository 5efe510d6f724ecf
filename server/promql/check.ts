import {
  COMPARISONS,
  SET_OPERATORS,
  type Aggregate,
  type Binary,
  type Call,
  type Expr,
  type ValueType,
} from "./ast.ts";
import { AGGREGATIONS, FUNCTIONS, REFUSED_FUNCTIONS } from "./functions.ts";
import { PromqlError } from "./types.ts";

const bad = (message: string) => new PromqlError("bad_data", message);

/**
 * The type of an expression, after checking the types of all its parts by Prometheus' rules.
 *
 * @throws PromqlError bad_data; execution for what Prometheus has and this engine has not
 */
export function check(expr: Expr): ValueType {
  switch (expr.kind) {
    case "number":
      return "scalar";
    case "string":
      return "string";
    case "selector":
      return expr.rangeMs === undefined ? "instant vector" : "range vector";
    case "subquery":
      expected(expr.expr, "instant vector", "subquery");
      return "range vector";
    case "unary": {
      const type = check(expr.expr);
      if (type !== "scalar" && type !== "instant vector")
        throw bad(
          `unary expression only allowed on expressions of type scalar or instant vector, got ${type}`,
        );
      return type;
    }
    case "call":
      return checkCall(expr);
    case "aggregate":
      return checkAggregate(expr);
    case "binary":
      return checkBinary(expr);
  }
}

function expected(expr: Expr, type: ValueType, where: string): void {
  const got = check(expr);
  if (got !== type) throw bad(`expected type ${type} in ${where}, got ${got}`);
}

function checkCall({ func, args }: Call): ValueType {
  if (REFUSED_FUNCTIONS.has(func)) throw new PromqlError("execution", `function "${func}" is not supported`);
  const signature = FUNCTIONS.get(func);
  if (signature === undefined) throw bad(`unknown function with name "${func}"`);
  const { args: types, optional } = signature;
  const least = types.length - (optional === Infinity ? 1 : optional);
  const most = optional === Infinity ? Infinity : types.length;
  if (args.length < least)
    throw bad(
      `expected ${most === least ? "" : "at least "}${least} argument(s) in call to "${func}", got ${args.length}`,
    );
  if (args.length > most)
    throw bad(
      `expected ${most === least ? "" : "at most "}${most} argument(s) in call to "${func}", got ${args.length}`,
    );
  for (const [i, arg] of args.entries())
    expected(arg, types[Math.min(i, types.length - 1)] ?? "scalar", `call to function "${func}"`);
  return signature.returns;
}

function checkAggregate({ op, param, expr, grouping }: Aggregate): ValueType {
  if (!AGGREGATIONS.has(op)) throw new PromqlError("execution", `aggregation "${op}" is not supported`);
  const type = AGGREGATIONS.get(op);
  if ((type === undefined) !== (param === undefined))
    throw bad(
      `wrong number of arguments for aggregate expression provided, expected ${type === undefined ? 1 : 2}`,
    );
  expected(expr, "instant vector", "aggregation expression");
  if (param !== undefined && type !== undefined) expected(param, type, "aggregation parameter");
  if (grouping.labels.includes("")) throw bad("empty label name in grouping");
  return "instant vector";
}

function checkBinary(expr: Binary): ValueType {
  const { op, bool, matching } = expr;
  const types = [operand(expr.left), operand(expr.right)];
  const scalars = types.every((type) => type === "scalar");
  const vectors = types.every((type) => type === "instant vector");
  if (bool && !COMPARISONS.has(op)) throw bad("bool modifier can only be used on comparison operators");
  if (scalars && !bool && COMPARISONS.has(op))
    throw bad("comparisons between scalars must use BOOL modifier");
  if (!vectors && SET_OPERATORS.has(op))
    throw bad(`set operator "${op}" not allowed in binary scalar expression`);
  if (matching !== undefined) checkMatching(op, matching, vectors);
  return scalars ? "scalar" : "instant vector";
}

function checkMatching(
  op: string,
  { on, labels, many, include }: NonNullable<Binary["matching"]>,
  vectors: boolean,
): void {
  // Beside a scalar, `on ()` says nothing.
  if (!vectors && labels.length > 0) throw bad("vector matching only allowed between instant vectors");
  if (!vectors) return;
  if (many !== undefined && SET_OPERATORS.has(op)) throw bad(`no grouping allowed for "${op}" operation`);
  const twice = on ? include.find((label) => labels.includes(label)) : undefined;
  if (twice !== undefined) throw bad(`label "${twice}" must not occur in ON and GROUP clause at once`);
}

function operand(expr: Expr): ValueType {
  const type = check(expr);
  if (type !== "scalar" && type !== "instant vector")
    throw bad("binary expression must contain only scalar and instant vector types");
  return type;
}
