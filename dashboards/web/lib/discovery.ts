import type { DiscoveryInput, DiscoveryView, FoundView } from "../../../core/wire/discovery.ts";
import type { webDiscoveryMessages } from "../../../core/messages/web-discovery.ts";
import type { Checked, Mistake } from "./forms.ts";

/** What the page of discovery shows and sends. Pure. */

type Settings = NonNullable<DiscoveryView["settings"]>;
type CredentialInput = DiscoveryInput["credentials"][number];

/** A credential on the list of the form: stored on the server already, or typed just now. */
export interface ListedCredential {
  readonly name: string;
  readonly version: string;
  readonly input: CredentialInput;
}

export interface DiscoveryForm {
  readonly ranges: string;
  readonly ports: string;
  readonly everyHours: string;
  readonly autoAccept: boolean;
  readonly paused: boolean;
  readonly reverseDns: boolean;
  readonly credentials: readonly ListedCredential[];
}

const UNSET: Settings = {
  ranges: [],
  addresses: 0,
  ports: [161],
  credentials: [],
  everyHours: 24,
  autoAccept: false,
  paused: false,
  reverseDns: true,
};

export function discoveryForm(settings: Settings | null): DiscoveryForm {
  const { ranges, ports, everyHours, credentials, ...rest } = settings ?? UNSET;
  return {
    ranges: ranges.join(", "),
    ports: ports.join(", "),
    everyHours: String(everyHours),
    autoAccept: rest.autoAccept,
    paused: rest.paused,
    reverseDns: rest.reverseDns,
    credentials: credentials.map(({ id, name, version }) => ({ name, version, input: { id } })),
  };
}

const RANGE = /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2}|\s*[-–]\s*\d{1,3}(?:(?:\.\d{1,3}){3})?)?$/;
const MOST_PORTS = 4;

const listOf = (text: string): string[] =>
  text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** The server checks the ranges closely; here only that they look like some. */
export function checkDiscovery(form: DiscoveryForm): Checked<DiscoveryInput> {
  const ranges = listOf(form.ranges);
  const ports = listOf(form.ports).map(Number);
  const wrongRanges = ranges.length === 0 || !ranges.every((range) => RANGE.test(range));
  const portFits = (port: number) => Number.isInteger(port) && port >= 1 && port <= 65_535;
  const wrongPorts = ports.length === 0 || ports.length > MOST_PORTS || !ports.every(portFits);
  if (wrongRanges || wrongPorts) {
    const mistakes: Record<string, Mistake> = {};
    if (wrongRanges) mistakes["ranges"] = { key: "web.mistake.ranges" };
    if (wrongPorts) mistakes["ports"] = { key: "web.mistake.ports" };
    return { ok: false, mistakes };
  }
  const { autoAccept, paused, reverseDns } = form;
  const credentials = form.credentials.map(({ input }) => input);
  const everyHours = Number(form.everyHours);
  return { ok: true, value: { ranges, ports, everyHours, autoAccept, paused, reverseDns, credentials } };
}

/** The list with one entry a place earlier. */
export function earlier<T>(list: readonly T[], at: number): readonly T[] {
  const [before, entry] = [list[at - 1], list[at]];
  if (before === undefined || entry === undefined) return list;
  return [...list.slice(0, at - 1), entry, before, ...list.slice(at + 1)];
}

export const isReadable = ({ seen, fault }: FoundView): boolean => seen.includes("snmp") && fault === null;

/** Whether it can be read over SNMP, in words that take no parameters; undefined when it can, by a named credential. */
type ReadableWord = Extract<
  keyof typeof webDiscoveryMessages,
  "web.discovery.readableOld" | "web.discovery.unreadable" | "web.discovery.refuses"
>;

export function readableWord(found: FoundView): ReadableWord | undefined {
  if (isReadable(found)) return found.credential === null ? "web.discovery.readableOld" : undefined;
  return found.fault === null ? "web.discovery.unreadable" : "web.discovery.refuses";
}

/** How long a sweep usually takes: twice through all addresses at twenty a second, and a minute to begin. */
export const usualMs = (addresses: number): number => 60_000 + addresses * 100;
