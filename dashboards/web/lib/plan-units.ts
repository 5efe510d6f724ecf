import type { PlanScenario } from "../../../core/planning/types.ts";
import type { UnitView } from "../../../core/wire/views.ts";

type Unit = Pick<UnitView, "id" | "name" | "parent" | "validTo">;

/** A unit of a plan that was merged since the plan was made, and the living unit that it is part of now. */
export interface MergedUnit {
  readonly from: Unit;
  readonly into: Unit;
}

/**
 * Those of the plan's units that have ended, in the plan's order. A merged unit stands below its successor, which may have been
 * merged as well; one whose successor the person does not see is left out.
 */
export function mergedUnits(
  { units: planned }: Pick<PlanScenario, "units">,
  units: readonly Unit[],
): readonly MergedUnit[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const successorOf = (unit: Unit): Unit | undefined => {
    const passed = new Set<string>();
    let at: Unit | undefined = unit;
    while (at !== undefined && at.validTo !== null && !passed.has(at.id)) {
      passed.add(at.id);
      at = byId.get(at.parent ?? "");
    }
    return at?.validTo === null ? at : undefined;
  };
  return planned.flatMap((id) => {
    const from = byId.get(id);
    const into = from === undefined || from.validTo === null ? undefined : successorOf(from);
    return from === undefined || into === undefined ? [] : [{ from, into }];
  });
}

/** The plan of the units that are there today: a merged one gives way to its successor, each stands once. */
export function withSuccessors(scenario: PlanScenario, merged: readonly MergedUnit[]): PlanScenario {
  const into = new Map(merged.map((one) => [one.from.id, one.into.id]));
  return { ...scenario, units: [...new Set(scenario.units.map((id) => into.get(id) ?? id))] };
}
