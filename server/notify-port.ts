import type { NameOf } from "../core/alerting/say.ts";
import type { AlertState, Notice } from "../core/alerting/types.ts";
import type { Instant } from "../core/clock.ts";
import type { Language } from "../core/messages/speaker.ts";
import type { Fault } from "../core/result.ts";
import type { ChannelSettings } from "./alerts-port.ts";

/** What the server needs of whatever tells people. The adapter is `notify/table.ts`. */
export interface Notifier {
  /**
   * One message: a notice, or several that would have come at once. `id` must be the same for the same notices (of a
   * single one: its own id): whoever gets it twice knows it by that. Never rejects.
   */
  tell(
    channel: NotifyChannel,
    to: string,
    what: { readonly id: string; readonly notices: readonly Notice[] },
    reader: Reader,
    signal: AbortSignal,
  ): Promise<NotifyOutcome>;
  /** `id`: one for each person and time. */
  digest(
    channel: NotifyChannel,
    to: string,
    what: { readonly id: string; readonly content: DigestContent },
    reader: Reader,
    signal: AbortSignal,
  ): Promise<NotifyOutcome>;
  /** One message that says it is a test, now; nothing is kept of it and nothing tried again. */
  test(channel: NotifyChannel, to: string, language: Language, signal: AbortSignal): Promise<NotifyOutcome>;
}

/** A channel with its secrets, as `Channels.channelSettings` gives it, and its id. */
export interface NotifyChannel extends ChannelSettings {
  readonly id: string;
}

/** A `Result<null>`; after a failure also whether it is worth another try, and when at the earliest. */
export type NotifyOutcome =
  | { readonly ok: true; readonly value: null }
  | { readonly ok: false; readonly fault: Fault; readonly retry: boolean; readonly afterMs?: number };

/** What a message is made for: a person's language, and where the pages are. */
export interface Reader {
  readonly language: Language;
  /** Of `site:ID`, subject keys (`port:ID/part`) and device ids. */
  readonly names: NameOf;
  /** The server's address as browsers know it, e.g. `https://cayda.xa.vn:8443`; null: no links. */
  readonly base: string | null;
  /** IANA; `Asia/Ho_Chi_Minh`. */
  readonly timeZone?: string;
}

/** What a leader is told of a day or a week, for one person's units. The job makes it, the adapter renders it. */
export interface DigestContent {
  readonly every: "daily" | "weekly";
  /** [from, to) */
  readonly from: Instant;
  readonly to: Instant;
  /** Open now, worst first; alerts that another one explains are left out. */
  readonly open: readonly DigestAlert[];
  /** Mended within the time, newest first. */
  readonly resolved: readonly DigestAlert[];
  /** Sites with the lowest scores first. */
  readonly sites: readonly DigestScore[];
  readonly units: readonly DigestUnit[];
}
export interface DigestAlert {
  readonly state: AlertState;
  /** The site's name; empty: it concerns many. */
  readonly site: string;
}
export interface DigestScore {
  readonly name: string;
  readonly score: number;
  /** The score at `from`; null when there was none. */
  readonly before: number | null;
}
export interface DigestUnit {
  readonly name: string;
  readonly score: number | null;
  readonly before: number | null;
  readonly open: number;
  readonly resolved: number;
}
