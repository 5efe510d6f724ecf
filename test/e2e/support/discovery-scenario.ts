import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { AcceptAnswer, DiscoveryView } from "../../../core/wire/discovery.ts";
import type { DeviceView, Overview } from "../../../core/wire/views.ts";
import { startCayda } from "./cayda.ts";
import { until } from "./client.ts";
import { FIVE, LAN, RANGE } from "./discovery-plan.ts";

/**
 * Runs inside the near namespace of `discovery.test.ts`: the real server with its real agent, told to look in a range of
 * the LAN. Prints what Cayda says after each step.
 */
const [far = ""] = process.argv.slice(2);
const run = promisify(execFile);
const say = (step: string, value: unknown) => process.stdout.write(`STEP ${step} ${JSON.stringify(value)}\n`);

const cayda = await startCayda();
process.once("SIGTERM", () => void cayda.close().then(() => process.exit(1)));
const { client } = cayda;

/** As the client has no PUT. */
async function put(path: string, body: unknown): Promise<void> {
  const cookie = client.cookies().map(({ name, value }) => `${name}=${value}`);
  const headers = { origin: cayda.url, cookie: cookie.join("; "), "content-type": "application/json" };
  const answer = await fetch(cayda.url + path, { method: "PUT", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

try {
  const { units } = await client.get<Overview>("/api/overview");
  const site = units.flatMap((unit) => unit.sites)[0]?.id ?? "";
  const path = `/api/sites/${site}/discovery`;
  const view = () => client.get<DiscoveryView>(path);
  const swept = async (step: string) => {
    const done = await until("the sweep", view, ({ status }) => status === "idle", 150);
    say(step, done);
    return done;
  };
  await put(path, {
    ranges: [RANGE.text],
    credentials: [
      {
        name: "v3 sai",
        credential: { version: "3", user: LAN.user, auth: { protocol: "sha", password: "sai-mat-khau" } },
      },
      { name: "của xã", credential: { version: "2c", community: LAN.community } },
      { name: "khác", credential: { version: "2c", community: "khac" } },
    ],
    autoAccept: false,
    paused: false,
    reverseDns: false,
  });
  const first = await swept("first");
  // Nothing is polled that nobody accepted.
  const polledBefore = (await client.get<{ id: string; address: string | null }[]>("/api/devices")).filter(
    ({ address }) => address !== null,
  );
  say("polledBefore", polledBefore.length);
  const found = first.found.find(({ address }) => address === FIVE[0])?.id ?? "";
  say("accept", await client.post<AcceptAnswer>(`${path}/accept`, { found: [found] }));
  const device = (await view()).found.find(({ id }) => id === found)?.device ?? "";
  const polled = await until(
    "the accepted device",
    () => client.get<DeviceView>(`/api/devices/${device}`),
    ({ state, ports }) => state === "good" && ports.length > 0,
    150,
  );
  say("polled", { name: polled.facts.name, ports: polled.ports.length, address: polled.address });

  await run("ip", ["-n", far, "address", "add", `${LAN.late}/32`, "dev", `m${LAN.late.split(".")[3]}`]);
  await run("ip", ["-n", far, "address", "del", `${LAN.plain}/32`, "dev", `m${LAN.plain.split(".")[3]}`]);
  for (const step of ["second", "third"]) {
    await client.post(`${path}/scan`);
    await swept(step);
  }
  say("END", null);
} finally {
  await cayda.close();
}
