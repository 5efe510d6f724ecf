import { parseArgs } from "node:util";
import { AUTH_PROTOCOLS } from "../../../core/wire/limits.ts";
import { type DeviceSpec, startSnmpDevices } from "./devices.ts";
import type { User } from "./engine.ts";
import { realClock } from "../../support/real-clock.ts";
import { recordingsIn } from "./recording.ts";
import type { PortStart } from "./switch-port.ts";
import { type FakeSwitch, makeSwitch } from "./switch.ts";
import { makeTree } from "./tree.ts";
import { PRIV_PROTOCOLS } from "./usm.ts";

/**
 * Fake SNMP devices to try Cayda against.
 *
 *   node test/fakes/snmp-device/main.ts --switch 28 [--count 5]
 *   node test/fakes/snmp-device/main.ts --recordings FOLDER
 *
 * Each prints a line with what to ask; it runs until it is interrupted.
 */
const USAGE = `Usage: node test/fakes/snmp-device/main.ts --switch PORTS | --recordings FOLDER
  --listen ADDRESS:PORT   default 127.0.0.1:0, any free port
  --community NAME        of the switch; default public. A recording's community is its file name.
  --count N               so many switches, on following addresses (127.0.0.1, 127.0.0.2 ...)
  --user NAME --auth PROTOCOL:PASSWORD --priv PROTOCOL:PASSWORD
                          version 3 as well (${AUTH_PROTOCOLS.join(" ")}; ${PRIV_PROTOCOLS.join(" ")})
`;

const options = {
  switch: { type: "string" },
  recordings: { type: "string" },
  listen: { type: "string", default: "127.0.0.1:0" },
  community: { type: "string", default: "public" },
  count: { type: "string", default: "1" },
  user: { type: "string" },
  auth: { type: "string" },
  priv: { type: "string" },
} as const;
type Arguments = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

function keyOf<P extends string>(name: string, text: string | undefined, protocols: readonly P[]) {
  if (text === undefined) return undefined;
  const colon = text.indexOf(":");
  const protocol = protocols.find((known) => known === text.slice(0, Math.max(colon, 0)));
  if (protocol === undefined)
    throw new RangeError(`--${name}: write ${protocols.join("|")}, a colon and the password`);
  return { protocol, password: text.slice(colon + 1) };
}

function usersOf(args: Arguments): readonly User[] {
  if (args.user === undefined) return [];
  const auth = keyOf("auth", args.auth, AUTH_PROTOCOLS);
  const priv = keyOf("priv", args.priv, PRIV_PROTOCOLS);
  if (priv !== undefined && auth === undefined) throw new RangeError("--priv: needs --auth as well");
  return [{ name: args.user, ...(auth && { auth }), ...(priv && { priv }) }];
}

function numberOf(name: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= most) return number;
  throw new RangeError(`--${name}: ${JSON.stringify(text)} is not a whole number up to ${most}`);
}

/** The n-th address from this one on. */
function nth(address: string, n: number): string {
  if (n === 0) return address;
  const bytes = address.split(".").map(Number);
  const last = bytes.reduce((sum, byte) => sum * 256 + byte, 0) + n;
  return [24, 16, 8, 0].map((shift) => Math.floor(last / 2 ** shift) % 256).join(".");
}

/** An office switch: an uplink, busy and idle desks, a bad cable, a half-duplex printer, empty sockets. */
function deskPort(ports: number): (number: number) => PortStart {
  return (number) => {
    if (number === ports) {
      return { alias: "uplink", in: { bitsPerSecond: 84_000_000 }, out: { bitsPerSecond: 21_000_000 } };
    }
    if (number % 7 === 0) return { link: "down" };
    const desk = {
      alias: `desk ${number}`,
      in: { bitsPerSecond: 90_000 * number },
      out: { bitsPerSecond: 400_000 * number },
    };
    if (number === 5) return { ...desk, alias: "bad cable", errors: { fcs: 3.5, alignment: 0.2 } };
    if (number === 9) {
      return {
        ...desk,
        alias: "old printer",
        speedMbps: 10,
        duplex: "half",
        errors: { lateCollisions: 0.5, collisions: 4 },
      };
    }
    return number % 3 === 0 ? { ...desk, speedMbps: 100 } : desk;
  };
}

/** Traffic goes up and down over ten minutes, so that a chart has a shape. */
function breathe(device: FakeSwitch, start: (number: number) => PortStart): void {
  const phase = (2 * Math.PI * realClock.monotonic()) / 600_000;
  for (let number = 1; number <= device.portCount; number += 1) {
    const factor = 1 + 0.8 * Math.sin(phase + number);
    const { in: into, out } = start(number);
    if (into === undefined || out === undefined) continue;
    device.port(number).setTraffic({
      in: { ...into, bitsPerSecond: into.bitsPerSecond * factor },
      out: { ...out, bitsPerSecond: out.bitsPerSecond * factor },
    });
  }
}

function devicesOf(args: Arguments): readonly DeviceSpec[] {
  const { groups: { address = "", port = "" } = {} } =
    /^(?<address>[^:]+):(?<port>\d+)$/.exec(args.listen) ?? {};
  if (address === "")
    throw new RangeError("--listen: write an IPv4 address, a colon and a port, such as 127.0.0.1:1161");
  const at = { port: numberOf("listen", port, 65_535), users: usersOf(args) };
  if (args.recordings !== undefined) {
    return [
      { ...at, name: args.recordings, address, tree: makeTree([]), views: recordingsIn(args.recordings) },
    ];
  }
  if (args.switch === undefined) throw new RangeError("say --switch or --recordings");
  const ports = numberOf("switch", args.switch, 1_000);
  return Array.from({ length: numberOf("count", args.count, 1_000) }, (_, number) => {
    const start = deskPort(ports);
    const device = makeSwitch({ clock: realClock, ports, name: `sw-fake-${number + 1}`, port: start });
    // The timer does not keep the process alive; the sockets do.
    setInterval(() => breathe(device, start), 10_000).unref();
    const { tree, machine } = device;
    return {
      ...at,
      name: `switch ${number + 1}`,
      address: nth(address, number),
      community: args.community,
      tree,
      machine,
    };
  });
}

async function main(): Promise<void> {
  const args = parseArgs({ options }).values;
  const running = await startSnmpDevices({ clock: realClock, devices: devicesOf(args) });
  const what =
    args.recordings === undefined ? `community ${args.community}` : "community: a recording's name";
  const user = args.user === undefined ? "" : `, version 3 user ${args.user}`;
  for (const { name, address, port } of running.devices) {
    process.stdout.write(`${name}: ${address}:${port}, ${what}${user}\n`);
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void running.close());
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
}
