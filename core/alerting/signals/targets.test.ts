import { expect, test } from "vitest";
import { MONDAY_9 } from "../../../test/support/alert-kit.ts";
import { createSignalTrial, valueOf } from "../../../test/support/signal-kit.ts";
import { MINUTE } from "../../clock.ts";

const EVERY = MINUTE / 2;

function pinged() {
  const trial = createSignalTrial({ targets: [{ id: "t", name: "gateway", address: "192.0.2.1" }] });
  let at = MONDAY_9;
  return {
    ...trial,
    burst: (received: number, rtt = 2, jitter = 1) => {
      at += EVERY;
      trial.read("target:t", at, { sent: 4, received, ...(received > 0 ? { rtt_avg: rtt, jitter } : {}) });
      return trial.pass(at);
    },
  };
}

test("no answer at all is an outage, and no part of the loss", () => {
  const { burst } = pinged();
  for (let i = 0; i < 10; i += 1) burst(4);
  const down = burst(0);
  expect(valueOf(down, "target_down")).toBe(1);
  expect(valueOf(down, "target_loss")).toBeUndefined();
  const back = burst(4);
  expect(valueOf(back, "target_down")).toBe(0);
  expect(valueOf(back, "target_loss")).toBe(0);
});

test("three lost echoes of forty are chance, a tenth of them is loss", () => {
  const { burst } = pinged();
  for (let i = 0; i < 10; i += 1) burst(4);
  burst(2);
  expect(valueOf(burst(3), "target_loss")).toBeCloseTo(0.03);
  burst(3);
  expect(valueOf(burst(3), "target_loss")).toBeGreaterThan(0.05);
});

test("a minute in which most echoes are lost is no loss yet, a third burst makes it one", () => {
  const { burst } = pinged();
  for (let i = 0; i < 10; i += 1) burst(4);
  burst(1);
  expect(valueOf(burst(1), "target_loss")).toBeCloseTo(0.03);
  expect(valueOf(burst(3), "target_loss")).toBeGreaterThan(0.05);
});

test("a window with too little loss for an alert does not end one, a single lost echo does", () => {
  const { burst } = pinged();
  for (let i = 0; i < 10; i += 1) burst(2);
  for (let i = 0; i < 9; i += 1) burst(4);
  expect(valueOf(burst(4), "target_loss")).toBe(0);
  burst(3);
  expect(valueOf(burst(4), "target_loss")).toBe(0);
  expect(valueOf(burst(3), "target_loss")).toBeCloseTo(0.03);
});

test("in its first hours only the absolute limit counts, then what is usual as well", () => {
  const { burst } = pinged();
  burst(4);
  expect(valueOf(burst(4, 200), "target_latency")).toBe(200);
  for (let i = 0; i < 300; i += 1) burst(4, 200 + (i % 7));
  expect(valueOf(burst(4, 205), "target_latency")).toBe(100);
  expect(valueOf(burst(4, 600), "target_latency")).toBe(600);
});

test("from one to three milliseconds is nothing", () => {
  const { burst } = pinged();
  for (let i = 0; i < 300; i += 1) burst(4, 1);
  expect(valueOf(burst(4, 3), "target_latency")).toBe(3);
});

test("of an address that is silent it is told since when; what is usual only where it is known", () => {
  const { burst } = pinged();
  burst(4, 200);
  burst(0);
  const [down] = burst(0);
  expect(down?.evidence().params).toEqual({ target: "gateway", address: "192.0.2.1", silent_s: 60 });
  const slow = burst(4, 200).find(({ rule }) => rule === "target_latency");
  expect(slow?.evidence().params).toEqual({ target: "gateway", address: "192.0.2.1" });
});
