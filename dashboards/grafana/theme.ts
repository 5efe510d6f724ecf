import type { DeviceClass } from "../../core/survey.ts";
import type { Words } from "./words/words.ts";

/** Where a value begins to be good, doubtful or bad. The first step has no value: it holds from below. */
export interface Step {
  readonly value: number | null;
  readonly color: "green" | "yellow" | "red" | "blue";
}

/** Good below `doubtful`, bad from `bad` on. */
export const rising = (doubtful: number, bad: number): readonly Step[] => [
  { value: null, color: "green" },
  { value: doubtful, color: "yellow" },
  { value: bad, color: "red" },
];
/** Bad below `doubtful`, good from `good` on. */
export const falling = (doubtful: number, good: number): readonly Step[] => [
  { value: null, color: "red" },
  { value: doubtful, color: "yellow" },
  { value: good, color: "green" },
];
/** Any at all is bad. */
export const anyIsBad: readonly Step[] = [
  { value: null, color: "green" },
  { value: 1, color: "red" },
];
/** Neither good nor bad. */
export const plain: readonly Step[] = [{ value: null, color: "blue" }];

/** What a state's number means, in words. */
export type Mapping = Readonly<Record<string, readonly [Words, Step["color"]]>>;

const as = (vi: string, en: string, color: Step["color"]) => [{ vi, en }, color] as const;

export const answers: Mapping = {
  0: as("Không trả lời", "Does not answer", "red"),
  1: as("Trả lời", "Answers", "green"),
};
/** ifOperStatus, RFC 2863. */
export const operStatus: Mapping = {
  1: as("Có kết nối", "Up", "green"),
  2: as("Không kết nối", "Down", "red"),
  3: as("Đang thử", "Testing", "yellow"),
  4: as("Không rõ", "Unknown", "yellow"),
  5: as("Chờ", "Dormant", "yellow"),
  6: as("Không có phần cứng", "Not present", "blue"),
  7: as("Lớp dưới mất kết nối", "Lower layer down", "red"),
};
/** dot3StatsDuplexStatus, RFC 3635. */
export const duplex: Mapping = {
  1: as("Không rõ", "Unknown", "yellow"),
  2: as("Bán song công", "Half duplex", "red"),
  3: as("Song công toàn phần", "Full duplex", "green"),
};
/** upsOutputSource, RFC 1628. */
export const outputSource: Mapping = {
  1: as("Khác", "Other", "yellow"),
  2: as("Không cấp điện", "None", "red"),
  3: as("Điện lưới", "Mains", "green"),
  4: as("Đi tắt", "Bypass", "yellow"),
  5: as("Ắc quy", "Battery", "red"),
  6: as("Tăng áp", "Booster", "yellow"),
  7: as("Giảm áp", "Reducer", "yellow"),
};
/** upsBatteryStatus, RFC 1628. */
export const batteryStatus: Mapping = {
  1: as("Không rõ", "Unknown", "yellow"),
  2: as("Bình thường", "Normal", "green"),
  3: as("Yếu", "Low", "red"),
  4: as("Cạn", "Depleted", "red"),
};
/** upsAlarmBatteryBad, RFC 1628, or the maker's flag. */
export const replaceBattery: Mapping = {
  0: as("Chưa cần", "Not yet", "green"),
  1: as("Cần thay", "Needed", "red"),
};
/** hrPrinterStatus, RFC 2790. */
export const printerStatus: Mapping = {
  1: as("Có vấn đề hoặc đang ngủ", "Trouble or asleep", "yellow"),
  2: as("Không rõ", "Unknown", "yellow"),
  3: as("Sẵn sàng", "Idle", "green"),
  4: as("Đang in", "Printing", "green"),
  5: as("Đang khởi động", "Warming up", "yellow"),
};

const CLASSES: Readonly<Record<DeviceClass, Words>> = {
  switch: { vi: "Bộ chuyển mạch", en: "Switch" },
  router: { vi: "Bộ định tuyến", en: "Router" },
  firewall: { vi: "Tường lửa", en: "Firewall" },
  access_point: { vi: "Điểm phát Wi-Fi", en: "Access point" },
  printer: { vi: "Máy in", en: "Printer" },
  ups: { vi: "UPS", en: "UPS" },
  nas: { vi: "NAS", en: "NAS" },
  server: { vi: "Máy chủ", en: "Server" },
  workstation: { vi: "Máy trạm", en: "Workstation" },
  camera: { vi: "Camera", en: "Camera" },
  sensor: { vi: "Cảm biến", en: "Sensor" },
  other: { vi: "Khác", en: "Other" },
  unknown: { vi: "Chưa rõ", en: "Unknown" },
};
export const deviceClass: Mapping = Object.fromEntries(
  Object.entries(CLASSES).map(([name, words]) => [name, [words, "blue"] as const]),
);
