import type { AssetEvidence, DeviceEvidence, PcEvidence } from "../../core/assets/evidence.ts";
import { DAY, HOUR, type Instant } from "../../core/clock.ts";
import type { Fact, Inventory } from "../../core/wire/block.ts";
import type { Registry } from "../ports.ts";
import { must } from "./demo-must.ts";

/** Which device each invented one became, and who tells of a site. */
export interface DemoDevices {
  /** By the invented id (`dev-…`). */
  readonly ids: ReadonlyMap<string, string>;
  /** An agent of each site (registry id). */
  readonly agents: ReadonlyMap<string, string>;
  /** Every agent, by the registry's id of its device. */
  readonly senders: ReadonlyMap<string, DemoSender>;
}
/** Who may send what a PC measures. */
export interface DemoSender {
  readonly agent: string;
  readonly site: string;
  readonly secret: string;
}
/** A secret that nobody knows lets nobody in: for a register that no server will run on. */
export type NewSecret = () => { readonly secret: string; readonly hash: string };
interface Parts {
  readonly registry: Registry;
  readonly now: Instant;
  readonly newId: () => string;
  readonly newSecret?: NewSecret | undefined;
}

/** PCs come with an agent, everything else is polled; both say what they are, as blocks would. */
export async function addDevices(
  parts: Parts,
  evidence: readonly AssetEvidence[],
  sites: ReadonlyMap<string, string>,
): Promise<DemoDevices> {
  const { registry, now, newId } = parts;
  const newSecret = parts.newSecret ?? (() => ({ secret: "", hash: newId() }));
  const ids = new Map<string, string>();
  const agents = new Map<string, string>();
  const senders = new Map<string, DemoSender>();
  const bySite = Map.groupBy(evidence, ({ asset }) => asset.site ?? "");
  let network = 0;
  for (const [demoSite, list] of bySite) {
    const site = sites.get(demoSite) ?? "";
    network += 1;
    const token = newId();
    must(await registry.addToken(site, { hash: token, expiresAt: now + DAY, uses: 10_000 }));
    const facts: Fact[] = [];
    let host = 0;
    const withDevice = list.flatMap(({ device, pc }) => (device === undefined ? [] : [{ device, pc }]));
    // The agents first: one of them tells of the devices that are polled.
    const agentsFirst = withDevice.toSorted(
      (a, b) => Number(b.pc !== undefined) - Number(a.pc !== undefined),
    );
    for (const { device, pc } of agentsFirst) {
      host += 1;
      if (pc !== undefined) {
        const { secret, hash } = newSecret();
        const { agent } = must(await registry.enrol(token, agentOf(device.name, hash)));
        registry.heard(agent.id);
        senders.set(agent.device, { agent: agent.id, site, secret });
        if (!agents.has(site)) agents.set(site, agent.id);
        ids.set(device.id, agent.device);
        facts.push({
          type: "inventory",
          device: agent.device,
          at: now - HOUR,
          inventory: inventoryOf(device, pc),
        });
        continue;
      }
      const address = `10.${network}.0.${host % 250}`;
      const port = 161 + Math.floor(host / 250);
      const added = must(
        await registry.addDevice(site, { name: device.name, address, port, class: device.class }),
      );
      ids.set(device.id, added.id);
      facts.push(...factsOf(device, added.id, now));
    }
    await registry.record({
      agent: agents.get(site) ?? "",
      site,
      block: newId(),
      receivedAt: now,
      events: [],
      facts,
    });
  }
  await registry.flush();
  return { ids, agents, senders };
}

const agentOf = (hostname: string, secretHash: string) => ({
  hostname,
  platform: "win32",
  version: "0.1.0",
  secretHash,
});

function inventoryOf(device: DeviceEvidence, pc: PcEvidence): Inventory {
  const { maker, model, serial, biosDate, cpu, memoryBytes, disks, os } = pc;
  return {
    hostname: device.name,
    maker,
    model,
    serial,
    biosDate,
    cpu: cpu === undefined ? undefined : { name: cpu },
    memoryBytes,
    disks: disks.map((disk) => Object.assign({}, disk)),
    os: os === undefined ? undefined : { ...os },
  };
}

function factsOf(device: DeviceEvidence, id: string, now: Instant): Fact[] {
  const { vendor, model, version, serial, ports, lastSeen } = device;
  const at = lastSeen ?? now;
  return [
    { type: "identity", device: id, at, class: device.class, vendor, model, version, serial },
    { type: "contact", device: id, at, ok: true },
    ...(ports === undefined
      ? []
      : [
          {
            type: "ports" as const,
            device: id,
            at,
            ports: Array.from({ length: ports.total }, (_, i) => ({
              part: `Gi0/${i + 1}`,
              ifIndex: i + 1,
              name: `Gi0/${i + 1}`,
              ifType: 6,
            })),
          },
        ]),
  ];
}
