import { expect, it } from "vitest";
import { windowsOf } from "./windows.ts";

const said = (version: string, build: number) =>
  `Hardware: Intel64 Family 6 Model 63 Stepping 2 AT/AT COMPATIBLE - Software: Windows Version ${version} (Build ${build} Multiprocessor Free)`;
const role = (number: number) => `1.3.6.1.4.1.311.1.1.3.1.${number}`;

it("names Windows by its build and by what it is for", () => {
  const version = (text: string, objectId: string) => windowsOf(text, objectId)?.version;
  expect(version(said("6.3", 17_763), role(2))).toBe("Server 2019 (1809) (NT 10.0)");
  expect(version(said("6.3", 17_763), role(1))).toBe("10 (1809) (NT 10.0)");
  expect(version(said("6.3", 22_631), role(1))).toBe("11 (23H2) (NT 10.0)");
  expect(version(said("6.3", 9_600), role(3))).toBe("Server 2012 R2 (NT 6.3)");
  expect(version(said("6.1", 7_601), role(1))).toBe("7 SP1 (NT 6.1)");
});

it("says what the computer is", () => {
  expect(windowsOf(said("6.1", 7_601), role(1))).toMatchObject({ isServer: false });
  expect(windowsOf(said("6.1", 7_601), role(3))).toMatchObject({
    isServer: true,
    hardware: "Intel64 Family 6 Model 63 Stepping 2",
  });
});

it("leaves other systems alone", () => {
  expect(windowsOf("Linux host 6.1.0 #1 SMP", "1.3.6.1.4.1.8072.3.2.10")).toBeUndefined();
});
