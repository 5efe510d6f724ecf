import { ADDRESS } from "../address.ts";
import { parseIpv4 } from "../discovery/ipv4.ts";
import {
  MAX_DISCOVERY_CREDENTIALS,
  MAX_DISCOVERY_PORTS,
  MAX_RANGES,
  MAX_SWEEP_ADDRESSES,
} from "../discovery/ranges.ts";
import type { Assignment } from "./assignment.ts";
import { AUTH_PROTOCOLS, MAX_PEERS, MAX_TARGETS, PRIV_PROTOCOLS, PROTOCOL, SERVICE_KINDS } from "./limits.ts";

/**
 * The schema of `assignment.ts` without the schema library, which is a tenth of the memory that an agent may take. A
 * property test holds the two together.
 */

/** Adds to `mistakes` what is wrong with `value`, which lies at `path`. */
type Check = (value: unknown, path: string, mistakes: string[]) => void;

const must =
  (what: string, fits: (value: unknown) => boolean): Check =>
  (value, path, mistakes) => {
    if (!fits(value)) mistakes.push(`${path}: ${what}`);
  };
const text = (least: number, most: number, pattern = /^/u) =>
  must(
    `text of ${least} to ${most} characters`,
    (value) =>
      typeof value === "string" && value.length >= least && value.length <= most && pattern.test(value),
  );
const whole = (least: number, most: number) =>
  must(
    `whole number from ${least} to ${most}`,
    (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
  );
const oneOf = (values: readonly unknown[]) =>
  must(`one of ${values.join(", ")}`, (value) => values.includes(value));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An object with exactly these keys; those of `optional` may be missing or undefined. */
const record =
  (shape: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check =>
  (value, path, mistakes) => {
    if (!isRecord(value)) {
      mistakes.push(`${path}: an object`);
      return;
    }
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(shape, key) && !Object.hasOwn(optional, key))
        mistakes.push(`${path}.${key}: unknown`);
    }
    for (const [key, check] of Object.entries(shape)) check(value[key], `${path}.${key}`, mistakes);
    for (const [key, check] of Object.entries(optional)) {
      if (value[key] !== undefined) check(value[key], `${path}.${key}`, mistakes);
    }
  };
const list =
  (each: Check, most = MAX_TARGETS, least = 0): Check =>
  (value, path, mistakes) => {
    if (!Array.isArray(value) || value.length > most || value.length < least) {
      mistakes.push(`${path}: a list of ${least} to ${most}`);
      return;
    }
    for (const [at, one] of value.entries()) each(one, `${path}.${at}`, mistakes);
  };

const id = text(1, 64, /^[A-Za-z0-9_-]+$/u);
const address = text(1, 253, ADDRESS);
const everyMs = whole(1_000, 86_400_000);
const secret = (protocols: readonly string[]) =>
  record({ protocol: oneOf(protocols), password: text(8, 128) });
const community = record({ version: oneOf(["1", "2c"]), community: text(1, 255) });
const user = record(
  { version: oneOf(["3"]), user: text(1, 32) },
  { auth: secret(AUTH_PROTOCOLS), priv: secret(PRIV_PROTOCOLS), context: text(0, 32) },
);
const credential: Check = (value, path, mistakes) =>
  (isRecord(value) && value["version"] === "3" ? user : community)(value, path, mistakes);

const ipv4 = must("an IPv4 address", (value) => typeof value === "string" && parseIpv4(value) !== undefined);
const discovery = record({
  revision: whole(1, 2_147_483_647),
  ranges: list(record({ first: ipv4, last: ipv4 }), MAX_RANGES, 1),
  ports: list(whole(1, 65_535), MAX_DISCOVERY_PORTS, 1),
  credentials: list(record({ id, credential }), MAX_DISCOVERY_CREDENTIALS),
  perSecond: whole(1, 50),
  reverseDns: oneOf([true, false]),
  worked: list(record({ address: ipv4, credential: id }), MAX_SWEEP_ADDRESSES),
  spared: list(
    record({ address: ipv4, credentials: list(id, MAX_DISCOVERY_CREDENTIALS) }),
    MAX_SWEEP_ADDRESSES,
  ),
});

const service = record(
  {
    check: id,
    kind: oneOf(SERVICE_KINDS),
    target: text(1, 1_024),
    everyMs,
    timeoutMs: whole(500, 60_000),
  },
  { status: whole(100, 599), text: text(1, 255), server: text(1, 255) },
);
const lan = record(
  { peers: list(record({ device: id, address }), MAX_PEERS), everyMs, count: whole(1, 20) },
  { dhcpEveryMs: everyMs },
);

const assignment = record(
  {
    protocol: oneOf([PROTOCOL]),
    agent: id,
    device: id,
    site: record({ id, name: text(0, Infinity) }),
    host: record({ everyMs }),
    inventory: record({ cron: text(0, 100) }),
    snmp: list(record({ device: id, address, port: whole(1, 65_535), everyMs, credential })),
    ping: list(record({ target: id, address, everyMs, count: whole(1, 20) })),
  },
  { services: list(service), lan, discovery, traps: record({ port: whole(1, 65_535) }) },
);

/** The assignment, or what is wrong with it, each mistake with its place. */
export function checkAssignment(
  value: unknown,
):
  | { readonly ok: true; readonly assignment: Assignment }
  | { readonly ok: false; readonly mistakes: string[] } {
  const mistakes: string[] = [];
  assignment(value, "assignment", mistakes);
  return mistakes.length === 0 ? { ok: true, assignment: value as Assignment } : { ok: false, mistakes };
}
