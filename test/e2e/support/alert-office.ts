import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { SMTPServer } from "smtp-server";
import { MINUTE, type Instant } from "../../../core/clock.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import type { EnrolAnswer } from "../../../core/wire/enrolment.ts";
import { parseToken } from "../../../core/wire/token.ts";
import type { Overview, TokenView } from "../../../core/wire/views.ts";
import { startServer } from "../../../server/compose.ts";
import { parseServerConfig } from "../../../server/config.ts";
import { startScriptedHttp, type ScriptedHttp } from "../../fakes/scripted-http.ts";
import { realClock } from "../../support/real-clock.ts";
import { ADMIN, cookieOf, enrolment } from "../../support/start-server.ts";

/** Three offices of one commune on the real server; what is wrong there is sent as agents send it. */
export interface AlertOffice {
  readonly url: string;
  readonly cookie: string;
  readonly mails: readonly Mail[];
  readonly smtpPort: number;
  readonly hook: ScriptedHttp;
  /** Of the commune's sites, by name. */
  readonly sites: Readonly<Record<Place, string>>;
  readonly unit: string;
  /** As the administrator in the browser; throws when it is refused. */
  call<T>(method: string, path: string, body?: object): Promise<T>;
  /** Port 7 of the switch of the headquarters: an hour of good readings, then a bad one. */
  badPort(): Promise<void>;
  /** The same port after its cable was changed. */
  goodPort(): Promise<void>;
  /** The UPS of the one-stop counter runs on its battery. */
  powerCut(): Promise<void>;
  end(): Promise<void>;
}
export interface Mail {
  readonly to: string;
  readonly text: string;
}

export const PLACES = {
  head: "Trụ sở xã Hương Sơn",
  counter: "Bộ phận một cửa",
  police: "Công an xã",
} as const;
type Place = keyof typeof PLACES;

/** The first bad reading is an alert, the first good one ends it: nobody waits here. */
const RULES = `waitForCause: 0s
rules:
  port_errors: { hold: 0s, clearHold: 0s }
  ups_on_battery: { hold: 0s, clearHold: 0s }
`;
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/** Open day and night: the test runs at any hour. */
const CALENDAR = `hours:
${DAYS.map((day) => `  ${day}: [00:00-24:00]`).join("\n")}
grace: 0s
fixed: []
years: {}
`;
const PC = "00:1b:54:00:00:11";
const SWITCH = "00:1b:54:00:00:01";
const QUIET = { info: () => {}, warn: () => {}, error: () => {} };

export async function startAlertOffice(webDir: string): Promise<AlertOffice> {
  const dir = await mkdtemp(join(tmpdir(), "cayda-alert-office-"));
  const [inbox, hook] = await Promise.all([startInbox(), startScriptedHttp()]);
  const { server, url } = await serve(dir, webDir, [`127.0.0.1:${inbox.port}`, `127.0.0.1:${hook.port}`]);
  const key = new URL(server.setupLink ?? "").searchParams.get("key");
  const made = await request(url, "", "POST", "/api/setup", { key, ...ADMIN });
  const cookie = cookieOf(made.headers);
  const call: AlertOffice["call"] = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await request(url, cookie, method, path, body);
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const { units } = await call<Overview>("GET", "/api/overview");
  const unit = units[0]?.id ?? "";
  const add = async (path: string, body: object) => (await call<{ id: string }>("POST", path, body)).id;
  const sites = {
    head: await add("/api/sites", { unit, name: PLACES.head }),
    counter: await add("/api/sites", { unit, name: PLACES.counter }),
    police: await add("/api/sites", { unit, name: PLACES.police }),
  };
  const [head, counter] = [
    await enrol(url, call, sites.head, "VP-03"),
    await enrol(url, call, sites.counter, "MC-01"),
  ];
  const device = (site: string, name: string, address: string, kind: string) =>
    add(`/api/sites/${site}/devices`, { name, address, class: kind });
  const sw = await device(sites.head, "SW-Tầng1", "127.0.3.1", "switch");
  const ups = await device(sites.counter, "UPS-Một cửa", "127.0.3.2", "ups");
  await head.send({ facts: factsOf(sw, head.device, Date.now()) });
  const port = portOf(sw);
  const start = Date.now() - 60 * MINUTE;
  return {
    url,
    cookie,
    mails: inbox.mails,
    smtpPort: inbox.port,
    hook,
    sites,
    unit,
    call,
    async badPort() {
      // One reading a minute up to one minute ago, then the bad one.
      await head.send({
        samples: [
          port(
            Array.from({ length: 60 }, (_, i) => start + i * MINUTE),
            0,
          ),
        ],
      });
      await sleep(WITHIN_PASS);
      await head.send({ samples: [port([Date.now()], 4_000)] });
    },
    async goodPort() {
      await head.send({ samples: [port([Date.now()], 4_000, true)] });
    },
    async powerCut() {
      const at = Date.now();
      const fields = { output_source: [5], battery_status: [2], charge: [62], runtime: [1_500] };
      await counter.send({ samples: [{ entity: `ups:${ups}`, at: [at], fields }] });
    },
    async end() {
      await server.stop();
      await Promise.all([inbox.close(), hook.close()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** An evaluation lies between two readings. */
const WITHIN_PASS = 1_200;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The whole server with short intervals; messages may go to the two servers of the test. */
async function serve(dir: string, webDir: string, allow: readonly string[]) {
  await writeFile(join(dir, "rules.yaml"), RULES);
  await writeFile(join(dir, "calendar.yaml"), CALENDAR);
  const yaml = [
    "https: false",
    "localAgent: false",
    "http: { port: 0 }",
    `alerts:`,
    `  everySeconds: 0.3`,
    `  rules: ${join(dir, "rules.yaml")}`,
    `  calendar: ${join(dir, "calendar.yaml")}`,
    `  notify: { allow: [${allow.map((host) => `"${host}"`).join(", ")}] }`,
  ];
  const parsed = parseServerConfig(yaml.join("\n"), { CAYDA_DATA_DIR: join(dir, "data") }, "vi");
  if (!parsed.ok) throw new Error(parsed.mistakes.join("\n"));
  const server = await startServer({
    config: parsed.config,
    clock: realClock,
    log: QUIET,
    version: "0.0.0-test",
    webDir,
    agentCommand: undefined,
    environment: undefined,
  });
  return { server, url: server.http ?? "" };
}

const request = (url: string, cookie: string, method: string, path: string, body?: object) =>
  fetch(url + path, {
    method,
    headers: { origin: url, "content-type": "application/json", cookie },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** An agent of the site, as the program enrols and sends. */
async function enrol(url: string, call: AlertOffice["call"], site: string, hostname: string) {
  const { token } = await call<TokenView>("POST", `/api/sites/${site}/tokens`, {});
  const secret = parseToken(token)?.secret ?? "";
  const answer = await request(url, "", "POST", "/agent/v1/enrol", enrolment(secret, hostname));
  const agent = (await answer.json()) as EnrolAnswer;
  return {
    device: agent.device,
    async send(part: { readonly samples?: readonly object[]; readonly facts?: readonly object[] }) {
      const now = Date.now();
      const block = {
        protocol: 1,
        agent: agent.agent,
        block: uuidv7(now, (bytes) => crypto.getRandomValues(bytes)),
        madeAt: now,
        samples: [{ entity: `host:${agent.device}`, at: [now], fields: { cpu: [12.5] } }],
        events: [],
        facts: [],
        ...part,
      };
      const taken = await fetch(`${url}/agent/v1/blocks`, {
        method: "POST",
        headers: { authorization: `Bearer ${agent.secret}`, "content-encoding": "gzip" },
        body: new Uint8Array(gzipSync(JSON.stringify(block))),
      });
      if (!taken.ok) throw new Error(await taken.text());
    },
  };
}

/** The PC VP-03 hangs on port 7 of the switch. */
function factsOf(device: string, pc: string, at: Instant): readonly object[] {
  const ports = ["1", "7"].map((part, i) => ({ part, name: part, ifIndex: i + 1, ifType: 6, mac: SWITCH }));
  const forwarding = [{ mac: PC, ifIndex: 2, port: "7", vlan: 1 }];
  const cards = [{ name: "eth0", mac: PC, addresses: [] }];
  return [
    { type: "identity", device, at, class: "switch", from: {} },
    { type: "inventory", device: pc, at, inventory: { hostname: "VP-03", cards } },
    { type: "ports", device, at, ports },
    { type: "lan", device, at, neighbours: [], forwarding, arp: [], vlans: [] },
  ];
}

/** Counters of port 7 at these times: a thousand packets each, of which so many damaged. */
function portOf(device: string) {
  let [packets, octets, errors] = [0, 0, 0];
  const step = (bad: number) => {
    packets += 100_000;
    octets += 80_000_000;
    errors += bad;
  };
  return (at: readonly Instant[], bad: number, clean = false): object => {
    const rows = at.map(() => {
      // So many good packets that what was bad before is no longer a share worth telling.
      if (clean) packets += 100_000_000;
      step(clean ? 0 : bad);
      return { packets, octets, errors };
    });
    const of = (name: keyof (typeof rows)[number]) => rows.map((row) => row[name]);
    const same = (value: number) => rows.map(() => value);
    return {
      entity: `port:${device}/7`,
      at,
      fields: {
        admin_status: same(1),
        oper_status: same(1),
        speed: same(1e9),
        in_octets: of("octets"),
        out_octets: of("octets"),
        in_ucast: of("packets"),
        out_ucast: of("packets"),
        in_errors: of("errors"),
        out_errors: same(0),
        fcs_errors: of("errors"),
      },
    };
  };
}

/** A real SMTP server on loopback. */
async function startInbox() {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    disableReverseLookup: true,
    onData(stream, session, done) {
      let text = "";
      stream.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
      stream.on("end", () => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address).join(), text });
        done();
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
