import type { Message } from "./message.ts";

export const LANGUAGES = ["vi", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

type Catalogue = Readonly<Record<string, Message>>;
type Values = Readonly<Record<string, string | number>>;

/** `{name}` places of a text, as a union of their names. */
type Places<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Places<Rest>
  : never;
type Params<M extends Catalogue, Key extends keyof M> = {
  readonly [Name in Places<M[Key]["en"]>]: string | number;
};
/** Parameters may be left out only where the sentence has no places. */
export type Rest<M extends Catalogue, Key extends keyof M> = keyof Params<M, Key> extends never
  ? []
  : [Params<M, Key>];

export interface Speaker<M extends Catalogue> {
  /** The sentence `key` in `language`, filled in. Compile error when a place is missing. */
  readonly say: <Key extends keyof M & string>(
    language: Language,
    key: Key,
    ...params: Rest<M, Key>
  ) => string;
  /** As `say`, for keys and parameters that are known only when running (faults); a missing value shows as "…". */
  readonly sayAny: (language: Language, key: string, params: Values) => string | undefined;
}

/** Speaks the sentences of a catalogue. */
export function speaker<M extends Catalogue>(messages: M): Speaker<M> {
  const sayAny = (language: Language, key: string, params: Values): string | undefined =>
    Object.hasOwn(messages, key) ? fill(messages[key]?.[language] ?? "", params, language) : undefined;
  return {
    sayAny,
    say: (language, key, ...[params]) => sayAny(language, key, params ?? {}) ?? key,
  };
}

function fill(text: string, params: Values, language: Language): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? "…";
    return typeof value === "number" && COUNTS.has(name) ? grouped(value, language) : String(value);
  });
}

/** Places that are counts; a year or a port is none. */
const COUNTS: ReadonlySet<string> = new Set(["n", "total"]);

/** "3.237", in English "3,237". */
function grouped(count: number, language: Language): string {
  return String(count).replaceAll(/(?<=^\d+)(?=(\d{3})+$)/g, language === "vi" ? "." : ",");
}
