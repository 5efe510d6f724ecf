import { describe, expect, test } from "vitest";
import { fakeClock } from "../../support/fake-clock.ts";
import { type Question, readReply, requestTlv } from "./client.ts";
import type { Faults } from "./devices.ts";
import { makeFaultBox, seededRandom } from "./faults.ts";
import { openMessage } from "./community.ts";
import { oneValue, rows, start } from "./test-kit.ts";
import { readV3Message, v3MessageTlv } from "./v3-message.ts";
import { PDU } from "./pdu.ts";
import { localKey } from "./usm.ts";
import { makeMachine } from "./machine.ts";

const community = "public";
const COLUMN = "1.3.6.1.4.1.32473.1";
const GET: Question = { type: "get", oids: [`${COLUMN}.1`], requestId: 7 };
const asked = (question: Question = GET) => requestTlv(2, community, question);
const device = (faults: Faults, tree = oneValue()) => start({ community, tree, faults });

describe("on the way back", () => {
  test("drop: every third request is lost, and the log knows", async () => {
    const { provoke, fakes } = await device({ drop: { every: 3 } });
    const got = [];
    for (let turn = 0; turn < 6; turn += 1) got.push((await provoke(asked())).length);
    expect(got).toEqual([1, 1, 0, 1, 1, 0]);
    expect(fakes.log.entries().map(({ outcome }) => outcome)[2]).toBe("fault: drop");
    fakes.device.setFaults({});
    expect(await provoke(asked(), asked(), asked())).toHaveLength(3);
  });

  test("drop: a share of the requests, the same ones in every run", () => {
    const count = () => {
      const box = makeFaultBox({ drop: { share: 0.2 } }, seededRandom(5));
      return Array.from({ length: 10_000 }, () => box.strike().drop);
    };
    const dropped = count();
    expect(dropped.filter(Boolean).length / dropped.length).toBeCloseTo(0.2, 1);
    expect(count()).toEqual(dropped);
  });

  test("delay: the reply comes when its time has come", async () => {
    const { provoke, clock, asker } = await device({ delay: { ms: 800 } });
    expect(await provoke(asked())).toEqual([]);
    await clock.advance(799);
    expect(await asker.arrived()).toEqual([]);
    await clock.advance(1);
    expect(await asker.arrived()).toHaveLength(1);
  });

  test("delay, one at a time: three requests take three times as long", async () => {
    const { provoke, clock, asker } = await device({ delay: { ms: 20, oneAtATime: true } });
    await provoke(asked(), asked(), asked());
    const counts = [];
    for (let turn = 0; turn < 4; turn += 1) {
      await clock.advance(20);
      counts.push((await asker.arrived()).length);
    }
    expect(counts).toEqual([1, 1, 1, 0]);
  });

  test("a device that is closed while replies wait sends none", async () => {
    const { provoke, fakes, clock, asker } = await device({ delay: { ms: 20 } });
    await provoke(asked());
    await fakes.close();
    await clock.advance(20);
    expect(await asker.arrived()).toEqual([]);
  });

  test("duplicate: the reply comes twice", async () => {
    const { provoke } = await device({ duplicate: true });
    const [first, second] = await provoke(asked());
    expect(second?.bytes).toEqual(first?.bytes);
    expect(first).toBeDefined();
  });

  test("other port: the reply comes from elsewhere", async () => {
    const { asker, fakes } = await device({ otherPort: true });
    const { port, bytes } = await asker.ask(asked());
    expect(port).not.toBe(fakes.device.port);
    expect(readReply(bytes).requestId).toBe(7);
  });

  test("truncate: only the first bytes arrive", async () => {
    const { asker, fakes } = await device({ truncate: { bytes: 20 } });
    const { bytes } = await asker.ask(asked());
    expect(bytes).toHaveLength(20);
    expect(() => readReply(bytes)).toThrow();
    expect(fakes.log.entries()).toMatchObject([{ outcome: "fault: truncate" }]);
  });

  test("garbage and empty: a datagram that is no reply", async () => {
    const { asker, fakes } = await device({ garbage: true });
    expect(() => openMessage(Uint8Array.of())).toThrow();
    const { bytes } = await asker.ask(asked());
    expect(bytes.length).toBeGreaterThan(0);
    expect(() => readReply(bytes)).toThrow();
    fakes.device.setFaults({ empty: true });
    expect((await asker.ask(asked())).bytes).toHaveLength(0);
  });

  test("wrong request id: the right answer to another question", async () => {
    const { asker } = await device({ wrongRequestId: true });
    expect(readReply((await asker.ask(asked())).bytes)).toMatchObject({
      requestId: 8,
      status: 0,
      bindings: [{ value: 7n }],
    });
  });

  test("faults of the UDP port strike every device behind it", async () => {
    const { provoke, fakes } = await device({});
    fakes.setPortFaults(fakes.device, { drop: true });
    expect(await provoke(asked())).toEqual([]);
    fakes.setPortFaults(fakes.device, {});
    expect(await provoke(asked())).toHaveLength(1);
    expect(() => fakes.setPortFaults({ address: "127.0.0.1", port: 1 }, {})).toThrow(/nothing listens/);
  });
});

test("clear text: an authenticated version 3 request gets an unauthenticated reply", async () => {
  const clock = fakeClock();
  const engineId = Buffer.from("80007ed90577", "hex");
  const auth = { protocol: "sha", password: "secret-auth" } as const;
  const { asker, fakes } = await start(
    {
      tree: oneValue(),
      engineId,
      machine: makeMachine({ clock }),
      users: [{ name: "ann", auth }],
      faults: { clearText: true },
    },
    clock,
  );
  const request = v3MessageTlv({
    id: 3,
    maxSize: 1_472,
    engineId,
    contextEngineId: engineId,
    context: new Uint8Array(0),
    boots: 1,
    time: 0,

    user: Buffer.from("ann"),
    auth: { protocol: "sha", key: localKey("sha", Buffer.from(auth.password), engineId) },
    reply: { type: PDU.get, requestId: 9, status: 0, index: 0, bindings: [] },
  });
  const flags = async () => {
    const { bytes } = await asker.ask(request);
    const opened = openMessage(bytes);
    if (opened === undefined) throw new Error("not a message");
    const { flags, digest, clear } = readV3Message(bytes, opened.body);
    return { flags, digest: digest.length, type: clear?.pdu.type };
  };
  expect(await flags()).toEqual({ flags: 0, digest: 0, type: PDU.response });
  fakes.device.setFaults({});
  expect(await flags()).toEqual({ flags: 1, digest: 12, type: PDU.response });
});

describe("in what it says", () => {
  /** Follows GETNEXT until `steps` are done or the device says that it is the end. */
  async function walk(faults: Faults, from: string, steps: number, version: 1 | 2 = 2) {
    const { ask } = await device(faults, rows(20));
    const seen: string[] = [];
    for (let oid = from; seen.length < steps;) {
      const { bindings, status } = await ask(version, { type: "getNext", oids: [oid] });
      const next = bindings[0];
      if (next === undefined || next.tag === 0x82 || status !== 0) break;
      seen.push(next.oid.slice(COLUMN.length + 1));
      oid = next.oid;
    }
    return seen;
  }

  test("loop, same: GETNEXT answers what it was asked", async () => {
    expect(await walk({ loop: "same" }, COLUMN, 4)).toEqual(["1", "1", "1", "1"]);
    expect(await walk({ loop: "same" }, COLUMN, 3, 1)).toEqual(["1", "1", "1"]);
  });

  test("loop, back: GETNEXT goes in circles", async () => {
    expect((await walk({ loop: "back" }, COLUMN, 16)).join(" ")).toBe("1 2 3 4 5 6 7 1 2 3 4 5 6 7 1 2");
  });

  test("loop: a GETBULK goes in circles too", async () => {
    const { ask } = await device({ loop: "back" }, rows(20));
    const { bindings } = await ask(2, { type: "getBulk", oids: [COLUMN], maxRepetitions: 9 });
    expect(bindings.map(({ oid }) => oid.slice(COLUMN.length + 1)).join(" ")).toBe("1 2 3 4 5 6 7 1 2");
  });

  test("endless: the column goes on behind its last row", async () => {
    const seen = await walk({ endless: COLUMN }, COLUMN, 1_000);
    expect(seen).toEqual(Array.from({ length: 1_000 }, (_, at) => String(at + 1)));
    expect(await walk({}, COLUMN, 1_000)).toHaveLength(20);
  });

  test("too big: always, or from so many bindings on", async () => {
    const { ask, fakes } = await device({ tooBig: true }, rows(20));
    expect(await ask(2, GET)).toMatchObject({ status: 1, index: 0, bindings: [] });
    expect(await ask(1, GET)).toMatchObject({ status: 1, index: 0, bindings: [{ oid: `${COLUMN}.1` }] });
    fakes.device.setFaults({ tooBig: { aboveBindings: 10 } });
    const bulk = (maxRepetitions: number) =>
      ask(2, { type: "getBulk", oids: [COLUMN, COLUMN], maxRepetitions });
    expect(await bulk(6)).toMatchObject({ status: 1 });
    expect((await bulk(5)).bindings).toHaveLength(10);
    expect(fakes.log.entries().map(({ status }) => status)).toEqual([1, 1, 1, 0]);
  });
});
