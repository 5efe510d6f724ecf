import fc from "fast-check";
import { expect, test } from "vitest";
import { RULE_IDS } from "../../core/alerting/catalogue.ts";
import { DISTRICT } from "../../core/alerting/types.ts";
import { LANGUAGES } from "../../core/messages/speaker.ts";
import { names, noticeOf, portErrors, powerLost, resolvedErrors } from "../../test/fakes/notices.ts";
import type { Reader } from "../notify-port.ts";
import { composeBundle, composeMessage } from "./compose-message.ts";
import { smsText } from "./gsm.ts";

const vi: Reader = { language: "vi", names, base: "https://cayda.xa.vn:8443/" };
const GOLDEN = "../../test/fixtures/mail";

test("a mail reads as agreed, in both languages, as text and as HTML", async () => {
  for (const language of LANGUAGES) {
    const mail = composeMessage(noticeOf(portErrors()), { ...vi, language });
    await expect(`${mail.title}\n\n${mail.text}`).toMatchFileSnapshot(
      `${GOLDEN}/port-errors.${language}.txt`,
    );
    await expect(mail.html).toMatchFileSnapshot(`${GOLDEN}/port-errors.${language}.html`);
  }
  const over = composeMessage(noticeOf(resolvedErrors(), "resolved", 2), vi);
  await expect(`${over.title}\n\n${over.text}`).toMatchFileSnapshot(`${GOLDEN}/port-errors-over.vi.txt`);
});

test("the subject says how bad, what and where; later messages answer the first", () => {
  const first = composeMessage(noticeOf(powerLost()), vi);
  expect(first.title).toBe("[Nghiêm trọng] Xã Hương Sơn mất điện");
  expect(first.thread).toBeNull();
  const later = composeMessage(noticeOf(powerLost(), "repeat", 3), vi);
  expect(later.title).toMatch(/^\[Nghiêm trọng, vẫn còn\]/u);
  expect(later.thread).toBe(`${powerLost().id}.1`);
  const over = composeMessage(noticeOf(resolvedErrors(), "resolved", 2), vi);
  expect(over.title).toBe("[Đã hết] Cổng 7 của SW-Tầng1 hỏng nhiều gói – Xã Hương Sơn");
  expect(over.text).not.toContain("Làm gì tiếp");
});

test("a short message says what, where, since when and the first step, without diacritics", () => {
  const { short } = composeMessage(noticeOf(portErrors()), vi);
  expect(smsText(short)).toBe(
    "Cayda (Canh bao) Xa Huong Son: Cong 7 cua SW-Tang1 hong nhieu goi (07:42 25/11). Thay day mang o cong 7 (10 phut); cho 15 phut xem con loi khong.",
  );
});

test("programs get names, numbers and times, not only sentences", () => {
  const { data } = composeMessage(noticeOf(powerLost()), vi);
  expect(data).toMatchObject({
    version: 1,
    kind: "alert",
    rule: "power_lost",
    reason: "first",
    subject: { kind: "site", key: "site:hs1", site: "hs1", device: null },
    since: "2026-11-25T00:42:00.000Z",
    resolvedAt: null,
    affectedCount: 31,
    inferred: { confidence: "medium", restsOn: ["vp3", "vp4"] },
    link: `https://cayda.xa.vn:8443/alerts/${powerLost().id}`,
  });
});

test("a conclusion says that it is one, and what of the district has no site", () => {
  const { text } = composeMessage(noticeOf(powerLost()), vi);
  expect(text).toContain("Suy ra từ 2 máy tính (VP-03, VP-04); độ tin cậy vừa.");
  expect(text).toContain("Ảnh hưởng 31 thiết bị, dịch vụ: VP-03, VP-04, SW-Tầng1 và 28 thứ khác.");
  const state = portErrors({ subject: { kind: "district", key: "district:store", site: DISTRICT } });
  const mail = composeMessage(noticeOf(state), { ...vi, base: null });
  expect(mail.title).toMatch(/ – Toàn hệ thống$/u);
  expect(mail.link).toBeNull();
  expect(mail.html).not.toContain("href");
});

test("names from devices cannot break out of HTML, of a subject line or of a JSON body", () => {
  const evil = "</td><script>alert(1)</script>\"'&\r\nBcc: x@y.z\u202e\u0000";
  for (const rule of RULE_IDS) {
    const params = Object.fromEntries(
      ["device", "port", "site", "service", "target", "supply", "volume", "disk"].map((name) => [name, evil]),
    );
    const state = portErrors({ rule, evidence: { params, series: [], attached: [evil] } });
    const mail = composeMessage(noticeOf(state), { ...vi, names: () => evil });
    expect(mail.html).not.toContain("<script");
    expect(mail.title).not.toMatch(/[\p{C}\r\n]/u);
    expect(mail.short).not.toMatch(/\p{C}/u);
    expect(mail.text.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
  }
});

const HOSTILE = [
  "<",
  ">",
  '"',
  "'",
  "&",
  "/",
  "=",
  "\r",
  "\n",
  "\0",
  "\u202e",
  ";",
  "{",
  "a",
  "b",
  "img",
  "đ",
];

test("whatever a device is called, the HTML holds no tag that is not ours and nothing remote", () => {
  const tags = (html: string) => [...html.matchAll(/<([a-z0-9]+)/giu)].map(([, tag]) => tag);
  const plain = new Set(tags(composeMessage(noticeOf(portErrors()), vi).html));
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...HOSTILE), maxLength: 80 }), (device) => {
      const { evidence } = portErrors();
      const state = portErrors({ evidence: { ...evidence, params: { ...evidence.params, device } } });
      const { html } = composeMessage(noticeOf(state), vi);
      return tags(html).every((tag) => plain.has(tag)) && !/src=|url\(|@import/u.test(html);
    }),
    { numRuns: 50 },
  );
});

test("many notices at once are one message that lists them", () => {
  const bundle = composeBundle("b1", [noticeOf(powerLost()), noticeOf(portErrors())], vi);
  expect(bundle.title).toBe("Cayda: 2 tin cảnh báo cùng lúc");
  expect(bundle.text).toContain("1. [Nghiêm trọng] Xã Hương Sơn mất điện");
  expect(bundle.text).toContain("2. [Cảnh báo] Xã Hương Sơn: Cổng 7 của SW-Tầng1 hỏng nhiều gói");
  expect(bundle.data["notices"]).toHaveLength(2);
});
