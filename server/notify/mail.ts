import { createHash } from "node:crypto";
import { isIP } from "node:net";
import { createTransport } from "nodemailer";
import type SMTPTransport from "nodemailer/lib/smtp-transport/index.js";
import { cleanText } from "../../core/text.ts";
import { reasonOf, tlsOptions } from "./http.ts";
import type { NotifyChannel, NotifyOutcome } from "../notify-port.ts";
import {
  again,
  missing,
  never,
  NOTIFY_TIMEOUT_MS,
  SENT,
  setting,
  type NoticeMessage,
  type Notify,
  type NotifyPorts,
} from "./types.ts";

/** One plain address: no list, no comment, nothing that could end a header or an SMTP line. */
const ADDRESS = /^[^\s<>()[\]\\,;:"@\p{C}]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/u;
const EXAMPLE = "canbo@xa.hanoi.gov.vn";

/**
 * SMTP. Settings: `host`, `port`?, `security` (`starttls`, the default; `tls`; `none`), `user`?, `from`, `fromName`?,
 * `certificate`? (PEM: the only one that is believed; absent: the system's authorities); secret `password`. The relay may be on
 * this machine: that is usual, and SMTP to a port that only an administrator sets gives nobody a way in.
 */
export const createMail =
  (ports: NotifyPorts): Notify =>
  async (channel, to, message, signal) => {
    const host = setting(channel, "host");
    if (host === undefined) return missing(channel, "host");
    const from = setting(channel, "from");
    if (from === undefined || !ADDRESS.test(from)) return missing(channel, "from");
    if (!ADDRESS.test(to.trim()))
      return never("notify_recipient_invalid", { to: cleanText(to, 60), example: EXAMPLE });
    const options = optionsOf(channel, host, ports.timeoutMs ?? NOTIFY_TIMEOUT_MS);
    const transport = createTransport(options);
    try {
      await race(transport.sendMail(mailOf(channel, from, to.trim(), message)), signal, ports.timeoutMs);
      return SENT;
    } catch (error) {
      return outcomeOf(`${host}:${options.port ?? 25}`, error);
    } finally {
      transport.close();
    }
  };

const PORTS = { tls: 465, starttls: 587, none: 25 } as const;

function optionsOf(channel: NotifyChannel, host: string, timeoutMs: number): SMTPTransport.Options {
  const wish = setting(channel, "security");
  const security = wish === "tls" || wish === "none" ? wish : "starttls";
  const user = setting(channel, "user");
  const certificate = setting(channel, "certificate");
  return {
    host,
    port: Number(setting(channel, "port") ?? PORTS[security]),
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(user === undefined ? {} : { auth: { user, pass: channel.secrets["password"] ?? "" } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // What a message says is text, never the name of a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
    tls: {
      minVersion: "TLSv1.2",
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...tlsOptions(certificate),
    },
  };
}

function mailOf(
  channel: NotifyChannel,
  from: string,
  to: string,
  message: NoticeMessage,
): SMTPTransport.MailOptions {
  const domain = from.slice(from.lastIndexOf("@") + 1);
  const first = message.thread === null ? undefined : messageId(message.thread, to, domain);
  return {
    from: { name: cleanText(setting(channel, "fromName") ?? "Cayda", 60), address: from },
    to: { name: "", address: to },
    envelope: { from, to: [to] },
    subject: cleanText(message.title, 200),
    text: message.text,
    html: message.html,
    // Quoted-printable keeps sources readable and lines short whatever the words are.
    textEncoding: "quoted-printable",
    messageId: messageId(message.id, to, domain),
    ...(first === undefined ? {} : { inReplyTo: first, references: [first] }),
    headers: {
      // RFC 3834: no holiday answers to these.
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "Content-Language": message.language,
    },
  };
}

/** The same for the same message and person: two tries are one mail to whoever compares. */
function messageId(id: string, to: string, domain: string): string {
  const digest = createHash("sha256").update(`${id}\n${to.toLowerCase()}`).digest("hex").slice(0, 40);
  return `<cayda.${digest}@${domain}>`;
}

/** The library's own time limits are for each step; this one is for all of it. */
function race<T>(work: Promise<T>, signal: AbortSignal, timeoutMs = NOTIFY_TIMEOUT_MS): Promise<T> {
  const timed = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  return new Promise((resolve, reject) => {
    const stop = () => reject(timed.reason as Error);
    if (timed.aborted) return stop();
    timed.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => timed.removeEventListener("abort", stop));
  });
}

/** RFC 5321, 4.2.1: 5xx is final, 4xx passes. What never got an answer is tried again. */
function outcomeOf(address: string, error: unknown): NotifyOutcome {
  const { code, responseCode, response } = error as {
    code?: string;
    responseCode?: number;
    response?: string;
  };
  const reason = cleanText(response ?? reasonOf(error), 160);
  if (code === "EAUTH" && (responseCode === undefined || responseCode >= 500))
    return never("notify_unauthorized", { address });
  if (responseCode !== undefined && responseCode >= 500) return never("notify_refused", { address, reason });
  if (responseCode !== undefined && responseCode >= 400) return again("notify_refused", { address, reason });
  return again("notify_unreachable", { address, reason });
}
