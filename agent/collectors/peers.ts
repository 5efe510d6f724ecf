import { SECOND } from "../../core/clock.ts";
import { entityRef } from "../../core/entities.ts";
import type { LanTask } from "../../core/wire/assignment.ts";
import type { Sample } from "../../core/wire/block.ts";
import { createGatewayWatch, type Gateway } from "../lan/gateway.ts";
import { localNets } from "../lan/nets.ts";
import { longest, ping, type PingOptions } from "../lan/ping.ts";
import type { Collector, Reading, Tools } from "./collector.ts";
import { createLimiter } from "./limiter.ts";

/** Pings the gateway and a few other PCs of the site, all in the same seconds: whom the loss hits tells where it is. */
export interface PeerCollectorOptions {
  readonly gateway?: () => Promise<Gateway | undefined>;
  readonly programs?: PingOptions["programs"];
}

const MOST_AT_ONCE = 4;

export function createPeerCollector({ gateway, programs }: PeerCollectorOptions = {}): Collector {
  let known: ReturnType<typeof createGatewayWatch> | undefined;
  return ({ device, lan }, tools) => {
    if (lan === undefined) return [];
    const findGateway = (known ??= createGatewayWatch(tools, gateway));
    const run = createRun(device, lan, tools, programs === undefined ? {} : { programs });
    const rounds = Math.ceil((lan.peers.length + 1) / MOST_AT_ONCE);
    return [
      {
        id: "peers",
        version: JSON.stringify(lan),
        when: { everyMs: lan.everyMs },
        timeoutMs: rounds * longest(process.platform, lan.count) + 10 * SECOND,
        run: async (signal) => run((await findGateway())?.ip, signal),
      },
    ];
  };
}

function createRun(
  device: string,
  { peers, count }: LanTask,
  { clock, now, log }: Tools,
  options: Pick<PingOptions, "programs">,
): (gateway: string | undefined, signal: AbortSignal) => Promise<Reading> {
  const limiter = createLimiter(MOST_AT_ONCE);
  let trouble: string | undefined;
  const burst = async (part: string, address: string, signal: AbortSignal): Promise<Sample[]> => {
    const leave = await limiter.enter(signal);
    if (leave === undefined) return [];
    const at = Math.round(now());
    const pinged = await ping({ address, count }, { ...options, clock, signal }).finally(leave);
    if (!pinged.ok) {
      const reason = String(pinged.fault.params["reason"] ?? pinged.fault.code);
      if (reason !== trouble && !signal.aborted)
        log.warn("ping_failed", { peer: part, code: pinged.fault.code, reason });
      trouble = reason;
      // Without ping nothing is known: no sample, not a lost one.
      return [];
    }
    const { sent, received, loss, rtt } = pinged.value;
    const values = { sent, received, loss, rtt_avg: rtt?.avg, rtt_max: rtt?.max };
    return [{ entity: entityRef("peer", device, part), at, values }];
  };
  return async (gateway, signal) => {
    const { isOwn } = localNets();
    // Two PCs with one address: what answers there is this one.
    const others = peers.filter(
      ({ device: peer, address }) => peer !== device && address !== gateway && !isOwn(address),
    );
    const bursts = await Promise.all([
      ...(gateway === undefined ? [] : [burst("gateway", gateway, signal)]),
      ...others.map(({ device: peer, address }) => burst(peer, address, signal)),
    ]);
    return { samples: bursts.flat(), events: [], facts: [] };
  };
}
