import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { formatToken } from "../core/wire/token.ts";
import { keepIdentity, type Identity } from "./enrol.ts";
import { identify } from "./install-command.ts";
import { identityFile } from "./paths.ts";

let dir: string;
const FINGERPRINT = "a".repeat(64);
const KNOWN: Identity = {
  agent: "a1",
  device: "d1",
  site: { id: "s1", name: "Trụ sở" },
  secret: "bi-mat",
  enrolledAt: 0,
  server: "https://10.1.2.3:8443",
  fingerprint: FINGERPRINT,
};
const ABOUT = { language: "vi", version: "1.0.0", platform: "linux" } as const;
const token = (server: string, fingerprint = FINGERPRINT) =>
  formatToken({ server, fingerprint, secret: "s".repeat(43) });

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-identify-"));
  await keepIdentity(dir, KNOWN);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("a PC that is known keeps its name, with and without a token of its server", async () => {
  expect(await identify(dir, undefined, ABOUT)).toEqual({ ok: true, value: KNOWN });
  expect(await identify(dir, token(KNOWN.server), ABOUT)).toEqual({ ok: true, value: KNOWN });
});

test("a token of the same server at another address moves the PC there, without being used", async () => {
  const moved = { ...KNOWN, server: "https://10.9.9.9:8443" };
  expect(await identify(dir, token(moved.server), ABOUT)).toEqual({ ok: true, value: moved });
  expect(JSON.parse(readFileSync(identityFile(dir), "utf8"))).toEqual(moved);
});

test("a slip of the pen is told, and a server that nobody reaches takes nothing away", async () => {
  expect(await identify(dir, "cayda1~dở dang", ABOUT)).toMatchObject({
    ok: false,
    fault: { code: "token_malformed" },
  });
  const other = token("https://127.0.0.1:1", "b".repeat(64));
  expect(await identify(dir, other, ABOUT)).toMatchObject({
    ok: false,
    fault: { code: "server_unreachable" },
  });
  expect(JSON.parse(readFileSync(identityFile(dir), "utf8"))).toEqual(KNOWN);
});
