import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import type { DeviceClass } from "../../../core/survey.ts";
import type { Knowledge } from "./knowledge.ts";

/** All that is known. */
export interface Library {
  /** The makers' files, then makers of whom only the name, the numbers and mostly what they make are known. */
  readonly makers: readonly Knowledge[];
  /** Enterprises that made the agent's software, not the device: their number in sysObjectID says nothing. */
  readonly agents: ReadonlySet<number>;
  /** Enterprises whose objects others have too (MIBs that became common): having them does not tell the maker. */
  readonly shared: ReadonlySet<number>;
}

/** In the agent's single file the data lies inside it, as JSON text (`agent/packaging/bundle.ts`). */
declare const CAYDA_DEVICE_DATA: string | undefined;

let loaded: Library | undefined;

/** `config/devices` and `config/enterprises.yaml`, read once. Throws when one is broken: so is the installation. */
export function deviceLibrary(): Library {
  loaded ??= makeLibrary(
    typeof CAYDA_DEVICE_DATA === "string"
      ? (JSON.parse(CAYDA_DEVICE_DATA) as DeviceData)
      : readDeviceData(new URL("../../../config/", import.meta.url)),
  );
  return loaded;
}

interface DeviceData {
  readonly makers: readonly Knowledge[];
  readonly enterprises: Enterprises;
}

/** The files as they lie in the folder `config`. */
export function readDeviceData(config: URL): DeviceData {
  const folder = new URL("devices/", config);
  const makers = readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .flatMap((name) => {
      const file = parse(readFileSync(new URL(name, folder), "utf8")) as Knowledge | readonly Knowledge[];
      return Array.isArray(file) ? (file as readonly Knowledge[]) : [file as Knowledge];
    });
  return {
    makers,
    enterprises: parse(readFileSync(new URL("enterprises.yaml", config), "utf8")) as Enterprises,
  };
}

function makeLibrary({ makers, enterprises: { names, makes, agents, shared } }: DeviceData): Library {
  const kinds = new Map(
    Object.entries(makes).flatMap(([kind, vendors]) =>
      vendors.map((vendor) => [vendor, kind as DeviceClass] as const),
    ),
  );
  const named = Object.entries(names).map(([vendor, numbers]): Knowledge => {
    const maker = { vendor, enterprises: [numbers].flat() };
    const kind = kinds.get(vendor);
    return kind === undefined ? maker : Object.assign(maker, { identity: [{ class: kind }] });
  });
  return {
    makers: [...makers, ...named],
    agents: new Set(agents),
    shared: new Set([...agents, ...shared]),
  };
}

/** `config/enterprises.yaml` */
interface Enterprises {
  readonly names: Readonly<Record<string, number | readonly number[]>>;
  /** Names of those above that make one kind of thing. */
  readonly makes: Readonly<Partial<Record<DeviceClass, readonly string[]>>>;
  readonly agents: readonly number[];
  readonly shared: readonly number[];
}

/** How a maker is known to concern a device, the surest first. */
export const RANKS = { described: 0, own: 1, objects: 2 } as const;

/**
 * What the maker has to do with the device: it is described as the maker's, its sysObjectID is, or it has objects of
 * the maker; undefined: nothing.
 */
export function rankOf(
  maker: Knowledge,
  { enterprises, description }: { readonly enterprises: ReadonlySet<number>; readonly description: string },
  own: number | undefined,
): number | undefined {
  if (patternsOf(maker).some((pattern) => pattern.test(description))) return RANKS.described;
  if (own !== undefined && maker.enterprises?.includes(own) === true) return RANKS.own;
  return maker.enterprises?.some((number) => enterprises.has(number)) === true ? RANKS.objects : undefined;
}

/** Those that concern a device, by the objects it has and by what it says of itself; the surest first. */
export function knowledgeFor(
  device: { readonly enterprises: ReadonlySet<number>; readonly description: string },
  own: number | undefined,
  { makers }: Library = deviceLibrary(),
): readonly Knowledge[] {
  return makers
    .flatMap((maker) => {
      const rank = rankOf(maker, device, own);
      return rank === undefined ? [] : [{ maker, rank }];
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ maker }) => maker);
}

const patterns = new WeakMap<Knowledge, readonly RegExp[]>();

function patternsOf(maker: Knowledge): readonly RegExp[] {
  const before = patterns.get(maker);
  if (before !== undefined) return before;
  const compiled = (maker.descriptions ?? []).map((pattern) => new RegExp(pattern, "i"));
  patterns.set(maker, compiled);
  return compiled;
}
