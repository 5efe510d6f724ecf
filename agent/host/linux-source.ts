import type { Files } from "./files.ts";
import { createLinuxCards } from "./linux-cards.ts";
import { chooseMounts } from "./linux-mounts.ts";
import { readLinuxVitals } from "./linux-vitals.ts";
import type { HostSource } from "./source.ts";

/** A Linux PC, read from /proc and /sys. */
export function linuxSource(files: Files): HostSource {
  return {
    vitals: () => readLinuxVitals(files),
    cards: createLinuxCards(files),
    mounts: () => chooseMounts(files.read("/proc/self/mountinfo") ?? ""),
    size: (path) => files.size(path),
    countersFrom: "boot",
  };
}
