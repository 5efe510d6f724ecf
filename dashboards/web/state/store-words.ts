import { speaker, type Rest } from "../../../core/messages/speaker.ts";
import { webStoreMessages } from "../../../core/messages/web-store.ts";
import { language } from "./preferences.ts";

type Words = typeof webStoreMessages;
const { sayAny } = speaker(webStoreMessages);

/** As `t`, for the sentences about the store, access tokens and export. */
export const words = <Key extends keyof Words>(key: Key, ...rest: Rest<Words, Key>): string =>
  sayAny(language.value, key, rest[0] ?? {}) ?? key;
