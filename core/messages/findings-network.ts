import type { Message } from "./message.ts";

/** What is found about switches, cables and whole LANs; part of `findings.ts`. */
export const networkFindingMessages = {
  "finding.switch_slow.title": { vi: "Switch chỉ 100 Mb/s", en: "Switch of 100 Mb/s" },
  "finding.switch_slow.reason": {
    vi: "Switch chỉ {mbps} Mb/s, card máy tính nay là 1.000 Mb/s",
    en: "The switch does {mbps} Mb/s only, today's PCs 1,000 Mb/s",
  },
  "finding.switch_slow.means": {
    vi: "Mọi máy phía sau chậm hơn 10 lần khả năng của mình.",
    en: "Every PC behind it runs at a tenth of what it could.",
  },
  "finding.switch_slow.do": {
    vi: "Thay switch 1 Gb/s có quản trị.",
    en: "Replace it by a managed gigabit switch.",
  },
  "finding.switch_unmanaged.title": { vi: "Switch không quản trị", en: "Unmanaged switch" },
  "finding.switch_unmanaged.reason": {
    vi: "Không quản trị được, không đo được từng cổng",
    en: "Unmanaged: its ports cannot be measured",
  },
  "finding.switch_unmanaged.means": {
    vi: "Khi lỗi chỉ suy ra được từ các máy phía sau.",
    en: "Its faults can only be concluded from the PCs behind it.",
  },
  "finding.switch_unmanaged.do": {
    vi: "Chưa cần thay nếu còn tốt.",
    en: "No need to replace it while it works.",
  },
  "finding.switch_unsupported.title": {
    vi: "Thiết bị hết hỗ trợ của hãng",
    en: "Device without the maker's support",
  },
  "finding.switch_unsupported.reason": {
    vi: "{product} hết hỗ trợ từ {ends_date}",
    en: "{product} without support since {ends_date}",
  },
  "finding.switch_unsupported.means": {
    vi: "Không còn bản vá và phụ tùng.",
    en: "No more updates and spare parts.",
  },
  "finding.switch_unsupported.do": {
    vi: "Thay theo kế hoạch; riêng lý do này chưa đủ để thanh lý.",
    en: "Replace it by plan; this alone is no ground for liquidation.",
  },
  "finding.switch_bad_ports.title": { vi: "Switch hỏng nhiều cổng", en: "Switch with many bad ports" },
  "finding.switch_bad_ports.reason": {
    vi: "{bad}/{ports} cổng làm hỏng gói tin",
    en: "{bad} of {ports} ports damage packets",
  },
  "finding.switch_bad_ports.reason_behind": {
    vi: "{bad}/{ports} cổng làm hỏng gói tin; phía sau: {behind}",
    en: "{bad} of {ports} ports damage packets; behind them: {behind}",
  },
  "finding.switch_bad_ports.means": {
    vi: "Nhiều cổng cùng lỗi là do switch, không phải do dây.",
    en: "Many ports at once: it is the switch, not the cables.",
  },
  "finding.switch_bad_ports.do": {
    vi: "Thử đổi nguồn của switch; vẫn lỗi thì thay.",
    en: "Try another power supply; if errors go on, replace it.",
  },
  "finding.switch_loss.title": { vi: "Switch làm mất gói", en: "Switch loses packets" },
  "finding.switch_loss.reason": {
    vi: "Các máy cùng mất gói {times} lần trong năm",
    en: "The PCs lost packets together {times} times this year",
  },
  "finding.switch_loss.means": {
    vi: "Mọi máy phía sau bị chậm, đứt kết nối.",
    en: "Every PC behind it is slow or cut off.",
  },
  "finding.switch_loss.do": {
    vi: "Đổi nguồn, đổi chỗ cắm; vẫn lỗi thì thay.",
    en: "Try another power supply and other ports; if it goes on, replace it.",
  },
  "finding.cable_fault.title": { vi: "Lỗi dây mạng", en: "Cable fault" },
  "finding.cable_fault.reason": {
    vi: "{bad} dây mạng lỗi: sửa dây, không cần mua máy",
    en: "{bad} bad cables: mend them, nothing to buy",
  },
  "finding.cable_fault.reason_behind": {
    vi: "{bad} dây mạng lỗi ({behind}): sửa dây, không cần mua máy",
    en: "{bad} bad cables ({behind}): mend them, nothing to buy",
  },
  "finding.cable_fault.means": {
    vi: "Máy ở đầu dây chậm, hay mất kết nối; thiết bị không hỏng.",
    en: "The PC at its end is slow or cut off; the equipment is not at fault.",
  },
  "finding.cable_fault.do": {
    vi: "Đổi dây nhảy (10 phút); vẫn lỗi thì bấm lại đầu dây.",
    en: "Change the patch cable (10 minutes); if it goes on, renew the plugs.",
  },
  "finding.outages.title": { vi: "Mất mạng nhiều giờ", en: "Hours without LAN" },
  "finding.outages.reason": {
    vi: "{site}: mất mạng {hours} giờ làm việc trong {months} tháng, {people} máy",
    en: "{site}: {hours} office hours without LAN in {months} months, {people} PCs",
  },
  "finding.outages.means": { vi: "Cán bộ và người dân phải chờ.", en: "Staff and citizens had to wait." },
  "finding.outages.do": {
    vi: "Xem các cảnh báo của điểm để tìm nguyên nhân lặp lại.",
    en: "Look at the site's alerts for a cause that repeats.",
  },
} as const satisfies Record<`finding.${string}`, Message>;
