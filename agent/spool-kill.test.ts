import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { block as blockSchema } from "../core/wire/block.ts";
import { startChild } from "../test/support/child.ts";
import { openSpool } from "./spool.ts";

test("every block that a killed process had acknowledged is there and readable, ten kills in a row", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cayda-kill-"));
  try {
    const acknowledged = new Set<string>();
    for (let kill = 0; kill < 10; kill += 1) {
      const child = startChild(process.execPath, ["test/support/spool-writer.ts", folder]);
      await child.waitFor(/\n/);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 150));
      await child.stop("SIGKILL");
      for (const id of child.output().split("\n").slice(0, -1)) acknowledged.add(id);
    }
    const corrupt: string[] = [];
    const opened = await openSpool({
      folder,
      maxBytes: 256 * 2 ** 20,
      maxAgeMs: 86_400_000,
      isTimeSure: () => true,
      now: () => Date.now(),
      log: { info: () => {}, warn: () => {}, error: () => {} },
      onDrop: () => Promise.reject(new Error("nothing may be dropped")),
      onCorrupt: (id) => void corrupt.push(id),
    });
    if (!opened.ok) throw new Error(opened.fault.code);
    const found = new Set<string>();
    for (let taken = await opened.value.take(0); taken !== undefined; taken = await opened.value.take(0)) {
      const block = blockSchema.parse(JSON.parse(gunzipSync(taken.body).toString()));
      expect(found.has(block.block)).toBe(false);
      found.add(block.block);
      await taken.delivered();
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(10);
    expect([...acknowledged].filter((id) => !found.has(id))).toEqual([]);
    // A block that was half written had not been acknowledged.
    expect(corrupt.filter((id) => acknowledged.has(id))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
