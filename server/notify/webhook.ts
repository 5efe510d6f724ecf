import { createHmac } from "node:crypto";
import { refusalOf, sendHttp } from "./http.ts";
import { missing, SENT, setting, type Notify, type NotifyPorts } from "./types.ts";

/**
 * `v1=` and HMAC-SHA256 (hex) over `<timestamp>.<body>` with the channel's secret: whoever receives it knows that it is
 * ours, unchanged, and from when.
 */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `v1=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`;

/** Settings `url`, `certificate`?; secret `secret`. POST of JSON. */
export const createWebhook =
  (ports: NotifyPorts): Notify =>
  async (channel, _to, message, signal) => {
    const url = setting(channel, "url");
    if (url === undefined) return missing(channel, "url");
    const { secret } = channel.secrets;
    if (secret === undefined || secret === "") return missing(channel, "secret");
    const body = JSON.stringify(message.data);
    const timestamp = String(Math.floor(ports.clock.now() / 1_000));
    const certificate = setting(channel, "certificate");
    const sent = await sendHttp(
      {
        url,
        method: "POST",
        headers: {
          "Content-Type": "application/json; charset=utf-8",
          "Idempotency-Key": message.id,
          "Cayda-Timestamp": timestamp,
          "Cayda-Signature": signatureOf(secret, timestamp, body),
        },
        body,
        ...(certificate === undefined ? {} : { certificate }),
      },
      ports,
      signal,
    );
    return sent.ok ? (refusalOf(url, sent.answer, ports.clock.now()) ?? SENT) : sent.outcome;
  };
