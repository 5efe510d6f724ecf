import type { Label } from "../labels.ts";
import type { Words } from "./words.ts";

/** What stands around the panels: names of columns, variables, links, sections. */
export const LABEL_WORDS: Readonly<Record<Label, Words>> = {
  unit: { vi: "Đơn vị", en: "Unit" },
  site: { vi: "Điểm", en: "Site" },
  device: { vi: "Thiết bị", en: "Device" },
  class: { vi: "Loại", en: "Class" },
  port: { vi: "Cổng", en: "Port" },
  target: { vi: "Đích ping", en: "Ping target" },
  agent: { vi: "Máy thu thập", en: "Agent" },
  volume: { vi: "Ổ đĩa", en: "Volume" },
  supply: { vi: "Vật tư", en: "Supply" },
  sensor: { vi: "Cảm biến", en: "Sensor" },
  service: { vi: "Dịch vụ", en: "Service" },
  peer: { vi: "Máy cùng mạng", en: "Neighbour" },
};

export const frame = {
  folder: { vi: "Cayda", en: "Cayda" },
  datasource: { vi: "Nguồn số liệu", en: "Data source" },
  appUrl: { vi: "Địa chỉ Cayda", en: "Address of Cayda" },
  openCayda: { vi: "Mở Cayda", en: "Open Cayda" },
  boards: { vi: "Bảng khác", en: "Other dashboards" },
  restarted: { vi: "Khởi động lại", en: "Restarted" },
  lastAnswer: { vi: "Trả lời lần cuối", en: "Last answer" },
} as const satisfies Record<string, Words>;

export const PAGE_WORDS = {
  today: { vi: "Xem tình hình hôm nay", en: "See what stands today" },
  devices: { vi: "Xem danh sách thiết bị", en: "See the list of devices" },
  settings: { vi: "Mở trang cài đặt", en: "Open the settings" },
  site: { vi: "Mở trang của điểm này", en: "Open the page of this site" },
  map: { vi: "Mở sơ đồ mạng của điểm này", en: "Open the map of this site" },
  device: { vi: "Mở trang của thiết bị này", en: "Open the page of this device" },
  port: { vi: "Mở cổng này trên trang thiết bị", en: "Open this port on the device's page" },
} as const satisfies Record<string, Words>;

export const sections = {
  now: { vi: "Ngay lúc này", en: "Right now" },
  where: { vi: "Ở điểm nào", en: "At which site" },
  network: { vi: "Mạng", en: "Network" },
  power: { vi: "Nguồn điện", en: "Power" },
  printing: { vi: "In ấn", en: "Printing" },
  disks: { vi: "Ổ đĩa", en: "Disks" },
  availability: { vi: "Mức sẵn sàng", en: "Availability" },
  ports: { vi: "Các cổng", en: "Ports" },
  health: { vi: "Sức khỏe thiết bị", en: "Health of the device" },
  traffic: { vi: "Lưu lượng", en: "Traffic" },
  faults: { vi: "Lỗi", en: "Faults" },
  long: { vi: "Nhiều ngày", en: "Over many days" },
  list: { vi: "Danh sách", en: "List" },
  course: { vi: "Diễn biến", en: "Course" },
  links: { vi: "Đường truyền lỗi thời", en: "Links of another time" },
  machines: { vi: "Máy tính", en: "Computers" },
  delivery: { vi: "Gửi số liệu", en: "Delivery of data" },
} as const satisfies Record<string, Words>;
