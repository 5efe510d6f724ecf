import type { TestProject } from "vitest/node";
import { registryTarget } from "../../server/registry-target.ts";
import { openPostgres } from "../../server/stores/registry/database-postgres.ts";
import { migrate } from "../../server/stores/registry/migrations.ts";
import { silent } from "./log.ts";
import { startPostgres } from "./postgres.ts";
import { realClock } from "./real-clock.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of a registry that nobody touched: the tests of the project `postgres` copy it. */
    postgres: string;
  }
}

/** Starts the database of the project `postgres` before its tests. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  const url = postgres.url(await postgres.makeDatabase());
  const target = registryTarget({ url });
  if (target === undefined) throw new Error(url);
  const options = { target, role: "owner", clock: realClock, log: silent, renewed: () => {} } as const;
  const db = await openPostgres(options);
  await migrate(db);
  await db.destroy();
  project.provide("postgres", url);
  return () => postgres.close();
}
