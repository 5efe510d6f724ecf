import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "cayda-program-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const start = () =>
  new Promise<{ code: unknown; said: string }>((resolve) => {
    const args = [join(import.meta.dirname, "main.ts"), "--config", join(dir, "server.yaml")];
    const env = { ...process.env, CAYDA_DATA_DIR: join(dir, "data"), CAYDA_LANGUAGE: "vi" };
    execFile(process.execPath, args, { env, timeout: 15_000 }, (error, _out, said) =>
      resolve({ code: error?.code, said }),
    );
  });

test.each([
  ["rules", "rules:\n  port_errors: { raise: viel }\n", "rules.port_errors.raise"],
  ["calendar", "hours:\n  monday: [nine to five]\n", "hours.monday"],
])("a mistake in one's own %s file is named before anything runs", async (kind, text, field) => {
  const file = join(dir, `${kind}.yaml`);
  writeFileSync(file, text);
  writeFileSync(join(dir, "server.yaml"), `http: { port: 0 }\nalerts:\n  ${kind}: ${file}\n`);
  const { code, said } = await start();
  expect(code).toBe(1);
  expect(said).toContain(`Tệp cấu hình ${file} có lỗi`);
  expect(said).toContain(field);
});
