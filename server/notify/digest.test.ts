import { expect, test } from "vitest";
import { DAY } from "../../core/clock.ts";
import { LANGUAGES } from "../../core/messages/speaker.ts";
import { names, powerLost, resolvedErrors, SINCE } from "../../test/fakes/notices.ts";
import type { DigestContent } from "../notify-port.ts";
import { composeDigest } from "./digest.ts";

const content: DigestContent = {
  every: "daily",
  from: Date.UTC(2026, 10, 23, 17),
  to: Date.UTC(2026, 10, 24, 17),
  open: [{ state: powerLost(), site: "Xã Hương Sơn" }],
  resolved: [{ state: resolvedErrors(), site: "Xã Hương Sơn" }],
  sites: [
    { name: "Xã Hương Sơn", score: 61.4, before: 74 },
    { name: "Xã Mỹ Đức", score: 97, before: 97 },
  ],
  units: [
    { name: "Cụm Mỹ Đức", score: 82, before: 79.6, open: 1, resolved: 1 },
    { name: "Xã Phúc Sơn", score: null, before: null, open: 0, resolved: 0 },
  ],
};
const reader = { language: "vi", names, base: "https://cayda.xa.vn" } as const;

test("a leader reads in one page what is wrong, where, and how it goes", async () => {
  for (const language of LANGUAGES) {
    const mail = composeDigest("d1", content, { ...reader, language });
    const golden = `../../test/fixtures/mail/digest.${language}.txt`;
    await expect(`${mail.title}\n\n${mail.text}`).toMatchFileSnapshot(golden);
    expect(mail.html).not.toMatch(/…|undefined|NaN|\{\w+\}/u);
  }
});

test("of a silence that is over the digest says what it was, and from when to when", () => {
  const found = { site: "Xã Hương Sơn", agents: 5, silent_s: 180, where: "uplink" };
  const params = { ...found, began_at: SINCE, ended_at: SINCE + DAY / 48 };
  const state = {
    ...resolvedErrors(),
    rule: "site_down" as const,
    evidence: { params, series: [] },
  };
  const { text } = composeDigest("d1", { ...content, resolved: [{ state, site: "Xã Hương Sơn" }] }, reader);
  expect(text).toMatch(/- Xã Hương Sơn mất đường truyền\. Xã Hương Sơn mất đường truyền từ .* đến /u);
});

test("a good day is said in one sentence", () => {
  const calm = { ...content, open: [], resolved: [], sites: [], units: [] };
  const { text, short } = composeDigest("d1", calm, reader);
  expect(text).toContain("Mọi thứ bình thường: không có sự cố nào.");
  expect(short).toBe("Cayda: Mọi thứ bình thường: không có sự cố nào.");
  const mended = composeDigest("d1", { ...calm, resolved: content.resolved }, reader);
  expect(mended.text).toContain("Hiện không còn sự cố nào; đã khắc phục 1.");
});

test("a week is named by its first and last day, long lists are cut and say so", () => {
  const open = Array.from({ length: 14 }, () => ({ state: powerLost(), site: "Xã Hương Sơn" }));
  const week: DigestContent = { ...content, every: "weekly", to: content.from + 7 * DAY, open };
  const { title, text } = composeDigest("w1", week, reader);
  expect(title).toBe("Mạng và thiết bị tuần 24/11/2026 đến 30/11/2026");
  expect(text).toContain("và 4 mục khác");
});

test("places that are well are no news, and hostile names stay text", () => {
  const { text } = composeDigest("d1", content, reader);
  expect(text).not.toContain("Xã Mỹ Đức");
  const units = [{ name: "<b>x</b>\r\n", score: 50, before: null, open: 0, resolved: 0 }];
  const { html } = composeDigest("d1", { ...content, units }, reader);
  expect(html).toContain("&lt;b&gt;x&lt;/b&gt;");
  expect(SINCE).toBeGreaterThan(content.from);
});
