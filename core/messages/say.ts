import { agentMessages } from "./agent.ts";
import { faultMessages } from "./faults.ts";
import type { Message } from "./message.ts";
import { serverMessages } from "./server.ts";
import { topologyMessages } from "./topology.ts";
import { webMessages } from "./web.ts";

/**
 * Every sentence that a person reads, in Vietnamese and English, side by side so that neither can be forgotten.
 * One file for each audience; this file joins them and fills in the placeholders.
 */
export const LANGUAGES = ["vi", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const MESSAGES = {
  ...faultMessages,
  ...agentMessages,
  ...serverMessages,
  ...topologyMessages,
  ...webMessages,
} as const;
export type MessageKey = keyof typeof MESSAGES;

/** `{name}` places of a text, as a union of their names. */
type Places<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Places<Rest>
  : never;
export type MessageParams<Key extends MessageKey> = {
  readonly [Name in Places<(typeof MESSAGES)[Key]["en"]>]: string | number;
};
/** Parameters may be left out only where the sentence has no places. */
type Rest<Key extends MessageKey> = keyof MessageParams<Key> extends never ? [] : [MessageParams<Key>];

/** The sentence `key` in `language`, filled in. Compile error when a place is missing. */
export function say<Key extends MessageKey>(language: Language, key: Key, ...[params]: Rest<Key>): string {
  return fill(MESSAGES[key][language], params ?? {});
}

/** As `say`, for keys and parameters that are known only when running (faults); a missing value shows as "…". */
export function sayAny(
  language: Language,
  key: string,
  params: Readonly<Record<string, string | number>>,
): string | undefined {
  if (!Object.hasOwn(MESSAGES, key)) return undefined;
  return fill(MESSAGES[key as MessageKey][language], params);
}

function fill(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? "…"));
}

/** For the test that holds both languages against each other. */
export const allMessages: Readonly<Record<string, Message>> = MESSAGES;
