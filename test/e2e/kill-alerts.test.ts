import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { expect, test } from "vitest";
import { uuidv7 } from "../../core/uuid.ts";
import { openRegistry } from "../../server/stores/registry/registry.ts";
import { startScriptedHttp } from "../fakes/scripted-http.ts";
import { startChild } from "../support/child.ts";
import { realClock } from "../support/real-clock.ts";

/** Kills between decision and sending; 50 by hand and before a release: CAYDA_KILLS=50. */
const KILLS = Number(process.env["CAYDA_KILLS"] ?? "4");
const NOTICES = 4;

interface Sink {
  readonly port: number;
  /** Message-ID of every mail that was taken. */
  readonly ids: string[];
  close(): Promise<void>;
}

/** A real SMTP server on loopback. */
async function startInbox(): Promise<Sink> {
  const ids: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    disableReverseLookup: true,
    onData(stream, _session, done) {
      let mail = "";
      stream.on("data", (chunk: Buffer) => (mail += chunk.toString("utf8")));
      stream.on("end", () => {
        ids.push(/^Message-ID: *(?:\r\n )?(\S+)/im.exec(mail)?.[1] ?? "none");
        done();
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    port: (server.server.address() as AddressInfo).port,
    ids,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

test(
  `a server killed ${KILLS} times between decision and sending loses no notice and tells none twice under two names`,
  async () => {
    const dir = mkdtempSync(join(tmpdir(), "cayda-kill-alerts-"));
    const inbox = await startInbox();
    const hook = await startScriptedHttp();
    try {
      await setUp(dir, inbox.port, hook.url);
      const decided = new Set<number>();
      let killed = 0;
      for (let round = 0; round <= KILLS; round += 1) {
        // The kills lie all over the steps of a run, which has forty and more.
        const step = round === KILLS ? 0 : 1 + ((round * 7) % 36);
        const args = [
          "test/fakes/notice-sender.ts",
          dir,
          String(round * NOTICES),
          String(NOTICES),
          String(step),
        ];
        const child = startChild(process.execPath, args);
        const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
          child.process.once("close", (...ended) => resolve(ended)),
        );
        for (const [, n] of child.output().matchAll(/^decided (\d+)$/gm)) decided.add(Number(n));
        if (signal === "SIGKILL") killed += 1;
        else expect([code, child.output()]).toEqual([0, expect.stringContaining("ended")]);
      }
      expect(killed).toBe(KILLS);
      expect(decided.size).toBeGreaterThanOrEqual(NOTICES);
      await expectEachOnce(
        dir,
        decided,
        inbox.ids,
        hook.requests.map(({ headers }) => String(headers["idempotency-key"])),
      );
    } finally {
      await inbox.close();
      await hook.close();
      rmSync(dir, { recursive: true, force: true });
    }
  },
  60_000 + KILLS * 6_000,
);

async function setUp(dir: string, smtp: number, hook: string): Promise<void> {
  const newId = () => uuidv7(realClock.now(), (bytes) => crypto.getRandomValues(bytes));
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const { registry } = await openRegistry(dir, { clock: realClock, newId, log });
  const by = { id: "p", name: "an" };
  const mail = { host: "127.0.0.1", port: smtp, security: "none", from: "cayda@example.vn" };
  const addresses: Record<string, string> = {};
  for (const channel of [
    { kind: "mail" as const, name: "Mail", enabled: true, settings: mail, secrets: {} },
    {
      kind: "webhook" as const,
      name: "Hook",
      enabled: true,
      settings: { url: hook },
      secrets: { secret: "s3cret-s3cret" },
    },
  ]) {
    const made = await registry.setChannel(undefined, channel, by);
    if (made.ok) addresses[made.value.id] = channel.kind === "mail" ? "an@example.vn" : "";
  }
  await registry.setSubscription(
    {
      person: "p",
      language: "vi",
      addresses,
      severities: ["critical", "warning", "notice"],
      outside: "all",
      unit: null,
      step: 1,
      digest: "none",
    },
    by,
  );
  await registry.close();
}

/** Every durable decision reached both sinks; whatever came twice came under one name. */
async function expectEachOnce(
  dir: string,
  decided: ReadonlySet<number>,
  mails: readonly string[],
  hooks: readonly string[],
): Promise<void> {
  const newId = () => "none";
  const { registry } = await openRegistry(dir, {
    clock: realClock,
    newId,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  const deliveries = await registry.deliveries({ limit: 100_000 });
  await registry.close();
  const notices = new Set(deliveries.map(({ notice }) => notice.id));
  for (const n of decided) expect(notices).toContain(`alert-${n}.1`);
  expect(deliveries.filter(({ state }) => state !== "sent")).toEqual([]);
  // Bundled notices share a message: the number of messages is that of the names they went under.
  const names = (channel: number) => {
    const ids = [...new Set(deliveries.map((one) => one.channel))];
    return new Set(deliveries.filter((one) => one.channel === ids[channel]).map(({ message }) => message))
      .size;
  };
  const sizes = [names(0), names(1)].toSorted((a, b) => a - b);
  expect([new Set(mails).size, new Set(hooks).size].toSorted((a, b) => a - b)).toEqual(sizes);
  expect(mails.length - new Set(mails).size).toBeLessThanOrEqual(KILLS);
  expect(hooks.length - new Set(hooks).size).toBeLessThanOrEqual(KILLS);
}
