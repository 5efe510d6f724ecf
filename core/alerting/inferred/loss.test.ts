import { expect, test } from "vitest";
import { MONDAY_9 } from "../../../test/support/alert-kit.ts";
import { createSignalTrial, someAgent, someDevice, somePort } from "../../../test/support/signal-kit.ts";
import { MINUTE } from "../../clock.ts";

const T = MONDAY_9;
const IDS = ["a", "b", "c", "d"] as const;

/** Four PCs that ping each other and the gateway; "a" loses a tenth. */
function trial() {
  const devices = IDS.map((id) => someDevice(id, { ...someAgent(id, T), ports: [somePort("lan0")] }));
  const site = createSignalTrial({ devices, lease: "a-b" });
  return (at: number, linkChanges: number) => {
    for (const from of IDS) {
      for (const to of [...IDS, "gateway"]) {
        if (from === to) continue;
        const bad = from === "a" || to === "a";
        site.read(`peer:${from}/${to}`, at, { sent: 20, received: bad ? 18 : 20, loss: bad ? 0.1 : 0 });
      }
    }
    site.read("port:a/lan0", at, { oper_status: 1, link_changes: linkChanges });
    return site.pass(at).find(({ rule, subject }) => rule === "cable_loss" && subject.device === "a");
  };
}

test("one PC that loses to everybody has a bad cable", () => {
  const pass = trial();
  expect(pass(T, 1)).toMatchObject({ value: expect.closeTo(0.1) as number });
  expect(pass(T + MINUTE, 1)).toMatchObject({ value: expect.closeTo(0.1) as number });
});

test("while its link comes and goes nothing is said of its loss, and again two minutes later", () => {
  const pass = trial();
  pass(T, 1);
  expect(pass(T + MINUTE, 3)).toBeUndefined();
  expect(pass(T + 2 * MINUTE, 3)).toBeUndefined();
  expect(pass(T + 3.5 * MINUTE, 3)).toMatchObject({ value: expect.closeTo(0.1) as number });
});
