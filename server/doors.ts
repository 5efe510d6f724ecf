import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { isIP } from "node:net";
import { hostname, networkInterfaces } from "node:os";
import { join } from "node:path";
import type { Clock } from "../core/clock.ts";
import type { ServerConfig } from "./config.ts";
import { listen } from "./listen.ts";
import type { AgentRecord } from "./ports.ts";
import { cutOff, noteServed } from "./served-certificates.ts";
import { ownCertificate, readCertificate } from "./tls.ts";

/** Where agents go, as enrolment tokens carry it. */
interface AgentAddress {
  readonly server: string;
  readonly fingerprint: string | undefined;
}

/** The listeners of the server and how they are reached. */
export interface Doors {
  /** Origins, e.g. `http://127.0.0.1:8480`. */
  readonly http: string | undefined;
  readonly https: string | undefined;
  /** For agents on other machines; on this machine alone when nothing listens for others. */
  readonly forAgents: AgentAddress;
  /** For the agent of this machine. */
  readonly forLocalAgent: AgentAddress;
  /** How many agents pin a certificate that is not shown any more, and therefore stay away. */
  readonly cutOff: number;
}

const ANY_HOST = new Set(["0.0.0.0", "::"]);

/**
 * Starts to listen as configured. `opened` is told of each listener at once, so that it can be closed again. Rejects with
 * FaultError `port_in_use`, `certificate_unreadable`, `certificate_key_other` or `certificate_lost`.
 */
export async function openDoors(
  config: ServerConfig,
  clock: Clock,
  agents: () => Promise<readonly AgentRecord[]>,
  listener: RequestListener,
  opened: (server: Server) => void,
): Promise<Doors> {
  let http: AgentAddress | undefined;
  let https: AgentAddress | undefined;
  let outside: AgentAddress | undefined;
  let away = 0;
  if (config.https !== false) {
    const pinning = () => whoPins(config, agents);
    const certificate = await certificateFor(config, clock, async () => (await pinning()).length);
    const { fingerprint, cert, key } = certificate;
    away = cutOff(noteServed(tlsDir(config), certificate, clock.now()), await pinning()).length;
    const server = createSecureServer({ cert, key, minVersion: "TLSv1.2" }, listener);
    opened(server);
    const { host, publicAddress } = config.https;
    const port = await listen(server, host, config.https.port);
    https = { server: origin("https", ANY_HOST.has(host) ? "127.0.0.1" : host, port), fingerprint };
    const seen = publicAddress ?? (ANY_HOST.has(host) ? (lanAddress() ?? hostname()) : host);
    outside = { server: withPort(seen, port), fingerprint };
  }
  if (config.http !== false) {
    const server = createServer(listener);
    opened(server);
    const port = await listen(server, config.http.host, config.http.port);
    http = { server: origin("http", config.http.host, port), fingerprint: undefined };
  }
  const local = http ?? https;
  if (local === undefined) throw new Error("neither http nor https is configured");
  return {
    http: http?.server,
    https: https?.server,
    forAgents: outside ?? local,
    forLocalAgent: local,
    cutOff: away,
  };
}

const tlsDir = ({ dataDir }: ServerConfig) => join(dataDir, "tls");

async function certificateFor(config: ServerConfig, clock: Clock, enrolled: () => Promise<number>) {
  const { cert, key } = config.tls;
  if (cert !== undefined && key !== undefined) return { ...readCertificate(cert, key), made: false };
  const names = ["localhost", hostname(), ...ownAddresses()];
  return ownCertificate(tlsDir(config), names, clock.now(), enrolled);
}

/** Agents that pin a certificate: all but this machine's own, which comes over plain HTTP where that is open. */
async function whoPins(
  { http }: ServerConfig,
  agents: () => Promise<readonly AgentRecord[]>,
): Promise<readonly AgentRecord[]> {
  const here = http === false ? undefined : hostname();
  return (await agents()).filter((agent) => agent.revokedAt === null && agent.hostname !== here);
}

/** Addresses of this machine, loopback first; without zones, which certificates cannot carry. */
function ownAddresses(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((card) => card ?? []);
  return ["127.0.0.1", "::1", ...addresses.map(({ address }) => address.replace(/%.*$/u, ""))];
}

function lanAddress(): string | undefined {
  const cards = Object.values(networkInterfaces()).flatMap((card) => card ?? []);
  return cards.find(({ internal, family }) => !internal && family === "IPv4")?.address;
}

const origin = (scheme: string, host: string, port: number) =>
  `${scheme}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;

/** A public address may name a port of its own (a firewall that forwards); else it is ours. */
function withPort(address: string, port: number): string {
  if (isIP(address) === 0 && /:\d+$/.test(address)) return `https://${address}`;
  return origin("https", address, port);
}
