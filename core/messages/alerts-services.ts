import type { Message } from "./message.ts";

/** Alerts of public services as a site sees them, and of Cayda itself. `where` decides who has to do something. */
export const serviceAlerts = {
  "alert.service_down.rule": { vi: "Không vào được dịch vụ", en: "Service not reachable" },
  "alert.service_down.reason": {
    vi: "Thử lại ngay một lần rồi mới tính là hỏng; qua vài lượt liền mới báo.",
    en: "Each check is tried once more before it counts as failed; several in a row are reported.",
  },
  "alert.service_down.title": { vi: "Không vào được {service}", en: "{service} cannot be reached" },
  "alert.service_down.happened": {
    vi: "Kiểm tra {service} từ điểm này không đạt: {phase}.",
    en: "Checked from this site, {service} fails: {phase}.",
  },
  "alert.service_down.means": {
    vi: "Người dùng ở điểm này không dùng được {service}.",
    en: "People at this site cannot use {service}.",
  },
  "alert.service_down.means.pc": {
    vi: "Nhiều khả năng lỗi ở chính máy đang kiểm tra; máy khác có thể vẫn vào {service} bình thường.",
    en: "Most likely the PC that checks is at fault; others may reach {service} as usual.",
  },
  "alert.service_down.means.lan": {
    vi: "Nhiều khả năng lỗi ở mạng trong trụ sở: bộ định tuyến cũng không trả lời. Mọi người ở điểm này bị ảnh hưởng.",
    en: "Most likely the network inside the office is at fault: the router does not answer either. All at this site are hit.",
  },
  "alert.service_down.means.uplink": {
    vi: "Nhiều khả năng lỗi ở đường truyền của điểm này, không phải ở {service}. Mọi người ở điểm này bị ảnh hưởng.",
    en: "Most likely this site's line is at fault, not {service}. All at this site are hit.",
  },
  "alert.service_down.means.service": {
    vi: "Nhiều khả năng lỗi ở chính {service}, không phải ở mạng của điểm này. Không cần đến điểm.",
    en: "Most likely {service} itself is at fault, not this site's network. Nobody needs to go there.",
  },
  "alert.service_down.do.1": {
    vi: "Mở {service} từ một máy khác để xác nhận (2 phút).",
    en: "Open {service} from another PC to make sure (2 minutes).",
  },
  "alert.service_down.do.2": {
    vi: "Xem các cảnh báo khác của điểm này; không có thì báo đơn vị quản lý {service}.",
    en: "Look at the site's other alerts; if there are none, tell those who run {service}.",
  },
  "alert.service_down.do.pc.1": {
    vi: "Mở {service} từ một máy khác cùng điểm (2 phút): vào được thì đúng là lỗi máy.",
    en: "Open {service} from another PC there (2 minutes): if it works, the checking PC is at fault.",
  },
  "alert.service_down.do.pc.2": {
    vi: "Khởi động lại máy đang kiểm tra, xem dây mạng, DNS và phần mềm diệt vi-rút của nó (15 phút).",
    en: "Restart the checking PC; look at its cable, DNS settings and antivirus (15 minutes).",
  },
  "alert.service_down.do.lan.1": {
    vi: "Xử lý cảnh báo mạng của điểm này trước: switch, dây lên, vòng lặp (5 phút để xem).",
    en: "Deal with this site's network alerts first: switch, uplink cable, loop (5 minutes to look).",
  },
  "alert.service_down.do.lan.2": {
    vi: "Không có cảnh báo nào: tắt bật lại switch và bộ định tuyến (5 phút).",
    en: "If there are none: switch the switch and the router off and on (5 minutes).",
  },
  "alert.service_down.do.uplink.1": {
    vi: "Tắt bật lại bộ định tuyến và thiết bị cáp quang (5 phút).",
    en: "Switch the router and the fibre box off and on (5 minutes).",
  },
  "alert.service_down.do.uplink.2": {
    vi: "Vẫn mất: báo đơn vị cung cấp đường truyền, kèm giờ bắt đầu.",
    en: "Still nothing: report it to those who run the line, with the time it began.",
  },
  "alert.service_down.do.service.1": {
    vi: "Không cần đến điểm. Báo đơn vị quản lý {service}, kèm giờ bắt đầu và lỗi trên (5 phút).",
    en: "Nobody needs to go there. Tell those who run {service}, with the time and the error above (5 minutes).",
  },
  "alert.service_down.do.service.2": {
    vi: "Báo các quầy dùng cách dự phòng (biên nhận giấy) tới khi có lại.",
    en: "Tell the counters to work on paper until it is back.",
  },
  "alert.service_down.resolved": {
    vi: "{service} vào lại được sau {lasted}.",
    en: "{service} can be reached again after {lasted}.",
  },

  "alert.service_slow.rule": { vi: "Dịch vụ chậm hẳn", en: "Service much slower" },
  "alert.service_slow.reason": {
    vi: "So với chính nó vào cùng giờ các tuần trước, có mức sàn để vài phần giây không bị báo.",
    en: "Compared with itself at the same hour of earlier weeks, with a floor so that fractions of a second do not count.",
  },
  "alert.service_slow.title": { vi: "{service} chậm hẳn", en: "{service} is much slower" },
  "alert.service_slow.happened": {
    vi: "{service} trả lời sau {value} (ngưỡng {threshold}).",
    en: "{service} answers after {value} (the limit is {threshold}).",
  },
  "alert.service_slow.happened.2": {
    vi: "Bình thường giờ này: {usual_ms}.",
    en: "Usual at this hour: {usual_ms}.",
  },
  "alert.service_slow.means": {
    vi: "Vẫn dùng được nhưng người dùng phải chờ; hồ sơ nộp qua mạng có thể bị quá giờ.",
    en: "It can be used, but people wait; what they submit may time out.",
  },
  "alert.service_slow.do.1": {
    vi: "Xem đường truyền của điểm có đầy không (trang điểm, 5 phút).",
    en: "See whether the site's line is full (site page, 5 minutes).",
  },
  "alert.service_slow.do.2": {
    vi: "Đường truyền rảnh: báo đơn vị quản lý {service}, kèm biểu đồ này.",
    en: "If it is not: tell those who run {service}, with this chart.",
  },
  "alert.service_slow.resolved": {
    vi: "{service} đã nhanh lại: chậm nhất {worst}, nay {value}.",
    en: "{service} is fast again: {worst} at its slowest, {value} now.",
  },

  "alert.certificate_ends.rule": { vi: "Chứng thư sắp hết hạn", en: "Certificate about to expire" },
  "alert.certificate_ends.reason": {
    vi: "Gia hạn qua văn bản mất một, hai tuần; ngưỡng để kịp làm.",
    en: "A renewal by letter takes a week or two; the limit leaves time for it.",
  },
  "alert.certificate_ends.title": {
    vi: "Chứng thư của {service}: còn {value}",
    en: "Certificate of {service}: {value} left",
  },
  "alert.certificate_ends.happened": {
    vi: "Chứng thư bảo mật (TLS) của {service} còn {value} (báo từ {threshold}).",
    en: "The security certificate (TLS) of {service} has {value} left (reported from {threshold}).",
  },
  "alert.certificate_ends.means": {
    vi: 'Hết hạn thì trình duyệt cảnh báo "không an toàn" và nhiều người không vào được.',
    en: 'When it ends, browsers say "not secure" and many people cannot get in.',
  },
  "alert.certificate_ends.do.1": {
    vi: "Báo đơn vị quản lý {service} gia hạn chứng thư (5 phút).",
    en: "Tell those who run {service} to renew it (5 minutes).",
  },
  "alert.certificate_ends.do.2": {
    vi: "Một tuần trước hạn chưa đổi: nhắc lại bằng văn bản.",
    en: "If it has not changed a week before the end: remind them in writing.",
  },
  "alert.certificate_ends.resolved": {
    vi: "Chứng thư của {service} đã gia hạn: còn {value}.",
    en: "The certificate of {service} was renewed: {value} left.",
  },

  "alert.service_down_everywhere.rule": { vi: "Dịch vụ hỏng ở nhiều điểm", en: "Service down at many sites" },
  "alert.service_down_everywhere.reason": {
    vi: "Nhiều điểm khác đường truyền cùng không vào được thì lỗi ở dịch vụ.",
    en: "When several sites with lines of their own fail at once, the service is at fault.",
  },
  "alert.service_down_everywhere.title": {
    vi: "{service} ngừng hoạt động với {down} điểm",
    en: "{service} is down for {down} sites",
  },
  "alert.service_down_everywhere.happened": {
    vi: "{down} trên {sites} điểm không vào được {service} cùng lúc.",
    en: "{down} of {sites} sites cannot reach {service} at the same time.",
  },
  "alert.service_down_everywhere.means": {
    vi: "Nhiều khả năng lỗi ở chính {service} hoặc trung tâm dữ liệu, không phải ở các điểm. Không cần đến xã nào.",
    en: "Most likely {service} itself or its data centre is at fault, not the sites. Nobody needs to drive to any of them.",
  },
  "alert.service_down_everywhere.do.1": {
    vi: "Báo đơn vị quản lý {service}, kèm giờ bắt đầu (5 phút).",
    en: "Tell those who run {service}, with the time it began (5 minutes).",
  },
  "alert.service_down_everywhere.do.2": {
    vi: "Nhắn các điểm: đang xử lý, tạm nhận hồ sơ giấy.",
    en: "Tell the sites that it is being dealt with and to work on paper meanwhile.",
  },
  "alert.service_down_everywhere.resolved": {
    vi: "{service} hoạt động lại sau {lasted}; có lúc {worst} điểm không vào được.",
    en: "{service} works again after {lasted}; at its worst {worst} sites could not reach it.",
  },

  "alert.store_trouble.rule": { vi: "Kho số liệu của Cayda có vấn đề", en: "Trouble with Cayda's own store" },
  "alert.store_trouble.reason": {
    vi: "Cayda không lưu được số liệu thì không cảnh báo được: phải biết ngay.",
    en: "Without its store Cayda cannot warn of anything: that must be known at once.",
  },
  "alert.store_trouble.title": {
    vi: "Kho số liệu của Cayda có vấn đề",
    en: "Cayda's own store is in trouble",
  },
  "alert.store_trouble.happened": { vi: "{trouble}", en: "{trouble}" },
  "alert.store_trouble.means": {
    vi: "Số liệu mới có thể không được lưu; biểu đồ và cảnh báo có thể thiếu.",
    en: "New readings may not be kept; charts and alerts may be incomplete.",
  },
  "alert.store_trouble.do.1": {
    vi: "Mở Cài đặt, phần Kho số liệu, làm theo chỉ dẫn ở đó (5 phút).",
    en: "Open Settings, section Store, and do what it says there (5 minutes).",
  },
  "alert.store_trouble.do.2": {
    vi: "Giải phóng chỗ trên ổ đĩa của máy chủ nếu ổ sắp đầy (30 phút).",
    en: "Free space on the server's disk if it is nearly full (30 minutes).",
  },
  "alert.store_trouble.resolved": {
    vi: "Kho số liệu của Cayda đã bình thường sau {lasted}.",
    en: "Cayda's store is fine again after {lasted}.",
  },
} as const satisfies Record<`alert.${string}`, Message>;
