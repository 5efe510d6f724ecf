import type { Message } from "./message.ts";

/** Alerts of ports that carry many: uplinks, storms. */
export const uplinkAlerts = {
  "alert.port_busy.rule": { vi: "Đường lên gần đầy", en: "Uplink nearly full" },
  "alert.port_busy.reason": {
    vi: "Đường trục đầy lâu thì hàng đợi dài ra: mọi người sau nó đều chậm, dù chưa mất gói.",
    en: "On a link that stays full queues grow: everyone behind it is slow, even before packets are lost.",
  },
  "alert.port_busy.title": {
    vi: "Đường lên ở cổng {port} của {device} gần đầy",
    en: "The uplink at port {port} of {device} is nearly full",
  },
  "alert.port_busy.happened": {
    vi: "Đang dùng {value} đường truyền: {rate_bps} trên {speed_bps} (ngưỡng {threshold}).",
    en: "{value} of the link is in use: {rate_bps} of {speed_bps} (the limit is {threshold}).",
  },
  "alert.port_busy.means": {
    vi: "Mọi máy sau đường này thấy mạng chậm cùng lúc. Đây là thiếu chỗ, không phải hỏng.",
    en: "Every machine behind this link finds the network slow at the same time. It is short of room, not broken.",
  },
  "alert.port_busy.do.1": {
    vi: "Xem máy nào đang chép nhiều nhất (trang của {device}, 5 phút); việc sao lưu, cập nhật thì hẹn ngoài giờ.",
    en: "See who copies most (page of {device}, 5 minutes); move backups and updates outside office hours.",
  },
  "alert.port_busy.do.2": {
    vi: "Xem cổng có chạy đúng tốc độ không; chưa đúng thì thay dây (10 phút).",
    en: "See whether the port runs at its full speed; if not, change the cable (10 minutes).",
  },
  "alert.port_busy.do.3": {
    vi: "Đầy hằng ngày trong giờ làm việc: đưa đường truyền hoặc switch nhanh hơn vào kế hoạch đầu tư, kèm biểu đồ này.",
    en: "Full every day in office hours: put a faster line or switch into the investment plan, with this chart.",
  },
  "alert.port_busy.resolved": {
    vi: "Đường lên ở cổng {port} đã thoáng: cao nhất {worst}, nay {value}.",
    en: "The uplink at port {port} has room again: {worst} at its worst, {value} now.",
  },

  "alert.port_storm.rule": { vi: "Bão quảng bá ở cổng", en: "Broadcast storm at a port" },
  "alert.port_storm.reason": {
    vi: "Gói quảng bá đến mọi máy; nhiều gấp bội mức thường ngày của chính cổng đó gần như luôn là vòng lặp.",
    en: "Broadcasts reach every machine; many times the port's own usual rate is nearly always a loop.",
  },
  "alert.port_storm.title": {
    vi: "Bão quảng bá vào cổng {port} của {device}",
    en: "Broadcast storm at port {port} of {device}",
  },
  "alert.port_storm.happened": {
    vi: "Gói quảng bá đang tới {rate_pps} (bình thường ở cổng này: {usual_pps}).",
    en: "Broadcasts arrive at {rate_pps} (usual at this port: {usual_pps}).",
  },
  "alert.port_storm.means": {
    vi: "Nhiều khả năng có vòng lặp: một sợi dây cắm hai đầu vào cùng mạng, hoặc một thiết bị hỏng. Cả điểm có thể mất mạng.",
    en: "Most likely a loop: one cable with both ends in the same network, or a broken device. The whole site may lose its network.",
  },
  "alert.port_storm.do.1": {
    vi: "Rút dây khỏi cổng {port} của {device}; mạng nhẹ đi ngay thì đúng nhánh này (1 phút).",
    en: "Unplug port {port} of {device}; if the network recovers at once, this is the branch (1 minute).",
  },
  "alert.port_storm.do.2": {
    vi: "Đi theo dây đó: tìm sợi cắm hai đầu vào switch, điện thoại bàn hoặc ổ tường (15 phút).",
    en: "Follow that cable: look for one with both ends in a switch, a desk phone or wall sockets (15 minutes).",
  },
  "alert.port_storm.do.3": {
    vi: "Không thấy vòng: tắt lần lượt từng thiết bị sau cổng này để tìm cái hỏng (30 phút).",
    en: "No loop found: switch off the devices behind this port one by one to find the broken one (30 minutes).",
  },
  "alert.port_storm.resolved": {
    vi: "Cổng {port} đã hết bão: cao nhất {worst}, nay {value}.",
    en: "The storm at port {port} is over: {worst} at its worst, {value} now.",
  },

  "alert.port_down.rule": { vi: "Đường nối mất kết nối", en: "Link lost" },
  "alert.port_down.reason": {
    vi: "Chỉ xét đường lên và cổng của thiết bị đã biết; máy tính tắt buổi tối không tính.",
    en: "Only uplinks and ports of known devices count; a PC that is off in the evening does not.",
  },
  "alert.port_down.title": {
    vi: "Cổng {port} của {device} mất kết nối",
    en: "Port {port} of {device} has no link",
  },
  "alert.port_down.happened": {
    vi: "Cổng {port} của {device} không còn tín hiệu.",
    en: "There is no signal at port {port} of {device}.",
  },
  "alert.port_down.happened.2": { vi: "Đầu bên kia là {peer}.", en: "At the other end is {peer}." },
  "alert.port_down.means": {
    vi: "Dây bị rút, bị đứt, hoặc thiết bị đầu kia mất điện. Mọi thứ nối qua cổng này không có mạng.",
    en: "The cable was pulled or cut, or the device at its other end has no power. Nothing behind this port has a network.",
  },
  "alert.port_down.do.1": {
    vi: "Hỏi người ở đó: thiết bị đầu kia có điện không, có ai vừa rút dây không (2 phút).",
    en: "Ask somebody there: has the other device power, did anybody pull a cable (2 minutes).",
  },
  "alert.port_down.do.2": {
    vi: "Cắm lại hai đầu dây; chưa lên đèn thì thay dây (10 phút).",
    en: "Replug both ends of the cable; if the lamp stays dark, change it (10 minutes).",
  },
  "alert.port_down.do.3": {
    vi: "Vẫn tối: thử cổng khác của {device}, rồi cổng khác của thiết bị đầu kia (15 phút).",
    en: "Still dark: try another port of {device}, then one of the other device (15 minutes).",
  },
  "alert.port_down.resolved": {
    vi: "Cổng {port} của {device} đã có kết nối lại sau {lasted}.",
    en: "Port {port} of {device} has its link again after {lasted}.",
  },
} as const satisfies Record<`alert.port_${string}`, Message>;
