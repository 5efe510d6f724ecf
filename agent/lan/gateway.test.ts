import { expect, test } from "vitest";
import { parseProcRoute, parseRouteGet, parseRoutePrint } from "./gateway.ts";

const HEAD = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";

test("Linux: the default route with the smallest metric", () => {
  const table = `${HEAD}wlan0\t00000000\tFE01A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
enp3s0\t00000000\t0102010A\t0003\t0\t0\t100\t00000000\t0\t0\t0
enp3s0\t0002010A\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
tun0\t00000000\t0100080A\t0003\t0\t0\t50\t00000080\t0\t0\t0\n`;
  expect(parseProcRoute(table, "LE")).toEqual({ ip: "10.1.2.1", card: "enp3s0", own: undefined });
});

test("Linux: a big-endian machine writes the number the other way round", () => {
  expect(
    parseProcRoute(`${HEAD}eth0\t00000000\t0A010201\t0003\t0\t0\t0\t00000000\t0\t0\t0\n`, "BE")?.ip,
  ).toBe("10.1.2.1");
});

test("Linux: a route that is down, or leads to a cable and not to a router, is none", () => {
  const table = `${HEAD}ppp0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0
eth0\t00000000\t0102010A\t0002\t0\t0\t0\t00000000\t0\t0\t0\n`;
  expect(parseProcRoute(table, "LE")).toBeUndefined();
  expect(parseProcRoute("", "LE")).toBeUndefined();
});

test("Windows: in any language, without the standing routes", () => {
  const table = `===========================================================================
Danh s\u00e1ch giao di\u1ec7n
 12...f4 8e 38 00 00 07 ......Realtek PCIe GbE Family Controller
===========================================================================

IPv4 Route Table
===========================================================================
Active Routes:
Network Destination        Netmask          Gateway       Interface  Metric
          0.0.0.0          0.0.0.0      192.168.1.1     192.168.1.20     55
          0.0.0.0          0.0.0.0         10.1.2.1       10.1.2.20     25
          0.0.0.0          0.0.0.0         On-link         10.8.0.2      5
        127.0.0.0        255.0.0.0         On-link         127.0.0.1    331
===========================================================================
Persistent Routes:
  Network Address          Netmask  Gateway Address  Metric
          0.0.0.0          0.0.0.0         10.9.9.9       1
===========================================================================\r\n`;
  expect(parseRoutePrint(table)).toEqual({ ip: "10.1.2.1", card: undefined, own: "10.1.2.20" });
  expect(parseRoutePrint("")).toBeUndefined();
});

test("macOS: the gateway and the card", () => {
  const text =
    "   route to: default\ndestination: default\n       mask: default\n    gateway: 10.1.2.1\n  interface: en0\n";
  expect(parseRouteGet(text)).toEqual({ ip: "10.1.2.1", card: "en0", own: undefined });
  expect(parseRouteGet("    gateway: link#4\n  interface: en0\n")).toBeUndefined();
});
