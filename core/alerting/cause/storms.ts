import type { AlertState } from "../types.ts";
import type { Tree, Trees } from "./tree.ts";

/** More than these are not compared with one another: any of them is as good. */
const MOST = 64;

/**
 * The port from which a flood comes into the network: of all ports that see it, one beyond which nobody else sees it
 * come from. The earliest where several are so.
 */
export function stormSource(
  alerts: readonly AlertState[],
  { gateway, poller }: Trees,
): AlertState | undefined {
  const storms = alerts
    .filter(({ rule }) => rule === "port_storm")
    .toSorted((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1))
    .slice(0, MOST);
  const tree = gateway ?? poller;
  if (tree === undefined) return storms[0];
  const beyond = (port: AlertState, other: AlertState) => isBeyond(tree, port, other);
  const isFed = (port: AlertState) => storms.some((other) => beyond(port, other) && !beyond(other, port));
  return (
    storms.find((port) => port.phase === "firing" && !isFed(port)) ??
    storms.find((port) => !isFed(port)) ??
    storms[0]
  );
}

/** Whether another port's device lies on the far side of the cable of this one. */
function isBeyond(tree: Tree, port: AlertState, other: AlertState): boolean {
  const [device = "", node = ""] = [port.subject.device, other.subject.device];
  if (device === node) return false;
  const facesRoot = tree.pathTo(device)?.includes(port.subject.key) === true;
  if (!facesRoot) return tree.behind(port.subject.key).includes(node);
  const path = tree.pathTo(node);
  return path !== undefined && !path.includes(device);
}
