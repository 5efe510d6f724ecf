import type { Message } from "./message.ts";

/** Public services that are looked at, and thresholds: said by the alerts' settings alone. */
export const webWatchMessages = {
  "web.watch.services": { vi: "Dịch vụ công được kiểm tra", en: "Public services that are checked" },
  "web.watch.about": {
    vi: "Mỗi điểm của đơn vị mở thử các dịch vụ này. Một nơi hỏng thì lỗi ở nơi đó; nhiều nơi cùng hỏng thì lỗi ở dịch vụ.",
    en: "Each site of the unit tries these services. If one site fails, the fault is there; if many do, it is the service.",
  },
  "web.watch.none": {
    vi: "Chưa kiểm tra dịch vụ nào. Thêm phần mềm một cửa, cổng dịch vụ công, thư công vụ.",
    en: "No service is checked yet. Add the one-stop software, the public-service portal, the official mail.",
  },
  "web.watch.add": { vi: "Thêm dịch vụ", en: "Add a service" },
  "web.watch.edit": { vi: "Sửa", en: "Edit" },
  "web.watch.remove": { vi: "Bỏ", en: "Remove" },
  "web.watch.removeTitle": { vi: "Thôi kiểm tra {name}?", en: "Stop checking {name}?" },
  "web.watch.removeBody": {
    vi: "Các điểm thôi kiểm tra dịch vụ này. Số liệu cũ vẫn còn.",
    en: "The sites stop checking this service. What was measured stays.",
  },
  "web.watch.removed": { vi: "Đã thôi kiểm tra.", en: "No longer checked." },
  "web.watch.saved": {
    vi: "Đã lưu. Các điểm kiểm tra từ lượt tới.",
    en: "Saved. The sites check from their next round.",
  },
  "web.watch.name": { vi: "Tên dịch vụ", en: "Name of the service" },
  "web.watch.kind": { vi: "Kiểm tra bằng", en: "How it is checked" },
  "web.watch.k.http": { vi: "Trang web (HTTP, HTTPS)", en: "Web page (HTTP, HTTPS)" },
  "web.watch.k.tcp": { vi: "Cổng mạng (TCP)", en: "Network port (TCP)" },
  "web.watch.k.dns": { vi: "Tra tên miền (DNS)", en: "Name look-up (DNS)" },
  "web.watch.k.smtp": { vi: "Máy chủ thư (SMTP)", en: "Mail server (SMTP)" },
  "web.watch.target": { vi: "Địa chỉ", en: "Address" },
  "web.watch.t.http": {
    vi: "Ví dụ https://dichvucong.hanoi.gov.vn/",
    en: "For example https://example.gov.vn/",
  },
  "web.watch.t.tcp": {
    vi: "Máy và cổng, ví dụ 10.1.2.3:1521",
    en: "Host and port, for example 10.1.2.3:1521",
  },
  "web.watch.t.dns": {
    vi: "Tên miền cần tra, ví dụ mail.hanoi.gov.vn",
    en: "The name to look up, for example mail.example.vn",
  },
  "web.watch.t.smtp": {
    vi: "Máy và cổng, ví dụ mail.hanoi.gov.vn:587",
    en: "Host and port, for example mail.example.vn:587",
  },
  "web.watch.unit": {
    vi: "Đơn vị kiểm tra (mọi điểm của đơn vị)",
    en: "Unit that checks it (all its sites)",
  },
  "web.watch.every": { vi: "Bao lâu một lần", en: "How often" },
  "web.watch.minutes": { vi: "{n} phút", en: "{n} minutes" },
  "web.watch.text": { vi: "Chữ phải có trong trang", en: "Text that the page must hold" },
  "web.watch.textHint": {
    vi: 'Ví dụ "Đăng nhập": trang báo lỗi thì không có chữ này.',
    en: 'For example "Sign in": an error page does not have it.',
  },
  "web.watch.seen": { vi: "Các điểm thấy", en: "As the sites see it" },
  "web.watch.seenOf": { vi: "{up}/{known} điểm vào được", en: "{up} of {known} sites reach it" },
  "web.watch.unseen": { vi: "chưa có kết quả", en: "no result yet" },
  "web.watch.m.name": { vi: "Ghi tên dịch vụ.", en: "Give the service a name." },
  "web.watch.m.target": {
    vi: "Địa chỉ chưa đúng dạng. {hint}",
    en: "The address is not of this form. {hint}",
  },

  "web.watch.rules": { vi: "Ngưỡng cảnh báo", en: "Thresholds" },
  "web.watch.rulesAbout": {
    vi: "Ngưỡng mặc định đã có lý do. Chỉ đặt riêng cho đơn vị hoặc điểm khác thường; bỏ đặt riêng thì về mặc định.",
    en: "The defaults have their reasons. Set them otherwise only for an unusual unit or site; taken away, the default holds.",
  },
  "web.watch.rule": { vi: "Cảnh báo", en: "Alert" },
  "web.watch.limit": { vi: "Ngưỡng", en: "Threshold" },
  "web.watch.above": { vi: "từ {value} trở lên", en: "{value} and more" },
  "web.watch.below": { vi: "từ {value} trở xuống", en: "{value} and less" },
  "web.watch.state": { vi: "có hay không", en: "yes or no" },
  "web.watch.hold": { vi: "Phải kéo dài", en: "Must last" },
  "web.watch.severity": { vi: "Mức", en: "Severity" },
  "web.watch.own": { vi: "Đặt riêng", en: "Set otherwise" },
  "web.watch.off": { vi: "tắt", en: "off" },
  "web.watch.set": { vi: "Đặt riêng", en: "Set otherwise" },
  "web.watch.where": { vi: "Cho", en: "For" },
  "web.watch.enabled": { vi: "Cảnh báo này", en: "This alert is" },
  "web.watch.on": { vi: "Bật", en: "On" },
  "web.watch.offChoice": { vi: "Tắt", en: "Off" },
  "web.watch.raise": { vi: "Ngưỡng báo (mặc định {value})", en: "Threshold (default {value})" },
  "web.watch.holdMinutes": {
    vi: "Phải kéo dài, phút (mặc định {value})",
    en: "Must last, minutes (default {value})",
  },
  "web.watch.m.number": { vi: "Ghi một số, ví dụ {value}.", en: "Write a number, for example {value}." },
  "web.watch.back": { vi: "Về mặc định", en: "Back to the default" },
  "web.watch.ruleSaved": { vi: "Đã lưu ngưỡng.", en: "The threshold is saved." },
} as const satisfies Record<`web.${string}`, Message>;
