import type { ChannelKind } from "../alerts-port.ts";
import type { Notifier } from "../notify-port.ts";
import { composeBundle, composeMessage } from "./compose-message.ts";
import { composeDigest } from "./digest.ts";
import { createMail } from "./mail.ts";
import { createSms } from "./sms.ts";
import { testMessage } from "./test-message.ts";
import type { Notify, NotifyPorts } from "./types.ts";
import { createWebhook } from "./webhook.ts";
import { createZalo } from "./zalo.ts";

/** Every way to tell a person or a program. A new one is a file and a line. */
const CHANNELS: Readonly<Record<ChannelKind, (ports: NotifyPorts) => Notify>> = {
  mail: createMail,
  webhook: createWebhook,
  zalo: createZalo,
  sms: createSms,
};

/** Makes the senders once: Zalo's remembers its tokens. */
export function createNotifier(ports: NotifyPorts): Notifier {
  const table: Readonly<Record<ChannelKind, Notify>> = {
    mail: CHANNELS.mail(ports),
    webhook: CHANNELS.webhook(ports),
    zalo: CHANNELS.zalo(ports),
    sms: CHANNELS.sms(ports),
  };
  const send: Notify = (channel, to, message, signal) => table[channel.kind](channel, to, message, signal);
  return {
    tell(channel, to, { id, notices }, reader, signal) {
      const [first] = notices;
      // What is left of a bundle after a kill goes under the bundle's name, under which it may have come already.
      const message =
        first !== undefined && notices.length === 1
          ? { ...composeMessage(first, reader), id }
          : composeBundle(id, notices, reader);
      return send(channel, to, message, signal);
    },
    digest: (channel, to, { id, content }, reader, signal) =>
      send(channel, to, composeDigest(id, content, reader), signal),
    test: (channel, to, language, signal) =>
      send(channel, to, testMessage(language, channel.name, ports.clock.now()), signal),
  };
}
