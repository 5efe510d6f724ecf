import { deviceAlerts } from "./alerts-devices.ts";
import { equipmentAlerts } from "./alerts-equipment.ts";
import { lanAlerts } from "./alerts-lan.ts";
import { partAlerts } from "./alerts-parts.ts";
import { pcAlerts } from "./alerts-pcs.ts";
import { portAlerts } from "./alerts-ports.ts";
import { serviceAlerts } from "./alerts-services.ts";
import { siteAlerts } from "./alerts-site.ts";
import { uplinkAlerts } from "./alerts-uplinks.ts";
import type { Message } from "./message.ts";

/** The words that alerts' sentences are put together with. */
const words = {
  "alert.severity.critical": { vi: "Nghiêm trọng", en: "Critical" },
  "alert.severity.warning": { vi: "Cảnh báo", en: "Warning" },
  "alert.severity.notice": { vi: "Lưu ý", en: "Notice" },
  "alert.unit.pps": { vi: "{n} gói/giây", en: "{n} packets/s" },
  "alert.unit.days": { vi: "{n} ngày", en: "{n} days" },
  "alert.unit.day": { vi: "{n} ngày", en: "{n} day" },
  "alert.expired": { vi: "0 ngày (đã hết hạn)", en: "0 days (it has expired)" },
  "alert.user": { vi: "máy dùng cổng này", en: "the machine on this port" },
  "alert.User": { vi: "Máy dùng cổng này", en: "The machine on this port" },
  "alert.attached": { vi: "Nối vào đây: {names}.", en: "Connected here: {names}." },
  "alert.more": { vi: "{names} và {n} thứ khác", en: "{names} and {n} more" },
  "alert.unwatched": {
    vi: "Không còn theo dõi: thiết bị đã bị xóa, quy tắc đã tắt hoặc ngưỡng đã được đặt lại.",
    en: "No longer watched: the device was removed, the rule switched off or its limit set otherwise.",
  },
  "alert.affected": { vi: "Ảnh hưởng {n} thiết bị, dịch vụ: {names}.", en: "{n} affected: {names}." },
  "alert.affected.count": { vi: "Ảnh hưởng {n} thiết bị, dịch vụ.", en: "{n} things are affected." },
  "alert.inferred": {
    vi: "Suy ra từ {n} máy tính ({names}); độ tin cậy {confidence}.",
    en: "Concluded from what PCs see ({n}: {names}); confidence: {confidence}.",
  },
  "alert.inferred.bare": {
    vi: "Suy ra từ số liệu của các máy tính; độ tin cậy {confidence}.",
    en: "Concluded from what PCs see; confidence: {confidence}.",
  },
  "alert.inferred.count": {
    vi: "Suy ra từ {n} máy tính; độ tin cậy {confidence}.",
    en: "Concluded from what PCs see ({n}); confidence: {confidence}.",
  },
  "alert.duplex.half": { vi: "bán song công (half duplex)", en: "half duplex" },
  "alert.duplex.full": { vi: "song công toàn phần (full duplex)", en: "full duplex" },
  "alert.confidence.high": { vi: "cao", en: "high" },
  "alert.confidence.medium": { vi: "vừa", en: "medium" },
  "alert.confidence.low": { vi: "thấp", en: "low" },
  "alert.phase.0": { vi: "không tra được tên miền", en: "its name cannot be looked up" },
  "alert.phase.1": {
    vi: "tra được tên nhưng không kết nối được",
    en: "its name is known, but nothing answers",
  },
  "alert.phase.2": {
    vi: "máy chủ nhận kết nối nhưng không trả lời đúng cách",
    en: "it takes the call but does not answer properly",
  },
  "alert.phase.3": {
    vi: "đường truyền đã bảo mật (TLS) nhưng không có trả lời",
    en: "the line is secured (TLS), but no answer comes",
  },
  "alert.phase.4": { vi: "có trả lời nhưng nội dung không đúng", en: "it answers, but not as it should" },
  "alert.phase.5": { vi: "trả lời không đúng mong đợi", en: "its answer is not as expected" },
} as const satisfies Record<string, Message>;

/**
 * Sentences of every rule of `core/alerting/catalogue.ts`: `alert.<rule>.rule|reason|title|happened|means|do.1…|resolved`.
 * More of `happened` is in `.happened.2…`; a sentence with a place that nobody knows is left out. `.means.<where>` and
 * `.do.<where>.1…` take the place of the plain ones when the evidence says `where`. Not part of the web's first page.
 */
export const alertMessages = {
  ...portAlerts,
  ...uplinkAlerts,
  ...deviceAlerts,
  ...partAlerts,
  ...equipmentAlerts,
  ...pcAlerts,
  ...siteAlerts,
  ...lanAlerts,
  ...serviceAlerts,
  ...words,
} as const;
