import type { UnitView } from "../../../core/wire/views.ts";
import { readDate } from "./assets.ts";
import { checked, checkName, REQUIRED, type Checked, type Mistake } from "./forms.ts";

/** Forms that change units and sites, checked before they are sent. Pure. */

export interface UnitForm {
  readonly name: string;
  readonly kind: UnitView["kind"];
  /** Empty: at the top. */
  readonly parent: string;
}
export interface SiteForm {
  readonly name: string;
  readonly unit: string;
}
export interface MergeForm {
  readonly from: string;
  readonly into: string;
  readonly on: string;
}

export const unitForm = ({
  name,
  kind,
  parent,
}: Omit<UnitForm, "parent"> & Pick<UnitView, "parent">): UnitForm => ({
  name,
  kind,
  parent: parent ?? "",
});

type UnitBody = Partial<Pick<UnitView, "name" | "kind" | "parent">>;

/** What differs from what was seen: somebody who sees a part of the tree does not say what is above it. */
export function checkUnit(form: UnitForm, seen: UnitForm): Checked<UnitBody> {
  return checked({ name: checkName(form.name) }, () => {
    const [name, { kind, parent }] = [form.name.trim(), form];
    return {
      ...(name === seen.name ? {} : { name }),
      ...(kind === seen.kind ? {} : { kind }),
      ...(parent === seen.parent ? {} : { parent: parent === "" ? null : parent }),
    };
  });
}

export function checkSite(form: SiteForm, seen: SiteForm): Checked<Partial<SiteForm>> {
  return checked({ name: checkName(form.name) }, () => {
    const [name, { unit }] = [form.name.trim(), form];
    return { ...(name === seen.name ? {} : { name }), ...(unit === seen.unit ? {} : { unit }) };
  });
}

const NOT_CHOSEN: Mistake = { key: "web.mistake.choose" };

/** `today`: the merger happens at once, so its day must have come. */
export function checkMerge({ from, into, on }: MergeForm, today: string): Checked<MergeForm> {
  const day = readDate(on);
  const wrongDay: Mistake | undefined =
    day === undefined
      ? { key: "web.mistake.date" }
      : (day ?? "") > today
        ? { key: "web.mistake.dayToCome" }
        : undefined;
  const checks = {
    from: from === "" ? NOT_CHOSEN : undefined,
    into: into === "" ? NOT_CHOSEN : undefined,
    on: day === null ? REQUIRED : wrongDay,
  };
  return checked(checks, () => ({ from, into, on: day ?? "" }));
}

/** Where a unit can be put or merged into: neither itself, nor below it, nor what has ended. */
export function placesFor(unit: string, units: readonly UnitView[]): readonly UnitView[] {
  const parents = new Map(units.map(({ id, parent }) => [id, parent]));
  const isBelow = (id: string): boolean => {
    const seen = new Set<string>();
    for (let at: string | null = id; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
      if (at === unit) return true;
      seen.add(at);
    }
    return false;
  };
  return units.filter(({ id, validTo }) => validTo === null && !isBelow(id));
}
