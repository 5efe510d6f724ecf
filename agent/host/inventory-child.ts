import * as os from "node:os";
import type { BaseSection, SectionName } from "./assemble-inventory.ts";
import { systemFiles } from "./files.ts";
import { createLinuxCards, isMac } from "./linux-cards.ts";
import { readDisks, readDmi, readOsRelease } from "./linux-inventory.ts";

/** A call that hangs (a broken WMI) must leave time for those after it. */
const CALL_LIMIT_MS = 10_000;
/** The parent kills after 30 s; this is for when the parent is gone. */
const LIFE_LIMIT_MS = 40_000;

/**
 * The whole life of the inventory process (sub command `inventory-child`): reads what there is, writes one line of
 * JSON for each section to standard output and ends the process. systeminformation is loaded here only, and its calls
 * come one after the other: on Windows each of them is one PowerShell or several.
 */
export async function runInventoryChild(): Promise<void> {
  setTimeout(() => process.exit(1), LIFE_LIMIT_MS).unref();
  // Nobody is listening any more: the parent was killed.
  process.stdout.on("error", () => process.exit(1));
  try {
    os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Only a courtesy to whoever works at the PC.
  }
  const base = readBase();
  write({ section: "base", ok: true, value: base });
  const si = await import("systeminformation");
  const calls: [SectionName, () => Promise<unknown>][] = [];
  // It runs `hostname -f`, which on a network without DNS hangs, and it holds the event loop meanwhile.
  if (base.os.name === undefined) calls.push(["osInfo", () => si.osInfo()]);
  // Where the kernel gave the firmware's tables, dmidecode has nothing to add.
  if (base.machine.maker === undefined && base.machine.model === undefined) {
    calls.push(["system", () => si.system()]);
  }
  if (base.machine.biosVersion === undefined) calls.push(["bios", () => si.bios()]);
  calls.push(["cpu", () => si.cpu()], ["diskLayout", () => si.diskLayout()]);
  let code = 0;
  for (const [section, call] of calls) {
    const attempted = await attempt(call);
    // Tells the parent that something may still hang, so that it clears up behind us.
    if (!attempted.ok) code = 1;
    write({ section, ...attempted });
  }
  write({ section: "done" }, () => process.exit(code));
}

type Attempt = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

async function attempt(call: () => Promise<unknown>): Promise<Attempt> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Attempt>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false }), CALL_LIMIT_MS);
  });
  try {
    return await Promise.race([call().then((value) => ({ ok: true, value }) as const), limit]);
  } catch {
    return { ok: false };
  } finally {
    clearTimeout(timer);
  }
}

function write(line: object, then: () => void = () => undefined): void {
  process.stdout.write(`${JSON.stringify(line)}\n`, then);
}

function readBase(): BaseSection {
  const files = systemFiles();
  const linux = process.platform === "linux";
  return {
    hostname: os.hostname(),
    platform: process.platform,
    arch: os.arch(),
    release: os.release(),
    cpu: os.cpus()[0]?.model,
    memoryBytes: os.totalmem(),
    cards: readCards(linux ? createLinuxCards(files)(true).map(({ fact }) => fact) : []),
    machine: linux ? readDmi(files) : {},
    os: linux ? readOsRelease(files) : {},
    disks: linux ? readDisks(files) : [],
  };
}

/** The cards known already (also those without an address), and whatever else the runtime lists. */
function readCards(
  known: readonly { readonly name: string; readonly mac?: string | undefined }[],
): BaseSection["cards"] {
  const cards = new Map<string, BaseSection["cards"][number]>();
  for (const { name, mac } of known) cards.set(name, { name, mac, addresses: [] });
  for (const [name, addresses = []] of Object.entries(os.networkInterfaces())) {
    const outside = addresses.filter(({ internal }) => !internal);
    if (outside.length === 0) continue;
    cards.set(name, {
      name,
      mac: outside.map((address) => address.mac.toLowerCase()).find(isMac),
      addresses: outside.map(({ address }) => address).slice(0, 32),
    });
  }
  return [...cards.values()].slice(0, 64);
}
