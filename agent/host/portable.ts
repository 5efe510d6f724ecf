import type { CpuInfo, NetworkInterfaceInfo } from "node:os";
import { HOUR } from "../../core/clock.ts";
import { cleanText } from "../../core/text.ts";
import type { Files } from "./files.ts";
import { isMac } from "./linux-cards.ts";
import type { Card, CpuTimes, HostSource, Mount, Vitals } from "./source.ts";

/** The part of `node:os` that costs no process, so that a test can be another PC. */
export interface OsFunctions {
  cpus(): readonly Pick<CpuInfo, "times">[];
  totalmem(): number;
  freemem(): number;
  uptime(): number;
  loadavg(): readonly number[];
  networkInterfaces(): NodeJS.Dict<NetworkInterfaceInfo[]>;
}

/**
 * Windows and macOS, as far as the runtime tells without starting a process. Absent there: swap, and of the network
 * cards speed, duplex and all counters (systeminformation would start a PowerShell for each reading).
 */
export function portableSource(
  os: OsFunctions,
  platform: NodeJS.Platform,
  files: Pick<Files, "size">,
  monotonic: () => number,
  systemDrive = "C:",
): HostSource {
  const volumes =
    platform === "win32"
      ? driveLetters(files, monotonic, systemDrive)
      : { mounts: () => [ROOT], size: files.size };
  return {
    vitals: () => readVitals(os, platform),
    cards: createListedCards(os, platform),
    ...volumes,
    countersFrom: "start",
  };
}

const ROOT: Mount = { part: "/", path: "/" };

function readVitals(os: OsFunctions, platform: NodeJS.Platform): Vitals {
  const total = os.totalmem();
  return {
    cpu: sumTimes(os.cpus()),
    values: {
      memory_total: total,
      // macOS calls memory free only when nothing at all is in it, so that every Mac would look full.
      memory_used: platform === "win32" ? total - os.freemem() : undefined,
      load: platform === "win32" ? undefined : os.loadavg()[0],
      uptime: os.uptime(),
    },
  };
}

function sumTimes(cpus: readonly Pick<CpuInfo, "times">[]): CpuTimes | undefined {
  let idle = 0;
  let total = 0;
  for (const { times } of cpus) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return total > 0 ? { idle, total } : undefined;
}

/** Apple's own virtual cards (AirDrop and the like), which come and go by themselves. */
const NOISE = /^(?:awdl|llw|anpi|ap)\d+$/;
const UP = 1;
const DOWN = 2;

/**
 * Cards from os.networkInterfaces. It lists a card only while it is up and has an address (libuv: IfOperStatusUp on
 * Windows, IFF_RUNNING on macOS), so a card that was seen and is not listed any more is down; how often that changed
 * is counted here. Cards that were down from the start are not known.
 */
export function createListedCards(
  os: Pick<OsFunctions, "networkInterfaces">,
  platform: NodeJS.Platform,
): () => readonly Card[] {
  const seen = new Map<string, { readonly mac: string | undefined; up: boolean; changes: number }>();
  return () => {
    const listed = new Map<string, string | undefined>();
    for (const [name, addresses = []] of Object.entries(os.networkInterfaces())) {
      const card = addresses.find(({ internal, mac }) => !internal && isMac(mac.toLowerCase()));
      const part = cleanText(name, 64);
      if (card === undefined || part === "" || (platform === "darwin" && NOISE.test(name))) continue;
      listed.set(part, card.mac.toLowerCase());
    }
    for (const [name, mac] of listed) {
      const before = seen.get(name);
      seen.set(name, { mac, up: true, changes: (before?.changes ?? 0) + (before?.up === false ? 1 : 0) });
    }
    return [...seen].map(([name, card]) => {
      if (card.up && !listed.has(name)) {
        card.up = false;
        card.changes += 1;
      }
      return {
        fact: { part: name, name, mac: card.mac },
        values: { oper_status: card.up ? UP : DOWN, link_changes: card.changes },
      };
    });
  };
}

const DRIVES: readonly Mount[] = Array.from({ length: 26 }, (_, index) => {
  const letter = String.fromCharCode(65 + index);
  return { part: `${letter}:`, path: `${letter}:\\` };
});

/**
 * All letters are tried once an hour; in between only the drives that answered, so that a floppy drive does not
 * rattle and an empty card reader is not asked every minute. A drive without a free byte counts when it is Windows' own
 * (`systemDrive`) or had room before: a DVD and a mounted image are full from the start, and nobody can empty them.
 */
export function driveLetters(
  files: Pick<Files, "size">,
  monotonic: () => number,
  systemDrive = "C:",
): Pick<HostSource, "mounts" | "size"> {
  const own = `${systemDrive.toUpperCase()}\\`;
  const answered = new Set<string>();
  let searched = -Infinity;
  return {
    mounts() {
      if (monotonic() - searched < HOUR) return DRIVES.filter(({ path }) => answered.has(path));
      searched = monotonic();
      return DRIVES;
    },
    async size(path) {
      const size = await files.size(path);
      if (size === undefined) return undefined;
      if (size.used >= size.total && path !== own && !answered.has(path)) return undefined;
      answered.add(path);
      return size;
    },
  };
}
