import { speaker, type Rest } from "../../../core/messages/speaker.ts";
import { webOrganisationMessages } from "../../../core/messages/web-organisation.ts";
import { language } from "./preferences.ts";

type Words = typeof webOrganisationMessages;
const { sayAny } = speaker(webOrganisationMessages);

/** As `t`, for changes of units and sites, enrolment tokens and the audit. */
export const words = <Key extends keyof Words>(key: Key, ...rest: Rest<Words, Key>): string =>
  sayAny(language.value, key, rest[0] ?? {}) ?? key;
