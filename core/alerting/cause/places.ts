import type { SiteModel } from "../site-model.ts";
import type { AlertState } from "../types.ts";
import { OUTSIDE, type Tree, type Trees } from "./tree.ts";

/** Where an alert stands: the element it is, and everything that one passes on the way there. */
export interface Place {
  /** A node's id, `port:DEVICE/part`, or {@link OUTSIDE}; undefined for what concerns the whole site or stands nowhere. */
  readonly element: string | undefined;
  /** Elements whose faults can hit it, with how far each is from the one who looks. */
  readonly passes: ReadonlyMap<string, number>;
  /** How far it is itself; {@link NOWHERE} when the map does not know. */
  readonly distance: number;
}
export const NOWHERE = 100_000;

const octets = (address: string): string | undefined => /^(\d+\.\d+\.\d+)\.\d+$/.exec(address)?.[1];

/** The node of a ping target: a known device, or beyond the gateway. */
function nodeOfTarget(model: SiteModel, trees: Trees, address: string): string | undefined {
  const device = model.devices.find((known) => known.address === address);
  if (device !== undefined) return device.id;
  const gateways = model.devices.flatMap(({ lanWatch }) => lanWatch?.value.gateway?.ip ?? []);
  if (gateways.includes(address)) return trees.gatewayNode ?? `address:${address}`;
  const net = octets(address);
  const local = [...gateways, ...model.devices.flatMap((known) => known.address ?? [])].map(octets);
  return net !== undefined && local.length > 0 && !local.includes(net) ? OUTSIDE : undefined;
}

/** The path to an element, seen from one place. */
export function pathOf(
  element: string,
  tree: Tree | undefined,
  { gatewayNode }: Trees,
  model: SiteModel,
): readonly string[] {
  if (element === OUTSIDE) return pathOutside(tree, gatewayNode, model);
  if (!element.startsWith("port:")) return tree?.pathTo(element) ?? [element];
  const device = element.slice("port:".length).split("/", 1)[0] ?? "";
  const path = tree?.pathTo(device) ?? [device];
  // The port by which one arrives stands before its device.
  if (path.includes(element)) return path;
  return [...path, element, ...otherEnd(element, tree)];
}

function pathOutside(
  tree: Tree | undefined,
  gatewayNode: string | undefined,
  { topology }: SiteModel,
): readonly string[] {
  if (gatewayNode === undefined) return [OUTSIDE];
  const ways = topology?.uplinks[gatewayNode] ?? [];
  const inside = tree?.pathTo(gatewayNode) ?? [gatewayNode];
  return [...inside, ...ways.map((part) => `port:${gatewayNode}/${part}`), OUTSIDE];
}

/** The port at the other end of the cable, when the way goes on through it. */
function otherEnd(element: string, tree: Tree | undefined): readonly string[] {
  const [first] = tree?.behind(element) ?? [];
  const path = first === undefined ? undefined : tree?.pathTo(first);
  const next = path?.[path.indexOf(element) + 1];
  return next !== undefined && next.startsWith("port:") ? [next] : [];
}

/** The element that an alert is of. */
export function elementOf(
  { rule, subject }: Pick<AlertState, "rule" | "subject">,
  model: SiteModel,
  trees: Trees,
): string | undefined {
  const { kind, key, device } = subject;
  if (kind === "port") return key;
  if (kind === "device" || kind === "volume" || kind === "supply")
    return device ?? key.slice(key.indexOf(":") + 1).split("/", 1)[0];
  if (kind === "target") {
    const target = model.targets.find(({ id }) => `target:${id}` === key);
    return target === undefined ? undefined : nodeOfTarget(model, trees, target.address);
  }
  if (kind === "service" || rule === "uplink_down" || rule === "site_down") return OUTSIDE;
  return undefined;
}

export function placeOf(alert: AlertState, model: SiteModel, trees: Trees): Place {
  const element = elementOf(alert, model, trees);
  const hosts = alert.evidence.inferred?.restsOn ?? [];
  if (element === undefined)
    return hosts.length > 0 ? commonPlace(hosts, trees) : { element, passes: new Map(), distance: NOWHERE };
  const passes = new Map<string, number>();
  for (const tree of [trees.poller, trees.gateway]) {
    // What one PC loses concerns its own way to the gateway, not that of the PC which polls.
    if (alert.rule === "cable_loss" && tree === trees.poller && trees.gateway !== undefined) continue;
    pathOf(element, tree, trees, model).forEach((passed, at) => {
      if (!passes.has(passed)) passes.set(passed, at);
    });
  }
  // An agent that is not heard may have lost its way to the server, which lies outside.
  if (alert.rule === "agent_silent") passes.set(OUTSIDE, passes.size);
  return { element, passes, distance: isKnown(element, trees) ? (passes.get(element) ?? NOWHERE) : NOWHERE };
}

function isKnown(element: string, { poller, gateway }: Trees): boolean {
  if (element === OUTSIDE) return true;
  const node = element.startsWith("port:") ? (element.slice("port:".length).split("/", 1)[0] ?? "") : element;
  return poller?.pathTo(node) !== undefined || gateway?.pathTo(node) !== undefined;
}

/** What several PCs see together: the part of the way to the gateway that they share. */
function commonPlace(hosts: readonly string[], { gateway, poller }: Trees): Place {
  const tree = gateway ?? poller;
  const paths = hosts.flatMap((host) => {
    const path = tree?.pathTo(host);
    return path === undefined ? [] : [path];
  });
  const [first, ...rest] = paths;
  if (first === undefined || paths.length < hosts.length)
    return { element: undefined, passes: new Map(), distance: NOWHERE };
  const sets = rest.map((path) => new Set(path));
  const shared = first.filter((element) => sets.every((set) => set.has(element)));
  return {
    element: undefined,
    passes: new Map(shared.map((element, at) => [element, at])),
    distance: shared.length,
  };
}
