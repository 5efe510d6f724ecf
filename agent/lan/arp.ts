import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { parseIpv4 } from "../../core/discovery/ipv4.ts";
import { isCardMac } from "../../core/discovery/mac.ts";

/**
 * The kernel's table of neighbours: whose card answered for which address. It tells that something is there without
 * asking it anything, even when its firewall drops every packet.
 */
export type Neighbours = ReadonlyMap<string, string>;

/** ATF_COM of Linux' <net/if_arp.h>: the entry is complete. */
const COMPLETE = 2;

/** Linux' /proc/net/arp: IP address, HW type, Flags, HW address, Mask, Device. */
export function parseProcArp(text: string): Neighbours {
  const found = new Map<string, string>();
  for (const line of text.split("\n").slice(1)) {
    const [address = "", , flags = "", mac = ""] = line.trim().split(/\s+/);
    if ((Number(flags) & COMPLETE) === 0) continue;
    add(found, address, mac);
  }
  return found;
}

/**
 * What `arp -a` prints, read by its shape: an address, and behind it on the same line a card. Headings and the words
 * for "dynamic" are in the system's language and do not matter. Windows writes hyphens, macOS drops leading zeros.
 */
export function parseArpCommand(text: string): Neighbours {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, address = "", mac = ""] =
      /(?:^|[\s(])(\d{1,3}(?:\.\d{1,3}){3})(?=[\s)]).*?\s((?:[0-9a-f]{1,2}[:-]){5}[0-9a-f]{1,2})(?=\s|$)/i.exec(
        line.slice(0, 300),
      ) ?? [];
    add(found, address, mac);
  }
  return found;
}

function add(found: Map<string, string>, address: string, mac: string): void {
  const clean = mac
    .toLowerCase()
    .split(/[:-]/)
    .map((byte) => byte.padStart(2, "0"))
    .join(":");
  if (parseIpv4(address) !== undefined && isCardMac(clean)) found.set(address, clean);
}

const LONGEST_MS = 5_000;
const MOST_OUTPUT = 1_048_576;

/** The neighbours known now; empty where the system does not tell. Runs at most one program, without a shell. */
export async function readNeighbours(platform: NodeJS.Platform = process.platform): Promise<Neighbours> {
  try {
    if (platform === "linux") return parseProcArp(await readFile("/proc/net/arp", "utf8"));
    const [program, args] =
      platform === "win32"
        ? [`${process.env["SystemRoot"] ?? String.raw`C:\Windows`}\\System32\\arp.exe`, ["-a"]]
        : ["/usr/sbin/arp", ["-an"]];
    return parseArpCommand(await outputOf(program, args));
  } catch {
    return new Map();
  }
}

function outputOf(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { timeout: LONGEST_MS, maxBuffer: MOST_OUTPUT, windowsHide: true, encoding: "latin1" },
      (error, output) => {
        if (error === null) resolve(output);
        else reject(error);
      },
    );
  });
}
