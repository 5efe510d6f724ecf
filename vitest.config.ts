import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { postgresPrograms } from "./test/support/postgres.ts";

// `core` is pure, so its files may share one context. `full` needs programs that a user's machine may lack.
const shared = { testTimeout: 20_000, hookTimeout: 30_000 };
const slow = { testTimeout: 180_000, hookTimeout: 180_000 };
/** Kill -9 again and again, whole nights, whole plans, many passwords: too long for the three minutes of `npm test`; beside one another. */
const SLOW = [
  "agent/collectors/inventory.test.ts",
  "agent/collectors/traps.test.ts",
  "agent/diagnose-command.test.ts",
  "agent/main.test.ts",
  "agent/services/look.test.ts",
  "agent/snmp/session-contract.test.ts",
  "agent/spool-kill.test.ts",
  "agent/spool.test.ts",
  "agent/survey-command.test.ts",
  "agent/uplink.test.ts",
  "core/planning/brute-force.test.ts",
  "server/api/accounts.test.ts",
  "server/api/care.test.ts",
  "server/api/foreign-assets.test.ts",
  "server/api/second-factor.test.ts",
  "server/api/seen.test.ts",
  "server/assets.test.ts",
  "server/backup/main.test.ts",
  "server/documents/import.test.ts",
  "server/documents/zip-guard.test.ts",
  "server/history/copy-rollups.test.ts",
  "server/history/export.test.ts",
  "server/organisation-changes.test.ts",
  "server/password/main.test.ts",
  "server/plan-reasons.test.ts",
  "server/plans.test.ts",
  "server/program.test.ts",
  "server/register-large.test.ts",
  "server/stores/registry/accounts.test.ts",
  "server/stores/samples/housekeeping.test.ts",
  "server/stores/samples/night.test.ts",
  "server/stores/samples/open.test.ts",
  "server/stores/samples/rolled.test.ts",
  "test/e2e/bundle.test.ts",
  "test/e2e/documents.test.ts",
  "test/e2e/offline.test.ts",
  "test/e2e/plan.test.ts",
  "test/fakes/snmp-device/cross-check.test.ts",
  "test/fakes/snmp-device/main.test.ts",
  "test/topology/speed.test.ts",
  "test/year/stories.test.ts",
  "test/year/year.test.ts",
];
/** These take minutes: last of all, one of them would keep a whole core waiting. On a new machine Vitest knows only sizes. */
const LONGEST = ["test/e2e/offline.test.ts", "server/register-large.test.ts"];
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const order = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    const rank = ({ moduleId }: TestSpecification) =>
      LONGEST.some((name) => moduleId.endsWith(name)) ? 0 : 1;
    // oxlint-disable-next-line unicorn/no-array-sort -- a method of that name, of files and not of a list
    return (await super.sort(files)).toSorted((a, b) => order(a) - order(b) || rank(a) - rank(b));
  }
}
/** What works on the registry, once more over PostgreSQL; where that is not installed one test says so by being skipped. */
const OVER_POSTGRES =
  postgresPrograms === undefined
    ? ["test/support/no-postgres.test.ts"]
    : [
        "server/jobs/{deliver,digest,evaluate}.test.ts",
        "server/stores/registry/{accounts,alerts,asset-liquidations,assets,discovery,guards,lan-task}.test.ts",
        "server/stores/registry/{merge-unit,outbox,registry,sealed,service-tasks}.test.ts",
      ];
const WAITING = ["discovery", "first-start", "rate", "traps"].map((name) => `test/e2e/${name}.test.ts`);

export default defineConfig({
  test: {
    // Many files wait for sockets and child processes; on two cores Vitest would use one.
    maxWorkers: Math.max(2, availableParallelism()),
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...shared, name: "core", include: ["core/**/*.test.ts"], exclude: SLOW, isolate: false } },
      {
        test: {
          ...shared,
          name: "node",
          include: [
            "agent/**/*.test.ts",
            "server/**/*.test.ts",
            "dashboards/**/*.test.ts",
            "test/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", "test/e2e/**", "test/support/no-postgres.test.ts", ...SLOW],
        },
      },
      {
        test: {
          ...shared,
          ...slow,
          name: "postgres",
          include: OVER_POSTGRES,
          ...(postgresPrograms === undefined ? {} : { globalSetup: "test/support/postgres-project.ts" }),
          sequence: { groupOrder: 3 },
        },
      },
      { test: { ...shared, ...slow, name: "slow", include: SLOW, sequence: { groupOrder: 3 } } },
      // These mostly wait for time to pass, so they do it beside one another, before the others.
      {
        test: {
          ...shared,
          ...slow,
          name: "waiting",
          include: WAITING,
          maxWorkers: WAITING.length,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          ...slow,
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          exclude: ["**/node_modules/**", ...WAITING, ...SLOW],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
