import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseServerConfig } from "./config.ts";
import { registryTarget } from "./registry-target.ts";

const mistakes = (yaml: string, environment: Record<string, string> = {}) => {
  const result = parseServerConfig(yaml, environment, "en");
  return result.ok ? [] : result.mistakes;
};

test.each([
  [
    "postgresql://cayda:p%40ss@db.local/cayda",
    { host: "db.local", port: 5432, database: "cayda", user: "cayda", password: "p@ss", tls: "require" },
  ],
  ["postgres://u@127.0.0.1:6432/x", { host: "127.0.0.1", port: 6432, tls: "disable", password: undefined }],
  ["postgresql://u@[::1]/x", { host: "::1", tls: "disable" }],
  ["postgresql://u@[fd00::5]/x?sslmode=verify-full", { host: "fd00::5", tls: "verify-full" }],
  ["postgresql://u@localhost/x?host=/run/postgresql", { host: "/run/postgresql", tls: "disable" }],
  ["postgresql:///x?host=/run/postgresql&user=cayda", { host: "/run/postgresql", user: "cayda" }],
  ["postgresql://u@%2Frun%2Fpostgresql/x", { host: "/run/postgresql", tls: "disable" }],
  ["postgresql://u@db/x?options=-c%20search_path%3Dcayda", { options: "-c search_path=cayda" }],
])("%s is understood", (url, expected) => {
  expect(mistakes(`registry: { url: "${url}" }`)).toEqual([]);
  expect(registryTarget({ url })).toMatchObject(expected);
});

test.each([
  "mysql://u@h/x",
  "postgresql://h/x",
  "postgresql://u@h",
  "postgresql://u@h/",
  "postgresql://u:geheim@h/x?sslmode=prefer",
  "postgresql://u:geheim@h/x?sslcert=a",
  "postgresql://u:geheim@h:0/x",
  "postgresql://u:geheim@h:port/x",
  "u:geheim@h/x",
])("%s is refused with how to write it, and not said again", (url) => {
  const said = mistakes("", { CAYDA_REGISTRY: url });
  expect(said).toEqual([expect.stringMatching(/^registry\.url: .*postgresql:\/\/USER@HOST/)]);
  expect(said.join("")).not.toContain("geheim");
});

test("one password, wherever it stands", () => {
  const dir = mkdtempSync(join(tmpdir(), "cayda-target-"));
  try {
    const passwordFile = join(dir, "password");
    writeFileSync(passwordFile, "bí mật\n");
    const url = "postgresql://cayda@127.0.0.1/cayda";
    expect(registryTarget({ url, passwordFile })?.password).toBe("bí mật");
    expect(registryTarget({ url, password: "1" })?.password).toBe("1");
    const twice = /^registry: .*passwordFile/;
    expect(mistakes(`registry: { url: "${url}", password: a, passwordFile: b }`)[0]).toMatch(twice);
    expect(mistakes(`registry: { url: "postgresql://c:d@h/x", password: a }`)[0]).toMatch(twice);
    expect(mistakes("registry: { password: a }")[0]).toMatch(twice);
    expect(mistakes("", { CAYDA_REGISTRY: url, CAYDA_REGISTRY_PASSWORD: "0123" })).toEqual([]);
    writeFileSync(passwordFile, " \n");
    for (const file of [passwordFile, join(dir, "none")])
      expect(() => registryTarget({ url, passwordFile: file })).toThrow(
        expect.objectContaining({
          fault: expect.objectContaining({ code: "registry_secret_unreadable" }) as object,
        }) as Error,
      );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
