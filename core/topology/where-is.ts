import { readMac } from "./mac.ts";
import type { Mac, Placement, Topology } from "./types.ts";

/**
 * Which port an address or a device (its id) hangs on; undefined when nothing says so. A device with several addresses is where
 * it was seen last, an exact place before a vague one.
 */
export function whereIs(topology: Topology, macOrId: Mac): Placement | undefined {
  const mac = readMac(macOrId);
  const byId = topology.placements.filter(({ node }) => node === macOrId);
  const found =
    byId.length > 0 ? byId : topology.placements.filter((p) => p.mac === mac && mac !== undefined);
  return found.toSorted(
    (a, b) =>
      Number(a.stale) - Number(b.stale) || Number(b.exact) - Number(a.exact) || (b.at ?? 0) - (a.at ?? 0),
  )[0];
}
