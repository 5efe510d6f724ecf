import { IDENTITY_FIELDS, type Identity, type IdentityField } from "../../../../core/survey.ts";
import type { Ask } from "../ask.ts";
import type { Chassis } from "../identify/chassis.ts";
import { classOf } from "../identify/class.ts";
import { describe } from "../identify/describe.ts";
import { readEvidence, type Evidence } from "../identify/evidence.ts";
import { modelFrom, serialFrom, versionFrom } from "../identify/plausible.ts";
import { readRules, type Ruled, type Said } from "../identify/vendor-rules.ts";
import {
  makerAtOnce,
  makerFromEvidence,
  systemOf,
  type Maker,
  type NamedSystem,
} from "../identify/vendor.ts";
import { windowsOf } from "../identify/windows.ts";
import type { IdentityRule } from "../knowledge.ts";
import { deviceLibrary, type Library } from "../library.ts";
import type { Known } from "../part.ts";
import type { System } from "../system.ts";

/**
 * What the device is: class, maker, model, version, serial number and base MAC, each with where it came from. The
 * maker's rules (`config/devices`) come before the standard MIBs, these before what a description says in words, and
 * last comes what the makers of the agent's software say: their objects are in devices of many others.
 */
export async function readIdentity(
  ask: Ask,
  { library = deviceLibrary(), ...known }: Known & { readonly system: System; readonly library?: Library },
): Promise<Identity> {
  const reading = readEvidence(ask);
  const atOnce = makerAtOnce(known, library);
  // The maker's objects are asked for together with the standard ones where the maker is known already.
  const early =
    atOnce === undefined ? undefined : readRules(ask, known, atOnce.knowledge?.identity ?? [], reading);
  const software = readRules(ask, known, rulesOfSoftware(known, library), reading);
  const evidence = await reading;
  const maker = atOnce ?? makerFromEvidence(known, evidence, library);
  const system = maker === undefined ? systemOf(known) : undefined;
  const knowledge = maker?.knowledge ?? library.makers.find(({ vendor }) => vendor === system?.vendor);
  const ruled = await (early ?? readRules(ask, known, knowledge?.identity ?? [], reading));
  const rules = { own: ruled, software: await software };
  return { ...wordsOf(known.system), ...identify(known, evidence, { maker, system }, rules) };
}

/** Of FASTPATH, RADLAN and the like, where the device has their objects. */
const rulesOfSoftware = ({ enterprises }: Known, { makers, agents }: Library): readonly IdentityRule[] =>
  makers
    .filter((maker) => maker.enterprises?.some((number) => agents.has(number) && enterprises.has(number)))
    .flatMap(({ identity = [] }) => identity);

function wordsOf({ name, location, contact, description, objectId }: System): Omit<Identity, "from"> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(location === undefined ? {} : { location }),
    ...(contact === undefined ? {} : { contact }),
    ...(description === "" ? {} : { description }),
    ...(objectId === "" ? {} : { objectId }),
  };
}

interface Origin {
  readonly maker: Maker | undefined;
  /** Where nobody is known to have made it. */
  readonly system: NamedSystem | undefined;
}

function identify(
  known: Known,
  evidence: Evidence,
  { maker, system }: Origin,
  rules: Readonly<Record<"own" | "software", Ruled>>,
): Identity {
  const draft = createDraft();
  const { own: ruled, software } = rules;
  const named = maker ?? system;
  draft.set("vendor", ruled.vendor, "rule");
  draft.set("vendor", named?.vendor, named?.from);
  draft.set("version", windowsOf(known.description, known.objectId)?.version, "sysDescr");
  for (const source of [ruled.texts, generalSayings(known, evidence, { maker, system }), software.texts]) {
    draft.setFirst("model", source.model, (text) => modelFrom(text, draft.values.vendor));
    draft.setFirst("version", source.version, versionFrom);
    draft.setFirst("serial", source.serial, serialFrom);
  }
  draft.setFirst("baseMac", ruled.texts.baseMac, (text) => text);
  draft.set("baseMac", evidence.baseMac?.mac, evidence.baseMac?.from);
  const classed = classOf(known, evidence, rules, system !== undefined);
  draft.set("class", classed?.class, classed?.from);
  return draft.identity();
}

type Values = { -readonly [Field in IdentityField]?: Identity[Field] };

/** An identity being put together: what was said first stays. */
function createDraft() {
  const values: Values = {};
  const from: Partial<Record<IdentityField, string>> = {};
  const set = <Field extends IdentityField>(
    field: Field,
    value: Identity[Field] | undefined,
    source = "",
  ): void => {
    if (value === undefined || values[field] !== undefined) return;
    values[field] = value;
    from[field] = source;
  };
  return {
    values,
    set,
    setFirst(
      field: "model" | "version" | "serial" | "baseMac",
      sayings: readonly Said[],
      check: (text: string) => string | undefined,
    ): void {
      for (const { text, from: source } of sayings) set(field, check(text), source);
    },
    identity: (): Identity => ({ ...inOrder(values), from }),
  };
}

const inOrder = (values: Values): Values =>
  Object.fromEntries(IDENTITY_FIELDS.flatMap((field) => (field in values ? [[field, values[field]]] : [])));

/** What the standard MIBs and the description say, the surest first. */
function generalSayings(
  known: Known,
  { chassis, texts, deviceId, has }: Evidence,
  { maker, system }: Origin,
): Readonly<Record<"model" | "version" | "serial", readonly Said[]>> {
  const names = maker === undefined ? [] : [maker.vendor, ...(maker.knowledge?.names ?? [])];
  // The kernel of somebody's appliance is not its firmware.
  const described = describe(known.description, names, maker === undefined);
  const body: Chassis = chassis ?? {};
  const inWords = (text = "") => describe(text, names, false);
  const list = (...pairs: readonly (readonly [string | undefined, string])[]): readonly Said[] =>
    pairs.flatMap(([text, from]) => (text === undefined ? [] : [{ text, from }]));
  const ups = has.ups ? texts : {};
  return {
    model: list(
      [windowsOf(known.description, known.objectId)?.hardware, "sysDescr"],
      [deviceId.model, "IEEE 1284 device id"],
      [texts.hrDeviceDescr, "hrDeviceDescr"],
      [ups.upsIdentModel, "upsIdentModel"],
      [body.model, "entPhysicalModelName"],
      [texts.lldpXMedLocModelName, "lldpXMedLocModelName"],
      [described.model, "sysDescr"],
      // Some write the model before the revision.
      [inWords(texts.probeHardwareRev).model, "probeHardwareRev"],
      [body.description, "entPhysicalDescr"],
      [texts.prtGeneralPrinterName, "prtGeneralPrinterName"],
      [system?.hardware, "sysDescr"],
    ),
    version: list(
      [ups.upsIdentUPSSoftwareVersion, "upsIdentUPSSoftwareVersion"],
      [ups.upsIdentAgentSoftwareVersion, "upsIdentAgentSoftwareVersion"],
      [described.version, "sysDescr"],
      [body.software, "entPhysicalSoftwareRev"],
      [texts.probeSoftwareRev, "probeSoftwareRev"],
      [body.firmware, "entPhysicalFirmwareRev"],
      [texts.lldpXMedLocSoftwareRev, "lldpXMedLocSoftwareRev"],
      [texts.lldpXMedLocFirmwareRev, "lldpXMedLocFirmwareRev"],
      [inWords(body.description).version, "entPhysicalDescr"],
    ),
    serial: list(
      [texts.prtGeneralSerialNumber, "prtGeneralSerialNumber"],
      [body.serial, "entPhysicalSerialNum"],
      [texts.lldpXMedLocSerialNum, "lldpXMedLocSerialNum"],
      [described.serial, "sysDescr"],
    ),
  };
}
