import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/**
 * BRIDGE-MIB (RFC 4188) of this namespace's Linux bridge, which Net-SNMP's daemon lacks: a `pass_persist` program that
 * it asks line by line. Port numbers are the bridge's own.
 */
const BASE = ".1.3.6.1.2.1.17";
const KEPT_MS = 1_000;
interface Row {
  readonly oid: readonly number[];
  readonly type: string;
  readonly value: string;
}

let rows: readonly Row[] = [];
let readAt = -KEPT_MS;

const numbersOf = (oid: string): number[] => oid.split(".").slice(1).map(Number);
const order = (a: readonly number[], b: readonly number[]): number => {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};

function read(): readonly Row[] {
  const found: Row[] = [];
  const add = (oid: string, type: string, value: string) =>
    found.push({ oid: numbersOf(`${BASE}${oid}`), type, value });
  const numbers = new Map<string, number>();
  for (const card of readdirSync("/sys/class/net/br0/brif")) {
    const file = (name: string) => readFileSync(`/sys/class/net/${card}/${name}`, "utf8").trim();
    const port = Number(file("brport/port_no"));
    numbers.set(card, port);
    add(`.1.4.1.1.${port}`, "integer", String(port));
    add(`.1.4.1.2.${port}`, "integer", file("ifindex"));
  }
  add(".1.1.0", "octet", readFileSync("/sys/class/net/br0/address", "utf8").trim().replaceAll(":", " "));
  add(".1.2.0", "integer", String(numbers.size));
  add(".1.3.0", "integer", "2");
  const table = JSON.parse(
    execFileSync("bridge", ["-j", "fdb", "show", "br", "br0"], { encoding: "utf8" }),
  ) as {
    readonly mac: string;
    readonly ifname: string;
    readonly state?: string;
  }[];
  const seen = new Set<string>();
  for (const { mac, ifname, state } of table) {
    const port = numbers.get(ifname);
    if (port === undefined || mac.startsWith("33:33") || mac.startsWith("01:00") || seen.has(mac)) continue;
    seen.add(mac);
    const index = mac
      .split(":")
      .map((part) => Number.parseInt(part, 16))
      .join(".");
    add(`.4.3.1.1.${index}`, "octet", mac.replaceAll(":", " "));
    add(`.4.3.1.2.${index}`, "integer", String(port));
    add(`.4.3.1.3.${index}`, "integer", state === "permanent" ? "4" : "3");
  }
  return found.toSorted((a, b) => order(a.oid, b.oid));
}

function current(): readonly Row[] {
  if (performance.now() - readAt > KEPT_MS) {
    rows = read();
    readAt = performance.now();
  }
  return rows;
}

function reply(row: Row | undefined): void {
  process.stdout.write(row === undefined ? "NONE\n" : `.${row.oid.join(".")}\n${row.type}\n${row.value}\n`);
}

const lines = createInterface({ input: process.stdin });
let command = "";
for await (const line of lines) {
  if (line === "PING") process.stdout.write("PONG\n");
  else if (line === "") break;
  else if (command === "") command = line;
  else {
    const asked = numbersOf(line);
    reply(
      command === "getnext"
        ? current().find(({ oid }) => order(oid, asked) > 0)
        : current().find(({ oid }) => order(oid, asked) === 0),
    );
    command = "";
  }
}
