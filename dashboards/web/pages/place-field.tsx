import type { RulePlace } from "../../../core/alerting/inherited.ts";
import type { Overview } from "../../../core/wire/views.ts";
import { sayProblem, type Problem } from "../lib/problem.ts";
import { livingUnits } from "../lib/units.ts";
import { SelectField } from "../pieces/field.tsx";
import { words } from "../state/alert-words.ts";
import { api, ask } from "../state/api.ts";
import { language } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";

/** A unit, a site or a device that something is set for. */
interface Scope {
  readonly kind: "unit" | "site" | "device";
  readonly id: string;
}
export interface Place {
  /** `unit:ID` or `site:ID`; empty until somebody chose: the first one. */
  readonly where: string;
  /** A device of the site; empty: all of it. */
  readonly device: string;
}
export const NO_PLACE: Place = { where: "", device: "" };

/** The scope of a choice; undefined while there is nothing to choose from. */
export function scopeOf({ where, device }: Place): Scope | undefined {
  const [kind, id = ""] = where.split(":");
  if (id === "") return undefined;
  if (device !== "") return { kind: "device", id: device };
  return { kind: kind === "unit" ? "unit" : "site", id };
}

/** Units, and below each its sites. */
function placesOf(overview: Overview | undefined): readonly (readonly [string, string])[] {
  const places: (readonly [string, string])[] = [];
  for (const unit of livingUnits(overview?.units ?? [])) {
    places.push([`unit:${unit.id}`, unit.name]);
    for (const { id, name } of unit.sites) places.push([`site:${id}`, `\u00A0\u00A0\u00A0${name}`]);
  }
  return places;
}

/** Where a choice stands among units and sites; undefined while there is nothing to choose from. */
export function standsAt(place: Place, overview: Overview | undefined): RulePlace | undefined {
  const scope = scopeOf(place);
  const [kind, id = ""] = place.where.split(":");
  if (scope === undefined) return undefined;
  if (kind === "unit") return { scope, unit: id };
  const unit = overview?.units.find(({ sites }) => sites.some((site) => site.id === id))?.id;
  return unit === undefined ? undefined : { scope, unit, site: id };
}

/** What there is to choose from, and the choice with its default filled in. */
export function usePlaces(place: Place): {
  readonly place: Place;
  readonly options: readonly (readonly [string, string])[];
  readonly overview: Overview | undefined;
  /** Why there is nothing to choose from; it is asked again by itself. */
  readonly problem: Problem | undefined;
} {
  const overview = useResource("overview for a place", () => ask(api.overview.$get()));
  const options = placesOf(overview.data.value);
  const where = place.where === "" ? (options[0]?.[0] ?? "") : place.where;
  const problem = options.length === 0 ? overview.problem.value : undefined;
  return { place: { ...place, where }, options, overview: overview.data.value, problem };
}

/** Chooses a unit, a site, or one device of a site. */
export function PlaceFields(props: {
  readonly label: string;
  readonly place: Place;
  readonly options: readonly (readonly [string, string])[];
  readonly problem: Problem | undefined;
  readonly onPlace: (place: Place) => void;
}) {
  const { place, onPlace } = props;
  const [kind, site = ""] = place.where.split(":");
  return (
    <>
      <SelectField
        label={props.label}
        value={place.where}
        onValue={(where) => onPlace({ where, device: "" })}
        mistake={saidOf(props.problem)}
        options={props.options}
      />
      {kind === "site" ? (
        <DeviceField
          key={site}
          site={site}
          value={place.device}
          onValue={(device) => onPlace({ ...place, device })}
        />
      ) : null}
    </>
  );
}

const saidOf = (problem: Problem | undefined): string | undefined =>
  problem === undefined ? undefined : sayProblem(problem, language.value);

function DeviceField(props: {
  readonly site: string;
  readonly value: string;
  readonly onValue: (device: string) => void;
}) {
  const site = useResource(`devices of ${props.site} for a place`, () =>
    ask(api.sites[":site"].$get({ param: { site: props.site } })),
  );
  const devices = site.data.value?.deviceList ?? [];
  return (
    <SelectField
      label={words("web.place.device")}
      value={props.value}
      onValue={props.onValue}
      mistake={site.data.value === undefined ? saidOf(site.problem.value) : undefined}
      options={[
        ["", words("web.place.whole")] as const,
        ...devices.map(({ id, name }) => [id, name] as const),
      ]}
    />
  );
}
