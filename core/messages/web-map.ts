import type { Message } from "./message.ts";

/** The map of a site's network: said by that page alone, which is fetched when somebody opens it. */
export const webMapMessages = {
  "web.map.title": { vi: "Sơ đồ mạng", en: "Network map" },
  "web.map.note": {
    vi: "Vẽ từ những gì thiết bị tự báo (LLDP, CDP) và bảng địa chỉ của switch. Đọc {at}. Nét gạch là suy ra, chưa chắc chắn.",
    en: "Drawn from what devices say of each other (LLDP, CDP) and from the switches' address tables. Read {at}. A dashed line is a conclusion, not a certainty.",
  },
  "web.map.never": {
    vi: "Chưa vẽ được sơ đồ: chưa switch nào của điểm này cho đọc bảng địa chỉ. Thêm switch có bật SNMP; sơ đồ có sau khoảng 10 phút.",
    en: "There is no map yet: no switch of this site has let its address table be read. Add a switch that speaks SNMP; the map comes after about 10 minutes.",
  },
  "web.map.port": { vi: "cổng {port}", en: "port {port}" },
  "web.map.unknownPort": { vi: "chưa rõ cổng", en: "port not known" },
  "web.map.up": { vi: "nối lên bằng cổng {port}", en: "goes up by port {port}" },
  "web.map.inferred": { vi: "suy ra", en: "concluded" },
  "web.map.strangers": { vi: "{n} thiết bị chưa rõ tên", en: "{n} devices without a name" },
  "web.map.backups": { vi: "Đường dự phòng", en: "Spare links" },
  "web.map.loose": { vi: "Chưa biết nối vào đâu", en: "Not placed yet" },
  "web.map.looseWhy": {
    vi: "Chưa switch nào cho thấy các thiết bị này: máy có thể đang tắt, hoặc cắm vào switch không quản trị.",
    en: "No switch shows these: they may be off, or hang on an unmanaged switch.",
  },
  "web.map.places": { vi: "Máy nào cắm ở đâu", en: "Where everything hangs" },
  "web.map.noPlaces": {
    vi: "Chưa thấy máy nào trên các cổng switch.",
    en: "Nothing has been seen on a switch port yet.",
  },
  "web.map.exact": { vi: "đúng cổng này", en: "on this port" },
  "web.map.behindIt": { vi: "ở đâu đó phía sau", en: "somewhere behind it" },
  "web.map.stale": { vi: "lần đọc mới nhất không thấy", en: "not in the newest reading" },
  "web.col.certainty": { vi: "Độ chắc chắn", en: "Certainty" },
  "web.col.switch": { vi: "Switch", en: "Switch" },
  "web.col.since": { vi: "Từ", en: "Since" },
} as const satisfies Record<`web.${string}`, Message>;
