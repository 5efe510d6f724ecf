import { expect, test } from "vitest";
import type { EvidenceSeries } from "../../../core/alerting/types.ts";
import { fieldFormat, whoseOf } from "./field-format.ts";

const shown = (
  entity: string,
  field: string,
  value: number,
  aggregate: EvidenceSeries["aggregate"] = "avg",
) => fieldFormat({ entity, field, aggregate })(value, "vi");

test("speed is told in bits, size in bytes, a share in per cent, a time in its own parts", () => {
  expect(shown("port:d/1", "speed", 1e9)).toBe("1 Gb/s");
  expect(shown("port:d/1", "in_octets", 1_250_000, "rate")).toBe("10 Mb/s");
  expect(shown("host:d", "memory_used", 8 * 1024 ** 3)).toBe("8 GB");
  expect(shown("target:t", "loss", 0.125)).toBe("12,5 %");
  expect(shown("ups:d", "charge", 80)).toBe("80 %");
  expect(shown("target:t", "rtt_avg", 12.34)).toBe("12,3 ms");
  expect(shown("agent:a", "clock_offset", -3 * 3_600_000)).toBe("−3 giờ");
  expect(shown("host:d", "uptime", 36 * 3_600)).toBe("36 giờ");
  expect(shown("service:s", "certificate_left", 9 * 86_400)).toBe("9 ngày");
  expect(shown("device:d", "temperature", 61)).toBe("61 °C");
});

test("what is counted is told by the second, or as it stands", () => {
  expect(shown("port:d/1", "in_errors", 2.5, "rate")).toBe("2,5/giây");
  expect(shown("port:d/1", "late_collisions", 12, "increase")).toBe("12");
  expect(shown("printer:d", "alerts", 2)).toBe("2");
});

test("a field that nobody knows keeps its figure", () => {
  expect(shown("nonsense", "loss", 0.5)).toBe("0,5");
  expect(shown("port:d/1", "nothing", 1_234)).toBe("1.234");
});

test("charts of several things say whose they are", () => {
  const names = { d1: "VP-01", d2: "VP-02" };
  expect(whoseOf("peer:d1/d2", names, "gateway")).toBe("VP-01 → VP-02");
  expect(whoseOf("peer:d1/gateway", names, "cổng mặc định")).toBe("VP-01 → cổng mặc định");
  expect(whoseOf("port:d1/eth0", names, "gateway")).toBe("VP-01 eth0");
  expect(whoseOf("host:d2", names, "gateway")).toBe("VP-02");
  expect(whoseOf("host:d9", names, "gateway")).toBeUndefined();
});
