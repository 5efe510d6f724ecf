import type { Inventory } from "../../core/wire/block.ts";
import type { Files } from "./files.ts";
import { wholeNumber } from "./numbers.ts";
import { identity, isoDay, stated } from "./placeholders.ts";

export type Disk = NonNullable<Inventory["disks"]>[number];
/** A disk with the name that the kernel has for it (`sda`), by which two sources of it are joined. */
export interface NamedDisk extends Disk {
  readonly device: string;
}

/** What the firmware says of the PC; every part may be missing. */
export type Machine = Pick<Inventory, "maker" | "model" | "serial" | "biosVersion" | "biosDate">;

/** SMBIOS as the kernel publishes it. Maker, model and BIOS are readable for everybody, serials for root. */
export function readDmi(files: Files): Machine {
  const read = (name: string) => files.read(`/sys/class/dmi/id/${name}`);
  const product = {
    maker: identity(read("sys_vendor")),
    model: joinModel(read("sys_vendor"), read("product_name"), read("product_version")),
  };
  // A PC that a shop put together has no name, but its board has.
  const board = { maker: identity(read("board_vendor")), model: identity(read("board_name")) };
  return {
    maker: product.maker ?? board.maker,
    model: product.model ?? board.model,
    serial: identity(read("product_serial")) ?? identity(read("chassis_serial")),
    biosVersion: stated(read("bios_version")),
    biosDate: isoDay(read("bios_date")),
  };
}

/** Lenovo puts the name that people know ("ThinkPad T480") into the version, and an order number into the name. */
export function joinModel(maker: unknown, name: unknown, version: unknown): string | undefined {
  const model = identity(name);
  const known = /^lenovo$/i.test(stated(maker) ?? "") ? identity(version) : undefined;
  if (known === undefined || model === undefined || known.includes(model)) return model ?? known;
  return `${known} (${model})`.slice(0, 128);
}

/** What the distribution calls itself: os-release(5), from the place that it may override first. */
export function readOsRelease(files: Files): Partial<NonNullable<Inventory["os"]>> {
  const text = files.read("/etc/os-release") ?? files.read("/usr/lib/os-release") ?? "";
  const value = (key: string) => {
    const raw = new RegExp(`^${key}=(.*)$`, "m").exec(text)?.[1]?.trim();
    return stated(raw?.replace(/^(["'])(.*)\1$/, "$2"));
  };
  return { name: value("NAME"), version: value("VERSION_ID"), build: value("BUILD_ID") };
}

/** Not disks of this PC: memory, loops, optical and network drives, and what is built from disks listed anyway. */
const NOT_A_DISK =
  /^(?:loop|ram|zram|sr|fd|dm-|md|nbd|rbd|drbd|zd|mtdblock)|^nvme\d+c\d+n\d+$|(?:boot\d|rpmb)$/;
/** A virtual machine cannot know what its disks are made of. */
const VIRTUAL_DISK = /^(?:vd|xvd)/;
/** Block sizes in sysfs are always in these, whatever the disk's own sector is. */
const SECTOR = 512;
const MAX_DISKS = 64;

/** Built-in disks from /sys/block; USB sticks (removable) are not part of the PC. */
export function readDisks(files: Files): readonly NamedDisk[] {
  return files
    .list("/sys/block")
    .filter((device) => /^[a-z]\w*$/.test(device) && !NOT_A_DISK.test(device))
    .toSorted()
    .slice(0, MAX_DISKS)
    .map((device) => readDisk(files, device))
    .filter((disk) => disk !== undefined);
}

function readDisk(files: Files, device: string): NamedDisk | undefined {
  const read = (file: string) => files.read(`/sys/block/${device}/${file}`)?.trim();
  const sectors = wholeNumber(read("size"));
  // A card reader without a card has no size.
  if (sectors === 0 || read("removable") === "1") return undefined;
  return {
    device,
    name: identity(read("device/model")) ?? device,
    kind: diskKind(device, read("queue/rotational")),
    bytes: sectors === undefined ? undefined : sectors * SECTOR,
    serial: identity(read("device/serial") ?? read("serial")),
  };
}

function diskKind(device: string, rotational: string | undefined): Disk["kind"] {
  if (device.startsWith("nvme")) return "nvme";
  if (VIRTUAL_DISK.test(device)) return undefined;
  return rotational === "0" ? "ssd" : rotational === "1" ? "hdd" : undefined;
}
