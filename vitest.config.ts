import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// `core` is pure, so its files may share one context. `full` needs programs that a user's machine may lack.
const shared = { testTimeout: 20_000, hookTimeout: 30_000 };

export default defineConfig({
  test: {
    // Many files wait for sockets and child processes; on two cores Vitest would use one.
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      { test: { ...shared, name: "core", include: ["core/**/*.test.ts"], isolate: false } },
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
          exclude: ["**/node_modules/**", "test/e2e/**"],
        },
      },
      {
        test: {
          ...shared,
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
