import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../clock.ts";
import { alertMessages } from "../messages/alerts.ts";
import type { Message } from "../messages/message.ts";
import { LANGUAGES } from "../messages/speaker.ts";
import { RULE_IDS, ruleKind, type RuleId } from "./catalogue.ts";
import { RULE_PARAMS } from "./params.ts";
import { sayAlert, sayPenalty, sayRule } from "./say.ts";
import { sayValue } from "./say-values.ts";
import type { AlertState } from "./types.ts";

const messages: Readonly<Record<string, Message>> = alertMessages;
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/gu)].map(([, name = ""]) => name);

/** Values that evidence may carry, by the name of the parameter. */
const CODES: Readonly<Record<string, string | number>> = {
  device: "SW-Tầng1",
  port: "7",
  site: "Xã Hương Sơn",
  service: "Phần mềm một cửa",
  target: "Máy chủ tỉnh",
  address: "10.22.4.3",
  usual: "10.22.4.1",
  mac: "00:11:22:33:44:55",
  before_mac: "00:11:22:33:44:66",
  macs: "00:11:22:33:44:55, 00:11:22:33:44:66",
  where: "lan",
  phase: 2,
  fault: "snmp_timeout",
  trouble: "store_busy",
  complaint: "jammed",
  supply: "Mực đen",
  volume: "C:",
  disk: "ST500",
  fan: "Fan 1",
  peer: "SW-Tầng2",
  duplex: "half",
};

function stateOf(rule: RuleId, change: Partial<AlertState> = {}, optional = true): AlertState {
  const params: Record<string, string | number> = {};
  for (const name of RULE_PARAMS[rule]) {
    if (name.endsWith("?") && !optional) continue;
    const bare = name.replace("?", "");
    params[bare] = CODES[bare] ?? 12;
  }
  const now = 1_764_000_000_000;
  return {
    id: "a1",
    rule,
    subject: { kind: ruleKind(rule).subject, key: "port:d1/7", site: "s1", device: "d1" },
    phase: "firing",
    severity: "warning",
    since: now - HOUR,
    firedAt: now - HOUR + 3 * MINUTE,
    clearSince: null,
    resolvedAt: null,
    lastAt: now,
    value: ruleKind(rule).unit === "state" ? 1 : 0.012,
    worst: ruleKind(rule).unit === "state" ? 1 : 0.05,
    threshold: 0.01,
    evidence: { params, series: [], attached: ["VP-03"] },
    cause: null,
    affected: [],
    affectedCount: 0,
    fired: [],
    damped: false,
    told: null,
    ...change,
  };
}
const noNames = () => undefined;

test("every rule has every sentence, with places that its evidence knows", () => {
  for (const rule of RULE_IDS) {
    for (const part of ["rule", "reason", "title", "happened", "means", "do.1", "resolved"])
      expect(messages[`alert.${rule}.${part}`], `${rule}.${part}`).toBeDefined();
    const known = new Set([
      ...RULE_PARAMS[rule].map((name) => name.replace("?", "")),
      "value",
      "worst",
      "threshold",
      "lasted",
      "attached",
      "user",
      "User",
    ]);
    for (const [key, { vi, en }] of Object.entries(messages)) {
      if (!key.startsWith(`alert.${rule}.`)) continue;
      for (const place of [...places(vi), ...places(en)]) expect(known, `${key} {${place}}`).toContain(place);
      expect(places(vi).toSorted(), key).toEqual(places(en).toSorted());
    }
  }
});

test("no sentence belongs to a rule that is not there", () => {
  const heads = new Set<string>([
    ...RULE_IDS,
    "severity",
    "unit",
    "confidence",
    "phase",
    "affected",
    "inferred",
  ]);
  const plain = new Set(["duplex", "expired", "user", "User", "attached", "more", "unwatched"]);
  for (const key of Object.keys(messages)) {
    const [, head = ""] = key.split(".");
    expect(heads.has(head) || plain.has(head), key).toBe(true);
  }
});

test("titles, first facts and first steps need no optional evidence", () => {
  for (const language of LANGUAGES) {
    for (const rule of RULE_IDS) {
      const full = sayAlert(language, stateOf(rule), noNames);
      const bare = sayAlert(language, stateOf(rule, {}, false), noNames);
      for (const { title, happened, means, steps } of [full, bare]) {
        const all = [title, happened, means, ...steps];
        for (const text of all) {
          expect(text, rule).not.toMatch(/…|undefined|NaN|null|[{}]/u);
          expect(text.trim(), rule).not.toBe("");
        }
        expect(steps.length, rule).toBeGreaterThan(0);
      }
      expect(bare.title).toBe(full.title);
      const known = RULE_PARAMS[rule].some((name) => name.endsWith("?"));
      if (!known) expect(bare.happened, rule).toBe(full.happened);
    }
  }
});

test("a resolved alert says the figure before and now, or how long it lasted", () => {
  for (const language of LANGUAGES) {
    for (const rule of RULE_IDS) {
      const open = stateOf(rule);
      expect(sayAlert(language, open, noNames).beforeAfter).toBeUndefined();
      const over = sayAlert(
        language,
        { ...open, phase: "resolved", resolvedAt: open.since + 2 * HOUR },
        noNames,
      );
      expect(over.beforeAfter, rule).toMatch(/\S/u);
      expect(over.beforeAfter, rule).not.toMatch(/…|undefined|NaN|[{}]/u);
    }
  }
  const state = stateOf("port_errors", {
    phase: "resolved",
    resolvedAt: 1_764_000_000_000,
    value: 0,
    worst: 0.023,
  });
  expect(sayAlert("vi", state, noNames).beforeAfter).toBe("Cổng 7 đã hết lỗi: trước 2,3 % gói lỗi, nay 0 %.");
  const gone = sayAlert("vi", { ...state, unwatched: true }, noNames);
  expect(gone.beforeAfter).toMatch(/Không còn theo dõi/u);
});

test("numbers are said by their unit and in the language's own marks", () => {
  const { happened, steps } = sayAlert("vi", portErrors(), noNames);
  expect(happened).toBe(
    "1,2 % gói lỗi trong 15 phút (1.440 trên 120.000 gói; ngưỡng 0,1 %). Trong đó 1.200 gói sai mã kiểm tra: thường là do dây.",
  );
  expect(sayAlert("en", portErrors(), noNames).happened).toMatch(
    /^1\.2 % .* 15 min \(1,440 of 120,000; .*0\.1 %\)/u,
  );
  expect(steps[0]).toBe("Thay dây mạng ở cổng 7 (10 phút); chờ 15 phút xem còn lỗi không.");
  expect(steps[2]).toBe("Vẫn lỗi: thay card mạng của VP-03 (30 phút).");
  expect(sayValue("vi", "port_errors", 0.0003)).toBe("0,03 %");
  expect(sayValue("vi", "port_speed", 100e6)).toBe("100 Mb/s");
  expect(sayValue("vi", "device_temperature", 71.5)).toBe("71,5 °C");
  expect(sayValue("en", "certificate_ends", 1.9)).toBe("1 day");
  expect(sayValue("vi", "certificate_ends", -3)).toMatch(/đã hết hạn/u);
  expect(sayValue("vi", "clock_wrong", -(DAY / 1_000))).toBe("1 ngày");
  expect(sayValue("vi", "port_storm", 3_200)).toBe("3.200 gói/giây");
});

const portErrors = (): AlertState =>
  stateOf("port_errors", {
    value: 0.004,
    worst: 0.012,
    threshold: 0.001,
    evidence: {
      params: { device: "SW-Tầng1", port: "7", errors: 1_440, packets: 120_000, window_s: 900, fcs: 1_200 },
      series: [],
      attached: ["VP-03"],
    },
  });

test("an unknown user of a port is called what it is, with a capital only at the start", () => {
  const state = portErrors();
  const { means, steps } = sayAlert(
    "vi",
    { ...state, evidence: { ...state.evidence, attached: [] } },
    noNames,
  );
  expect(means).toContain(". Máy dùng cổng này phải");
  expect(steps[2]).toContain("card mạng của máy dùng cổng này");
});

test("a site's silence grows while nothing is heard of it, and ends when it is", () => {
  const state = stateOf("site_down", {}, false);
  const said = (change: Partial<AlertState>) => sayAlert("vi", { ...state, ...change }, noNames).happened;
  const firedAt = state.firedAt ?? 0;
  expect(said({ lastAt: firedAt })).toContain("12 giây");
  expect(said({ lastAt: firedAt + 4 * HOUR })).toContain("4 giờ");
  expect(said({ lastAt: firedAt + 4 * HOUR, clearSince: firedAt + 2 * HOUR })).toContain("2 giờ");
});

test("where the fault of a service lies decides what to do", () => {
  const at = (where: string) => {
    const state = stateOf("service_down");
    const params = { ...state.evidence.params, where };
    return sayAlert("vi", { ...state, evidence: { ...state.evidence, params } }, noNames);
  };
  expect(at("service").steps[0]).toMatch(/^Không cần đến điểm/u);
  expect(at("uplink").steps[0]).toMatch(/bộ định tuyến/u);
  expect(at("pc").means).toMatch(/chính máy đang kiểm tra/u);
  expect(at("nobody knows").steps.length).toBe(2);
  const said = ["service", "uplink", "lan", "pc", "nobody knows"].map((where) => at(where).means);
  expect(new Set(said).size).toBe(5);
});

test("codes of faults and printers are spoken, a code that nobody knows is left out or shown as it is", () => {
  const of = (rule: RuleId, params: Readonly<Record<string, string>>) => {
    const state = stateOf(rule);
    const evidence = { ...state.evidence, params: { ...state.evidence.params, ...params } };
    return sayAlert("vi", { ...state, evidence }, noNames).happened;
  };
  expect(of("printer_jam", { complaint: "jammed, noPaper" })).toBe("Máy in báo: kẹt giấy, hết giấy.");
  expect(of("printer_jam", { complaint: "Nắp hỏng" })).toBe("Máy in báo: Nắp hỏng.");
  expect(of("device_down", { fault: "no_such_fault" })).not.toContain("no_such_fault");
  expect(of("store_trouble", { trouble: "store_busy" })).not.toContain("store_busy");
});

test("what is affected and what a conclusion rests on is named, a long list by number", () => {
  const names = (key: string) => (key.startsWith("device:") ? `PC-${key.slice(7)}` : undefined);
  const affected = Array.from({ length: 31 }, (_, i) => `device:${i + 1}`);
  const state = stateOf("switch_loss", { affected, affectedCount: 31 });
  const said = sayAlert("vi", state, names);
  expect(said.affected).toBe("Ảnh hưởng 31 thiết bị, dịch vụ: PC-1, PC-2, PC-3, PC-4, PC-5 và 26 thứ khác.");
  const unnamed = sayAlert("vi", { ...state, affected: ["x"], affectedCount: 1 }, noNames).affected;
  expect(unnamed).toBe("Ảnh hưởng 1 thiết bị, dịch vụ.");
  const inferred = { confidence: "high", restsOn: ["device:1", "device:2"] } as const;
  const concluded = sayAlert("vi", { ...state, evidence: { ...state.evidence, inferred } }, names).inferred;
  expect(concluded).toBe("Suy ra từ 2 máy tính (PC-1, PC-2); độ tin cậy cao.");
});

test("settings and scores have their words", () => {
  for (const language of LANGUAGES) {
    for (const rule of RULE_IDS) {
      expect(sayRule(language, rule).name).not.toMatch(/^alert\./u);
      expect(sayRule(language, rule).reason).not.toMatch(/^alert\./u);
      const penalty = { rule, subject: "device:d1", points: 5, value: 0.5, inferred: false };
      const spoken = sayPenalty(language, { ...penalty, params: stateOf(rule, {}, false).evidence.params });
      expect(spoken, rule).not.toMatch(/…|undefined|[{}]/u);
    }
  }
  const params = { device: "SW-1", port: "3", errors: 5, packets: 1_000, window_s: 900 };
  const penalty = {
    rule: "port_errors",
    subject: "port:1/3",
    points: 5,
    value: 0.005,
    inferred: false,
  } as const;
  expect(sayPenalty("vi", { ...penalty, params })).toBe("Cổng 3 của SW-1 hỏng nhiều gói (0,5 %)");
});

test("a silent site says how many others were heard, and nothing of others where there are none", () => {
  const alone = sayAlert("vi", stateOf("site_down", {}, false), noNames).happened;
  expect(alone).not.toMatch(/điểm khác/u);
  const heard = sayAlert("vi", stateOf("site_down"), noNames).happened;
  expect(heard).toMatch(/^Không còn nghe gì từ Xã Hương Sơn .*nghe được 12 trên 12 điểm khác\.$/u);
});

test("what is usual is said where it is known, and an alert without it still says what happened", () => {
  for (const rule of ["target_latency", "target_jitter", "service_slow"] as const) {
    const said = (optional: boolean) => sayAlert("vi", stateOf(rule, {}, optional), noNames).happened;
    expect(said(true), rule).toMatch(/Bình thường giờ này: 12 ms\./u);
    expect(said(false), rule).toMatch(/ngưỡng/u);
    expect(said(false), rule).not.toMatch(/giờ này/u);
  }
});

test("two ends in different modes without a collision say so, not that nothing collided", () => {
  const state = stateOf("port_duplex");
  const params = { device: "SW-1", port: "7", late: 0, duplex: "half", where: "mode" };
  const over = { phase: "resolved", resolvedAt: state.since + HOUR } as const;
  const said = (change: Partial<AlertState>) =>
    sayAlert("vi", { ...state, evidence: { params, series: [] }, ...change }, noNames);
  expect(said({}).happened).toMatch(/^Cổng chạy bán song công \(half duplex\), trong khi đầu bên kia/u);
  expect(said(over).beforeAfter).toBe("Cổng 7: hai đầu lại chạy cùng một chế độ sau 1 giờ.");
});
