import type { Words } from "./words.ts";

/** What each alert rule is called and says; `{where}` and `{value}` become Grafana's own placeholders. */
export interface AlertWords {
  readonly title: Words;
  /** What happened. */
  readonly summary: Words;
  /** What it means and what to do. */
  readonly says: Words;
}

export const alertWords = {
  deviceDown: {
    title: { vi: "Thiết bị không trả lời", en: "Device does not answer" },
    summary: { vi: "{where} không trả lời 5 phút nay.", en: "{where} has not answered for 5 minutes." },
    says: {
      vi: "Thiết bị mất điện, mất dây lên hoặc treo. Kiểm tra nguồn và dây mạng; nếu cả điểm cùng mất, gọi điểm đó trước.",
      en: "It lost power or its uplink, or it hangs. Check power and cable; when the whole site is lost, call the site first.",
    },
  },
  portErrors: {
    title: { vi: "Cổng nhiều lỗi", en: "Port with errors" },
    summary: { vi: "{where}: {value} gói lỗi mỗi giây.", en: "{where}: {value} damaged frames per second." },
    says: {
      vi: "Người dùng ở cổng này thấy mạng chậm. Thay dây hoặc đầu bấm trước, rồi thử cổng khác.",
      en: "Whoever is on this port finds the network slow. Change the cable or its plug first, then try another port.",
    },
  },
  portBusy: {
    title: { vi: "Cổng dùng trên 80 %", en: "Port used above 80 %" },
    summary: { vi: "{where} dùng {value} % tốc độ.", en: "{where} uses {value} % of its speed." },
    says: {
      vi: "Mọi người phía sau cổng này chậm theo. Xem máy nào đang tải nhiều; nếu ngày nào cũng vậy, nâng tốc độ đường.",
      en: "Everybody behind this port is slowed down. See which machine transfers so much; when it is so each day, make the line faster.",
    },
  },
  onBattery: {
    title: { vi: "UPS dùng ắc quy", en: "UPS on battery" },
    summary: { vi: "{where} đang cấp điện bằng ắc quy.", en: "{where} runs on battery." },
    says: {
      vi: "Điện lưới tại điểm đã mất. Báo người tại điểm lưu việc và tắt máy chủ đúng cách trước khi hết ắc quy.",
      en: "The site has no mains. Tell the site to save work and to shut servers down properly before the battery is empty.",
    },
  },
  tonerLow: {
    title: { vi: "Vật tư in sắp hết", en: "Printer supply low" },
    summary: { vi: "{where} còn {value} %.", en: "{where} has {value} % left." },
    says: {
      vi: "Máy in sẽ ngừng khi hết. Đặt mua đúng mã ghi trên trang của máy.",
      en: "The printer stops when it is empty. Order the part that the printer's page names.",
    },
  },
  diskFull: {
    title: { vi: "Ổ đĩa gần đầy", en: "Disk nearly full" },
    summary: { vi: "{where} đã đầy {value} %.", en: "{where} is {value} % full." },
    says: {
      vi: "Máy có thể ngừng ghi và mất việc đang làm. Dọn tệp tạm và thùng rác, chuyển dữ liệu cũ.",
      en: "The machine may stop writing and lose work. Empty temporary files and the bin, move old data.",
    },
  },
  agentSilent: {
    title: { vi: "Điểm không báo về", en: "Site is silent" },
    summary: {
      vi: "{where}: không máy thu thập nào báo về trong 15 phút.",
      en: "{where}: no agent reported for 15 minutes.",
    },
    says: {
      vi: "Điểm mất điện, mất đường truyền, hoặc mọi máy đã tắt. Gọi điểm; số liệu nằm chờ ở máy thu thập và không mất.",
      en: "The site lost power or its uplink, or every PC is off. Call the site; data waits on the agents and is not lost.",
    },
  },
  packetLoss: {
    title: { vi: "Mất gói", en: "Packet loss" },
    summary: { vi: "{where}: mất {value} % gói.", en: "{where}: {value} % of packets lost." },
    says: {
      vi: "Đường đến đích này không tốt. Nếu là cổng ra của chính điểm, lỗi ở mạng LAN; nếu là Internet, gọi nhà mạng kèm hình này.",
      en: "The way to this target is bad. If it is the site's own gateway, the LAN is at fault; if it is the Internet, call the provider with this picture.",
    },
  },
} as const satisfies Record<string, AlertWords>;
