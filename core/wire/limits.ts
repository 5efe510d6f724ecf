/** Bounds of the protocol between agent and server; both sides refuse what goes beyond. */
export const PROTOCOL = 1;
/** Points (one field value at one time) in a block. */
export const MAX_BLOCK_POINTS = 5_000;
/** Bytes of a block's JSON before compression. */
export const MAX_BLOCK_BYTES = 1_048_576;
export const MAX_BLOCK_EVENTS = 500;
export const MAX_BLOCK_FACTS = 200;
/** Ports in one `ports` fact: two stacks of eight 48-port switches and their virtual interfaces. */
export const MAX_PORTS = 2_000;
/** Characters of a sysObjectID: real ones have some forty, a datagram has room for a hundred thousand. */
export const MAX_OBJECT_ID = 256;
/** What a switch sees of its LAN, in one fact: a block holds a mebibyte. Larger tables are cut, and say so. */
export const MAX_NEIGHBOURS = 500;
export const MAX_FORWARDING = 6_000;
export const MAX_ARP = 4_000;
export const MAX_TARGETS = 1_000;
/** Other PCs that one PC pings. */
export const MAX_PEERS = 8;
/** What can be looked at as its users do. */
export const SERVICE_KINDS = ["http", "tcp", "dns", "smtp"] as const;
/** Samples outside 2020-01-01 … 2100-01-01 are a broken clock, not a measurement. */
export const EARLIEST = Date.UTC(2020, 0, 1);
export const LATEST = Date.UTC(2100, 0, 1);
/** Samples that reach the server later than this are stored, marked late, and never notify. */
export const LATE_AFTER_MS = 15 * 60_000;
/** Alerts in one list, where a page does not ask for another number. */
export const MAX_ALERTS = 500;
/** Every answer of the server says in this header what time it is there (milliseconds since 1970). */
export const TIME_HEADER = "cayda-time";

export const AGENT_PATHS = {
  enrol: "/agent/v1/enrol",
  assignment: "/agent/v1/assignment",
  blocks: "/agent/v1/blocks",
} as const;

/** Traps that become events, by their names in SNMPv2-MIB and IF-MIB; others are only counted. */
export const TRAP_KINDS = ["coldStart", "warmStart", "linkDown", "linkUp", "authenticationFailure"] as const;

export const AUTH_PROTOCOLS = ["md5", "sha", "sha224", "sha256", "sha384", "sha512"] as const;
/**
 * AES with 192 and 256 bits comes in two dialects, `b` (Blumenthal) and `r` (Reeder, Cisco); without either letter the
 * agent finds out.
 */
export const PRIV_PROTOCOLS = [
  "des",
  "aes",
  "aes192",
  "aes192b",
  "aes192r",
  "aes256",
  "aes256b",
  "aes256r",
] as const;
