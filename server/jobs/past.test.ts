import { expect, test } from "vitest";
import { outageOf, quietOf } from "../../core/alerting/outage.ts";
import { HOUR, MINUTE, SECOND } from "../../core/clock.ts";
import { memorySampleStore } from "../../test/fakes/memory-sample-store.ts";
import { MONDAY_9, someModel } from "../../test/support/alert-kit.ts";
import { firingAlert } from "../../test/support/alert-states.ts";
import { someAgent, someDevice } from "../../test/support/signal-kit.ts";
import { createPastReader } from "./past.ts";

const T = MONDAY_9;
const BACK = T + 30 * MINUTE;
const MODEL = someModel({
  devices: ["pc1", "pc2"].map((id) => someDevice(id, someAgent(id, BACK))),
});
const STATE = firingAlert("s1", {
  rule: "site_down",
  phase: "resolved",
  firedAt: T + 3 * MINUTE,
  clearSince: BACK,
  resolvedAt: BACK + 2 * MINUTE,
  evidence: { params: { site: "Site 1", agents: 2, silent_s: 180 }, series: [] },
});

const columns = (entity: string, at: readonly number[], field: string, value: (at: number) => number) => ({
  entity,
  at: [...at],
  fields: { [field]: at.map(value) },
});

test("what PCs kept while their line was cut is read once it has come, and again a minute later", async () => {
  const store = memorySampleStore();
  const minutes = Array.from({ length: 50 }, (_, i) => T - 10 * MINUTE + i * MINUTE);
  const append = (block: string, at: readonly number[]) =>
    store.append({
      block,
      site: "s1",
      receivedAt: BACK + MINUTE,
      samples: MODEL.devices.flatMap(({ id }) => [
        columns(`host:${id}`, at, "uptime", (when) => (when - (T - 9 * HOUR)) / SECOND),
        columns(`peer:${id}/gateway`, at, "received", () => 5),
      ]),
    });
  await append(
    "b1",
    minutes.filter((at) => at <= T || at >= BACK),
  );
  const reader = createPastReader(store);
  const quiet = quietOf(STATE, BACK + 5 * MINUTE);
  if (quiet === undefined) throw new Error("nothing to find out");
  const at = async (now: number) => {
    const past = (await reader.of(MODEL, [STATE], now, undefined)).get(STATE.id);
    return past === undefined ? "not read" : outageOf(past, quiet);
  };
  expect(await at(BACK + 3 * MINUTE)).toBeUndefined();
  await append(
    "b2",
    minutes.filter((when) => when > T && when < BACK),
  );
  expect(await at(BACK + 3.5 * MINUTE)).toBe("not read");
  expect(await at(BACK + 4 * MINUTE)).toMatchObject({
    kind: "uplink",
    from: T,
    to: BACK,
    confidence: "high",
    restsOn: ["pc1", "pc2"],
  });
});
