import type { Inventory } from "../../core/wire/block.ts";
import { isMac } from "./linux-cards.ts";
import { joinModel, type Disk, type Machine, type NamedDisk } from "./linux-inventory.ts";
import { identity, isoDay, stated } from "./placeholders.ts";

/**
 * What the child process writes: one line of JSON for each section, as soon as it is read, so that a kill in the
 * middle loses only the rest. `base` costs no process; the others are answers of systeminformation as they came.
 */
export const SECTIONS = ["base", "osInfo", "system", "bios", "cpu", "diskLayout"] as const;
export type SectionName = (typeof SECTIONS)[number];
export type Sections = Readonly<Partial<Record<SectionName, unknown>>>;

/** The `base` section. */
export interface BaseSection {
  readonly hostname: string;
  readonly platform: string;
  readonly arch: string;
  readonly release: string;
  readonly cpu: string | undefined;
  readonly memoryBytes: number;
  readonly cards: NonNullable<Inventory["cards"]>;
  readonly machine: Machine;
  readonly os: Partial<NonNullable<Inventory["os"]>>;
  readonly disks: readonly NamedDisk[];
}

export interface ChildAnswer {
  readonly sections: Sections;
  /** Sections that were asked for and failed, by name. */
  readonly failed: readonly string[];
  readonly done: boolean;
}

/** Reads the whole lines of the child's output; lines that are no section are passed over. */
export function parseChildOutput(output: string): ChildAnswer {
  const sections: Partial<Record<SectionName, unknown>> = {};
  const failed: string[] = [];
  let done = false;
  for (const line of output.split("\n").slice(0, -1)) {
    const { section, value, ok } = asRecord(parseJson(line));
    if (section === "done") done = true;
    else if (!isSection(section)) continue;
    else if (ok === true) sections[section] = value;
    else failed.push(section);
  }
  return { sections, failed, done };
}

/**
 * The inventory from whatever sections came. What the kernel says wins over systeminformation, which reads the same
 * places through more hands. Undefined when nothing at all is known. Fit for the wire by construction and not by the
 * schema, which the agent's main process does not load (a property test holds them together): a part that the wire
 * would refuse must not take the whole block with it.
 */
export function assembleInventory(sections: Sections): Inventory | undefined {
  const base = asRecord(sections.base);
  const parts = {
    hostname: stated(base["hostname"]),
    ...machineOf(sections),
    cpu: cpuOf(sections),
    memoryBytes: positive(base["memoryBytes"]),
    disks: disksOf(sections),
    os: osOf(sections),
    cards: cardsOf(base["cards"]),
  };
  const known = Object.entries(parts).filter(([, value]) => value !== undefined);
  return known.length === 0 ? undefined : (Object.fromEntries(known) as Inventory);
}

/** The cards as the child read them; undefined when one of them is not in order, or there are none. */
function cardsOf(value: unknown): Inventory["cards"] {
  if (!Array.isArray(value) || value.length === 0 || value.length > 64) return undefined;
  const cards = value.map((each) => {
    const { name, mac, addresses } = asRecord(each);
    const label = stated(name);
    const fit =
      label !== undefined &&
      (mac === undefined || (typeof mac === "string" && isMac(mac))) &&
      Array.isArray(addresses) &&
      addresses.length <= 32 &&
      addresses.every((address) => typeof address === "string" && address.length <= 64);
    return fit
      ? { name: label, ...(mac === undefined ? {} : { mac }), addresses: addresses as string[] }
      : undefined;
  });
  return cards.every((card) => card !== undefined) ? cards : undefined;
}

function machineOf(sections: Sections): { readonly [Key in keyof Machine]-?: Machine[Key] | undefined } {
  const kernel = asRecord(asRecord(sections.base)["machine"]);
  const system = asRecord(sections.system);
  const bios = asRecord(sections.bios);
  return {
    maker: identity(kernel["maker"]) ?? identity(system["manufacturer"]),
    model: identity(kernel["model"]) ?? joinModel(system["manufacturer"], system["model"], system["version"]),
    serial: identity(kernel["serial"]) ?? identity(system["serial"]) ?? identity(bios["serial"]),
    biosVersion: stated(kernel["biosVersion"]) ?? stated(bios["version"]),
    biosDate: isoDay(kernel["biosDate"]) ?? isoDay(bios["releaseDate"]),
  };
}

function cpuOf(sections: Sections): Inventory["cpu"] {
  const { manufacturer, brand, physicalCores } = asRecord(sections.cpu);
  const maker = stated(manufacturer);
  const reported = stated(brand);
  // The operating system's own name is whole; systeminformation cuts the maker out of it.
  const name =
    identity(asRecord(sections.base)["cpu"]) ??
    (maker !== undefined && reported !== undefined ? `${maker} ${reported}` : reported);
  if (name === undefined) return undefined;
  const cores = positive(physicalCores);
  return cores === undefined || !Number.isInteger(cores) || cores > 4_096 ? { name } : { name, cores };
}

function osOf(sections: Sections): Inventory["os"] {
  const base = asRecord(sections.base);
  const info = asRecord(sections.osInfo);
  const platform = stated(base["platform"], 32);
  if (platform === undefined) return undefined;
  const own = asRecord(base["os"]);
  const windows = platform === "win32";
  // Windows calls its half-yearly version (22H2) a code name; its release is the kernel's number.
  const reported = (windows ? stated(info["codename"], 64) : undefined) ?? stated(info["release"], 64);
  const kernel = stated(base["release"], 64);
  return {
    platform,
    name: stated(own["name"]) ?? stated(info["distro"]),
    version: stated(own["version"], 64) ?? reported ?? (windows ? kernel : undefined),
    build: stated(own["build"], 64) ?? stated(info["build"], 64) ?? (windows ? undefined : kernel),
    arch: stated(base["arch"], 32),
  };
}

const DISK_KINDS = ["ssd", "hdd", "nvme"] as const;
const KINDS: ReadonlyMap<unknown, Disk["kind"]> = new Map([
  ["HD", "hdd"],
  ["SSD", "ssd"],
  ["NVMe", "nvme"],
] as const);

function disksOf(sections: Sections): readonly Disk[] | undefined {
  const reported = asList(sections.diskLayout).map(asRecord);
  const kernel = asList(asRecord(sections.base)["disks"]).map(asRecord);
  const disks =
    kernel.length > 0
      ? kernel.map((disk) =>
          kernelDisk(
            disk,
            reported.find((other) => other["device"] === `/dev/${String(disk["device"])}`),
          ),
        )
      : reported.filter((disk) => disk["interfaceType"] !== "USB").map(reportedDisk);
  const known = disks.filter((disk) => disk !== undefined).slice(0, 64);
  return known.length === 0 ? undefined : known;
}

/** The kernel cannot tell the serial of a SATA disk (udev can, and systeminformation asks it), nor its health. */
function kernelDisk(
  disk: Record<string, unknown>,
  other: Record<string, unknown> | undefined,
): Disk | undefined {
  const serial = disk["serial"] ?? other?.["serialNum"];
  return diskOf(disk["name"], disk["kind"], disk["bytes"], serial, other?.["smartStatus"]);
}

function reportedDisk(disk: Record<string, unknown>): Disk | undefined {
  const { name, type, size, serialNum, device, interfaceType, smartStatus } = disk;
  const kind = KINDS.get(interfaceType) ?? KINDS.get(type);
  return diskOf(identity(name) ?? device, kind, size, serialNum, smartStatus);
}

/**
 * SMART's overall word as systeminformation gives it: of smartctl where that is installed, on Windows else of WMI ("OK",
 * "Pred Fail"). Anything else ("unknown", "not supported", "Degraded") says nothing about a disk that fails.
 */
const HEALTH: ReadonlyMap<string, Disk["health"]> = new Map([
  ["ok", "good"],
  ["predicted failure", "failing"],
] as const);
const healthOf = (status: unknown): Disk["health"] =>
  typeof status === "string" ? HEALTH.get(status.toLowerCase()) : undefined;

function diskOf(
  name: unknown,
  kind: unknown,
  size: unknown,
  serialNumber: unknown,
  smartStatus: unknown,
): Disk | undefined {
  const label = stated(name);
  if (label === undefined) return undefined;
  const known = DISK_KINDS.find((each) => each === kind);
  const bytes = positive(size);
  const serial = identity(serialNumber);
  const health = healthOf(smartStatus);
  return {
    name: label,
    ...(known === undefined ? {} : { kind: known }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(serial === undefined ? {} : { serial }),
    ...(health === undefined ? {} : { health }),
  };
}

function positive(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, 256) : [];
}

function isSection(name: unknown): name is SectionName {
  return SECTIONS.some((section) => section === name);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
