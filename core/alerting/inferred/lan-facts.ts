import { DAY, MINUTE, SECOND, type Instant } from "../../clock.ts";
import type { LanWatch, ModelDevice, SignalContext, SignalSource } from "../site-model.ts";
import type { AlertEvidence, Emit, Subject } from "../types.ts";
import { hostsOf } from "./peers.ts";

/**
 * From what PCs tell of their LAN: a gateway that is another device, an address with two owners, a second DHCP server. A fact
 * is told when it changes, so it stands for as long as its PC is heard; what it told before it was switched off does not.
 */
export const lanFacts: SignalSource = (context, emit) => {
  const told = hostsOf(context).flatMap((device): Told[] => {
    const seen = device.agent?.lastSeen;
    if (seen === undefined || device.lanWatch === undefined || context.now - seen > FRESH) return [];
    if (device.lanWatch.at < startOf(context, device) - START_SLACK) return [];
    return [{ device, watch: device.lanWatch.value, at: seen }];
  });
  if (told.length === 0) return;
  const at = Math.max(...told.map((one) => one.at));
  const subject: Subject = { kind: "site", key: `site:${context.model.id}`, site: context.model.id };
  gateway(context, told, at, subject, emit);
  conflicts(context, told, at, subject, emit);
  dhcp(context, told, at, subject, emit);
};

interface Told {
  readonly device: ModelDevice;
  readonly watch: LanWatch;
  readonly at: Instant;
}

const FRESH = 5 * MINUTE;
/** Clocks of PCs are corrected while they run. */
const START_SLACK = 10 * SECOND;

/** When the agent of a PC was started, as far as is known. Its first look is told whatever it told before. */
function startOf({ pairOf }: SignalContext, { agent }: ModelDevice): Instant {
  const uptime = pairOf(`agent:${agent?.id ?? ""}`)?.newer.get("uptime");
  return uptime === undefined ? 0 : uptime.at - uptime.value * SECOND;
}

/** What stood there for a day belongs there. */
const SETTLED = DAY;

const evidenceOf = (params: AlertEvidence["params"], from: readonly Told[]): AlertEvidence => ({
  params,
  series: [],
  inferred: {
    confidence: from.length >= 3 ? "high" : "medium",
    restsOn: from.map(({ device }) => device.id),
  },
});

/** The value that most PCs name; the smaller text of equals. */
function mostNamed(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}

/** A PC's gateway, where it knows the card behind the address. */
interface Named {
  readonly one: Told;
  readonly ip: string;
  readonly mac: string;
}

/** Another card answers at the gateway's address. A new router is that too: it is told once, and is usual after a day. */
function gateway(
  context: SignalContext,
  told: readonly Told[],
  at: Instant,
  subject: Subject,
  emit: Emit,
): void {
  const named = told.flatMap((one): Named[] => {
    const { ip, mac } = one.watch.gateway ?? {};
    return ip === undefined || mac === undefined ? [] : [{ one, ip, mac }];
  });
  const ip = mostNamed(named.map((each) => each.ip));
  if (ip === undefined) return;
  const there = named.filter((each) => each.ip === ip);
  const { model } = context;
  const usual = usualGateway(context, ip, there);
  const others = there.filter(({ mac }) => mac !== usual);
  // One PC alone may be wrong itself, where others see the old one.
  const enough = others.length > 0 && others.length >= Math.min(2, there.length);
  emit({
    rule: "gateway_changed",
    subject,
    value: enough ? 1 : 0,
    at,
    evidence: () =>
      evidenceOf(
        {
          site: model.name,
          address: ip,
          mac: others[0]?.mac ?? usual,
          before_mac: usual,
          hosts: others.length,
        },
        others.map(({ one }) => one),
      ),
  });
}

/** The card that answers there usually: the first that was seen, until another stood there alone for a day. */
function usualGateway(
  { memory: { known }, model, now }: SignalContext,
  ip: string,
  there: readonly Named[],
): string {
  const [macKey, sinceKey] = [`gateway|${model.id}|${ip}`, `gatewayNew|${model.id}|${ip}`];
  const mac = mostNamed(there.map((each) => each.mac)) ?? "";
  const usual = String(known.get(macKey) ?? mac);
  known.set(macKey, usual);
  if (there.every((each) => each.mac === usual)) {
    known.delete(sinceKey);
    return usual;
  }
  const since = Number(known.get(sinceKey) ?? now);
  known.set(sinceKey, since);
  if (now - since <= SETTLED || there.some((each) => each.mac === usual)) return usual;
  known.set(macKey, mac);
  known.delete(sinceKey);
  return mac;
}

/**
 * Addresses that two cards claim, as any PC saw them. Not the gateway's: another card there is `gateway_changed`, and a router
 * that was swapped is remembered as two owners for a while.
 */
function conflicts(
  { model }: SignalContext,
  told: readonly Told[],
  at: Instant,
  subject: Subject,
  emit: Emit,
): void {
  const gateways = new Set(told.flatMap(({ watch }) => watch.gateway?.ip ?? []));
  const addresses = new Map<string, readonly string[]>();
  for (const { watch } of told) {
    for (const { ip, macs } of watch.conflicts)
      if (macs.length > 1 && !gateways.has(ip)) addresses.set(ip, macs);
  }
  const [first] = addresses;
  emit({
    rule: "address_conflict",
    subject,
    value: addresses.size,
    at,
    evidence: () =>
      evidenceOf(
        { site: model.name, address: first?.[0] ?? "", macs: (first?.[1] ?? []).join(", ") },
        told.filter(({ watch }) => watch.conflicts.length > 0),
      ),
  });
}

/** Servers besides the usual one. */
function dhcp(
  context: SignalContext,
  told: readonly Told[],
  at: Instant,
  subject: Subject,
  emit: Emit,
): void {
  const servers = new Map<string, { readonly mac: string | undefined; readonly by: Told[] }>();
  for (const one of told) {
    for (const { ip, mac } of one.watch.dhcp) {
      const server = servers.get(ip) ?? { mac, by: [] };
      servers.set(ip, server);
      server.by.push(one);
    }
  }
  if (servers.size === 0) return;
  const gateways = new Set(told.flatMap(({ watch }) => watch.gateway?.ip ?? []));
  const usual = usualDhcp(context, [...servers.keys()], gateways);
  const foreign = [...servers].filter(([ip]) => ip !== usual);
  const [ip = "", server] = foreign[0] ?? [];
  emit({
    rule: "dhcp_foreign",
    subject,
    value: servers.size === 1 ? 0 : foreign.length,
    at,
    evidence: () =>
      evidenceOf(
        {
          site: context.model.name,
          address: ip,
          usual,
          ...(server?.mac === undefined ? {} : { mac: server.mac }),
        },
        server?.by ?? [],
      ),
  });
}

/**
 * The server that gives out addresses usually: the first that was seen, of several the gateway's own, until another has been there
 * alone for a day. The right one may just not answer, and must not be called foreign when it does again.
 */
function usualDhcp(
  { model, now, memory: { known } }: SignalContext,
  ips: readonly string[],
  gateways: ReadonlySet<string>,
): string {
  const [key, sinceKey] = [`dhcp|${model.id}`, `dhcpNew|${model.id}`];
  const [first = ""] = ips.toSorted((a, b) => Number(gateways.has(b)) - Number(gateways.has(a)));
  const usual = String(known.get(key) ?? first);
  known.set(key, usual);
  if (ips.length > 1 || first === usual) {
    known.delete(sinceKey);
    return usual;
  }
  const since = Number(known.get(sinceKey) ?? now);
  known.set(sinceKey, since);
  if (now - since <= SETTLED) return usual;
  known.set(key, first);
  known.delete(sinceKey);
  return first;
}
