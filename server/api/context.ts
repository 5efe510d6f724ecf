import type { Context } from "hono";
import { etagIn } from "../../core/etag.ts";
import type { Clock } from "../../core/clock.ts";
import { LANGUAGES, type Language } from "../../core/messages/say.ts";
import { FaultError, type Result } from "../../core/result.ts";
import type { Me } from "../../core/wire/views.ts";
import type { Log } from "../../core/log.ts";
import type { Calendar } from "../../core/alerting/types.ts";
import type { RuleDefaults } from "../../core/alerting/settings.ts";
import type { Notifier } from "../notify-port.ts";
import type { IngestCounts } from "../ingest/counts.ts";
import type { Actor, People } from "../people-port.ts";
import type { PlanningDesk } from "../planning-port.ts";
import type { Registry, SampleStore } from "../ports.ts";
import type { LabelSource } from "./export/selection.ts";
import type { LiveHub } from "./live-hub.ts";

/** What the routes need; `compose.ts` puts it together. */
export interface ApiPorts {
  readonly registry: Registry;
  readonly people: People;
  readonly store: SampleStore;
  /** What kind of store that is, by its name in the settings. */
  readonly storeKind: string;
  readonly labels: LabelSource;
  /** The rules' own numbers, and who tells people. */
  readonly alerting: {
    readonly rules: () => Promise<RuleDefaults>;
    /** Office hours and days off; undefined until judging has begun: the start does not wait for it. */
    readonly calendar: () => Calendar | undefined;
    readonly notifier: Pick<Notifier, "test">;
  };
  readonly live: LiveHub;
  /** Findings, candidates, documents of the register. */
  readonly planning: PlanningDesk;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  readonly language: Language;
  /** Whether this is the key of the one-time set-up link. */
  readonly setupKey: (given: string) => boolean;
  /** A fresh secret (256 bits as base64url) and its SHA-256 in hex, which is all that is stored of it. */
  readonly newToken: () => { readonly secret: string; readonly hash: string };
  readonly hashSecret: (secret: string) => string;
  readonly newId: () => string;
  /** A text as a QR code: SVG path of its dark modules and side in modules, the quiet border included. */
  readonly qrOf: (text: string) => Promise<{ readonly side: number; readonly path: string }>;
  /** Who made network cards, by their MAC addresses; undefined where the registry of the IEEE does not say. */
  readonly makersOf: (macs: readonly (string | null)[]) => Promise<readonly (string | undefined)[]>;
  /** Where agents reach this server: origin and certificate fingerprint, as tokens carry them. */
  readonly agentAddress: () => { readonly server: string; readonly fingerprint: string | undefined };
  /** How requests of agents were answered since the start. */
  readonly agentRequests: IngestCounts["read"];
}

/** Units that the person may see. */
export type Visible = ReadonlySet<string>;

export interface ApiEnv {
  Bindings: { readonly incoming?: { readonly socket: { readonly remoteAddress?: string | undefined } } };
  Variables: {
    readonly language: Language;
    /** Set for every route that is not public; `me` is not where a program reads with an access token. */
    readonly me: Me;
    readonly visible: Visible;
  };
}
export type ApiContext = Context<ApiEnv>;

/** The language asked for: `?lang=`, else the first of Accept-Language that we have, else the server's own. */
export function languageOf(c: Context, otherwise: Language): Language {
  const wanted = [c.req.query("lang"), ...(c.req.header("accept-language") ?? "").split(",")];
  for (const text of wanted) {
    const short = text?.trim().slice(0, 2).toLowerCase();
    const language = LANGUAGES.find((known) => known === short);
    if (language !== undefined) return language;
  }
  return otherwise;
}

export const actorOf = (c: ApiContext): Actor => ({ id: c.var.me.id, name: c.var.me.username });

/** The tag of what the person had before them (`If-Match`); undefined: they do not say, and whatever is there is changed. */
export const seenBy = (c: ApiContext): string | undefined => etagIn(c.req.header("if-match"));

/** Whether the request came over TLS to us; what proxies claim does not count. */
export const isSecure = (c: Context): boolean => c.req.url.startsWith("https:");

/** Gives the browser the cookies of an answer of `People`. */
export function copyCookies(c: ApiContext, from: Headers): void {
  for (const cookie of from.getSetCookie()) c.header("set-cookie", cookie, { append: true });
}

export const peerOf = (c: ApiContext): string => c.env?.incoming?.socket.remoteAddress ?? "";

/** The value of a result, or its fault on the way to the edge. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new FaultError(result.fault.code, result.fault.params);
  return result.value;
}
