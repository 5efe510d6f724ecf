import { speaker, type Rest } from "../../../core/messages/speaker.ts";
import { webSecondMessages } from "../../../core/messages/web-second.ts";
import { language } from "./preferences.ts";

type Words = typeof webSecondMessages;
const { sayAny } = speaker(webSecondMessages);

/** As `t`, for the second step of signing in. */
export const words = <Key extends keyof Words>(key: Key, ...rest: Rest<Words, Key>): string =>
  sayAny(language.value, key, rest[0] ?? {}) ?? key;
