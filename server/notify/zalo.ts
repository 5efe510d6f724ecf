import { z } from "zod";
import { cleanText } from "../../core/text.ts";
import { refusalOf, sendHttp, type HttpSending } from "./http.ts";
import type { NotifyChannel, NotifyOutcome } from "../notify-port.ts";
import { again, missing, never, SENT, setting, type Notify, type NotifyPorts } from "./types.ts";

/** Zalo Official Account: the "consultation" message of its API v3, and its OAuth v4. */
const ZALO = { api: "https://openapi.zalo.me", oauth: "https://oauth.zaloapp.com" };
/** Longest text of a message. */
const MOST_TEXT = 2_000;
/** Renewed before it ends, so that a message does not meet the very end. */
const MARGIN_MS = 5 * 60_000;

const answered = z.object({ error: z.coerce.number(), message: z.string().optional() });
const renewed = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional(),
});

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: string;
}
/** What a channel's refresh token turned into. A refresh token works once, so nobody may use it a second time. */
interface Renewal {
  readonly from: string;
  readonly tokens: Tokens;
  saved: boolean;
}
type Got =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly outcome: NotifyOutcome };

/** Setting `appId`; secrets `secretKey`, `refreshToken`, `accessToken`?, `expiresAt`? (ms). `to` is the person's id in the OA. */
export function createZalo(ports: NotifyPorts): Notify {
  const { api, oauth } = ports.zalo ?? ZALO;
  const keys = createKeys(ports, oauth);
  return async (channel, to, message, signal) => {
    const lacking = lackingOf(channel);
    if (lacking !== undefined) return missing(channel, lacking);
    if (!/^\d{5,32}$/u.test(to.trim()))
      return never("notify_recipient_invalid", { to: cleanText(to, 60), example: "2468458835296197922" });
    const text = [message.title, "", message.text].join("\n").slice(0, MOST_TEXT).toWellFormed();
    const sending = (token: string): HttpSending => ({
      url: `${api}/v3.0/oa/message/cs`,
      method: "POST",
      headers: { "Content-Type": "application/json", access_token: token },
      body: JSON.stringify({ recipient: { user_id: to.trim() }, message: { text } }),
    });
    let key = await keys(channel, undefined, signal);
    // A token that was taken back before its time is renewed once; a second refusal is an answer.
    for (let tries = 0; key.ok; tries += 1) {
      const sent = await sendHttp(sending(key.token), ports, signal);
      if (!sent.ok) return sent.outcome;
      const refusal = refusalOf(api, sent.answer, ports.clock.now());
      if (refusal !== undefined) return refusal;
      const verdict = verdictOf(api, sent.answer.body);
      if (verdict !== "token") return verdict;
      if (tries > 0) return never("notify_unauthorized", { address: hostOf(api) });
      key = await keys(channel, key.token, signal);
    }
    return key.outcome;
  };
}

function lackingOf(channel: NotifyChannel): string | undefined {
  if (setting(channel, "appId") === undefined) return "appId";
  return ["secretKey", "refreshToken"].find((name) => (channel.secrets[name] ?? "") === "");
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? url;

/** Error codes of the OA API: -216 and -124 token; -32 too many calls; -213, -217, -230 the person cannot be written to. */
const TOKEN_ERRORS: ReadonlySet<number> = new Set([-216, -124]);
const BUSY_ERRORS: ReadonlySet<number> = new Set([-32, -211]);
const PERSON_ERRORS: ReadonlySet<number> = new Set([-213, -217, -227, -230, -232]);

function verdictOf(api: string, body: string): NotifyOutcome | "token" {
  const address = hostOf(api);
  const answer = answered.safeParse(parsed(body));
  if (!answer.success) return again("notify_refused", { address, reason: "no JSON" });
  const { error, message } = answer.data;
  if (error === 0) return SENT;
  if (TOKEN_ERRORS.has(error)) return "token";
  if (PERSON_ERRORS.has(error)) return never("notify_zalo_silent", { reason: error });
  const params = { address, reason: cleanText(`${error} ${message ?? ""}`, 120) };
  return BUSY_ERRORS.has(error) ? again("notify_refused", params) : never("notify_refused", params);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Gives an access token that is still good, renewing it when needed: one renewal of a channel at a time, and the new
 * tokens are kept before they are used, for the old refresh token is worthless from then on.
 */
function createKeys(ports: NotifyPorts, oauth: string) {
  const renewals = new Map<string, Renewal>();
  const queues = new Map<string, Promise<unknown>>();

  const current = (channel: NotifyChannel): Readonly<Partial<Tokens>> => {
    const renewal = renewals.get(channel.id);
    // The settings may have been read before the renewal was saved.
    return renewal !== undefined && renewal.from === channel.secrets["refreshToken"]
      ? renewal.tokens
      : channel.secrets;
  };

  const obtain = async (
    channel: NotifyChannel,
    bad: string | undefined,
    signal: AbortSignal,
  ): Promise<Got> => {
    const { accessToken = "", refreshToken = "", expiresAt = "" } = current(channel);
    const stale = expiresAt !== "" && Number(expiresAt) - MARGIN_MS <= ports.clock.now();
    if (accessToken !== "" && accessToken !== bad && !stale) return keep(channel, accessToken);
    const answer = await renew(ports, oauth, channel, refreshToken, signal);
    if (!answer.ok) return answer;
    const from = channel.secrets["refreshToken"] ?? "";
    renewals.set(channel.id, { from, tokens: answer.tokens, saved: false });
    return keep(channel, answer.tokens.accessToken);
  };

  /** Tokens that could not be saved are saved before anything is sent with them. */
  const keep = async (channel: NotifyChannel, token: string): Promise<Got> => {
    const renewal = renewals.get(channel.id);
    if (renewal === undefined || renewal.saved || renewal.tokens.accessToken !== token)
      return { ok: true, token };
    try {
      await ports.renew(channel.id, { ...renewal.tokens });
      renewal.saved = true;
      return { ok: true, token };
    } catch {
      return { ok: false, outcome: again("internal", {}) };
    }
  };

  return (channel: NotifyChannel, bad: string | undefined, signal: AbortSignal): Promise<Got> => {
    const before = queues.get(channel.id) ?? Promise.resolve();
    const next = before.then(() => obtain(channel, bad, signal));
    queues.set(
      channel.id,
      next.catch(() => undefined),
    );
    return next;
  };
}

type Renewed =
  | { readonly ok: true; readonly tokens: Tokens }
  | { readonly ok: false; readonly outcome: NotifyOutcome };

async function renew(
  ports: NotifyPorts,
  oauth: string,
  channel: NotifyChannel,
  refreshToken: string,
  signal: AbortSignal,
): Promise<Renewed> {
  const form = new URLSearchParams({
    app_id: setting(channel, "appId") ?? "",
    refresh_token: refreshToken,
    grant_type: "refresh_token",
  });
  const sent = await sendHttp(
    {
      url: `${oauth}/v4/oa/access_token`,
      method: "POST",
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        secret_key: channel.secrets["secretKey"] ?? "",
      },
      body: form.toString(),
    },
    ports,
    signal,
  );
  if (!sent.ok) return { ok: false, outcome: sent.outcome };
  const refusal = refusalOf(oauth, sent.answer, ports.clock.now());
  if (refusal !== undefined) return { ok: false, outcome: refusal };
  const answer = renewed.safeParse(parsed(sent.answer.body));
  if (!answer.success)
    return { ok: false, outcome: never("notify_unauthorized", { address: hostOf(oauth) }) };
  const { access_token, refresh_token, expires_in } = answer.data;
  const expiresAt = expires_in === undefined ? "" : String(ports.clock.now() + expires_in * 1_000);
  return { ok: true, tokens: { accessToken: access_token, refreshToken: refresh_token, expiresAt } };
}
