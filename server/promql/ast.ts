import type { Instant } from "../../core/clock.ts";
import type { Matcher } from "./types.ts";

/** What a PromQL expression yields, by Prometheus' names. */
export type ValueType = "scalar" | "instant vector" | "range vector" | "string";

/** The `@` modifier. */
export type At = Instant | "start" | "end";

interface Shift {
  readonly offsetMs: number;
  readonly at: At | undefined;
}

export interface Selector extends Shift {
  readonly kind: "selector";
  readonly matchers: readonly Matcher[];
  /** Defined: a range vector. */
  readonly rangeMs: number | undefined;
}

export interface Subquery extends Shift {
  readonly kind: "subquery";
  readonly expr: Expr;
  readonly rangeMs: number;
  readonly stepMs: number | undefined;
}

export interface Call {
  readonly kind: "call";
  readonly func: string;
  readonly args: readonly Expr[];
}

export interface Aggregate {
  readonly kind: "aggregate";
  readonly op: string;
  readonly param: Expr | undefined;
  readonly expr: Expr;
  readonly grouping: Grouping;
}

export interface Grouping {
  readonly labels: readonly string[];
  readonly without: boolean;
}

export interface Matching {
  readonly on: boolean;
  readonly labels: readonly string[];
  /** Which side may have many series for one of the other. */
  readonly many: "left" | "right" | undefined;
  /** Labels taken from the side that has one. */
  readonly include: readonly string[];
}

export interface Binary {
  readonly kind: "binary";
  readonly op: string;
  readonly left: Expr;
  readonly right: Expr;
  /** Comparisons answer 0 or 1 instead of filtering. */
  readonly bool: boolean;
  /** Undefined: not written; all labels must be equal. */
  readonly matching: Matching | undefined;
}

export type Expr =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "unary"; readonly negative: boolean; readonly expr: Expr }
  | Selector
  | Subquery
  | Call
  | Aggregate
  | Binary;

export const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
export const SET_OPERATORS: ReadonlySet<string> = new Set(["and", "or", "unless"]);
