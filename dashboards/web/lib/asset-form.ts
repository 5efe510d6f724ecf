import type { AssetView } from "../../../core/wire/assets.ts";
import type {
  AssetCategory,
  AssetFields,
  AssetTraits,
  Condition,
  FundingSource,
} from "../../../core/assets/types.ts";
import { readDate, readMoney, writeDate, writeMoney } from "./assets.ts";
import type { Checked, Mistake, Mistakes } from "./forms.ts";
import type { Answer } from "./problem.ts";
import { sorted } from "./table.ts";

/** What a person types of an asset, and what of it is sent. Pure. */

export interface AssetForm {
  readonly unit: string;
  readonly book: "fixed" | "tool";
  readonly category: AssetCategory;
  readonly code: string;
  readonly name: string;
  readonly vendor: string;
  readonly model: string;
  readonly serial: string;
  readonly mac: string;
  readonly quantity: string;
  readonly room: string;
  readonly person: string;
  readonly oneStop: boolean;
  readonly inUseOn: string;
  readonly originalValue: string;
  readonly fundingSource: FundingSource | "";
  readonly supplier: string;
  readonly warrantyUntil: string;
  readonly condition: Condition | "";
  readonly notes: string;
  readonly cpu: string;
  readonly ramGb: string;
  readonly os: string;
  readonly office: string;
}

/** A new asset that was bought as a line of a frozen plan, and what is known of it so far. */
export interface Purchase {
  readonly start: Partial<AssetForm>;
  readonly line: { readonly version: string; readonly candidate: string };
}

export const emptyAsset = (unit: string): AssetForm => ({
  unit,
  book: "fixed",
  category: "desktop",
  code: "",
  name: "",
  vendor: "",
  model: "",
  serial: "",
  mac: "",
  quantity: "1",
  room: "",
  person: "",
  oneStop: false,
  inUseOn: "",
  originalValue: "",
  fundingSource: "",
  supplier: "",
  warrantyUntil: "",
  condition: "good",
  notes: "",
  cpu: "",
  ramGb: "",
  os: "",
  office: "",
});

/** A new asset's form: of the unit that is shown, or of what was bought. */
export const newAsset = (unit: string, purchase: Purchase | undefined): AssetForm => ({
  ...emptyAsset(unit),
  ...purchase?.start,
});

const text = (value: string | null | undefined): string => value ?? "";

export const formOf = (asset: AssetView): AssetForm => ({
  unit: asset.unit,
  book: asset.book,
  category: asset.category,
  name: asset.name,
  quantity: String(asset.quantity),
  oneStop: asset.oneStop,
  inUseOn: writeDate(asset.inUseOn),
  warrantyUntil: writeDate(asset.warrantyUntil),
  originalValue: writeMoney(asset.originalValue),
  fundingSource: asset.fundingSource ?? "",
  condition: asset.condition ?? "",
  code: text(asset.code),
  vendor: text(asset.vendor),
  model: text(asset.model),
  serial: text(asset.serial),
  mac: text(asset.mac),
  room: text(asset.room),
  person: text(asset.person),
  supplier: text(asset.supplier),
  notes: text(asset.notes),
  cpu: text(asset.traits.cpu),
  ramGb: text(asset.traits.ramGb?.toString()),
  os: text(asset.traits.os),
  office: text(asset.traits.office),
});

const MAC = /^[0-9a-f]{12}$/;
const bareMac = (text: string): string => text.toLowerCase().replaceAll(/[^0-9a-z]/g, "");
const blank = (text: string): string | null => text.trim() || null;
const known = <Value extends string>(value: Value | ""): Value | null => (value === "" ? null : value);
const wholeOf = (text: string, min: number, max: number): number | undefined =>
  /^\d{1,6}$/.test(text.trim()) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined;

const many = (max: string): Mistake => ({ key: "web.mistake.count", params: { min: 1, max } });

/** What was read of the typed texts; undefined: it cannot be read. */
const read = (form: AssetForm) => ({
  mac: bareMac(form.mac),
  quantity: wholeOf(form.quantity, 1, 100_000),
  value: readMoney(form.originalValue),
  ram: form.ramGb.trim() === "" ? null : wholeOf(form.ramGb, 1, 10_000),
  inUseOn: readDate(form.inUseOn),
  warrantyUntil: readDate(form.warrantyUntil),
});

/** ISO dates are in the order of the calendar. */
const toCome = (date: string | null | undefined, today: string): boolean =>
  typeof date === "string" && date > today;

function mistakesOf(form: AssetForm, today: string, before: Partial<AssetView>): Mistakes {
  const { mac, quantity, value, ram, inUseOn, warrantyUntil } = read(form);
  const all: readonly (readonly [keyof AssetForm, boolean, Mistake])[] = [
    ["unit", form.unit === "", { key: "web.mistake.required" }],
    ["name", form.name.trim() === "", { key: "web.mistake.required" }],
    ["mac", mac !== "" && !MAC.test(mac), { key: "web.mistake.mac" }],
    ["quantity", quantity === undefined, many("100.000")],
    ["originalValue", value === undefined, { key: "web.mistake.money" }],
    ["ramGb", ram === undefined, many("10.000")],
    ["inUseOn", inUseOn === undefined, { key: "web.mistake.date" }],
    // A day that was imported so may stay: the other fields can be mended all the same.
    ["inUseOn", inUseOn !== before.inUseOn && toCome(inUseOn, today), { key: "web.mistake.dayToCome" }],
    ["warrantyUntil", warrantyUntil === undefined, { key: "web.mistake.date" }],
  ];
  return Object.fromEntries(all.flatMap(([name, wrong, mistake]) => (wrong ? [[name, mistake]] : [])));
}

/** What a person typed of an asset, or what to mend. `today`: yyyy-mm-dd. `before`: traits that the form does not show stay. */
export function checkAsset(
  form: AssetForm,
  today: string,
  before: Partial<AssetView> = {},
): Checked<AssetFields> {
  const mistakes = mistakesOf(form, today, before);
  if (Object.keys(mistakes).length > 0) return { ok: false, mistakes };
  const { mac, quantity = 1, value = null, ram = null, inUseOn = null, warrantyUntil = null } = read(form);
  return {
    ok: true,
    value: {
      unit: form.unit,
      // A site belongs to its unit.
      site: (before.unit === form.unit ? before.site : null) ?? null,
      book: form.book,
      category: form.category,
      code: blank(form.code),
      name: form.name.trim(),
      vendor: blank(form.vendor),
      model: blank(form.model),
      serial: blank(form.serial),
      mac: mac === "" ? null : mac.replaceAll(/..(?!$)/g, "$&:"),
      quantity,
      room: blank(form.room),
      person: blank(form.person),
      oneStop: form.oneStop,
      inUseOn,
      originalValue: value,
      fundingSource: known(form.fundingSource),
      supplier: blank(form.supplier),
      warrantyUntil,
      condition: known(form.condition),
      notes: blank(form.notes),
      traits: traitsOf(form, ram, before),
    },
  };
}

function traitsOf(form: AssetForm, ram: number | null, before: Partial<AssetView>): AssetTraits {
  const { cpu: _cpu, ramGb: _ram, os: _os, office: _office, ...others } = before.traits ?? {};
  const [cpu, os, office] = [form.cpu.trim(), form.os.trim(), form.office.trim()];
  return {
    ...(others as AssetTraits),
    ...(cpu === "" ? {} : { cpu }),
    ...(ram === null ? {} : { ramGb: ram }),
    ...(os === "" ? {} : { os }),
    ...(office === "" ? {} : { office }),
  };
}

/** Only what differs is sent: two people may change two fields of one asset. */
export function changesOf(before: AssetView, after: AssetFields): Partial<AssetFields> {
  const old = before as unknown as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => written(value) !== written(old[name])),
  );
}

/** The same for the same parts in another order. */
const written = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(sorted(Object.entries(part), ([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** What the server says of a code that belongs to another asset: it stands at its field until that is changed. */
export interface Taken {
  readonly code: string;
  readonly says: string;
}
export const takenOf = (answer: Answer<unknown>, code: string): Taken | undefined =>
  !answer.ok && answer.problem.kind === "fault" && CODE_FAULTS.has(answer.problem.code)
    ? { code, says: answer.problem.says }
    : undefined;
const CODE_FAULTS: ReadonlySet<string> = new Set(["asset_code_taken", "asset_code_elsewhere"]);
