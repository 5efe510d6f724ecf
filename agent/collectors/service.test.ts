import { createServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { ServiceTarget } from "../../core/wire/assignment.ts";
import { makeAssignment } from "../../test/support/assignment.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { createServiceCollector, type ServiceCollectorOptions } from "./service.ts";

const never = new AbortController().signal;
const base = { everyMs: 60_000, timeoutMs: 10_000 };
const fast = { ...realClock, sleep: (ms: number, signal?: AbortSignal) => realClock.sleep(ms / 25, signal) };

let close = () => {};
afterEach(() => close());
async function listen(talk: (socket: Socket) => void): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on("error", () => {}));
    talk(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return (server.address() as AddressInfo).port;
}

function setUp(services: readonly ServiceTarget[], options?: ServiceCollectorOptions) {
  const logged: [string, Record<string, unknown> | undefined][] = [];
  const note = (event: string, fields?: Record<string, unknown>) => void logged.push([event, fields]);
  const log = { info: note, warn: note, error: note };
  const tools = { clock: fast, now: () => 1_795_000_000_000.4, random: () => 0.5, log };
  return {
    jobs: createServiceCollector(options)(makeAssignment({ services: [...services] }), tools),
    logged,
  };
}

test("one job a check, one sample a look", async () => {
  const port = await listen((socket) => socket.end("HTTP/1.1 204 No Content\r\n\r\n"));
  const { jobs } = setUp([{ check: "k1", kind: "http", target: `http://127.0.0.1:${port}/`, ...base }]);
  expect(jobs).toMatchObject([{ id: "service:k1", when: { everyMs: 60_000 } }]);
  const reading = await jobs[0]?.run(never);
  expect(reading).toMatchObject({
    events: [],
    facts: [],
    samples: [{ entity: "service:k1", at: 1_795_000_000_000, values: { up: 1, phase: 5, status: 204 } }],
  });
});

test("a service that is down is a sample too, and one line in the log until that changes", async () => {
  let banner = "554 no\r\n";
  const port = await listen((socket) => socket.write(banner));
  const { jobs, logged } = setUp([{ check: "k1", kind: "smtp", target: `127.0.0.1:${port}`, ...base }]);
  const run = async () => (await jobs[0]?.run(never))?.samples[0]?.values;
  expect(await run()).toMatchObject({ up: 0, phase: 4, status: 554, total_time: undefined });
  await run();
  banner = "421 busy\r\n";
  await run();
  expect(logged.map(([event, fields]) => [event, fields?.["trouble"]])).toEqual([
    ["service_trouble", "banner 554"],
    ["service_trouble", "banner 421"],
  ]);
});

test("a target that is none gives no sample: nothing is known of the service", async () => {
  const { jobs, logged } = setUp([{ check: "k1", kind: "http", target: "mailto:x", ...base }]);
  expect((await jobs[0]?.run(never))?.samples).toEqual([]);
  expect(logged).toEqual([["service_trouble", { check: "k1", kind: "http", trouble: "bad target" }]]);
});

test("no more looks at a time than allowed, and who waits is let go by an abort", async () => {
  let [open, most] = [0, 0];
  const port = await listen((socket) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
      socket.end("HTTP/1.1 204 No Content\r\n\r\n");
    }, 30);
  });
  const target = `http://127.0.0.1:${port}/`;
  const services = ["k1", "k2", "k3", "k4", "k5"].map(
    (check) => ({ check, kind: "http", target, ...base }) as const,
  );
  const { jobs } = setUp(services, { mostAtOnce: 2 });
  const stop = new AbortController();
  const runs = jobs.map((job, at) => job.run(at === 4 ? stop.signal : never));
  stop.abort();
  const readings = await Promise.all(runs);
  expect(readings.map(({ samples }) => samples.length)).toEqual([1, 1, 1, 1, 0]);
  expect(most).toBe(2);
});

test("without checks there is no job", () => {
  expect(setUp([]).jobs).toEqual([]);
});
