import type { Message } from "./message.ts";

/** The frame around alerts in mails, short messages and digests. The alerts themselves are in `alerts.ts`. */
export const notifyMessages = {
  "notify.mark.first": { vi: "{severity}", en: "{severity}" },
  "notify.mark.worse": { vi: "{severity}, nặng thêm", en: "{severity}, worse" },
  "notify.mark.grown": { vi: "{severity}, lan rộng", en: "{severity}, spreading" },
  "notify.mark.repeat": { vi: "{severity}, vẫn còn", en: "{severity}, still so" },
  "notify.mark.escalated": {
    vi: "{severity}, chưa ai tiếp nhận",
    en: "{severity}, nobody has taken it up",
  },
  "notify.mark.resolved": { vi: "Đã hết", en: "Over" },
  "notify.since": { vi: "Từ {at}", en: "Since {at}" },
  "notify.lasted": { vi: "Từ {at} đến {end}", en: "From {at} to {end}" },
  "notify.happened": { vi: "Điều gì xảy ra", en: "What happened" },
  "notify.means": { vi: "Nghĩa là gì", en: "What it means" },
  "notify.steps": { vi: "Làm gì tiếp", en: "What to do" },
  "notify.now": { vi: "Bây giờ", en: "Now" },
  "notify.open": { vi: "Xem biểu đồ và tiếp nhận", en: "See the chart and acknowledge" },
  "notify.open.resolved": { vi: "Xem lại", en: "Look back" },
  "notify.flapping": {
    vi: "Cảnh báo này lặp lại nhiều lần trong ngày; Cayda sẽ chờ lâu hơn trước khi báo đã hết.",
    en: "This alert comes and goes today; Cayda will wait longer before it says that it is over.",
  },
  "notify.foot": {
    vi: "Cayda gửi vì bạn đã chọn nhận cảnh báo này. Đổi ở trang Cảnh báo, mục Thiết lập, phần Tin báo của tôi.",
    en: "Cayda sent this because you chose to be told. Change it under Alerts, Settings, What I want to be told.",
  },
  "notify.short": { vi: "Cayda [{mark}] {site}: {title}", en: "Cayda [{mark}] {site}: {title}" },
  "notify.short.plain": { vi: "Cayda [{mark}] {title}", en: "Cayda [{mark}] {title}" },
  "notify.district": { vi: "Toàn hệ thống", en: "The whole district" },
  "notify.bundle.title": { vi: "{n} tin cảnh báo cùng lúc", en: "{n} alert messages at once" },
  "notify.bundle.means": {
    vi: "Có nhiều tin chờ gửi cùng lúc nên Cayda gộp lại. Xử lý tin đầu trước: các tin sau có thể do nó gây ra.",
    en: "So many were waiting to be sent at once that Cayda put them together. Deal with the first one first: it may cause the others.",
  },
  "notify.test.title": { vi: "Tin thử từ Cayda", en: "Test message from Cayda" },
  "notify.test.body": {
    vi: "Kênh {channel} gửi được. Đây là tin thử lúc {at}, không có sự cố nào.",
    en: "Channel {channel} works. This is a test of {at}; nothing is wrong.",
  },
  "notify.test.short": {
    vi: "Cayda: tin thử lúc {at}, không có sự cố.",
    en: "Cayda: test of {at}, nothing is wrong.",
  },

  "digest.title.daily": { vi: "Mạng và thiết bị ngày {day}", en: "Networks and equipment on {day}" },
  "digest.title.weekly": {
    vi: "Mạng và thiết bị tuần {from} đến {to}",
    en: "Networks and equipment, {from} to {to}",
  },
  "digest.calm": {
    vi: "Mọi thứ bình thường: không có sự cố nào.",
    en: "All is well: nothing went wrong.",
  },
  "digest.calm.now": {
    vi: "Hiện không còn sự cố nào; đã khắc phục {resolved}.",
    en: "Nothing is wrong now; {resolved} mended.",
  },
  "digest.summary": {
    vi: "Đang có {open} sự cố, đã khắc phục {resolved}.",
    en: "{open} open now, {resolved} mended.",
  },
  "digest.open": { vi: "Đang có", en: "Open now" },
  "digest.resolved": { vi: "Đã khắc phục", en: "Mended" },
  "digest.sites": { vi: "Nơi cần quan tâm nhất", en: "Where to look first" },
  "digest.units": { vi: "Theo đơn vị", en: "By unit" },
  "digest.more": { vi: "và {n} mục khác", en: "and {n} more" },
  "digest.score": { vi: "{score}/100 ({word})", en: "{score}/100 ({word})" },
  "digest.score.good": { vi: "tốt", en: "good" },
  "digest.score.fair": { vi: "cần chú ý", en: "needs attention" },
  "digest.score.poor": { vi: "kém", en: "poor" },
  "digest.score.unknown": { vi: "chưa đủ số liệu", en: "not enough data" },
  "digest.change.up": { vi: "tăng {n}", en: "up {n}" },
  "digest.change.down": { vi: "giảm {n}", en: "down {n}" },
  "digest.change.none": { vi: "không đổi", en: "unchanged" },
  "digest.counts": { vi: "đang có {open}, đã khắc phục {resolved}", en: "{open} open, {resolved} mended" },
  "digest.since": { vi: "từ {at}", en: "since {at}" },
  "digest.after": { vi: "sau {lasted}", en: "after {lasted}" },
  "digest.link": { vi: "Mở Cayda", en: "Open Cayda" },
} as const satisfies Record<string, Message>;
