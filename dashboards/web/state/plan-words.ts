import { speaker, type Rest } from "../../../core/messages/speaker.ts";
import { webPlanMessages } from "../../../core/messages/web-plan.ts";
import { language } from "./preferences.ts";

type Words = typeof webPlanMessages;
const { sayAny } = speaker(webPlanMessages);

/** As `t`, for the pages of the plan. */
export const planWords = <Key extends keyof Words>(key: Key, ...rest: Rest<Words, Key>): string =>
  sayAny(language.value, key, rest[0] ?? {}) ?? key;
