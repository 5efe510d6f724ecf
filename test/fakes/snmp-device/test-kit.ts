import { onTestFinished } from "vitest";
import { type FakeClock, fakeClock } from "../../support/fake-clock.ts";
import {
  type Asker,
  type Datagram,
  type Question,
  type ReadReply,
  openAsker,
  readReply,
  requestTlv,
} from "./client.ts";
import { type DeviceSpec, type FakeDevices, startSnmpDevices } from "./devices.ts";
import { type Tree, makeTree } from "./tree.ts";
import { integer, octets } from "./values.ts";

/** One running device and one who asks it; both are closed when the test ends. */
export interface Started {
  readonly clock: FakeClock;
  readonly fakes: FakeDevices;
  readonly asker: Asker;
  readonly ask: (version: 1 | 2, question: Question, community?: string) => Promise<ReadReply>;
  /** Sends and waits until the device has dealt with it; everything that came back. */
  readonly provoke: (...datagrams: readonly Uint8Array[]) => Promise<readonly Datagram[]>;
}

export async function start(spec: DeviceSpec, clock: FakeClock = fakeClock()): Promise<Started> {
  const fakes = await startSnmpDevices({ clock, devices: [spec] });
  onTestFinished(fakes.close);
  const asker = await openAsker(fakes.device);
  onTestFinished(asker.close);
  return {
    clock,
    fakes,
    asker,
    ask: async (version, question, community = "public") =>
      readReply((await asker.ask(requestTlv(version, community, question))).bytes),
    provoke: async (...datagrams) => {
      const until = fakes.log.total + datagrams.length;
      for (const datagram of datagrams) asker.send(datagram);
      while (fakes.log.total < until) await new Promise((resolve) => setImmediate(resolve));
      return asker.arrived();
    },
  };
}

/** `count` rows of one column of text, 1.3.6.1.4.1.32473.1.ROW. */
export function rows(count: number, text = (row: number) => `row ${row}`): Tree {
  return makeTree(
    Array.from(
      { length: count },
      (_, at) => [`1.3.6.1.4.1.32473.1.${at + 1}`, octets(text(at + 1))] as const,
    ),
  );
}

export const oneValue = (): Tree => makeTree([["1.3.6.1.4.1.32473.1.1", integer(7)]]);

export const textOf = (value: unknown): string => Buffer.from(value as Uint8Array).toString("utf8");
