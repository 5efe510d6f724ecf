import { seededRandom } from "../fakes/snmp-device/faults.ts";
import { startSnmpDevices, type FakeDevices } from "../fakes/snmp-device/devices.ts";
import { recordingsIn } from "../fakes/snmp-device/recording.ts";
import { makeTree } from "../fakes/snmp-device/tree.ts";
import { createEngine } from "../../agent/snmp/engine/engine.ts";
import { createSessionOpener } from "../../agent/snmp/session.ts";
import type { OpenSession, VarBind } from "../../agent/snmp/protocol.ts";
import { realClock } from "./real-clock.ts";

/** Walks recordings with both implementations of the session port. */
export interface BothWalks {
  readonly names: readonly string[];
  /** The first values of a recording, as net-snmp reads them and as we do. */
  walk(
    name: string,
    most: number,
  ): Promise<{ readonly theirs: readonly VarBind[]; readonly ours: readonly VarBind[] }>;
  readonly close: () => Promise<void>;
}

export async function walkBoth(folder: string): Promise<BothWalks> {
  const views = recordingsIn(folder);
  const fakes: FakeDevices = await startSnmpDevices({
    clock: realClock,
    devices: [{ tree: makeTree([]), views, maxMessageSize: 65_000 }],
  });
  const { port } = fakes.device;
  // A recording is read when it is first asked for, which takes a while.
  const timeoutMs = 5_000;
  const ours = createEngine({ clock: realClock, random: seededRandom(9), timeoutMs });
  const theirs = createSessionOpener({ timeoutMs });
  return {
    names: Object.keys(views),
    walk: async (name, most) => ({
      theirs: await walk(theirs, port, name, most),
      ours: await walk(ours, port, name, most),
    }),
    close: fakes.close,
  };
}

const AT_ONCE = 50;

async function walk(
  open: OpenSession,
  port: number,
  community: string,
  most: number,
): Promise<readonly VarBind[]> {
  const session = await open({ address: "127.0.0.1", port, credential: { version: "2c", community } });
  if (!session.ok) throw new Error(session.fault.code);
  const seen: VarBind[] = [];
  try {
    for (let at = "1"; seen.length < most;) {
      const read = await session.value.bulk({ nonRepeaters: 0, maxRepetitions: AT_ONCE, oids: [at] });
      if (!read.ok) throw new Error(`${community} after ${at}: ${read.fault.code}`);
      const values = read.value.columns[0] ?? [];
      seen.push(...values);
      const last = values.at(-1);
      if (last === undefined || last.type === "end") break;
      at = last.oid;
    }
  } finally {
    session.value.close();
  }
  return seen;
}
