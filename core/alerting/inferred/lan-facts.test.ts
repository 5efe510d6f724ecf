import { expect, test } from "vitest";
import { MONDAY_9 } from "../../../test/support/alert-kit.ts";
import { createSignalTrial, someAgent, someDevice } from "../../../test/support/signal-kit.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../clock.ts";
import type { LanWatch } from "../site-model.ts";

const T = MONDAY_9;
const PCS = ["a", "b", "c"];
const [OLD, NEW] = ["cc:2d:e0:00:00:01", "cc:2d:e0:00:00:02"];
const gateway = (mac: string): LanWatch => ({ gateway: { ip: "10.1.0.1", mac }, conflicts: [], dhcp: [] });
const dhcp = (...ips: readonly string[]): LanWatch => ({ conflicts: [], dhcp: ips.map((ip) => ({ ip })) });

/** PCs that are heard now, each with what it told of its LAN when. */
function office() {
  const trial = createSignalTrial({});
  return {
    ...trial,
    told: (now: number, facts: readonly { readonly at: number; readonly value: LanWatch }[]) => {
      const devices = facts.map((lanWatch, i) =>
        someDevice(PCS[i] ?? "", { ...someAgent(PCS[i] ?? "", now), lanWatch }),
      );
      trial.setModel({ devices });
      return trial.pass(now);
    },
  };
}

test("what PCs told before they were switched off is no word of today", () => {
  const { told, read } = office();
  const changed = (now: number, facts: Parameters<typeof told>[1]) =>
    told(now, facts).find(({ rule }) => rule === "gateway_changed")?.value;
  const fact = (at: number, mac: string) => ({ at, value: gateway(mac) });
  for (const id of PCS) read(`agent:a-${id}`, T, { uptime: 3_600 });
  expect(changed(T, [fact(T, OLD), fact(T, OLD), fact(T, OLD)])).toBe(0);
  // At the weekend one PC sees the new router, which is usual a day later.
  expect(changed(T + 5 * DAY, [fact(T + 5 * DAY, NEW)])).toBe(1);
  expect(changed(T + 6 * DAY + HOUR, [fact(T + 5 * DAY, NEW)])).toBe(0);
  // On Monday the others have just been started, and have not looked yet.
  const monday = T + 7 * DAY;
  for (const id of ["b", "c"]) read(`agent:a-${id}`, monday, { uptime: 20 });
  const stale = [fact(T + 5 * DAY, NEW), fact(T, OLD), fact(T, OLD)];
  expect(changed(monday, stale)).toBe(0);
  // A second later they have, and really see the old one: somebody plugged it in again.
  const looked = monday + SECOND;
  expect(changed(looked, [fact(T + 5 * DAY, NEW), fact(looked, OLD), fact(looked, OLD)])).toBe(1);
});

test("a foreign DHCP server that is alone for a moment does not become the right one", () => {
  const { told } = office();
  const RIGHT = "10.1.0.1";
  const ROGUE = "192.168.1.1";
  const foreign = (now: number, ...ips: readonly string[]) => {
    const found = told(now, [{ at: now, value: dhcp(...ips) }]).find(({ rule }) => rule === "dhcp_foreign");
    return found?.value === 0 ? undefined : found?.evidence().params;
  };
  foreign(T, RIGHT);
  const rogue = { site: "Site 1", address: ROGUE, usual: RIGHT };
  expect(foreign(T + MINUTE, RIGHT, ROGUE)).toEqual(rogue);
  expect(foreign(T + 2 * MINUTE, ROGUE)).toBeUndefined();
  expect(foreign(T + 3 * MINUTE, RIGHT, ROGUE)).toEqual(rogue);
  // One that took its place for more than a day did so for good.
  foreign(T + HOUR, ROGUE);
  foreign(T + DAY + 2 * HOUR, ROGUE);
  expect(foreign(T + DAY + 3 * HOUR, RIGHT, ROGUE)).toEqual({ ...rogue, address: RIGHT, usual: ROGUE });
});
