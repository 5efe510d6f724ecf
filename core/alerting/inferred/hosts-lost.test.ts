import { expect, test } from "vitest";
import { MONDAY_9, someSettings } from "../../../test/support/alert-kit.ts";
import { createSignalTrial, someAgent, someDevice, valueOf } from "../../../test/support/signal-kit.ts";
import { DAY, HOUR, MINUTE } from "../../clock.ts";

const T = MONDAY_9;
const PCS = Array.from({ length: 9 }, (_, i) => `pc${i}`);

/** Nine PCs that speak every minute until `until(id)`; passes as the server makes them. */
function office(until: (id: string) => number) {
  const trial = createSignalTrial({});
  const heardAt = new Map<string, number>();
  return (now: number) => {
    for (const id of PCS) {
      const seen = Math.min(now, until(id));
      for (let at = heardAt.get(id) ?? seen - MINUTE; at <= seen; at += MINUTE) {
        trial.read(`host:${id}`, at, { uptime: 1_000 + (at - T) / 1_000 });
        heardAt.set(id, at + MINUTE);
      }
    }
    const last = (id: string) => (heardAt.get(id) ?? 0) - MINUTE;
    trial.setModel({ devices: PCS.map((id) => someDevice(id, someAgent(id, last(id)))) });
    const settings = () => someSettings({ raise: 5, clear: 1 });
    return valueOf(trial.pass(now, { settings }), "hosts_lost");
  };
}

test("PCs that fell silent together stay lost until they speak again, however long it takes", () => {
  let back = Infinity;
  const lost = new Set(PCS.slice(2, 8));
  const valueAt = office((id) => (lost.has(id) && back === Infinity ? T : Infinity));
  expect(valueAt(T + MINUTE)).toBe(0);
  expect(valueAt(T + 4 * MINUTE)).toBe(6);
  // Half an hour later, before the break and in the evening they are as lost as before.
  for (const later of [35 * MINUTE, 2 * HOUR + 15 * MINUTE, 7 * HOUR + 45 * MINUTE, DAY])
    expect(valueAt(T + later), `${later / MINUTE} minutes`).toBe(6);
  back = T + DAY + HOUR;
  expect(valueAt(T + DAY + HOUR + 2 * MINUTE)).toBe(0);
});

test("while some of them are dead it is not over; when one is left it is, and after four days nobody misses them", () => {
  const lost = new Set(PCS.slice(2, 8));
  const back = new Set<string>();
  const valueAt = office((id) => (lost.has(id) && !back.has(id) ? T : Infinity));
  valueAt(T + MINUTE);
  expect(valueAt(T + 4 * MINUTE)).toBe(6);
  back.add("pc2");
  expect(valueAt(T + 10 * MINUTE)).toBe(5);
  back.add("pc3");
  expect(valueAt(T + 40 * MINUTE)).toBe(4);
  back.add("pc4").add("pc5");
  expect(valueAt(T + 50 * MINUTE)).toBe(2);
  back.add("pc6");
  expect(valueAt(T + HOUR)).toBe(0);
  const never = office((id) => (lost.has(id) ? T : Infinity));
  never(T + MINUTE);
  expect(never(T + 4 * MINUTE)).toBe(6);
  expect(never(T + 5 * DAY)).toBe(0);
});

test("on the next day half of them are back, and the others may just be off", () => {
  const lost = new Set(PCS.slice(2, 8));
  const back = new Set(["pc2", "pc3"]);
  const isDead = (id: string, now: number) => lost.has(id) && (!back.has(id) || now < T + HOUR);
  let now = T;
  const valueAt = office((id) => (isDead(id, now) ? T : Infinity));
  const at = (then: number) => {
    now = then;
    return valueAt(then);
  };
  at(T + MINUTE);
  expect(at(T + 4 * MINUTE)).toBe(6);
  expect(at(T + 2 * HOUR)).toBe(4);
  expect(at(T + DAY)).toBe(4);
  back.add("pc4");
  expect(at(T + DAY + HOUR)).toBe(0);
});

test("PCs that are switched off one by one, or shortly before the break, are not lost", () => {
  const oneByOne = office((id) => T + PCS.indexOf(id) * 5 * MINUTE);
  for (let at = T; at < T + HOUR; at += MINUTE) expect(oneByOne(at)).toBeLessThan(2);
  const beforeLunch = T + 2 * HOUR + 15 * MINUTE;
  const lunch = office((id) => (id === "pc0" ? Infinity : beforeLunch));
  for (let at = beforeLunch; at < beforeLunch + 30 * MINUTE; at += MINUTE) expect(lunch(at)).toBe(0);
});

test("PCs whose agents ended together while their neighbours reach them are not lost", () => {
  const run = (reached: boolean) => {
    const trial = createSignalTrial({});
    const dead = new Set(PCS.slice(2, 8));
    let value: number | undefined;
    for (let now = T; now <= T + 5 * MINUTE; now += MINUTE) {
      const seen = (id: string) => (dead.has(id) ? T : now);
      trial.setModel({ devices: PCS.map((id) => someDevice(id, someAgent(id, seen(id)))) });
      for (const id of PCS) if (!dead.has(id) || now === T) trial.read(`host:${id}`, now, { uptime: 1_000 });
      for (const id of dead)
        trial.read(`peer:pc0/${id}`, now, { sent: 5, received: reached || now === T ? 5 : 0 });
      value = valueOf(
        trial.pass(now, { settings: () => someSettings({ raise: 5, clear: 1 }) }),
        "hosts_lost",
      );
    }
    return value;
  };
  expect(run(true)).toBe(0);
  expect(run(false)).toBe(6);
});
