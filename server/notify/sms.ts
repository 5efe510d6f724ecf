import { cleanText } from "../../core/text.ts";
import { phoneNumber, smsText } from "./gsm.ts";
import { refusalOf, sendHttp, type HttpSending } from "./http.ts";
import type { NotifyChannel } from "../notify-port.ts";
import { missing, never, SENT, setting, type NoticeMessage, type Notify, type NotifyPorts } from "./types.ts";

/**
 * Any gateway that sends a short message for an HTTP request. Settings: `url`, `method` (GET or POST), `body`,
 * `contentType`, `success`? (text that a good answer holds), `certificate`?. In URL and body, `{to}`, `{text}`, `{id}` and
 * `{name}` of each secret are filled in, encoded for their place; the secret `authorization` is sent as that header.
 */
export const createSms =
  (ports: NotifyPorts): Notify =>
  async (channel, to, message, signal) => {
    const template = setting(channel, "url");
    if (template === undefined) return missing(channel, "url");
    const number = phoneNumber(to);
    if (number === undefined)
      return never("notify_recipient_invalid", { to: cleanText(to, 60), example: "0912 345 678" });
    const sending = sendingOf(channel, template, valuesOf(channel, number, message));
    const sent = await sendHttp(sending, ports, signal);
    if (!sent.ok) return sent.outcome;
    const refusal = refusalOf(sending.url, sent.answer, ports.clock.now());
    if (refusal !== undefined) return refusal;
    const success = setting(channel, "success");
    if (success === undefined || sent.answer.body.includes(success)) return SENT;
    const reason = cleanText(sent.answer.body, 120);
    return never("notify_refused", { address: URL.parse(sending.url)?.host ?? "URL", reason });
  };

function sendingOf(
  channel: NotifyChannel,
  template: string,
  values: ReadonlyMap<string, string>,
): HttpSending {
  const contentType = setting(channel, "contentType") ?? "application/x-www-form-urlencoded";
  const method = setting(channel, "method")?.toUpperCase() === "GET" ? "GET" : "POST";
  const certificate = setting(channel, "certificate");
  const { authorization } = channel.secrets;
  return {
    url: fill(template, values, encodeURIComponent),
    method,
    headers: {
      ...(method === "POST" ? { "Content-Type": contentType } : {}),
      ...(authorization === undefined ? {} : { Authorization: headerText(authorization) }),
      "Idempotency-Key": values.get("id") ?? "",
    },
    body: fill(setting(channel, "body") ?? "to={to}&text={text}", values, encoderOf(contentType)),
    ...(certificate === undefined ? {} : { certificate }),
  };
}

function valuesOf(channel: NotifyChannel, to: string, message: NoticeMessage): ReadonlyMap<string, string> {
  const secrets = Object.entries(channel.secrets);
  return new Map([...secrets, ["to", to], ["text", smsText(message.short)], ["id", message.id]]);
}

type Encode = (value: string) => string;

/** What is no known name stays as it is: JSON bodies are full of braces. */
const fill = (template: string, values: ReadonlyMap<string, string>, encode: Encode): string =>
  template.replaceAll(/\{(\w+)\}/gu, (place, name: string) => {
    const value = values.get(name);
    return value === undefined ? place : encode(value);
  });

function encoderOf(contentType: string): Encode {
  // JSON places stand inside quotation marks of the template.
  if (/json/iu.test(contentType)) return (value) => JSON.stringify(value).slice(1, -1);
  if (/xml/iu.test(contentType)) return xmlText;
  return /^text\/plain/iu.test(contentType) ? (value) => value : encodeURIComponent;
}

const XML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
const xmlText = (value: string): string => value.replaceAll(/[&<>"']/gu, (sign) => XML[sign] ?? "");
/** Header values have no line ends: none can be smuggled in. */
const headerText = (value: string): string => value.replaceAll(/[^\x20-\x7e]/gu, "");
