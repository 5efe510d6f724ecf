import { execFile } from "node:child_process";
import { promisify } from "node:util";

const exec = promisify(execFile);
const ip = (...args: string[]) => exec("ip", args);

export interface VethPair {
  /** Names of the two namespaces. */
  readonly a: string;
  readonly b: string;
  readonly addressA: string;
  readonly addressB: string;
  /** The card's name, the same in both. */
  readonly card: string;
  close(): Promise<void>;
}

/** Undefined when namespaces can be made here, else why not (no root, no iproute2, no kernel support). */
export async function whyNoNamespaces(): Promise<string | undefined> {
  const name = `cayda-probe-${process.pid}`;
  try {
    await ip("netns", "add", name);
    await ip("netns", "del", name);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Two namespaces joined by one veth "cable"; nothing leads out of them. */
export async function makeVethPair(tag: string): Promise<VethPair> {
  const [a, b] = [`cayda-${tag}-a-${process.pid}`, `cayda-${tag}-b-${process.pid}`];
  const [addressA, addressB] = ["10.99.0.1", "10.99.0.2"];
  const card = "lan0";
  const close = async () => {
    // Deleting a namespace removes its cards, and a veth takes its peer along.
    await ip("netns", "del", a).catch(() => {});
    await ip("netns", "del", b).catch(() => {});
  };
  try {
    await ip("netns", "add", a);
    await ip("netns", "add", b);
    await ip("-n", a, "link", "add", card, "type", "veth", "peer", "name", card, "netns", b);
    for (const [space, address] of [
      [a, addressA],
      [b, addressB],
    ] as const) {
      await ip("-n", space, "address", "add", `${address}/24`, "dev", card);
      await ip("-n", space, "link", "set", card, "up");
      await ip("-n", space, "link", "set", "lo", "up");
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { a, b, addressA, addressB, card, close };
}
