import type { AssetMove } from "../../../core/assets/as-of.ts";
import { dateOf } from "../../../core/assets/dates.ts";
import type { AssetEvent, AssetRegister } from "../../assets-port.ts";
import type { UnitRecord } from "../../ports.ts";
import type { RegistryContext } from "./context.ts";
import type { Tables } from "./tables.ts";

/** What the records of earlier days need: where things and units were then. */
export function asOfDay({ db }: RegistryContext): Pick<AssetRegister, "movesAfter" | "unitsOn"> {
  return {
    async movesAfter(day) {
      const rows = await db
        .selectFrom("asset_events")
        .select(["asset", "at", "changes"])
        // The record itself may be given another unit as well, by hand or by a spreadsheet.
        .where("what", "in", ["moved", "changed", "imported"])
        .where("changes", "like", '%"unit":[%')
        .orderBy("at")
        .orderBy("id")
        .execute();
      return rows.flatMap((row) => moveOf(row) ?? []).filter(({ on }) => on > day);
    },
    async unitsOn(day) {
      const units = await db.selectFrom("units").select(["id", "parent", "valid_to"]).execute();
      const ends = new Map(units.map(({ id, valid_to }) => [id, valid_to]));
      const changes = await db
        .selectFrom("audit")
        .select(["subject", "action", "at", "before"])
        .where("action", "in", ["unit_merged", "unit_changed"])
        .where(
          "subject",
          "in",
          units.map(({ id }) => id),
        )
        .orderBy("at")
        .orderBy("id")
        .execute();
      const stood = new Map<string, string | null>();
      for (const { subject, action, at, before } of changes) {
        const unit = before === null ? undefined : (JSON.parse(before) as Stood);
        // The first change after the day knows where the unit stood on it.
        if (unit === undefined || stood.has(subject)) continue;
        // A merger has its own day. One that is told again finds the unit below its successor already.
        const isLater =
          action === "unit_merged"
            ? unit.validTo === null && (ends.get(subject) ?? "") >= day
            : dateOf(at) > day;
        if (isLater) stood.set(subject, unit.parent);
      }
      return units.map(({ id, parent }) => ({
        id,
        parent: stood.has(id) ? (stood.get(id) ?? null) : parent,
      }));
    },
  };
}

type Stood = Pick<UnitRecord, "parent" | "validTo">;

/** A transfer says its own day, which is not the day when somebody wrote it. */
function moveOf({
  asset,
  at,
  changes,
}: Pick<Tables["asset_events"], "asset" | "at" | "changes">): AssetMove | undefined {
  const { unit, on } = JSON.parse(changes) as AssetEvent["changes"];
  const [from, day] = [unit?.[0], on?.[1]];
  return typeof from === "string"
    ? { asset, from, on: typeof day === "string" ? day : dateOf(at) }
    : undefined;
}
