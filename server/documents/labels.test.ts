import { createHash } from "node:crypto";
import QRCode from "qrcode";
import { describe, expect, test } from "vitest";
import { HOSTILE } from "../../test/support/xml.ts";
import { LABELS_POLICY, labelsHtml, labelText } from "./labels.ts";

const labels = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `0198c2f0-0000-7000-8000-${String(i).padStart(12, "0")}`,
    code: `TS-2026-${String(i + 1).padStart(4, "0")}`,
    name: "Máy vi tính để bàn",
    unit: "UBND xã Hương Sơn",
  }));

describe("the sheet of labels", () => {
  test("holds 24 labels a page, and every label once", () => {
    const html = labelsHtml(labels(50), "");
    expect(html.match(/<section>/g)).toHaveLength(3);
    expect(html.match(/<svg /g)).toHaveLength(50);
    for (const { code } of labels(50)) expect(html.split(`<b>${code}</b>`)).toHaveLength(2);
    expect(html).toContain("50 tem");
    expect(labelsHtml([], "")).not.toContain("<section>");
  });

  test("loads nothing from anywhere and runs nothing", () => {
    const html = labelsHtml(labels(3), "https://cayda.example");
    expect(html).not.toMatch(/<script|<img|<link|url\(|src=|href=/);
    expect(html).toContain(LABELS_POLICY);
    const style = /<style>([^<]*)<\/style>/.exec(html)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(LABELS_POLICY).toBe(`default-src 'none'; style-src 'sha256-${hash}'`);
  });

  test("a code holds the address that a phone opens, else the asset's own name", () => {
    expect(labelText("abc", "https://cayda.example/")).toBe("https://cayda.example/assets/abc");
    expect(labelText("a/b?c", "http://10.0.0.1:8080")).toBe("http://10.0.0.1:8080/assets/a%2Fb%3Fc");
    expect(labelText("abc", "")).toBe("cayda:asset:abc");
    expect(labelText("abc", "javascript:alert(1)")).toBe("cayda:asset:abc");
  });

  test("the drawn code is the code of that text, module by module", () => {
    const [label] = labels(1);
    if (label === undefined) throw new Error("no label");
    const html = labelsHtml([label], "https://cayda.example");
    const { modules } = QRCode.create(`https://cayda.example/assets/${label.id}`, {
      errorCorrectionLevel: "M",
    });
    const drawn = new Set(
      [...html.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)].flatMap(([, x, y, run, back]) => {
        expect(back).toBe(run);
        return Array.from({ length: Number(run) }, (_, i) => `${Number(x) + i} ${y}`);
      }),
    );
    let dark = 0;
    for (let y = 0; y < modules.size; y += 1)
      for (let x = 0; x < modules.size; x += 1) {
        if (!modules.get(y, x)) continue;
        dark += 1;
        expect(drawn.has(`${x + 2} ${y + 2}`)).toBe(true);
      }
    expect(drawn.size).toBe(dark);
    expect(dark).toBeGreaterThan(100);
  });

  test("hostile names stay text", () => {
    for (const text of HOSTILE) {
      const html = labelsHtml([{ id: 'a"><script>', code: text, name: text, unit: text }], "");
      expect(html).not.toMatch(/<script|<w:|<\/w:/);
      expect(html.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(html.length).toBeLessThan(40_000);
    }
  });
});
