import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { endianness, networkInterfaces } from "node:os";
import { MINUTE } from "../../core/clock.ts";
import { formatIpv4, parseIpv4 } from "../../core/discovery/ipv4.ts";
import type { Tools } from "../collectors/collector.ts";

/** Where this PC sends what is not for its own network. */
export interface Gateway {
  readonly ip: string;
  /** The card that leads there, by name (Linux, macOS), or by its own address (Windows). */
  readonly card: string | undefined;
  readonly own: string | undefined;
}

interface Route extends Gateway {
  readonly metric: number;
}

/** RTF_UP and RTF_GATEWAY of Linux' <linux/route.h>. */
const UP_AND_GATEWAY = 3;

/**
 * Linux' /proc/net/route: Iface, Destination, Gateway, Flags, RefCnt, Use, Metric, Mask …; addresses are the memory of an
 * `__be32` read as a number of this machine.
 */
export function parseProcRoute(text: string, order: "LE" | "BE" = endianness()): Gateway | undefined {
  const routes = text
    .split("\n")
    .slice(1)
    .flatMap((line): Route[] => {
      const [card = "", destination, gateway = "", flags = "", , , metric = "", mask] = line
        .trim()
        .split(/\s+/u);
      if (destination !== "00000000" || mask !== "00000000" || !/^[0-9A-F]{8}$/iu.test(gateway)) return [];
      if ((Number.parseInt(flags, 16) & UP_AND_GATEWAY) !== UP_AND_GATEWAY) return [];
      const bytes = gateway.match(/../gu) ?? [];
      const number = Number.parseInt((order === "LE" ? bytes.toReversed() : bytes).join(""), 16);
      return [{ ip: formatIpv4(number), card, own: undefined, metric: Number(metric) }];
    });
  return best(routes);
}

/**
 * What Windows' `route print -4` prints, by shape: destination, mask, gateway, own address, metric. Headings and the
 * word for "on-link" are in the system's language; standing routes, below, have four columns.
 */
export function parseRoutePrint(text: string): Gateway | undefined {
  const routes = text.split(/\r?\n/u).flatMap((line): Route[] => {
    const [destination, mask, ip = "", own = "", metric = "", ...more] = line
      .slice(0, 300)
      .trim()
      .split(/\s+/u);
    if (destination !== "0.0.0.0" || mask !== "0.0.0.0" || more.length > 0) return [];
    if (parseIpv4(ip) === undefined || parseIpv4(own) === undefined || !/^\d+$/u.test(metric)) return [];
    return [{ ip, card: undefined, own, metric: Number(metric) }];
  });
  return best(routes);
}

/** What macOS' `route -n get default` prints. */
export function parseRouteGet(text: string): Gateway | undefined {
  const ip = /^\s*gateway:\s*(\S+)\s*$/mu.exec(text)?.[1] ?? "";
  const card = /^\s*interface:\s*(\S+)\s*$/mu.exec(text)?.[1];
  return parseIpv4(ip) === undefined ? undefined : { ip, card, own: undefined };
}

function best(routes: readonly Route[]): Gateway | undefined {
  const [first] = routes.toSorted((a, b) => a.metric - b.metric);
  return first === undefined ? undefined : { ip: first.ip, card: first.card, own: first.own };
}

const LONGEST_MS = 5_000;
const MOST_OUTPUT = 1_048_576;

/** The default route with the smallest metric; undefined where there is none. Runs at most one program, no shell. */
export async function readGateway(
  platform: NodeJS.Platform = process.platform,
): Promise<Gateway | undefined> {
  try {
    if (platform === "linux") return parseProcRoute(await readFile("/proc/net/route", "utf8"));
    if (platform === "win32") {
      const system = process.env["SystemRoot"] ?? String.raw`C:\Windows`;
      return parseRoutePrint(await outputOf(`${system}\\System32\\route.exe`, ["print", "-4"]));
    }
    return parseRouteGet(await outputOf("/sbin/route", ["-n", "get", "default"]));
  } catch {
    return undefined;
  }
}

/** Asking for the route costs a process on Windows. */
const KNOWN_FOR_MS = 10 * MINUTE;

/** The gateway, asked for anew after ten minutes, when this PC's addresses changed, and as long as there is none. */
export function createGatewayWatch(
  { clock }: Pick<Tools, "clock">,
  read: () => Promise<Gateway | undefined> = readGateway,
  cards: typeof networkInterfaces = networkInterfaces,
): () => Promise<Gateway | undefined> {
  let known: { readonly gateway: Gateway | undefined; readonly at: number; readonly own: string } | undefined;
  return async () => {
    const own = JSON.stringify(cards());
    const at = clock.monotonic();
    if (known?.gateway === undefined || known.own !== own || at - known.at >= KNOWN_FOR_MS) {
      known = { gateway: await read(), at, own };
    }
    return known.gateway;
  };
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
