import type { Score } from "../../../core/alerting/types.ts";
import { HOUR } from "../../../core/clock.ts";
import type { Scores } from "../../alerts-port.ts";
import type { RegistryContext } from "./context.ts";

/** Health scores: the newest of each subject whole, and one figure an hour of the past. */
export function scores({ db }: RegistryContext): Scores {
  return {
    saveScores: (at, news) =>
      db.transaction().execute(async (transaction) => {
        const hour = Math.floor(at / HOUR) * HOUR;
        for (const score of news) {
          const { kind, id } = score.subject;
          const site = kind === "site" ? id : await siteOf(transaction, kind, id);
          const row = { site, at, score: JSON.stringify(score) };
          await transaction
            .insertInto("scores")
            .values({ kind, id, ...row })
            .onConflict((conflict) => conflict.columns(["kind", "id"]).doUpdateSet(row))
            .execute();
          // Within an hour the newest stands for it.
          await transaction
            .insertInto("score_history")
            .values({ kind, id, at: hour, score: score.score })
            .onConflict((conflict) =>
              conflict.columns(["kind", "id", "at"]).doUpdateSet({ score: score.score }),
            )
            .execute();
        }
      }),
    async scores({ site, kind }) {
      let query = db.selectFrom("scores").select(["score", "at"]);
      if (site !== undefined) query = query.where("site", "=", site);
      if (kind !== undefined) query = query.where("kind", "=", kind);
      return (await query.orderBy("kind").orderBy("id").execute()).map(({ score, at }) =>
        Object.assign(JSON.parse(score) as Score, { at }),
      );
    },
    scoreHistory: ({ kind, id }, from, to) =>
      db
        .selectFrom("score_history")
        .select(["at", "score"])
        .where("kind", "=", kind)
        .where("id", "=", id)
        .where("at", ">=", from)
        .where("at", "<", to)
        .orderBy("at")
        .execute(),
  };
}

async function siteOf(
  db: Pick<RegistryContext["db"], "selectFrom">,
  kind: "device" | "unit",
  id: string,
): Promise<string | null> {
  if (kind === "unit") return null;
  const row = await db.selectFrom("devices").select("site").where("id", "=", id).executeTakeFirst();
  return row?.site ?? null;
}
