import type { Message } from "./message.ts";

/** How well a place or a device is: said beside its alerts, where nobody opened the page of alerts. */
export const webHealthMessages = {
  "web.health.open": { vi: "Cảnh báo đang mở ({n})", en: "Open alerts ({n})" },
  "web.health.worst": {
    vi: "{n} cảnh báo nặng nhất, mới nhất trước.",
    en: "The {n} worst, newest first.",
  },
  "web.health.unasked": {
    vi: "Chưa tải được danh sách cảnh báo, nên chưa biết có gì đang hỏng không; trang tự hỏi lại. Lý do: {why}",
    en: "The list of alerts could not be loaded, so it is not known whether anything is wrong; the page asks again by itself. Why: {why}",
  },
  "web.health.old": {
    vi: "Danh sách cảnh báo là của lúc {at}; có thể đã có cảnh báo mới, trang tự hỏi lại. Lý do: {why}",
    en: "The list of alerts is that of {at}; there may be new ones, the page asks again by itself. Why: {why}",
  },
  "web.health.trend": { vi: "{n} ngày qua", en: "last {n} days" },
  "web.health.all": { vi: "Tất cả cảnh báo", en: "All alerts" },
  "web.health.score": { vi: "Điểm tình trạng {score}/100", en: "Health {score}/100" },
  "web.health.asOf": {
    vi: "đo lần cuối {at}; từ đó không có số liệu mới",
    en: "measured last {at}; nothing new since then",
  },
  "web.health.good": { vi: "tốt", en: "good" },
  "web.health.fair": { vi: "cần chú ý", en: "needs attention" },
  "web.health.poor": { vi: "kém", en: "poor" },
  "web.health.minus": { vi: "−{n} điểm", en: "−{n} points" },
} as const satisfies Record<`web.${string}`, Message>;
