import { expect, test } from "vitest";
import { isInvented, isRedundancy, isStation, isVirtual, macOfBridgeId, readMac } from "./mac.ts";

test.each([
  ["AA-BB-CC-00-11-22", "aa:bb:cc:00:11:22"],
  ["aabb.cc00.1122", "aa:bb:cc:00:11:22"],
  ["aabbcc001122", "aa:bb:cc:00:11:22"],
  [" aa:bb:cc:0:11:22", undefined],
  ["aa:bb:cc:00:11:22 (Gi0/1)", undefined],
  ["switch", undefined],
  ["", undefined],
])("reads %j", (text, mac) => {
  expect(readMac(text)).toBe(mac);
});

test("tells machines from groups, made-up and virtual addresses", () => {
  expect(isStation("00:1b:54:00:00:01")).toBe(true);
  expect(
    ["01:80:c2:00:00:0e", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "00:1b:54"].filter(isStation),
  ).toEqual([]);
  expect(isInvented("da:a1:19:00:00:01")).toBe(true);
  expect(isInvented("00:1b:54:00:00:01")).toBe(false);
  expect(isVirtual("52:54:00:12:34:56")).toBe(true);
  expect(["00:00:5e:00:01:0a", "00:00:0c:07:ac:01"].every(isRedundancy)).toBe(true);
});

test("a bridge id ends in the bridge's address, however it is spelled", () => {
  for (const id of ["8000001b54000001", "32768.00:1b:54:00:00:01", "80-00-00-1B-54-00-00-01"]) {
    expect(macOfBridgeId(id)).toBe("00:1b:54:00:00:01");
  }
  expect(macOfBridgeId("8000")).toBeUndefined();
});
