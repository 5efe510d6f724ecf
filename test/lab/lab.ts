import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleAgent } from "../../agent/packaging/bundle.ts";
import type {
  DeviceRecord,
  Registry,
  SampleStore,
  SiteRecord,
  TargetRecord,
  UnitRecord,
} from "../../server/ports.ts";
import type { People } from "../../server/people-port.ts";
import type { Me } from "../../core/wire/views.ts";
import type { Result } from "../../core/result.ts";
import { makeCommune, type Commune } from "./commune.ts";
import type { Hook, Mail } from "./city.ts";
import { PACE, POLL_MS } from "./pace.ts";
import { pause, startProgram, type Program } from "./program.ts";
import { makeRogue, type Rogue } from "./rogue.ts";
import { createNet, makeSwitch, type Space } from "./space.ts";

/** The whole laboratory: two communes, the uplink between, the city with the real server and the public services. */
export interface Lab {
  readonly first: Commune;
  readonly second: Commune;
  readonly sites: readonly [string, string];
  readonly server: Program;
  readonly city: Program;
  readonly wan: Space;
  readonly rogue: Rogue;
  /** Who is told of everything. */
  readonly person: Me;
  registry: Remote<Registry>;
  store: Remote<SampleStore>;
  people: Remote<People>;
  hooks(): Promise<readonly Hook[]>;
  mails(): Promise<readonly Mail[]>;
  close(): Promise<void>;
}

/** The same abilities, asked through the channel. */
type Remote<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R
    ? (...args: A) => Promise<Awaited<R>>
    : never;
};

export const SERVER = "10.0.0.100";
export const SERVICES = "10.0.0.20";
export const SINK = "10.0.0.21";
const PROVINCE = "10.0.0.254";
export interface LabOptions {
  /** A calendar file; by default offices are open day and night. */
  readonly calendar?: string;
  /** Without alerts: only what is measured. */
  readonly alerts?: boolean;
  readonly say: (line: string) => void;
}

const running = new Set<() => Promise<void>>();
/** Ends every laboratory of this process, however far it came. */
export async function closeLabs(): Promise<void> {
  for (const close of running) await close();
}

export async function startLab({
  calendar = beside("calendar.yaml"),
  alerts = true,
  say,
}: LabOptions): Promise<Lab> {
  const dir = await mkdtemp(join(tmpdir(), "cayda-lab-"));
  const net = createNet();
  const programs: Program[] = [];
  const close = async () => {
    running.delete(close);
    await Promise.all(programs.map((program) => program.stop("SIGTERM")));
    await net.close();
    await rm(dir, { recursive: true, force: true });
  };
  running.add(close);
  try {
    const bundle = join(dir, "agent.cjs");
    await bundleAgent(bundle);
    const wan = await net.space("wan");
    const [city, home] = [await net.space("city"), await net.space("server")];
    await net.cable(wan, "to-city", city, "wan0");
    await net.cable(wan, "to-server", home, "wan0");
    let token = "";
    const parts = {
      net,
      wan,
      bundle,
      dir,
      token: () => token,
      started: (program: Program) => void programs.push(program),
    };
    const first = await makeCommune(parts, { number: 1, near: 2, far: 3 });
    const second = await makeCommune(parts, { number: 2, near: 2, far: 0 });
    await makeSwitch(wan, ["to-city", "to-server", "to-c1", "to-c2"], `${PROVINCE}/24`);
    for (const address of [SERVICES, SINK]) await city.ip(`address add ${address}/24 dev wan0`);
    await home.ip(`address add ${SERVER}/24 dev wan0`);
    for (const space of [city, home, wan]) {
      await space.ip(`route add 10.1.0.0/16 via 10.0.0.1`);
      await space.ip(`route add 10.2.0.0/16 via 10.0.0.2`);
    }
    const rogue = await makeRogue(net, first);
    say("network is up");

    const cityProgram = startProgram(
      city,
      [process.execPath, join(import.meta.dirname, "city.ts"), SERVICES, SINK],
      {
        channel: true,
      },
    );
    programs.push(cityProgram);
    await cityProgram.waitFor(/city ready/);
    const server = await startServer(home, dir, alerts ? alertLines(calendar) : []);
    programs.push(server);
    say("server is up");
    const { registry, store, people } = remotes(server);
    const person = must(await people.add(OFFICER));
    const sites: [string, string] = ["", ""];
    for (const [i, commune] of [first, second].entries()) {
      await commune.startSnmpd();
      const site = await makeSite(registry, i === 0 ? "UBND xã Hương Sơn" : "UBND xã Phúc Lâm", commune);
      sites[i] = site;
      token = await server.ask<string>("token", site, 50);
      // The first to come polls the switch: one that does not hang behind the unmanaged one.
      const [poller, ...others] = commune.pcs;
      poller?.on();
      await untilAgents(registry, site, 1);
      for (const pc of others) pc.on();
      await untilAgents(registry, site, commune.pcs.length);
      await addEquipment(registry, site, commune);
    }
    if (alerts) await setUpAlerts(registry, person);
    say("agents are enrolled");
    return {
      first,
      second,
      sites,
      server,
      city: cityProgram,
      wan,
      rogue,
      person,
      registry,
      store,
      people,
      hooks: () => cityProgram.ask("hooks"),
      mails: () => cityProgram.ask("mails"),
      async close() {
        await Promise.all([...first.pcs, ...second.pcs].map((pc) => pc.killAgent()));
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startServer(home: Space, dir: string, yaml: readonly string[]): Promise<Program> {
  const file = join(dir, "server.yaml");
  const lines = [
    `dataDir: ${join(dir, "data")}`,
    "http: { port: 0 }",
    `https: { host: ${SERVER}, port: 8443 }`,
    "localAgent: false",
    "logLevel: warn",
    ...yaml,
  ];
  await writeFile(file, `${lines.join("\n")}\n`);
  const program = startProgram(home, [process.execPath, join(import.meta.dirname, "server.ts"), file], {
    channel: true,
    env: { LAB_PACE: JSON.stringify(PACE) },
  });
  await program.waitFor(/server ready/);
  return program;
}

const beside = (name: string) => join(import.meta.dirname, name);
const alertLines = (calendar: string) => [
  `alerts: { everySeconds: 0.75, rules: ${beside("rules.yaml")}, calendar: ${calendar} }`,
];

const OFFICER = {
  name: "Nguyễn Văn An",
  username: "an.nguyen",
  password: "cay-da-dau-lang-2026",
  role: "administrator",
  unit: null,
} as const;

/** Public services that everybody checks, and one person who is told of everything, by webhook and by mail. */
async function setUpAlerts(registry: Remote<Registry>, person: Me): Promise<void> {
  const [root] = await registry.units();
  const unit = root?.id ?? "";
  const everyMs = POLL_MS;
  for (const service of [
    { name: "Một cửa", kind: "http", target: `http://${SERVICES}/`, expect: { text: "Một cửa" } },
    { name: "Cổng dịch vụ công", kind: "http", target: `https://${SERVICES}/`, expect: { status: 200 } },
    { name: "Thư công vụ", kind: "smtp", target: `${SERVICES}:25`, expect: {} },
  ] as const) {
    must(await registry.addService({ ...service, unit, everyMs }));
  }
  const webhook = must(
    await registry.setChannel(
      undefined,
      {
        kind: "webhook",
        name: "Webhook",
        enabled: true,
        settings: { url: `http://${SINK}:8080/` },
        secrets: { secret: "0123456789abcdef" },
      },
      person,
    ),
  );
  const mail = must(
    await registry.setChannel(
      undefined,
      {
        kind: "mail",
        name: "Mail",
        enabled: true,
        settings: { host: SINK, port: 25, security: "none", from: "cayda@example.org" },
        secrets: {},
      },
      person,
    ),
  );
  must(
    await registry.setSubscription(
      {
        person: person.id,
        language: "vi",
        addresses: { [webhook.id]: "", [mail.id]: "an.nguyen@example.org" },
        severities: ["critical", "warning", "notice"],
        outside: "all",
        unit: null,
        step: 1,
        digest: "none",
      },
      person,
    ),
  );
}

function remotes(server: Program) {
  const remote = <T>(port: string) =>
    new Proxy({} as Remote<T>, {
      get:
        (_, method) =>
        (...args: readonly unknown[]) =>
          server.ask("call", port, String(method), args),
    });
  return {
    registry: remote<Registry>("registry"),
    store: remote<SampleStore>("store"),
    people: remote<People>("people"),
  };
}

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.fault.code} ${JSON.stringify(result.fault.params)}`);
  return result.value;
}

async function makeSite(registry: Remote<Registry>, name: string, { tag }: Commune): Promise<string> {
  const [root] = await registry.units();
  const unit: UnitRecord = must(
    await registry.addUnit({
      name: `Xã ${tag}`,
      kind: "commune",
      parent: root?.id ?? null,
      validFrom: "2026-01-01",
    }),
  );
  const site: SiteRecord = must(await registry.addSite({ unit: unit.id, name }));
  await registry.setHostEvery(site.id, POLL_MS);
  return site.id;
}

/** Enrolled, and with the addresses of their cards told: who is whose neighbour follows from these. */
async function untilAgents(registry: Remote<Registry>, site: string, count: number): Promise<void> {
  const end = performance.now() + 60_000;
  for (;;) {
    const devices: readonly DeviceRecord[] = await registry.devices(site);
    const known = devices.filter(({ inventory }) => inventory !== null);
    if (known.length >= count) return;
    if (performance.now() > end) throw new Error(`${known.length} of ${count} PCs are known`);
    await pause(250);
  }
}

async function addEquipment(registry: Remote<Registry>, site: string, commune: Commune): Promise<void> {
  const device: DeviceRecord = must(
    await registry.addDevice(site, {
      name: `SW ${commune.tag}`,
      address: commune.switchAddress,
      class: "switch",
      credential: { version: "2c", community: "public" },
    }),
  );
  void device;
  for (const [name, address] of [
    ["Gateway", commune.gatewayAddress],
    ["Province", PROVINCE],
  ] as const) {
    const target: TargetRecord = must(await registry.addTarget(site, { name, address }));
    void target;
  }
}
