import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeTag, pointLine, seriesKey } from "./line-protocol.ts";

test("a series is its measurement and its tags in order, those without a value left out", () => {
  expect(seriesKey("port", { site: "Trụ sở, tầng 1", port: "Gi0/7", unit: "" })).toBe(
    String.raw`port,port=Gi0/7,site=Trụ\ sở\,\ tầng\ 1`,
  );
});

test("a point has the fields that were read, as floats, and its time in milliseconds", () => {
  const fields = [
    ["in_octets", 12],
    ["missing", null],
    ["rate", 0.5],
    ["strange", Number.NaN],
  ] as const;
  expect(pointLine("port", fields, 1_700_000_000_123)).toBe("port in_octets=12,rate=0.5 1700000000123");
  expect(pointLine("port", [["missing", null]], 1)).toBeUndefined();
});

/** Reads a line as the protocol's documentation says: a backslash escapes a comma, a blank, an equals sign. */
function parse(line: string): { tags: Record<string, string>; rest: string } {
  const parts: string[] = [""];
  let at = 0;
  for (; at < line.length; at += 1) {
    const [letter, next = ""] = [line[at] ?? "", line[at + 1]];
    if (letter === "\\" && /[,= ]/u.test(next)) {
      parts.push(`${parts.pop() ?? ""}${next}`);
      at += 1;
    } else if (letter === " ") break;
    else if (letter === "," || letter === "=") parts.push("");
    else parts.push(`${parts.pop() ?? ""}${letter}`);
  }
  const tags: Record<string, string> = {};
  for (let i = 1; i + 1 < parts.length; i += 2) tags[parts[i] ?? ""] = parts[i + 1] ?? "";
  return { tags, rest: line.slice(at) };
}

test("no text of a device gets out of its tag", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom("\\", ",", "=", " ", "\n", '"', "a") }),
  );
  fc.assert(
    fc.property(hostile, hostile, (device, port) => {
      const line = pointLine(seriesKey("port", { device, port }), [["up", 1]], 5) ?? "";
      expect(line).not.toMatch(/[\n\r\0]/u);
      const { tags, rest } = parse(line);
      expect(rest).toBe(" up=1 5");
      const written = (text: string) => text.replaceAll(/\p{Cc}/gu, " ").replace(/\\$/u, "\\ ");
      expect(tags["device"] ?? "").toBe(written(device));
      expect(tags["port"] ?? "").toBe(written(port));
    }),
  );
});

test("a backslash at the end escapes nothing: a blank stands behind it", () => {
  expect(escapeTag("C:\\")).toBe("C:\\\\ ");
});
