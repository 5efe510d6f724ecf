import { startSnmpDevices } from "../fakes/snmp-device/devices.ts";
import { startReplay } from "../fakes/snmp-device/replay.ts";
import { makeSwitch } from "../fakes/snmp-device/switch.ts";
import { realClock } from "../support/real-clock.ts";

/** The devices of `poll.ts`, in a process of their own. Tells its parent their ports, and how often they were asked. */
export interface DevicesAsked {
  readonly count: number;
  readonly ports: number;
  readonly delayMs: number;
  /** Live counters and version 3, or fast. */
  readonly kind: "live" | "replay";
}

export const USER = {
  name: "officer",
  auth: { protocol: "sha", password: "auth-pass-1" },
  priv: { protocol: "aes", password: "priv-pass-1" },
} as const;

function switchOf({ ports }: DevicesAsked, at: number) {
  return makeSwitch({
    clock: realClock,
    ports,
    uptimeMs: 40 * 86_400_000,
    port: (number) => ({
      in: { bitsPerSecond: (at + 1) * number * 100_000 },
      out: { bitsPerSecond: (at + 1) * number * 90_000 },
    }),
  });
}

async function serve(asked: DevicesAsked): Promise<{ ports: readonly number[]; requests: () => number }> {
  const { count, delayMs, kind } = asked;
  if (kind === "replay") return startReplay({ count, delayMs, tree: switchOf(asked, 7).tree });
  const running = await startSnmpDevices({
    clock: realClock,
    logSize: 1,
    devices: Array.from({ length: count }, (_, at) => {
      const { tree, machine } = switchOf(asked, at);
      return {
        community: "public",
        tree,
        machine,
        users: [USER],
        ...(delayMs > 0 && { faults: { delay: { ms: delayMs } } }),
      };
    }),
  });
  return { ports: running.devices.map(({ port }) => port), requests: () => running.log.total };
}

if (process.send !== undefined && process.argv[2] !== undefined) {
  const serving = await serve(JSON.parse(process.argv[2]) as DevicesAsked);
  process.send(serving.ports);
  process.on("message", () => process.send?.(serving.requests()));
  process.on("disconnect", () => process.exit());
}
