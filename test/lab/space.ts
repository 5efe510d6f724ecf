import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * The laboratory's network: namespaces joined by veth "cables" and bridges. Nothing leads out of them: none has a
 * cable to the machine's own network, and all are gone after `close`.
 */
const exec = promisify(execFile);
const LONGEST_MS = 20_000;

export interface Space {
  /** As the scenarios call it, e.g. `sw1`. */
  readonly name: string;
  /** The namespace. */
  readonly netns: string;
  /** Runs a short program inside it (no shell); its output. Rejects when it fails. */
  run(program: string, ...args: readonly string[]): Promise<string>;
  /** `ip` inside it. */
  ip(line: string): Promise<string>;
}

export interface Net {
  space(name: string): Promise<Space>;
  /** A cable between two cards, both up. */
  cable(a: Space, cardA: string, b: Space, cardB: string): Promise<void>;
  /** Ends what still runs inside, and takes all namespaces away with their cards. */
  close(): Promise<void>;
}

export function createNet(): Net {
  const spaces = new Map<string, Space>();
  return {
    async space(name) {
      const netns = `clab-${process.pid}-${name}`;
      const run = async (program: string, ...args: readonly string[]) => {
        const { stdout } = await exec("ip", ["netns", "exec", netns, program, ...args], {
          timeout: LONGEST_MS,
        });
        return stdout;
      };
      await exec("ip", ["netns", "add", netns]);
      const space: Space = { name, netns, run, ip: (line) => ip("-n", netns, ...line.split(" ")) };
      spaces.set(name, space);
      await space.ip("link set lo up");
      // Address negotiation of IPv6 is noise here, and its multicasts count as such.
      await run("sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
      return space;
    },
    async cable(a, cardA, b, cardB) {
      await a.ip(`link add ${cardA} type veth peer name ${cardB} netns ${b.netns}`);
      await a.ip(`link set ${cardA} up`);
      await b.ip(`link set ${cardB} up`);
    },
    async close() {
      for (const { netns } of spaces.values()) {
        await endAll(netns);
        await exec("ip", ["netns", "del", netns]).catch(() => {});
      }
      spaces.clear();
    },
  };
}

async function ip(...args: readonly string[]): Promise<string> {
  const { stdout } = await exec("ip", args, { timeout: LONGEST_MS });
  return stdout;
}

/** Only processes of our own namespaces: `ip netns pids` names them. */
async function endAll(netns: string): Promise<void> {
  const pids = await ip("netns", "pids", netns).catch(() => "");
  for (const pid of pids.split("\n").filter((line) => line !== "")) {
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // Gone by itself.
    }
  }
}

/** A bridge "switch" with the cards named, its own address when it is managed. */
export async function makeSwitch(space: Space, cards: readonly string[], address?: string): Promise<void> {
  await space.ip("link add br0 type bridge ageing_time 30000");
  for (const card of cards) await space.ip(`link set ${card} master br0`);
  await space.ip("link set br0 up");
  if (address !== undefined) await space.ip(`address add ${address} dev br0`);
}

/** Puts nftables rules in; gives what takes them away. Named tables, so that several faults do not mix. */
export async function addRules(space: Space, table: string, rules: string): Promise<() => Promise<void>> {
  await space.run("nft", `table ${table} {\n${rules}\n}\n`);
  return async () => {
    await space.run("nft", "delete", "table", ...table.split(" ")).catch(() => "");
  };
}
