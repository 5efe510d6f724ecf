import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatToken } from "../../core/wire/token.ts";
import { createLog } from "../../core/log.ts";
import { startServer } from "../../server/compose.ts";
import { parseServerConfig } from "../../server/config.ts";
import { newToken } from "../../server/ingest/secrets.ts";
import { readCertificate } from "../../server/tls.ts";
import type { Pace } from "../../server/stores/registry/context.ts";
import { realClock } from "../support/real-clock.ts";
import { answer } from "./program.ts";

/**
 * The real server, whole, inside its namespace: `node test/lab/server.ts CONFIG-FILE`. What a person would do in the
 * browser the laboratory does through the server's own parts; how often agents look is set shorter.
 */
const HOUR = 3_600_000;
const [file = ""] = process.argv.slice(2);
const parsed = parseServerConfig(readFileSync(file, "utf8"), {}, "en", file);
if (!parsed.ok) throw new Error(parsed.mistakes.join("\n"));
const { config } = parsed;
const pace = JSON.parse(process.env["LAB_PACE"] ?? "{}") as Pace;
const log = createLog((line) => process.stderr.write(line), realClock, config.logLevel);
const server = await startServer({
  config,
  clock: realClock,
  log,
  version: "0.1.0-lab",
  webDir: config.dataDir,
  pace,
});
const { registry, people, store } = server;

const ports = { registry, people, store } as unknown as Readonly<
  Record<string, Readonly<Record<string, (...args: readonly unknown[]) => unknown>>>
>;

answer(
  {
    /** Any ability of the registry, the people or the store. */
    call(port: string, method: string, args: readonly unknown[]) {
      const ability = ports[port]?.[method];
      if (ability === undefined) throw new Error(`no ${port}.${method}`);
      return ability(...args);
    },
    /** The line that a person copies to the PCs of a site. */
    async token(site: string, uses: number) {
      const { secret, hash } = newToken();
      await registry.addToken(site, { hash, expiresAt: realClock.now() + 24 * HOUR, uses });
      const [cert, key] = ["server.crt", "server.key"].map((name) => join(config.dataDir, "tls", name));
      const { fingerprint } = readCertificate(cert ?? "", key ?? "");
      return formatToken({ server: server.forAgents, fingerprint, secret });
    },
  },
  () => server.stop(),
);
process.stdout.write("server ready\n");
