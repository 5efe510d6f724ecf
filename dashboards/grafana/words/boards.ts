import type { BoardKey } from "../board.ts";
import type { Words } from "./words.ts";

/** What each dashboard is called and is for. */
export const BOARD_WORDS: Readonly<Record<BoardKey, { readonly title: Words; readonly says: Words }>> = {
  district: {
    title: { vi: "Toàn địa bàn", en: "District overview" },
    says: {
      vi: "Cái gì đang mất, từ bao giờ, ở điểm nào.",
      en: "What is down now, since when, and where.",
    },
  },
  site: {
    title: { vi: "Điểm", en: "Site" },
    says: {
      vi: "Một điểm: thiết bị, đường truyền, nguồn điện, mức sẵn sàng.",
      en: "One site: devices, uplink, power, availability.",
    },
  },
  switch: {
    title: { vi: "Bộ chuyển mạch", en: "Switch" },
    says: { vi: "Một thiết bị mạng và các cổng của nó.", en: "One network device and its ports." },
  },
  port: {
    title: { vi: "Cổng", en: "Port" },
    says: { vi: "Một cổng: lưu lượng, lỗi, các ngày qua.", en: "One port: traffic, errors, the days past." },
  },
  pcs: {
    title: { vi: "Máy tính", en: "PC fleet" },
    says: { vi: "Máy tính văn phòng: máy nào chậm, vì sao.", en: "Office PCs: which are slow, and why." },
  },
  ups: {
    title: { vi: "UPS và nguồn điện", en: "UPS & power" },
    says: { vi: "UPS, ắc quy và điện lưới.", en: "UPSes, their batteries, and the mains." },
  },
  printers: {
    title: { vi: "Máy in", en: "Printers" },
    says: { vi: "Máy in: trạng thái, vật tư, số trang.", en: "Printers: state, supplies, pages." },
  },
  age: {
    title: { vi: "Tuổi thiết bị và kế hoạch", en: "Equipment age & plan" },
    says: {
      vi: "Dấu hiệu đo được của thiết bị lỗi thời. Tuổi, hệ điều hành và BIOS không phải số đo theo thời gian: xem trên trang của từng thiết bị trong Cayda.",
      en: "What can be measured of outdated equipment. Age, operating system and BIOS are no time series: see each device's page in Cayda.",
    },
  },
  agents: {
    title: { vi: "Máy thu thập", en: "Agents" },
    says: {
      vi: "Chương trình của chúng ta trên máy văn phòng: có báo về không, tốn bao nhiêu.",
      en: "Our own program on office PCs: whether it reports, and what it costs.",
    },
  },
};
