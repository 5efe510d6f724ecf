import { searchKey } from "../../text.ts";
import type { AssetBook, AssetCategory, Condition, FundingSource } from "../types.ts";

/** As the export writes them, and as people do. */
export const CATEGORY_WORDS: Readonly<Record<AssetCategory, string>> = {
  desktop: "Máy vi tính để bàn",
  laptop: "Máy vi tính xách tay",
  server: "Máy chủ",
  nas: "Thiết bị lưu trữ mạng (NAS)",
  printer: "Máy in",
  multifunction: "Máy in đa chức năng",
  scanner: "Máy scan tài liệu",
  copier: "Máy photocopy",
  shredder: "Máy hủy tài liệu",
  switch: "Thiết bị chuyển mạch (Switch)",
  router: "Bộ định tuyến (Router)",
  firewall: "Tường lửa (Firewall)",
  access_point: "Thiết bị mạng không dây (Wifi)",
  ups: "Bộ lưu điện (UPS)",
  camera: "Camera giám sát",
  conference: "Bộ thiết bị họp trực tuyến",
  led_screen: "Màn hình LED",
  audio: "Thiết bị âm thanh",
  cabling: "Dây mạng",
  software: "Phần mềm",
  internet_line: "Kênh truyền Internet",
  government_line: "Kênh truyền mạng SLCD",
  other: "Thiết bị khác",
};

const map = <T>(entries: readonly (readonly [T, readonly string[]])[]): ReadonlyMap<string, T> =>
  new Map(entries.flatMap(([value, words]) => words.map((word) => [searchKey(word), value] as const)));

export const BOOKS: ReadonlyMap<string, AssetBook> = map<AssetBook>([
  ["fixed", ["TSCĐ", "tài sản cố định", "fixed"]],
  ["tool", ["CCDC", "công cụ, dụng cụ", "công cụ dụng cụ", "tool"]],
]);
export const CONDITION_WORDS: ReadonlyMap<string, Condition> = map<Condition>([
  ["good", ["tốt", "bình thường", "đang sử dụng tốt", "hoạt động tốt", "good", "còn tốt"]],
  ["fair", ["trung bình", "tb", "khá", "fair"]],
  ["poor", ["kém", "xuống cấp", "yếu", "cũ", "poor"]],
  ["broken", ["hỏng", "hư hỏng", "không sử dụng được", "broken", "chờ thanh lý"]],
]);
export const SOURCES: ReadonlyMap<string, FundingSource> = map<FundingSource>([
  ["commune", ["ngân sách xã", "ns xã", "xã", "commune"]],
  [
    "city",
    ["thành phố hỗ trợ", "ns thành phố hỗ trợ", "ngân sách thành phố", "tp hỗ trợ", "huyện cấp", "city"],
  ],
  ["recurrent", ["chi thường xuyên", "thường xuyên", "recurrent"]],
  ["investment", ["đầu tư công", "investment"]],
  ["other", ["khác", "nguồn khác", "tài trợ", "other"]],
]);
export const YES_NO: ReadonlyMap<string, boolean> = map<boolean>([
  [true, ["x", "có", "yes", "true", "1", "đúng"]],
  [false, ["không", "no", "false", "0", "-"]],
]);
export const DISKS: ReadonlyMap<string, "hdd" | "ssd"> = map<"hdd" | "ssd">([
  ["hdd", ["hdd", "ổ cơ"]],
  ["ssd", ["ssd", "nvme", "m.2"]],
]);
