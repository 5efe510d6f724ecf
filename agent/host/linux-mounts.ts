import { MAX_PART } from "../../core/entities.ts";
import { cleanText } from "../../core/text.ts";
import type { Mount } from "./source.ts";

/** A line of /proc/self/mountinfo (proc_pid_mountinfo(5)). */
interface MountLine {
  /** major:minor of the file system. */
  readonly device: string;
  /** What part of the file system is mounted: "/" is the whole, anything else a bind mount or subvolume. */
  readonly root: string;
  readonly point: string;
  readonly type: string;
  readonly source: string;
}

/** More volumes than any PC has; a server with hundreds of bind mounts is not to fill the blocks with them. */
const MAX_MOUNTS = 64;

/** Whole file systems in other machines' hands: asking them can hang, and they are not this PC's disks. */
const NETWORK =
  /^(?:nfs4?|cifs|smb3?|smbfs|ncpfs|afs|9p|ceph|glusterfs|lustre|gfs2|ocfs2|autofs|davfs|virtiofs)$/;
/** Images that are full by nature: "100 % used" would be true and worthless. */
const READ_ONLY_IMAGE = /^(?:squashfs|iso9660|udf|erofs|cramfs|romfs)$/;
/** File systems that span devices, so that their source is not always a path below /dev. */
const POOL = /^(?:zfs|btrfs|bcachefs)$/;
/** Where the system and container engines put mounts that are no volumes to a person (single files in /etc, layers). */
const INTERNAL =
  /^\/(?:(?:proc|sys|dev|etc|snap|run(?!\/media\/))(?:\/|$)|var\/lib\/(?:docker|containers|containerd|kubelet|lxcfs)\/.)/;

/**
 * The volumes of a Linux PC: each local file system once, at its most telling mount point, and always `/`, whatever
 * it is made of (an overlay in a container, RAM in a live system).
 */
export function chooseMounts(mountinfo: string): readonly Mount[] {
  // Of several mounts at one point only the last is visible.
  const visible = new Map<string, MountLine>();
  for (const line of mountinfo.split("\n")) {
    const mount = parseLine(line);
    if (mount !== undefined) visible.set(mount.point, mount);
  }
  const best = new Map<string, MountLine>();
  for (const mount of visible.values()) {
    if (!isVolume(mount)) continue;
    const key = mount.type === "zfs" ? `zfs ${mount.source.split("/", 1)[0]}` : mount.device;
    const other = best.get(key);
    if (other === undefined || rank(mount) < rank(other)) best.set(key, mount);
  }
  const points = [...best.values()].map(({ point }) => point);
  // An unreadable or half-written table is no reason not to look at the root.
  if (visible.get("/") === undefined) points.push("/");
  return named(points.toSorted().slice(0, MAX_MOUNTS));
}

function named(points: readonly string[]): readonly Mount[] {
  const mounts = new Map<string, Mount>();
  for (const path of points) {
    const part = cleanText(path, MAX_PART);
    if (part !== "" && !mounts.has(part)) mounts.set(part, { part, path });
  }
  return [...mounts.values()];
}

function isVolume({ point, type, source }: MountLine): boolean {
  if (NETWORK.test(type)) return false;
  if (point === "/") return true;
  // "fuse.…" is a program in user space (sshfs, rclone, a phone): it can hang. "fuseblk" is a disk (NTFS).
  if (READ_ONLY_IMAGE.test(type) || type === "fuse" || type.startsWith("fuse.")) return false;
  return (source.startsWith("/dev/") || POOL.test(type)) && !INTERNAL.test(point);
}

/** Smaller is better: the root, then mounts of the whole file system, then short paths. */
function rank({ root, point }: MountLine): number {
  if (point === "/") return 0;
  return (root === "/" ? 0 : 100_000) + point.length;
}

function parseLine(line: string): MountLine | undefined {
  const [before = "", after] = line.split(" - ", 2);
  if (after === undefined) return undefined;
  const [, , device, root, point] = before.split(" ");
  const [type, source] = after.split(" ");
  if (device === undefined || root === undefined || !point?.startsWith("/")) return undefined;
  if (!type || source === undefined) return undefined;
  return { device, root, point: unescape(point), type, source: unescape(source) };
}

/** Blank, tab, line feed and backslash are written as three octal digits. */
function unescape(text: string): string {
  return text.replaceAll(/\\([0-3][0-7]{2})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}
