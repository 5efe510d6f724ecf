import { Resolver } from "node:dns/promises";
import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import type { Clock } from "../../core/clock.ts";

/** The addresses of a name, IPv4 first; rejects with the resolver's error when there are none. */
export type LookUp = (name: string, signal: AbortSignal) => Promise<readonly string[]>;

export interface LookUpOptions {
  readonly clock: Pick<Clock, "sleep">;
  /** Name servers, `address:port`; the system's when absent. */
  readonly servers?: readonly string[] | undefined;
  readonly hostsFile?: string | undefined;
}

const TIMEOUT_MS = 2_000;
const TRIES = 2;
/** So long the other family is waited for when one has answered: broken name servers drop the question for AAAA. */
const GRACE_MS = 20;
const MOST_HOSTS_TEXT = 1_048_576;

/**
 * Names as the PC's programs see them: its hosts file, then its name servers. Not by getaddrinfo: a dead name server
 * would block the threads that the agent writes its spool with.
 */
export function createLookUp({ clock, servers, hostsFile = systemHosts() }: LookUpOptions): LookUp {
  return async (name, signal) => {
    if (isIP(name) !== 0) return [name];
    const ascii = domainToASCII(name).replace(/\.$/u, "");
    const own = addressesInHosts(await readHosts(hostsFile), ascii);
    if (own.length > 0) return own;
    // Windows has it in no file (RFC 6761 6.3).
    if (ascii === "localhost") return ["127.0.0.1", "::1"];
    // Made anew each time: the system's servers change with the network.
    const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
    if (servers !== undefined) resolver.setServers(servers);
    const cancel = () => resolver.cancel();
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return await bothFamilies(resolver, ascii, clock);
    } finally {
      signal.removeEventListener("abort", cancel);
      resolver.cancel();
    }
  };
}

async function bothFamilies(
  resolver: Resolver,
  name: string,
  clock: Pick<Clock, "sleep">,
): Promise<readonly string[]> {
  const six = resolver.resolve6(name).catch((): string[] => []);
  try {
    const four = await resolver.resolve4(name);
    const over = new AbortController();
    const late = clock.sleep(GRACE_MS, over.signal).then((): string[] => []);
    const others = await Promise.race([six, late]);
    over.abort();
    return [...four, ...others];
  } catch (error) {
    const others = await six;
    if (others.length === 0) throw error;
    return others;
  }
}

/** hosts(5): an address and the names that it has; what stands behind # is a remark. */
export function addressesInHosts(text: string, name: string): readonly string[] {
  const found: string[] = [];
  for (const line of text.split("\n")) {
    const [address = "", ...names] = line.replace(/#.*/u, "").trim().split(/\s+/u);
    if (isIP(address) !== 0 && names.some((each) => each.toLowerCase() === name.toLowerCase())) {
      found.push(address);
    }
  }
  return found.toSorted((a, b) => isIP(a) - isIP(b));
}

async function readHosts(file: string): Promise<string> {
  try {
    const text = await readFile(file, "latin1");
    return text.slice(0, MOST_HOSTS_TEXT);
  } catch {
    return "";
  }
}

function systemHosts(): string {
  if (process.platform !== "win32") return "/etc/hosts";
  return `${process.env["SystemRoot"] ?? String.raw`C:\Windows`}\\System32\\drivers\\etc\\hosts`;
}
