import { randomFillSync } from "node:crypto";
import { openSpool } from "../../agent/spool.ts";
import { uuidv7 } from "../../core/uuid.ts";

/** Puts block after block into the spool of the folder given, and prints each id once `put` has acknowledged it. */
const folder = process.argv[2] ?? "";
const now = () => Date.now();
const opened = await openSpool({
  folder,
  maxBytes: 256 * 2 ** 20,
  maxAgeMs: 86_400_000,
  isTimeSure: () => true,
  now,
  log: { info: () => {}, warn: () => {}, error: () => {} },
  onDrop: async () => {},
  onCorrupt: () => {},
});
if (!opened.ok) throw new Error(opened.fault.code);
for (;;) {
  const block = uuidv7(now(), (bytes) => randomFillSync(bytes));
  const cpu = Array.from({ length: 200 }, () => Math.random());
  const samples = [{ entity: "host:pc1", at: cpu.map(() => now()), fields: { cpu } }];
  const put = await opened.value.put(
    { protocol: 1, agent: "a1", block, madeAt: now(), samples, events: [], facts: [] },
    cpu.length,
  );
  if (put.ok) process.stdout.write(`${block}\n`);
}
