import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MONDAY_9, someModel, someSettings } from "../../test/support/alert-kit.ts";
import type { Topology } from "../topology/types.ts";
import { MINUTE } from "../clock.ts";
import { RULE_IDS, ruleKind, type RuleId } from "./catalogue.ts";
import { findCauses } from "./cause.ts";
import type { ModelDevice, PairOf, SiteModel } from "./site-model.ts";
import type { AlertState, Subject } from "./types.ts";

const [template] = someModel().devices;
const device = (id: string, change: Partial<ModelDevice> = {}): ModelDevice => {
  if (template === undefined) throw new Error("no device in the model");
  return { ...template, id, name: id, ...change };
};
const agent = (id: string) => ({ id: `agent-${id}`, hostname: id, lastSeen: MONDAY_9, enrolledAt: 0 });

/** gw – core(1) ; core(2) – floor(1) ; pc1 on floor(7), pc2 on floor(8), printer on floor(9); the poller pc0 on core(3). */
const topology: Topology = {
  nodes: ["gw", "core", "floor", "pc0", "pc1", "pc2", "printer"].map((id) => ({
    id,
    kind: id.startsWith("pc") ? "host" : "device",
    name: id,
    macs: [],
    ...(id === "gw" ? { deviceClass: "router" as const } : {}),
  })),
  links: [
    ["gw", "lan", "core", "1"],
    ["core", "2", "floor", "1"],
    ["core", "3", "pc0", "eth0"],
    ["floor", "7", "pc1", "eth0"],
    ["floor", "8", "pc2", "eth0"],
    ["floor", "9", "printer", "eth0"],
  ].map(([a = "", p = "", b = "", q = ""]) => ({
    ends: [
      { node: a, port: p },
      { node: b, port: q },
    ],
    state: "active",
    confidence: "measured",
    evidence: [],
    says: { key: "topology.link.named" as never, params: {} },
  })),
  placements: [],
  uplinks: { core: ["1"], floor: ["1"] },
  loops: [],
};
const model: SiteModel = someModel({
  devices: [
    device("gw", { class: "router", important: true }),
    device("core", { class: "switch", important: true }),
    device("floor", { class: "switch", important: true }),
    device("printer", { class: "printer" }),
    device("pc0", { class: "workstation", agent: agent("pc0") }),
    device("pc1", { class: "workstation", agent: agent("pc1") }),
    device("pc2", { class: "workstation", agent: agent("pc2") }),
  ],
  targets: [{ id: "t1", name: "may in", address: "10.0.0.9" }],
  topology,
  lease: "agent-pc0",
});

const keyOf = (rule: RuleId, where: string): Subject => {
  const { subject: kind } = ruleKind(rule);
  const owner = where.split("/")[0] ?? where;
  if (kind === "site") return { kind, key: `site:${model.id}`, site: model.id };
  return { kind, key: `${kind}:${where}`, site: model.id, device: owner };
};
let count = 0;
const alert = (rule: RuleId, where = "", change: Partial<AlertState> = {}): AlertState => ({
  id: `a${String((count += 1)).padStart(6, "0")}`,
  rule,
  subject: keyOf(rule, where),
  phase: "firing",
  severity: "warning",
  since: MONDAY_9,
  firedAt: MONDAY_9,
  clearSince: null,
  resolvedAt: null,
  lastAt: MONDAY_9,
  value: 1,
  worst: 1,
  threshold: 1,
  evidence: { params: {}, series: [] },
  cause: null,
  affected: [],
  affectedCount: 0,
  fired: [],
  damped: false,
  told: null,
  ...change,
});
const settings = (rule: RuleId) => someSettings({ holdMs: rule === "port_busy" ? 15 * MINUTE : MINUTE });
const causesOf = (alerts: readonly AlertState[], above: readonly AlertState[] = []) =>
  findCauses({ model, alerts, above, now: MONDAY_9, settings });

describe("causes", () => {
  test("a dead switch speaks for all that is silent behind it, and lists what it hits", () => {
    const root = alert("device_down", "core");
    const floor = alert("device_down", "floor");
    const printer = alert("printer_offline", "printer");
    const { causes, affected, waits } = causesOf([printer, floor, root]);
    expect(causes.get(floor.id)).toBe(root.id);
    expect(causes.get(printer.id)).toBe(root.id);
    expect(causes.has(root.id)).toBe(false);
    expect(affected.get(root.id)).toEqual(expect.arrayContaining(["device:floor", "device:printer"]));
    expect(waits.size).toBe(0);
  });

  test("a bad cable speaks for the loss of what hangs on it, not for its neighbour's", () => {
    const cable = alert("port_errors", "floor/7");
    const own = alert("cable_loss", "pc1");
    const other = alert("cable_loss", "pc2");
    const { causes } = causesOf([cable, own, other]);
    expect(causes.get(own.id)).toBe(cable.id);
    expect(causes.has(other.id)).toBe(false);
  });

  test("a flapping port and the card at the other end of its cable are one", () => {
    const port = alert("port_flapping", "floor/7");
    const card = alert("port_flapping", "pc1/eth0");
    const { causes } = causesOf([card, port]);
    expect(causes.get(card.id)).toBe(port.id);
    expect(causes.has(port.id)).toBe(false);
  });

  test("a PC whose address another machine took is silent because of that", () => {
    const mac = (id: string) => `02:00:00:00:00:${id.at(-1)}1`;
    const cards = model.devices.map((one) => ({
      ...one,
      macs: [mac(one.id)],
    }));
    const conflict = alert("address_conflict", "", {
      evidence: { params: { address: "10.0.0.7", macs: `${mac("pc1")}, 02:00:00:00:00:ff` }, series: [] },
    });
    const causes = (alerts: readonly AlertState[]) =>
      findCauses({ model: { ...model, devices: cards }, alerts, above: [], now: MONDAY_9, settings }).causes;
    const silent = alert("agent_silent", "pc1");
    const other = alert("agent_silent", "pc2");
    expect(causes([silent, conflict, other])).toEqual(new Map([[silent.id, conflict.id]]));
    const later = alert("agent_silent", "pc1", { since: MONDAY_9 + 5 * 60 * MINUTE });
    expect(causes([conflict, later]).size).toBe(0);
  });

  test("a restart is told with the link that it took down, which was seen first", () => {
    const link = alert("port_down", "core/2");
    const restart = alert("device_restarted", "floor", { since: MONDAY_9 + 2 * MINUTE });
    const other = alert("device_restarted", "core", { since: MONDAY_9 + 2 * MINUTE });
    const { causes } = causesOf([link, restart]);
    expect(causes.get(restart.id)).toBe(link.id);
    expect(causes.has(link.id)).toBe(false);
    expect(causesOf([link, other]).causes.get(link.id)).toBe(other.id);
  });

  test("loss to a target waits until the PCs had their say: where they see each other well it is told at once", () => {
    const lost = alert("target_loss", "t1");
    const echoes =
      (received: number, at = MONDAY_9) =>
      (entity: string) =>
        entity.startsWith("peer:")
          ? {
              newer: new Map([
                ["sent", { at, value: 10 }],
                ["received", { at, value: received }],
              ]),
              older: new Map(),
            }
          : undefined;
    const waits = (pairOf: PairOf, now = MONDAY_9, of = model) =>
      findCauses({ model: of, alerts: [lost], above: [], now, settings, pairOf }).waits.has(lost.id);
    expect(waits(echoes(10))).toBe(false);
    expect(waits(echoes(9))).toBe(true);
    expect(waits(echoes(9), MONDAY_9 + 2 * MINUTE)).toBe(false);
    // What they saw before the fault says nothing of it.
    expect(waits(echoes(10, MONDAY_9 - 2 * MINUTE))).toBe(true);
    const asleep = model.devices.map((one) =>
      one.agent === undefined || one.id === "pc0"
        ? one
        : { ...one, agent: { ...one.agent, lastSeen: MONDAY_9 - 10 * MINUTE } },
    );
    expect(waits(echoes(9), MONDAY_9, { ...model, devices: asleep })).toBe(false);
    const latency = alert("target_latency", "t1");
    const other = { model, alerts: [latency], above: [], now: MONDAY_9, settings, pairOf: echoes(9) };
    expect(findCauses(other).waits.size).toBe(0);
  });

  test("power explains everything at the site", () => {
    const power = alert("ups_on_battery", "core");
    const all = [
      alert("device_down", "floor"),
      alert("printer_offline", "printer"),
      alert("device_restarted", "gw"),
    ];
    const { causes } = causesOf([...all, power]);
    expect(all.map(({ id }) => causes.get(id))).toEqual(all.map(() => power.id));
  });

  test("one power cut is told once, by the UPS that saw it first, and a UPS that soon ends is told, too", () => {
    const first = alert("ups_on_battery", "core");
    const second = alert("ups_on_battery", "floor", { since: MONDAY_9 + MINUTE / 2 });
    const ends = alert("ups_runtime", "floor", { since: MONDAY_9 + MINUTE });
    for (const alerts of [
      [first, second, ends],
      [ends, second, first],
    ]) {
      expect([...causesOf(alerts).causes]).toEqual([[second.id, first.id]]);
    }
    expect(causesOf([ends, alert("power_lost")]).causes.size).toBe(0);
  });

  test("what has lasted for days explains nothing that breaks now, and nothing that was there before it", () => {
    const DAYS = 3 * 86_400_000;
    const battery = alert("ups_on_battery", "core", { since: MONDAY_9 - DAYS });
    const floor = alert("device_down", "floor");
    expect(causesOf([battery, floor]).causes.has(floor.id)).toBe(false);
    const old = alert("device_down", "floor", { since: MONDAY_9 - DAYS });
    expect(causesOf([alert("site_down"), old]).causes.has(old.id)).toBe(false);
  });

  test("what lost its explanation is explained by what began meanwhile", () => {
    const core = alert("device_down", "core");
    const since = MONDAY_9 - 60 * MINUTE;
    const left = alert("device_down", "floor", { since, quietUntil: MONDAY_9 + 5 * MINUTE });
    expect(causesOf([core, left]).causes.get(left.id)).toBe(core.id);
    const never = alert("device_down", "floor", { since });
    expect(causesOf([core, never]).causes.has(never.id)).toBe(false);
  });

  test("loss that nobody mends for weeks is no excuse for what breaks today", () => {
    const WEEKS = 21 * 86_400_000;
    for (const [rule, where] of [
      ["switch_loss", ""],
      ["port_errors", "core/1"],
      ["port_flapping", "core/1"],
    ] as const) {
      const effect = alert("device_down", "floor");
      const down = rule === "switch_loss" ? alert("cable_loss", "pc1") : effect;
      const soft = (since: number) => alert(rule, where, { since });
      expect(causesOf([soft(MONDAY_9 - MINUTE), down]).causes.has(down.id), rule).toBe(true);
      expect(causesOf([soft(MONDAY_9 - WEEKS), down]).causes.has(down.id), rule).toBe(false);
    }
  });

  test("what is dead for weeks explains what is silent behind it, unless something there has answered since", () => {
    const WEEKS = 21 * 86_400_000;
    const unheard: SiteModel = {
      ...model,
      devices: model.devices.map((one) => Object.assign({}, one, { agent: undefined, polled: true })),
      checks: [{ id: "c1", service: "s1", name: "Một cửa", kind: "http" }],
    };
    const dead = alert("device_down", "core", { since: MONDAY_9 - WEEKS });
    const behind = alert("device_down", "floor");
    const causeOf = (
      effect: AlertState,
      cause = dead,
      at: SiteModel = unheard,
      answers: Readonly<Record<string, string>> = {},
      when = MONDAY_9 - MINUTE,
    ) =>
      findCauses({
        model: at,
        alerts: [cause, effect],
        above: [],
        now: MONDAY_9,
        settings,
        pairOf: (entity) => {
          const field = answers[entity];
          return field === undefined
            ? undefined
            : { newer: new Map([[field, { at: when, value: 1 }]]), older: new Map() };
        },
      }).causes.get(effect.id);
    expect(causeOf(behind)).toBe(dead.id);
    // Deaf to SNMP only: a printer behind it answers, PCs behind it are heard, or the very switch was there yesterday.
    expect(causeOf(behind, dead, unheard, { "device:printer": "up" })).toBeUndefined();
    expect(causeOf(behind, dead, model)).toBeUndefined();
    const yesterday = { params: { silent_s: 60 }, series: [] };
    expect(causeOf({ ...behind, evidence: yesterday })).toBeUndefined();
    // What answered before it died, or stands before it, proves nothing; nor does what is heard while it has just died.
    expect(causeOf(behind, dead, unheard, { "device:printer": "up" }, MONDAY_9 - 2 * WEEKS)).toBe(dead.id);
    expect(causeOf(behind, dead, unheard, { "device:gw": "up" })).toBe(dead.id);
    const fresh = alert("device_down", "core", { since: MONDAY_9 - MINUTE });
    expect(causeOf(behind, fresh, model, { "device:printer": "up" })).toBe(fresh.id);
    // A router that answers no pings any more is no excuse for a service while others are reached through it.
    const gateway = alert("target_down", "t9", { since: MONDAY_9 - WEEKS });
    const outside: SiteModel = {
      ...unheard,
      devices: unheard.devices.map((one) =>
        one.id === "gw" ? Object.assign({}, one, { address: "10.0.0.1" }) : one,
      ),
      targets: [{ id: "t9", name: "gateway", address: "10.0.0.1" }],
    };
    const service = alert("service_down", "c2", {
      subject: { kind: "service", key: "service:c2", site: model.id },
    });
    expect(causeOf(service, gateway, outside)).toBe(gateway.id);
    expect(causeOf(service, gateway, outside, { "service:c1": "up" })).toBeUndefined();
  });

  test("what was explained stays so while its cause goes on, though the map has lost the way", () => {
    const root = alert("device_down", "core");
    const printer = alert("printer_offline", "printer", { cause: root.id });
    const lost = { ...model, topology: undefined };
    const { causes } = findCauses({
      model: lost,
      alerts: [root, printer],
      above: [],
      now: MONDAY_9,
      settings,
    });
    expect(causes.get(printer.id)).toBe(root.id);
  });

  test("nobody waits for what needs a quarter of an hour", () => {
    const late = alert("port_discards", "floor/7", { since: MONDAY_9 - 5 * MINUTE });
    const busy = (since: number) => alert("port_busy", "core/2", { phase: "pending", firedAt: null, since });
    expect(causesOf([late, busy(MONDAY_9 - 5 * MINUTE)]).waits.size).toBe(0);
    expect([...causesOf([late, busy(MONDAY_9 - 14 * MINUTE)]).waits]).toEqual([late.id]);
  });

  test("what is about to fire makes others wait and explains nothing yet", () => {
    const root = alert("device_down", "core", { phase: "pending", firedAt: null });
    const printer = alert("printer_offline", "printer");
    const { causes, waits } = causesOf([root, printer]);
    expect(causes.size).toBe(0);
    expect([...waits]).toEqual([printer.id]);
  });

  test("a service that is down for all is the cause of its being down here, and of no other service", () => {
    const there: SiteModel = {
      ...model,
      checks: [
        { id: "c1", service: "s1", name: "Một cửa", kind: "http" },
        { id: "c2", service: "s2", name: "Thư", kind: "smtp" },
      ],
    };
    const everywhere = alert("service_down_everywhere", "s1", {
      subject: { kind: "district", key: "district:s1", site: "*" },
    });
    const service = (id: string) =>
      alert("service_down", id, { subject: { kind: "service", key: `service:${id}`, site: model.id } });
    const [one, two] = [service("c1"), service("c2")];
    const { causes } = findCauses({
      model: there,
      alerts: [one, two],
      above: [everywhere],
      now: MONDAY_9,
      settings,
    });
    expect(causes.get(one.id)).toBe(everywhere.id);
    expect(causes.has(two.id)).toBe(false);
    // The first site to see it waits for the others' word.
    const soon: AlertState = { ...everywhere, phase: "pending" };
    const asked = { model: there, alerts: [one, two], above: [soon], now: MONDAY_9, settings };
    const before = findCauses(asked);
    expect(before.causes.size).toBe(0);
    expect([...before.waits]).toEqual([one.id]);
  });

  test("no rings, no root with a cause, the same for any order, and never a cause that is not there", () => {
    const places = ["gw", "core", "floor", "pc1", "pc2", "printer"];
    const ports = ["core/1", "core/2", "floor/1", "floor/7", "floor/8", "pc1/eth0"];
    const one = fc.record({
      rule: fc.constantFrom(...RULE_IDS.filter((rule) => ruleKind(rule).subject !== "district")),
      at: fc.nat(5),
      pending: fc.boolean(),
      since: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 14 }), fc.nat(), (drawn, turn) => {
        const alerts = drawn.map(({ rule, at, pending, since }, i) =>
          alert(rule, (ruleKind(rule).subject === "port" ? ports : places)[at] ?? "gw", {
            id: `p${String(i).padStart(3, "0")}`,
            phase: pending ? "pending" : "firing",
            since: MONDAY_9 + since,
          }),
        );
        const { causes, affected, waits } = causesOf(alerts);
        const firing = new Set(alerts.filter(({ phase }) => phase === "firing").map(({ id }) => id));
        for (const [effect, cause] of causes) {
          expect(cause).not.toBe(effect);
          expect(firing.has(cause)).toBe(true);
          expect(causes.has(cause)).toBe(false);
          expect(waits.has(effect)).toBe(false);
          const { subject } = alerts.find(({ id }) => id === effect) ?? alert("device_down", "gw");
          const root = alerts.find(({ id }) => id === cause);
          if (root?.subject.key !== subject.key) expect(affected.get(cause)).toContain(subject.key);
        }
        const k = alerts.length === 0 ? 0 : turn % alerts.length;
        const again = causesOf([...alerts.slice(k), ...alerts.slice(0, k)]);
        expect(new Map(again.causes)).toEqual(new Map(causes));
        expect(new Set(again.waits)).toEqual(new Set(waits));
      }),
      { numRuns: 300 },
    );
  });
});
