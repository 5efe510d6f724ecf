import type { Message } from "./message.ts";

/** Alerts of fans, power over the cable, spanning tree, and of addresses that are pinged. */
export const partAlerts = {
  "alert.device_fan.rule": { vi: "Quạt ngừng quay", en: "Fan stopped" },
  "alert.device_fan.reason": {
    vi: "Quạt đã từng quay mà nay đứng là hỏng; thiết bị không quạt không bị xét.",
    en: "A fan that turned before and stands now is broken; devices without fans are left out.",
  },
  "alert.device_fan.title": { vi: "Quạt của {device} ngừng quay", en: "A fan of {device} stopped" },
  "alert.device_fan.happened": { vi: "Quạt {fan} không quay.", en: "Fan {fan} does not turn." },
  "alert.device_fan.means": {
    vi: "Thiết bị sẽ nóng dần rồi tự tắt hoặc hỏng, thường trong vài giờ đến vài ngày.",
    en: "The device will get hot, then switch off or break, usually within hours or days.",
  },
  "alert.device_fan.do.1": {
    vi: "Xem có vật chặn cánh quạt không, hút bụi (10 phút, tắt máy trước).",
    en: "Look for something that blocks the fan and clean it (10 minutes, switch off first).",
  },
  "alert.device_fan.do.2": {
    vi: "Vẫn đứng: thay quạt (30 phút).",
    en: "Still not: change the fan (30 minutes).",
  },
  "alert.device_fan.resolved": {
    vi: "Quạt của {device} quay lại sau {lasted}.",
    en: "The fan of {device} turns again after {lasted}.",
  },

  "alert.device_poe.rule": { vi: "Nguồn qua dây mạng sắp hết", en: "Power over the cable nearly used up" },
  "alert.device_poe.reason": {
    vi: "Switch cấp nguồn có hạn mức; vượt thì nó tự ngắt camera hoặc Wi-Fi cắm sau cùng.",
    en: "A switch has a fixed power budget; beyond it the camera or Wi-Fi plugged in last is cut off.",
  },
  "alert.device_poe.title": {
    vi: "{device} sắp hết công suất cấp qua dây mạng",
    en: "{device} is running out of power for its ports",
  },
  "alert.device_poe.happened": {
    vi: "Đang cấp {used} W trên {budget} W (PoE, {value}; ngưỡng {threshold}).",
    en: "It supplies {used} W of {budget} W (PoE, {value}; the limit is {threshold}).",
  },
  "alert.device_poe.means": {
    vi: "Thêm một camera hay điểm Wi-Fi nữa là có thiết bị bị cắt nguồn.",
    en: "One more camera or access point and something loses its power.",
  },
  "alert.device_poe.do.1": {
    vi: "Rút thiết bị không còn dùng khỏi {device} (10 phút).",
    en: "Unplug what is no longer used from {device} (10 minutes).",
  },
  "alert.device_poe.do.2": {
    vi: "Cấp nguồn rời cho thiết bị dùng nhiều điện nhất (30 phút).",
    en: "Give the hungriest device a power supply of its own (30 minutes).",
  },
  "alert.device_poe.resolved": {
    vi: "{device} đã đủ công suất: cao nhất {worst}, nay {value}.",
    en: "{device} has power to spare: {worst} in use at its worst, {value} now.",
  },

  "alert.stp_changes.rule": { vi: "Mạng đổi đường liên tục", en: "Network keeps changing its paths" },
  "alert.stp_changes.reason": {
    vi: "Mạng yên ổn đổi đường vài lần một ngày; nhiều lần một giờ là có cổng chập chờn hoặc vòng lặp.",
    en: "A quiet network changes paths a few times a day; many an hour come from a flapping port or a loop.",
  },
  "alert.stp_changes.title": {
    vi: "Mạng quanh {device} đổi đường liên tục",
    en: "The network around {device} keeps changing its paths",
  },
  "alert.stp_changes.happened": {
    vi: "{value} lần đổi đường trong một giờ (spanning tree; ngưỡng {threshold}).",
    en: "{value} changes of path in an hour (spanning tree; the limit is {threshold}).",
  },
  "alert.stp_changes.happened.2": {
    vi: "Không kể {machines} lần do bật, tắt máy.",
    en: "Besides {machines} that come of machines being switched on and off.",
  },
  "alert.stp_changes.means": {
    vi: "Mỗi lần đổi, mạng đứng vài giây. Nhiều khả năng một cổng chập chờn hoặc ai đó cắm thêm switch.",
    en: "With each change the network stands still for seconds. Most likely a port comes and goes, or a switch was added.",
  },
  "alert.stp_changes.do.1": {
    vi: "Xem trang của {device}: cổng nào đổi trạng thái nhiều nhất, thay dây cổng đó (15 phút).",
    en: "On the page of {device} see which port changed most, and change its cable (15 minutes).",
  },
  "alert.stp_changes.do.2": {
    vi: "Hỏi có ai vừa cắm thêm switch hay dây không, rút thử (15 phút).",
    en: "Ask whether anybody added a switch or a cable, and unplug it as a trial (15 minutes).",
  },
  "alert.stp_changes.resolved": {
    vi: "Mạng quanh {device} đã yên: nhiều nhất {worst} lần mỗi giờ, nay {value}.",
    en: "The network around {device} is quiet: at most {worst} changes an hour before, {value} now.",
  },

  "alert.target_down.rule": { vi: "Địa chỉ không trả lời ping", en: "Address does not answer pings" },
  "alert.target_down.reason": {
    vi: "Mất lẻ một, hai gói là thường; không gói nào về qua vài lượt liền mới là mất.",
    en: "A lost packet or two is nothing; none back over several rounds means that it is gone.",
  },
  "alert.target_down.title": { vi: "{target} không trả lời", en: "{target} does not answer" },
  "alert.target_down.happened": {
    vi: "{target} ({address}) không trả lời gói ping nào.",
    en: "{target} ({address}) answers none of the pings.",
  },
  "alert.target_down.happened.2": {
    vi: "Lần cuối trả lời cách đây {silent_s}.",
    en: "It answered last {silent_s} ago.",
  },
  "alert.target_down.means": {
    vi: "Thiết bị ở địa chỉ này tắt, hoặc đường tới nó đứt. Ai cần tới nó sẽ không vào được.",
    en: "What is at this address is off, or the way to it is cut. Whoever needs it cannot reach it.",
  },
  "alert.target_down.do.1": {
    vi: "Hỏi tại chỗ: {target} có điện, có sáng đèn mạng không (2 phút).",
    en: "Ask there: has {target} power, is its network lamp on (2 minutes).",
  },
  "alert.target_down.do.2": {
    vi: "Có đèn: tắt bật lại, rồi xem dây mạng của nó (10 phút).",
    en: "If so: switch it off and on, then look at its cable (10 minutes).",
  },
  "alert.target_down.do.3": {
    vi: "Nó ở ngoài trụ sở: báo đơn vị quản lý đường truyền, kèm thời điểm bắt đầu.",
    en: "If it is outside the office: tell those who run the line, with the time when it began.",
  },
  "alert.target_down.resolved": {
    vi: "{target} trả lời lại sau {lasted}.",
    en: "{target} answers again after {lasted}.",
  },

  "alert.target_loss.rule": { vi: "Mất gói tới địa chỉ", en: "Packets lost on the way to an address" },
  "alert.target_loss.reason": {
    vi: "Trong mạng nội bộ mất vài phần trăm gói là đã họp trực tuyến không nổi.",
    en: "Inside an office a few per cent of lost packets already make meetings impossible.",
  },
  "alert.target_loss.title": { vi: "Mất gói tới {target}", en: "Packets to {target} get lost" },
  "alert.target_loss.happened": {
    vi: "{value} gói tới {target} ({address}) không về (ngưỡng {threshold}).",
    en: "{value} of the packets to {target} ({address}) do not come back (the limit is {threshold}).",
  },
  "alert.target_loss.means": {
    vi: "Đường tới {target} có chỗ kém hoặc quá tải. Trang web tải chậm, gọi và họp trực tuyến bị giật.",
    en: "Some part of the way to {target} is bad or overloaded. Web pages are slow, calls and meetings stutter.",
  },
  "alert.target_loss.do.1": {
    vi: "Xem các cảnh báo khác của điểm này: cổng lỗi hoặc đường lên đầy thường là nguyên nhân (5 phút).",
    en: "Look at the site's other alerts: a bad port or a full uplink is the usual cause (5 minutes).",
  },
  "alert.target_loss.do.2": {
    vi: "Thay dây mạng của {target} nếu nó trong trụ sở (10 phút).",
    en: "Change the cable of {target} if it is in the office (10 minutes).",
  },
  "alert.target_loss.do.3": {
    vi: "Nó ở ngoài: gửi biểu đồ này cho đơn vị cung cấp đường truyền.",
    en: "If it is outside: send this chart to those who run the line.",
  },
  "alert.target_loss.resolved": {
    vi: "Đường tới {target} đã tốt: mất nhiều nhất {worst}, nay {value}.",
    en: "The way to {target} is good again: {worst} lost at its worst, {value} now.",
  },

  "alert.target_latency.rule": { vi: "Đường tới địa chỉ chậm hẳn", en: "Way to an address much slower" },
  "alert.target_latency.reason": {
    vi: "So với chính nó vào cùng giờ các tuần trước, nên đường vốn chậm không bị báo.",
    en: "Compared with itself at the same hour of earlier weeks, so a line that always was slow is not reported.",
  },
  "alert.target_latency.title": {
    vi: "Đường tới {target} chậm hẳn",
    en: "The way to {target} is much slower",
  },
  "alert.target_latency.happened": {
    vi: "Gói đi và về mất {value} (ngưỡng {threshold}).",
    en: "A round trip takes {value} (the limit is {threshold}).",
  },
  "alert.target_latency.happened.2": {
    vi: "Bình thường giờ này: {usual_ms}.",
    en: "Usual at this hour: {usual_ms}.",
  },
  "alert.target_latency.means": {
    vi: "Đường tới {target} đang nghẽn hoặc đi vòng. Mọi thao tác qua đường này chậm hơn thường ngày.",
    en: "The way to {target} is congested or takes a detour. Everything that uses it is slower than usual.",
  },
  "alert.target_latency.do.1": {
    vi: "Xem ai đang chép nhiều (sao lưu, cập nhật) và hẹn sang ngoài giờ (10 phút).",
    en: "See who copies a lot (backup, updates) and move that outside office hours (10 minutes).",
  },
  "alert.target_latency.do.2": {
    vi: "Không phải trong trụ sở: báo đơn vị cung cấp đường truyền, kèm biểu đồ này.",
    en: "If it is not inside the office: tell those who run the line, with this chart.",
  },
  "alert.target_latency.resolved": {
    vi: "Đường tới {target} đã nhanh lại: chậm nhất {worst}, nay {value}.",
    en: "The way to {target} is fast again: {worst} at its slowest, {value} now.",
  },

  "alert.target_jitter.rule": {
    vi: "Đường tới địa chỉ lúc nhanh lúc chậm",
    en: "Way to an address is uneven",
  },
  "alert.target_jitter.reason": {
    vi: "Biến động trễ (jitter) lớn làm tiếng và hình bị vỡ, dù tốc độ trung bình vẫn tốt.",
    en: "Large swings of delay (jitter) break up voice and video even when the average is good.",
  },
  "alert.target_jitter.title": {
    vi: "Đường tới {target} lúc nhanh lúc chậm",
    en: "The way to {target} is uneven",
  },
  "alert.target_jitter.happened": {
    vi: "Độ trễ dao động {value} (ngưỡng {threshold}).",
    en: "The delay swings by {value} (the limit is {threshold}).",
  },
  "alert.target_jitter.happened.2": {
    vi: "Bình thường giờ này: {usual_ms}.",
    en: "Usual at this hour: {usual_ms}.",
  },
  "alert.target_jitter.means": {
    vi: "Họp trực tuyến qua đường này bị vỡ tiếng, đứng hình. Trang web thì ít bị ảnh hưởng.",
    en: "Online meetings over this line break up and freeze. Web pages suffer little.",
  },
  "alert.target_jitter.do.1": {
    vi: "Trước cuộc họp: ngừng chép tệp lớn, dùng dây thay Wi-Fi (5 phút).",
    en: "Before a meeting: stop large copies, use a cable instead of Wi-Fi (5 minutes).",
  },
  "alert.target_jitter.do.2": {
    vi: "Lặp lại: báo đơn vị cung cấp đường truyền, kèm biểu đồ này.",
    en: "If it comes back: tell those who run the line, with this chart.",
  },
  "alert.target_jitter.resolved": {
    vi: "Đường tới {target} đã đều: dao động nhiều nhất {worst}, nay {value}.",
    en: "The way to {target} is even again: swings of {worst} at its worst, {value} now.",
  },
} as const satisfies Record<`alert.${string}`, Message>;
