import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startProgram, type Program } from "./program.ts";
import type { Net, Space } from "./space.ts";

/** An office PC: a namespace with one card, in which the real agent (the bundle that PCs get) runs. */
export interface Pc {
  readonly name: string;
  readonly space: Space;
  readonly address: string;
  readonly mac: string;
  readonly agent: Program | undefined;
  /** Starts the agent; `booted`: the PC's own uptime begins with it. */
  on(booted?: boolean): void;
  /** As people switch a PC off: the agent ends in peace, the card goes down. */
  off(): Promise<void>;
  /** As when the power goes. */
  cut(): Promise<void>;
  /** The agent alone ends, at once; the PC goes on. */
  killAgent(): Promise<void>;
  /** Pulls the cable out at the PC's end, or puts it back. */
  plug(into: boolean): Promise<void>;
  /** Shifts the PC's clock from the next start of the agent on. */
  shiftClock(ms: number): void;
}

export interface PcPlan {
  readonly name: string;
  readonly address: string;
  readonly mac: string;
  readonly gateway: string;
  /** The switch, and its card that the PC's cable is in. */
  readonly at: Space;
  readonly port: string;
}

export interface PcParts {
  readonly net: Net;
  /** The other end of the cable is a socket in the wall, with the PC's card on it. */
  readonly wall: Space;
  readonly bundle: string;
  readonly dir: string;
  readonly tag: string;
  readonly token: () => string;
}

const CARD = "lan0";

export async function makePc(parts: PcParts, plan: PcPlan): Promise<Pc> {
  const { net, wall, tag } = parts;
  const { name, address, mac, at, port, gateway } = plan;
  const space = await net.space(`${tag}-${name}`);
  const socket = `w-${name}`;
  await net.cable(at, port, wall, socket);
  // A macvlan counts the broadcasts that it hears, as cards do; a bare veth does not.
  await wall.ip(`link add link ${socket} name m-${name} address ${mac} type macvlan mode private`);
  await wall.ip(`link set m-${name} netns ${space.netns} name ${CARD}`);
  const up = async () => {
    await wall.ip(`link set ${socket} up`);
    await space.ip(`link set ${CARD} up`);
    await space.ip(`route replace default via ${gateway}`);
  };
  const down = async () => {
    await space.ip(`link set ${CARD} down`);
    await wall.ip(`link set ${socket} down`);
  };
  await space.ip(`address add ${address}/24 dev ${CARD}`);
  await up();

  const dataDir = join(parts.dir, `${tag}-${name}`);
  mkdirSync(dataDir, { recursive: true });
  let agent: Program | undefined;
  let shift = 0;
  const start = (booted: boolean) => {
    const preload = join(dataDir, "clock.cjs");
    // A container's clock is the machine's: the process gets another Date instead, as a dead battery would.
    if (shift !== 0) writeFileSync(preload, shiftedDate(shift));
    agent = startProgram(
      space,
      [process.execPath, ...(shift === 0 ? [] : ["--require", preload]), parts.bundle, "run", "--stdin-stop"],
      {
        wrapper: [...ownNames(booted), "sh", "-c", 'hostname "$0" && exec "$@"', name.toUpperCase()],
        env: {
          CAYDA_AGENT_DATA_DIR: dataDir,
          CAYDA_AGENT_FLUSH_EVERY: "1s",
          CAYDA_AGENT_ENROL_TOKEN: parts.token(),
        },
      },
    );
  };
  const stop = async (how: "stdin" | "SIGKILL") => {
    await agent?.stop(how);
    agent = undefined;
  };
  return {
    name,
    space,
    address,
    mac,
    get agent() {
      return agent;
    },
    on(booted = false) {
      void up().then(() => start(booted));
    },
    async off() {
      await stop("stdin");
      await down();
    },
    async cut() {
      await down();
      await stop("SIGKILL");
    },
    killAgent: () => stop("SIGKILL"),
    plug: (into) => wall.ip(`link set ${socket} ${into ? "up" : "down"}`).then(() => undefined),
    shiftClock(ms) {
      shift = ms;
    },
  };
}

/** A host name of its own; after a boot also an uptime of its own (Linux' time namespaces). */
function ownNames(booted: boolean): readonly string[] {
  if (!booted) return ["unshare", "--uts"];
  const uptime = Math.floor(Number(readFileSync("/proc/uptime", "utf8").split(" ", 1)[0]));
  return ["unshare", "--uts", "--time", "--boottime", String(5 - uptime), "--fork", "--kill-child"];
}

const shiftedDate = (ms: number): string => `
const Real = Date;
const shift = ${ms};
globalThis.Date = class extends Real {
  constructor(...args) { if (args.length === 0) super(Real.now() + shift); else super(...args); }
  static now() { return Real.now() + shift; }
};
`;
