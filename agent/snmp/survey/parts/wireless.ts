import type { WirelessReading } from "../../../../core/survey.ts";
import { defined } from "../../ports.ts";
import type { Ask } from "../ask.ts";
import type { Number_, WirelessRule } from "../knowledge.ts";
import type { ReadPart } from "../part.ts";
import { isThere, readRule, rulesFor, type RuleRow } from "../rules.ts";

/**
 * How many clients and access points a controller or access point has, and on which frequencies its radios are: from
 * the maker's objects, else the channels of IEEE802dot11-MIB.
 */
export const readWireless: ReadPart<WirelessReading | undefined> = async (ask, known) => {
  const rules = [...(await rulesFor(ask, known, ({ wireless }) => wireless)), STANDARD];
  const { accessPoints, radios, clients } = await readAll(ask, rules);
  const counted = clients ?? sumOf(radios.map((radio) => radio.clients));
  if (counted === undefined && accessPoints === undefined && radios.length === 0) return undefined;
  return defined({ clients: counted, accessPoints, radios });
};

interface Found {
  clients?: number | undefined;
  accessPoints?: number | undefined;
  radios: Radios;
}

async function readAll(ask: Ask, rules: readonly WirelessRule[]): Promise<Readonly<Found>> {
  const there = await Promise.all(rules.map((rule) => partsThere(ask, rule)));
  const found: Found = { radios: [] };
  for (const [i, rule] of rules.entries()) {
    const has = there[i];
    if (has?.clients === true) found.clients ??= await total(ask, rule.clients);
    if (has?.accessPoints === true) found.accessPoints ??= await accessPointsOf(ask, rule);
    if (has?.radios === true && found.radios.length === 0) found.radios = await readRadios(ask, rule.radios);
  }
  return found;
}

/** Asked of all rules together, in as few requests as they fit. */
async function partsThere(ask: Ask, { clients, accessPoints, accessPointRows, radios }: WirelessRule) {
  const [hasClients, hasAccessPoints, hasRadios] = await Promise.all([
    isThere(ask, [clients]),
    isThere(ask, [accessPoints, accessPointRows]),
    isThere(ask, [radios?.clients, radios?.frequencyMHz, radios?.channel]),
  ]);
  return { clients: hasClients, accessPoints: hasAccessPoints, radios: hasRadios };
}

async function accessPointsOf(
  ask: Ask,
  { accessPoints, accessPointRows }: WirelessRule,
): Promise<number | undefined> {
  const given = await total(ask, accessPoints);
  if (given !== undefined || accessPointRows === undefined) return given;
  return (await ask.table({ [accessPointRows]: accessPointRows })).size;
}

type Radios = WirelessReading["radios"];

/** IEEE802dot11-MIB: dot11CurrentChannel (DSSS, 2.4 GHz), dot11CurrentFrequency (OFDM: a channel number as well). */
const STANDARD: WirelessRule = {
  radios: {
    name: { oid: "1.3.6.1.2.1.2.2.1.2" },
    channel: ["1.2.840.10036.4.11.1.1", "1.2.840.10036.4.5.1.1"],
  },
};
const MOST_CLIENTS = 100_000;

async function total(ask: Ask, source: Number_ | undefined): Promise<number | undefined> {
  if (source === undefined) return undefined;
  const rows = await readRule(ask, { numbers: { value: source } });
  return sumOf(rows.map(({ numbers }) => numbers.value));
}

/** Undefined when there is nothing to add, or what cannot be. */
function sumOf(counts: readonly (number | undefined)[]): number | undefined {
  const given = counts.filter((count) => count !== undefined);
  const sum = given.reduce((before, count) => before + count, 0);
  const plausible = given.every((count) => Number.isInteger(count) && count >= 0) && sum <= MOST_CLIENTS;
  return given.length > 0 && plausible ? sum : undefined;
}

type Field = "clients" | "frequency" | "channel";

async function readRadios(ask: Ask, rule: WirelessRule["radios"]): Promise<Radios> {
  if (rule === undefined) return [];
  const { name, only, clients, frequencyMHz, channel } = rule;
  const rows = await readRule(ask, { numbers: { clients, frequency: frequencyMHz, channel }, name, only });
  return rows.map(radioOf).filter((radio) => radio.clients !== undefined || radio.frequencyMHz !== undefined);
}

function radioOf({ index, name, numbers }: RuleRow<Field>): Radios[number] {
  const { frequency, channel } = numbers;
  const frequencyMHz = plausibleMHz(frequency) ?? (channel === undefined ? undefined : frequencyOf(channel));
  const clients = sumOf([numbers.clients]);
  return {
    name: name ?? `Radio ${index}`,
    ...(clients === undefined ? {} : { clients }),
    ...(frequencyMHz === undefined ? {} : { frequencyMHz }),
  };
}

/** From the lowest band of point-to-point radios to 60 GHz. */
const plausibleMHz = (value: number | undefined): number | undefined =>
  value !== undefined && value >= 400 && value <= 90_000 ? value : undefined;

/** IEEE 802.11: channels 1 to 14 lie in the 2.4 GHz band, 32 to 177 in the 5 GHz band. The 6 GHz band says so nowhere. */
function frequencyOf(channel: number): number | undefined {
  if (!Number.isInteger(channel)) return undefined;
  if (channel === 14) return 2_484;
  if (channel >= 1 && channel < 14) return 2_407 + 5 * channel;
  return channel >= 32 && channel <= 177 ? 5_000 + 5 * channel : undefined;
}
