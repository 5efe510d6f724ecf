import type { Message } from "./message.ts";

/** Alerts of switch ports and of the cables on them. Keys: `alert.<rule>.<part>`, see `core/alerting/say.ts`. */
export const portAlerts = {
  "alert.port_errors.rule": { vi: "Cổng hỏng gói", en: "Errors on a port" },
  "alert.port_errors.reason": {
    vi: "Cáp tốt gần như không hỏng gói nào; chỉ vài phần nghìn gói lỗi đã làm mạng chậm thấy rõ.",
    en: "A good cable damages next to no packets; a few in a thousand already make a network visibly slow.",
  },
  "alert.port_errors.title": {
    vi: "Cổng {port} của {device} hỏng nhiều gói",
    en: "Port {port} of {device} damages packets",
  },
  "alert.port_errors.happened": {
    vi: "{value} gói lỗi trong {window_s} ({errors} trên {packets} gói; ngưỡng {threshold}).",
    en: "{value} of the packets were damaged within {window_s} ({errors} of {packets}; the limit is {threshold}).",
  },
  "alert.port_errors.happened.2": {
    vi: "Trong đó {fcs} gói sai mã kiểm tra: thường là do dây.",
    en: "{fcs} of them failed their checksum: that usually is the cable.",
  },
  "alert.port_errors.means": {
    vi: "Nhiều khả năng do dây nhảy, đầu bấm hoặc ổ tường. {User} phải gửi lại nhiều lần: mở trang web, chép tệp chậm và hay bị ngắt.",
    en: "Most likely a patch cable, a plug or a wall socket. {User} has to send everything again: web pages and file copies are slow and break off.",
  },
  "alert.port_errors.do.1": {
    vi: "Thay dây mạng ở cổng {port} (10 phút); chờ 15 phút xem còn lỗi không.",
    en: "Change the cable in port {port} (10 minutes); wait 15 minutes and see whether errors go on.",
  },
  "alert.port_errors.do.2": {
    vi: "Còn lỗi: cắm sang một cổng trống khác của {device} (5 phút).",
    en: "Still errors: plug it into another free port of {device} (5 minutes).",
  },
  "alert.port_errors.do.3": {
    vi: "Vẫn lỗi: thay card mạng của {user} (30 phút).",
    en: "Still errors: change the network card of {user} (30 minutes).",
  },
  "alert.port_errors.do.4": {
    vi: "Sau cùng mới là switch {device}: chỉ khi nhiều cổng cùng lỗi. Dây và card không cần vào kế hoạch đầu tư.",
    en: "The switch {device} comes last: only if several ports have errors. Cables and cards need no investment plan.",
  },
  "alert.port_errors.resolved": {
    vi: "Cổng {port} đã hết lỗi: trước {worst} gói lỗi, nay {value}.",
    en: "Port {port} is clean again: {worst} of the packets before, {value} now.",
  },

  "alert.port_discards.rule": { vi: "Cổng bỏ gói vì quá tải", en: "Packets dropped at a port" },
  "alert.port_discards.reason": {
    vi: "Switch bỏ gói khi hàng đợi đầy; bỏ thường xuyên nghĩa là cổng không kham nổi lượng dữ liệu.",
    en: "A switch drops packets when its queue is full; when it keeps doing so, the port is too small for its traffic.",
  },
  "alert.port_discards.title": {
    vi: "Cổng {port} của {device} bỏ bớt gói",
    en: "Port {port} of {device} drops packets",
  },
  "alert.port_discards.happened": {
    vi: "{value} gói bị bỏ trong {window_s} ({discards} trên {packets} gói; ngưỡng {threshold}).",
    en: "{value} of the packets were dropped within {window_s} ({discards} of {packets}; the limit is {threshold}).",
  },
  "alert.port_discards.means": {
    vi: "Dữ liệu dồn vào cổng này nhanh hơn mức cổng chuyển đi được. {User} thấy mạng chậm lúc đông người dùng; gọi và họp trực tuyến bị giật.",
    en: "More data arrives for this port than it can pass on. {User} finds the network slow at busy times; calls and meetings stutter.",
  },
  "alert.port_discards.do.1": {
    vi: "Xem cổng có đang chạy đúng tốc độ không: cổng 100 Mb/s trong mạng 1 Gb/s sẽ nghẽn (5 phút, xem trên trang này).",
    en: "See whether the port runs at its full speed: a 100 Mb/s port in a 1 Gb/s network is a bottleneck (5 minutes, on this page).",
  },
  "alert.port_discards.do.2": {
    vi: "Tìm máy đang chép nhiều (sao lưu, cập nhật) và hẹn việc đó sang ngoài giờ (15 phút).",
    en: "Find the machine that copies a lot (backup, updates) and move that work outside office hours (15 minutes).",
  },
  "alert.port_discards.do.3": {
    vi: "Ngày nào cũng vậy: đưa đường lên nhanh hơn vào kế hoạch đầu tư.",
    en: "If it happens every day: put a faster uplink into the investment plan.",
  },
  "alert.port_discards.resolved": {
    vi: "Cổng {port} đã hết nghẽn: trước bỏ {worst} gói, nay {value}.",
    en: "Port {port} keeps up again: {worst} of the packets were dropped before, {value} now.",
  },

  "alert.port_duplex.rule": { vi: "Lệch chế độ song công", en: "Duplex mismatch" },
  "alert.port_duplex.reason": {
    vi: "Hai đầu thỏa thuận đúng thì không bao giờ có va chạm muộn; có là một đầu bị đặt tay hoặc thiết bị quá cũ.",
    en: "Two ends that agree never see late collisions; where there are some, one end was set by hand or is very old.",
  },
  "alert.port_duplex.title": {
    vi: "Cổng {port} của {device} lệch chế độ với thiết bị bên kia",
    en: "Port {port} of {device} disagrees with the other end",
  },
  "alert.port_duplex.happened": {
    vi: "{late} lần va chạm muộn trong một giờ (hai đầu cùng nói một lúc; bình thường là 0).",
    en: "{late} late collisions in an hour (both ends talked at once; 0 is normal).",
  },
  "alert.port_duplex.happened.2": {
    vi: "Chế độ của cổng hiện nay: {duplex}.",
    en: "The port's present mode: {duplex}.",
  },
  "alert.port_duplex.happened.mode": {
    vi: "Cổng chạy {duplex}, trong khi đầu bên kia chạy song công toàn phần (full duplex): lẽ ra hai đầu phải như nhau.",
    en: "The port runs at {duplex} while its other end runs at full duplex: both should be the same.",
  },
  "alert.port_duplex.means": {
    vi: "Một đầu nghe và nói cùng lúc, đầu kia thì lần lượt. {User} vẫn có mạng nhưng rất chậm khi chép tệp lớn.",
    en: "One end listens and talks at the same time, the other takes turns. {User} has a network, but large copies are very slow.",
  },
  "alert.port_duplex.do.1": {
    vi: "Đặt cả hai đầu về Tự động (auto): trong cài đặt card mạng của {user} và của cổng {port} (10 phút).",
    en: "Set both ends to automatic: in the card's settings of {user} and of port {port} (10 minutes).",
  },
  "alert.port_duplex.do.2": {
    vi: "Thay dây mạng (10 phút): dây thiếu đôi cũng làm thỏa thuận sai.",
    en: "Change the cable (10 minutes): one with missing pairs also makes the ends disagree.",
  },
  "alert.port_duplex.do.3": {
    vi: "Vẫn vậy: thay card mạng của {user} (30 phút).",
    en: "No better: change the network card of {user} (30 minutes).",
  },
  "alert.port_duplex.resolved": {
    vi: "Cổng {port} đã hết va chạm: nhiều nhất {worst} lần mỗi giờ, nay {value}.",
    en: "Port {port} has no more collisions: at most {worst} an hour before, {value} now.",
  },
  "alert.port_duplex.resolved.mode": {
    vi: "Cổng {port}: hai đầu lại chạy cùng một chế độ sau {lasted}.",
    en: "Port {port}: both ends run in the same mode again after {lasted}.",
  },

  "alert.port_speed.rule": { vi: "Cổng chạy chậm hơn khả năng", en: "Port slower than it could be" },
  "alert.port_speed.reason": {
    vi: "Dây gigabit cần đủ bốn đôi; hỏng một đôi thì hai đầu tự lùi về 100 Mb/s mà không báo ai.",
    en: "Gigabit needs all four pairs of a cable; with one broken, both ends silently fall back to 100 Mb/s.",
  },
  "alert.port_speed.title": {
    vi: "Cổng {port} của {device} tụt xuống {speed_bps}",
    en: "Port {port} of {device} fell to {speed_bps}",
  },
  "alert.port_speed.happened": {
    vi: "Cổng đang chạy {speed_bps}, trong khi có thể chạy {before_bps}.",
    en: "The port runs at {speed_bps} where it could run at {before_bps}.",
  },
  "alert.port_speed.means": {
    vi: "Nhiều khả năng dây mạng hỏng một đôi hoặc đầu bấm lỏng. Mọi thứ vẫn chạy, nhưng {user} chép tệp chậm hơn nhiều lần.",
    en: "Most likely one pair of the cable is broken or a plug is loose. All works, but copies of {user} take many times as long.",
  },
  "alert.port_speed.do.1": {
    vi: "Rút ra cắm lại hai đầu dây ở cổng {port} (2 phút).",
    en: "Unplug and replug both ends of the cable in port {port} (2 minutes).",
  },
  "alert.port_speed.do.2": {
    vi: "Chưa lên: thay bằng dây Cat5e hoặc Cat6 đủ bốn đôi (10 phút).",
    en: "No better: use a Cat5e or Cat6 cable with all four pairs (10 minutes).",
  },
  "alert.port_speed.do.3": {
    vi: "Vẫn vậy: bấm lại ổ tường, rồi mới xem card mạng của {user} (1 giờ).",
    en: "Still not: remake the wall socket, then look at the network card of {user} (1 hour).",
  },
  "alert.port_speed.resolved": {
    vi: "Cổng {port} chạy lại {value}; lúc chậm nhất là {worst}.",
    en: "Port {port} runs at {value} again; at its slowest it was {worst}.",
  },

  "alert.port_flapping.rule": { vi: "Cổng chập chờn", en: "Port that comes and goes" },
  "alert.port_flapping.reason": {
    vi: "Bật, tắt máy chỉ làm cổng đổi trạng thái vài lần một ngày; nhiều lần trong một giờ là tiếp xúc kém.",
    en: "Switching a machine on and off changes its port a few times a day; many changes in an hour are a bad contact.",
  },
  "alert.port_flapping.title": {
    vi: "Cổng {port} của {device} chập chờn",
    en: "Port {port} of {device} comes and goes",
  },
  "alert.port_flapping.happened": {
    vi: "Cổng đổi trạng thái (mất hoặc có lại) {changes} lần trong một giờ (ngưỡng {threshold}).",
    en: "The port changed between up and down {changes} times within an hour (the limit is {threshold}).",
  },
  "alert.port_flapping.means": {
    vi: "Nhiều khả năng do đầu cắm lỏng, dây gãy ngầm hoặc nguồn của thiết bị chập chờn. {User} bị ngắt mạng từng lúc.",
    en: "Most likely a loose plug, a cable broken inside, or a failing power supply. {User} loses the network again and again.",
  },
  "alert.port_flapping.do.1": {
    vi: "Ấn chặt hai đầu dây ở cổng {port}, xem chốt nhựa còn không (2 phút).",
    en: "Push in both ends of the cable in port {port}; see whether the clip is still there (2 minutes).",
  },
  "alert.port_flapping.do.2": { vi: "Thay dây mạng (10 phút).", en: "Change the cable (10 minutes)." },
  "alert.port_flapping.do.3": {
    vi: "Còn chập chờn: kiểm tra nguồn điện của {user}, rồi đổi sang cổng khác của {device} (15 phút).",
    en: "Still no better: check the power supply of {user}, then use another port of {device} (15 minutes).",
  },
  "alert.port_flapping.resolved": {
    vi: "Cổng {port} đã ổn định: trước nhiều nhất {worst} lần đổi trạng thái mỗi giờ, nay {value}.",
    en: "Port {port} is steady: at most {worst} changes an hour before, {value} now.",
  },
} as const satisfies Record<`alert.port_${string}`, Message>;
