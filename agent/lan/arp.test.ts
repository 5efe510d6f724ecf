import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseArpCommand, parseProcArp, readNeighbours } from "./arp.ts";

const LINUX = `IP address       HW type     Flags       HW address            Mask     Device
10.1.2.1         0x1         0x2         f4:8e:38:00:00:01     *        eth0
10.1.2.9         0x1         0x0         00:00:00:00:00:00     *        eth0
10.1.2.10        0x1         0x2         00:00:00:00:00:00     *        eth0
10.1.2.20        0x1         0x6         f4:8e:38:00:00:20     *        eth0
`;

test("Linux' table: complete entries only", () => {
  expect([...parseProcArp(LINUX)]).toEqual([
    ["10.1.2.1", "f4:8e:38:00:00:01"],
    ["10.1.2.20", "f4:8e:38:00:00:20"],
  ]);
});

describe("arp -a", () => {
  test("of Windows, whatever its language", () => {
    const text = [
      "",
      "Giao diện: 10.1.2.5 --- 0x4",
      "  Địa chỉ Internet      Địa chỉ vật lý        Loại",
      "  10.1.2.1              f4-8e-38-00-00-01     động",
      "  10.1.2.255            ff-ff-ff-ff-ff-ff     tĩnh",
      "  224.0.0.22            01-00-5e-00-00-16     tĩnh",
      "  10.1.2.30             F4-8E-38-00-00-30",
    ].join("\r\n");
    expect([...parseArpCommand(text)]).toEqual([
      ["10.1.2.1", "f4:8e:38:00:00:01"],
      ["10.1.2.30", "f4:8e:38:00:00:30"],
    ]);
  });

  test("of macOS, which drops leading zeros", () => {
    const text = [
      "? (10.1.2.1) at f4:8e:38:0:0:1 on en0 ifscope [ethernet]",
      "? (10.1.2.3) at (incomplete) on en0 ifscope [ethernet]",
    ].join("\n");
    expect([...parseArpCommand(text)]).toEqual([["10.1.2.1", "f4:8e:38:00:00:01"]]);
  });
});

test("any text at all is read without an exception, and only well-formed pairs come out", () => {
  const line = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("10.1.2.1", "f4-8e-38-00-00-01", " ", "\t", "999.1.1.1", "(", ")").map((part) => part),
  );
  const text = fc.array(line, { maxLength: 30 }).map((parts) => parts.join(" "));
  fc.assert(
    fc.property(text, (given) => {
      for (const [address, mac] of [...parseArpCommand(given), ...parseProcArp(given)]) {
        expect(address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
        expect(mac).toMatch(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/);
      }
    }),
  );
});

test("a system without such a table has no neighbours, and nothing breaks", async () => {
  expect(await readNeighbours("win32")).toEqual(new Map());
  expect((await readNeighbours("linux")) instanceof Map).toBe(true);
});
