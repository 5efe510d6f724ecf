import type { Clock } from "../../core/clock.ts";
import type { Language } from "../../core/messages/speaker.ts";
import { fail, type FaultCode, type FaultParams } from "../../core/result.ts";
import type { NotifyChannel, NotifyOutcome } from "../notify-port.ts";

/** What is sent, in every form that a channel may need. `compose-message.ts` makes it from a notice. */
export interface NoticeMessage {
  /** The same message sent twice has the same id: `Message-ID` and `Idempotency-Key` are derived from it. */
  readonly id: string;
  /** The id of the first message about the same alert, which later ones answer in a mail program; null for the first. */
  readonly thread: string | null;
  readonly language: Language;
  readonly title: string;
  /** Plain text with line ends `\n`. */
  readonly text: string;
  readonly html: string;
  /** One line for a telephone; still with diacritics, of any length. */
  readonly short: string;
  /** For programs: the body of a webhook. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The alert's page; null where the server's address is not known. */
  readonly link: string | null;
}

/**
 * Sends `message` to `to` (what `Subscription.addresses` holds; "" for a webhook). Never rejects. A connection that
 * broke after the message was handed over counts as not sent: whoever receives it twice knows it by its id.
 */
export type Notify = (
  channel: NotifyChannel,
  to: string,
  message: NoticeMessage,
  signal: AbortSignal,
) => Promise<NotifyOutcome>;

export interface NotifyPorts {
  readonly clock: Clock;
  /** Hosts or addresses inside the server's own machine that may be reached all the same, `host` or `host:port`. */
  readonly allow: readonly string[];
  /** Keeps a channel's renewed secrets; resolves when they are safe. */
  readonly renew: (channel: string, secrets: Readonly<Record<string, string>>) => Promise<void>;
  /** How long one sending may take; 20 s. */
  readonly timeoutMs?: number;
  /** Addresses of a host name; the system's resolver. */
  readonly lookUp?: LookUp;
  /** Where Zalo's two interfaces are; its own. */
  readonly zalo?: { readonly api: string; readonly oauth: string };
}
export type LookUp = (host: string) => Promise<readonly string[]>;

export const NOTIFY_TIMEOUT_MS = 20_000;
export const SENT: NotifyOutcome = { ok: true, value: null };

export const again = (code: FaultCode, params: FaultParams, afterMs?: number): NotifyOutcome => ({
  ...fail(code, params),
  retry: true,
  ...(afterMs === undefined ? {} : { afterMs }),
});
export const never = (code: FaultCode, params: FaultParams): NotifyOutcome => ({
  ...fail(code, params),
  retry: false,
});

/** A setting as text; undefined when it is absent or empty. */
export function setting(channel: NotifyChannel, name: string): string | undefined {
  const text = String(channel.settings[name] ?? "").trim();
  return text === "" ? undefined : text;
}
export const missing = (channel: NotifyChannel, field: string): NotifyOutcome =>
  never("notify_settings_missing", { channel: channel.name, field });
