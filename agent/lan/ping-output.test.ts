import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPing } from "./ping-output.ts";

// Written by hand after the forms that these systems print; none is a recording.
const linux = (...lines: string[]) =>
  ["PING 10.0.0.9 (10.0.0.9) 56(84) bytes of data.", ...lines, "", "--- 10.0.0.9 ping statistics ---"].join(
    "\n",
  );
const WINDOWS_ENGLISH = `\r
Pinging 10.0.0.9 with 32 bytes of data:\r
Reply from 10.0.0.9: bytes=32 time=4ms TTL=64\r
Reply from 10.0.0.9: bytes=32 time=7ms TTL=64\r
Request timed out.\r
Reply from 10.0.0.9: bytes=32 time=5ms TTL=64\r
\r
Ping statistics for 10.0.0.9:\r
    Packets: Sent = 4, Received = 3, Lost = 1 (25% loss),\r
Approximate round trip times in milli-seconds:\r
    Minimum = 4ms, Maximum = 7ms, Average = 5ms\r
`;
const WINDOWS_GERMAN = `
Ping wird ausgef\u0081hrt f\u0081r 10.0.0.9 mit 32 Bytes Daten:
Antwort von 10.0.0.9: Bytes=32 Zeit<1ms TTL=128
Antwort von 10.0.0.9: Bytes=32 Zeit=3ms TTL=128

Ping-Statistik f\u0081r 10.0.0.9:
    Pakete: Gesendet = 2, Empfangen = 2, Verloren = 0
    (0% Verlust),
`;
const WINDOWS_FRENCH = `
Envoi d'une requ\u0088te 'Ping'  10.0.0.9 avec 32 octets de donn\u0082es\u00ff:
R\u0082ponse de 10.0.0.9\u00ff: octets=32 temps=12 ms TTL=64
R\u0082ponse de 10.0.0.9\u00ff: octets=32 temps=14 ms TTL=64

Statistiques Ping pour 10.0.0.9:
    Paquets\u00ff: envoy\u0082s = 2, re\u0087us = 2, perdus = 0 (perte 0%),
`;
/** Nobody has shown us what Vietnamese Windows prints; this is what it might look like, blanks around "=" included. */
const WINDOWS_VIETNAMESE = `
Đang gửi gói tới 10.0.0.9 với 32 byte dữ liệu:
Phản hồi từ 10.0.0.9: byte = 32 thời gian = 2ms TTL = 64
Phản hồi từ 10.0.0.9: byte = 32 thời gian < 1ms TTL = 64
Hết thời gian chờ.

Thống kê Ping cho 10.0.0.9:
    Gói: Đã gửi = 3, Đã nhận = 2, Mất = 1 (33% mất),
`;

describe("a burst is read from", () => {
  test.each([
    [
      "Linux",
      linux(
        "64 bytes from 10.0.0.9: icmp_seq=1 ttl=64 time=0.045 ms",
        "64 bytes from 10.0.0.9: icmp_seq=2 ttl=64 time=0.145 ms",
        "64 bytes from 10.0.0.9: icmp_seq=4 ttl=64 time=0.095 ms",
        "4 packets transmitted, 3 received, 25% packet loss, time 607ms",
      ),
      4,
      { received: 3, loss: 0.25, min: 0.045, avg: 0.095, max: 0.145, jitter: 0.075 },
    ],
    [
      "English Windows",
      WINDOWS_ENGLISH,
      4,
      { received: 3, loss: 0.25, min: 4, avg: 16 / 3, max: 7, jitter: 2.5 },
    ],
    // Under what Windows can measure: half a millisecond, and no jitter made of it.
    [
      "German Windows",
      WINDOWS_GERMAN,
      2,
      { received: 2, loss: 0, min: 0.5, avg: 1.75, max: 3, jitter: undefined },
    ],
    ["French Windows", WINDOWS_FRENCH, 2, { received: 2, loss: 0, min: 12, avg: 13, max: 14, jitter: 2 }],
    [
      "something like Vietnamese Windows",
      WINDOWS_VIETNAMESE,
      3,
      { received: 2, loss: 1 / 3, min: 0.5, avg: 1.25, max: 2, jitter: undefined },
    ],
    [
      "a decimal comma",
      linux("64 bytes from 10.0.0.9: icmp_seq=1 ttl=64 time=1,5 ms", "1 packets, 0% loss"),
      1,
      { received: 1, loss: 0, min: 1.5, avg: 1.5, max: 1.5, jitter: undefined },
    ],
  ])("%s", (_, output, count, { received, loss, ...rtt }) => {
    const burst = readPing(output, "10.0.0.9", count);
    expect(burst).toMatchObject({ sent: count, received });
    expect(burst?.loss).toBeCloseTo(loss, 12);
    for (const [name, value] of Object.entries(rtt)) {
      const read = burst?.rtt?.[name as keyof typeof rtt];
      if (value === undefined) expect(read, name).toBeUndefined();
      else expect(read, name).toBeCloseTo(value, 12);
    }
  });

  test("Windows over IPv6, which shows no TTL", () => {
    const output =
      "Pinging ::1 with 32 bytes of data:\r\nReply from ::1: time<1ms\r\nReply from ::1: time=2ms\r\n(0% loss)";
    expect(readPing(output, "0:0:0:0:0:0:0:1", 2)).toMatchObject({ received: 2, rtt: { min: 0.5, max: 2 } });
  });

  test("a name, by the address that ping found for it", () => {
    const output =
      "PING sw (10.0.0.9) 56(84) bytes of data.\n64 bytes from 10.0.0.9: icmp_seq=1 ttl=64 time=3 ms\n0% loss";
    expect(readPing(output, "sw", 1)).toMatchObject({ received: 1 });
    expect(readPing(output.replace("from 10.0.0.9", "from 10.0.0.8"), "sw", 1)).toMatchObject({
      received: 0,
    });
  });
});

describe("lost is what is no reply of the target:", () => {
  test.each([
    ["unreachable, said by our own PC", "Reply from 10.0.0.1: Destination host unreachable.\n(0% loss)"],
    [
      "unreachable, said by the target's router",
      "Reply from 10.0.0.9: Destination net unreachable.\n(0% loss)",
    ],
    [
      "unreachable on Linux",
      linux("From 10.0.0.1 icmp_seq=1 Destination Host Unreachable", "1 sent, 100% loss"),
    ],
    ["expired on the way", "Reply from 10.0.0.7: TTL expired in transit.\n(0% loss)"],
    ["a general failure", "General failure.\n    Packets: Sent = 1, Received = 0, Lost = 1 (100% loss),"],
    ["another address", "Reply from 10.0.0.99: bytes=32 time=4ms TTL=64\n(0% loss)"],
    ["an address that begins alike", "Reply from 110.0.0.9: bytes=32 time=4ms TTL=64\n(0% loss)"],
    ["a line without end", `64 bytes from 10.0.0.9: ${"x".repeat(500)} ttl=64 time=1 ms\n0% loss`],
  ])("%s", (_, output) => {
    expect(readPing(output, "10.0.0.9", 1)).toEqual({ sent: 1, received: 0, loss: 1, rtt: undefined });
  });

  test("the second reply to one request", () => {
    const reply = "64 bytes from 10.0.0.9: icmp_seq=1 ttl=64 time=1 ms";
    expect(readPing(linux(reply, `${reply} (DUP!)`, "50% loss"), "10.0.0.9", 2)).toMatchObject({
      received: 1,
    });
  });
});

test.each(["", "\r\n", "ping: sw: Name or service not known", "Ping request could not find host sw."])(
  "nothing is known from %j",
  (output) => expect(readPing(output, "10.0.0.9", 4)).toBeUndefined(),
);

test("whatever is printed, it does not throw, and loss and times are possible ones", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "10.0.0.9",
      ":",
      " ",
      "TTL=64",
      "ttl = 9",
      "time=",
      "<",
      "1ms",
      "0.5 ms",
      "99999999",
      "%",
      "\n",
      "[",
    ),
    fc.constantFrom(
      "64 bytes from 10.0.0.9: icmp_seq=1 ttl=64 time=0.1 ms\n",
      "Reply from 10.0.0.9: time=9ms TTL=1\n",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (pieces, count) => {
      const burst = readPing(pieces.join(""), "10.0.0.9", count);
      if (burst === undefined) return;
      expect(burst.loss).toBeGreaterThanOrEqual(0);
      expect(burst.loss).toBeLessThanOrEqual(1);
      expect(burst.received).toBeLessThanOrEqual(burst.sent);
      expect(burst.rtt === undefined).toBe(burst.received === 0);
      if (burst.rtt === undefined) return;
      const { min, avg, max, jitter = 0 } = burst.rtt;
      expect(min).toBeGreaterThanOrEqual(0);
      expect(min).toBeLessThanOrEqual(avg);
      expect(avg).toBeLessThanOrEqual(max);
      expect(jitter).toBeLessThanOrEqual(max - min + 1e-9);
    }),
    { numRuns: 200 },
  );
});
