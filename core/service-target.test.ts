import { expect, test } from "vitest";
import { isServiceTarget } from "./service-target.ts";

test.each([
  ["http", "https://dichvucong.hanoi.gov.vn/mot-cua?x=1", true],
  ["http", "http://10.1.2.3:8080", true],
  ["http", "dichvucong.hanoi.gov.vn", false],
  ["http", "ftp://a.vn", false],
  ["http", "http://an:mat@a.vn/", false],
  ["http", "http://", false],
  ["tcp", "10.1.2.3:1521", true],
  ["tcp", "[fd00::1]:25", true],
  ["tcp", "10.1.2.3", false],
  ["tcp", "a:70000", false],
  ["smtp", "mail.hanoi.gov.vn:587", true],
  ["dns", "mail.hanoi.gov.vn", true],
  ["dns", "https://mail.hanoi.gov.vn", false],
  ["dns", "một cửa", false],
] as const)("%s %s: %s", (kind, target, right) => {
  expect(isServiceTarget(kind, target)).toBe(right);
});
