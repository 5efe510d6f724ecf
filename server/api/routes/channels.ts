import { Hono } from "hono";
import * as z from "zod";
import { recordEtag } from "../../../core/etag.ts";
import { FaultError } from "../../../core/result.ts";
import { channelView } from "../../../core/wire/channels.ts";
import type { NotifyChannel } from "../../notify-port.ts";
import { channelInput, channelTestInput } from "../alert-schema.ts";
import { actorOf, seenBy, unwrap, type ApiContext, type ApiEnv, type ApiPorts } from "../context.ts";
import { created, describe, done, validate } from "../schema.ts";

const TEST_TIMEOUT = 30_000;
type Ports = Pick<ApiPorts, "registry" | "alerting">;

/** How people are told: channels, with write-only secrets. */
export const channelRoutes = (ports: Ports) => {
  const { registry, alerting } = ports;
  return new Hono<ApiEnv>()
    .get("/channels", describe("Channels, without their secrets", z.array(channelView)), async (c) => {
      whole(c);
      const channels = await registry.channels();
      return c.json(
        channels.map((channel) => {
          const { id, kind, name, enabled, settings, secrets } = channel;
          const etag = recordEtag(channel);
          return { id, kind, name, enabled, settings: { ...settings }, secrets: [...secrets], etag };
        }),
      );
    })
    .post("/channels", describe("Sets up a channel", created), validate("json", channelInput), async (c) => {
      whole(c);
      return c.json({ id: unwrap(await registry.setChannel(undefined, c.req.valid("json"), actorOf(c))).id });
    })
    .put(
      "/channels/:channel",
      describe("Changes a channel; secrets that are not named stay", done),
      validate("json", channelInput),
      async (c) => {
        const { id } = await channelOf(ports, c, c.req.param("channel"));
        unwrap(await registry.setChannel(id, c.req.valid("json"), actorOf(c), seenBy(c)));
        return c.json({ done: true as const });
      },
    )
    .delete("/channels/:channel", describe("Takes a channel away", done), async (c) => {
      const { id } = await channelOf(ports, c, c.req.param("channel"));
      unwrap(await registry.removeChannel(id, actorOf(c), seenBy(c)));
      return c.json({ done: true as const });
    })
    .post(
      "/channels/:channel/test",
      describe("Sends a test message and says what came of it", done),
      validate("json", channelTestInput),
      async (c) => {
        const channel = await channelOf(ports, c, c.req.param("channel"));
        await registry.note("channel_tested", channel.id, {}, actorOf(c));
        const signal = AbortSignal.timeout(TEST_TIMEOUT);
        const { to } = c.req.valid("json");
        const outcome = await alerting.notifier.test(channel, to, c.var.language, signal);
        if (!outcome.ok) throw new FaultError(outcome.fault.code, outcome.fault.params);
        return c.json({ done: true as const });
      },
    );
};

/** Channels belong to the whole server: only who governs all of it may see or change them. */
function whole(c: ApiContext): void {
  if (c.var.me.unit !== null) throw new FaultError("forbidden");
}

async function channelOf({ registry }: Ports, c: ApiContext, id: string): Promise<NotifyChannel> {
  whole(c);
  const channel = await registry.channelSettings(id);
  if (channel === undefined) throw new FaultError("channel_unknown");
  return { ...channel, id };
}
