import { speaker, type Rest } from "../../../core/messages/speaker.ts";
import { webCareMessages } from "../../../core/messages/web-care.ts";
import { language } from "./preferences.ts";

type Words = typeof webCareMessages;
const { sayAny } = speaker(webCareMessages);

/** As `t`, for taking an alert on and giving it back. */
export const words = <Key extends keyof Words>(key: Key, ...rest: Rest<Words, Key>): string =>
  sayAny(language.value, key, rest[0] ?? {}) ?? key;
