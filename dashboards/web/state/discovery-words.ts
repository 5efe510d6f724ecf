import { speaker, type Rest } from "../../../core/messages/speaker.ts";
import { webDiscoveryMessages } from "../../../core/messages/web-discovery.ts";
import { language } from "./preferences.ts";

type Words = typeof webDiscoveryMessages;
const { sayAny } = speaker(webDiscoveryMessages);

/** As `t`, for the sentences that only the pages of discovery say. */
export const words = <Key extends keyof Words>(key: Key, ...rest: Rest<Words, Key>): string =>
  sayAny(language.value, key, rest[0] ?? {}) ?? key;
