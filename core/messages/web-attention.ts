import type { Message } from "./message.ts";

/**
 * What needs a person: what happened (with figures), what it means, what to do next (cheapest first, minutes needed).
 * Keys ending in What, Means, Next belong together.
 */
export const webAttentionMessages = {
  "web.attention.title": { vi: "Việc cần xem", en: "Needs attention" },
  "web.attention.calm": {
    vi: "Mọi thứ bình thường. {sites} điểm đang gửi số liệu; {devices} thiết bị và {targets} đích kiểm tra trả lời.",
    en: "All is well. Sites sending data: {sites}. Answering: {devices} devices, {targets} ping targets.",
  },
  "web.attention.calmSite": {
    vi: "Không có gì cần xem: {devices} thiết bị và {targets} đích kiểm tra trả lời.",
    en: "Nothing needs attention. Answering: {devices} devices, {targets} ping targets.",
  },
  "web.attention.calmOff": {
    vi: "{n} máy tính đang tắt hoặc chưa gửi số đo.",
    en: "PCs that are off or send no readings yet: {n}.",
  },
  "web.attention.more": {
    vi: "Và {n} việc khác; xem ở bảng dưới.",
    en: "And {n} more; see the table below.",
  },

  "web.attention.noAgentWhat": { vi: "{site} chưa có máy thu thập.", en: "{site} has no agent yet." },
  "web.attention.noAgentMeans": {
    vi: "Cayda chưa đo được gì ở điểm này.",
    en: "Cayda measures nothing there yet.",
  },
  "web.attention.noAgentNext": {
    vi: "Mở điểm, bấm “Thêm máy thu thập” và cài trên một máy tính ở đó (5 phút).",
    en: "Open the site, choose “Add agent” and install it on one PC there (5 minutes).",
  },
  "web.attention.noAgentNextHere": {
    vi: "Bấm “Thêm máy thu thập” và cài trên một máy tính ở đây (5 phút).",
    en: "Choose “Add agent” and install it on one PC here (5 minutes).",
  },
  "web.attention.firstWhat": {
    vi: "{site}: máy thu thập đã kết nối, đang chờ số liệu đầu tiên.",
    en: "{site}: the agent is connected; the first data are on their way.",
  },
  "web.attention.firstMeans": {
    vi: "Lần đo đầu đến trong khoảng một phút sau khi phần mềm khởi động.",
    en: "The first reading comes within about a minute of the program's start.",
  },
  "web.attention.firstNext": {
    vi: "Chưa cần làm gì; trang tự cập nhật.",
    en: "Nothing to do; this page updates by itself.",
  },
  "web.attention.neverWhat": {
    vi: "{site} đã đăng ký {n} máy thu thập nhưng chưa nhận được số liệu nào.",
    en: "{site}: {n} enrolled, but no data has ever come.",
  },
  "web.attention.neverMeans": {
    vi: "Nhiều khả năng phần mềm chưa chạy, hoặc máy không tới được máy chủ.",
    en: "Most likely the program does not run there, or the PC cannot reach this server.",
  },
  "web.attention.neverNext": {
    vi: "Trên máy đó chạy lệnh “diagnose” để xem lý do (2 phút).",
    en: "Run the command “diagnose” on that PC to see why (2 minutes).",
  },
  "web.attention.silentWhat": {
    vi: "{site}: không có dữ liệu từ {since} ({duration}).",
    en: "{site}: no data since {since} ({duration}).",
  },
  "web.attention.silentMeans": {
    vi: "Đang giờ làm việc mà cả {total} máy thu thập im lặng: nhiều khả năng mất điện hoặc mất đường truyền.",
    en: "All {total} agents are silent during office hours: most likely the power or the line.",
  },
  "web.attention.silentNext": {
    vi: "Gọi điểm hỏi điện và mạng (2 phút). Số liệu đo trong lúc đứt được giữ ở máy và tự gửi lại.",
    en: "Call the site and ask about power and network (2 minutes). What is measured meanwhile is kept there and sent later.",
  },
  "web.attention.asleepMeans": {
    vi: "Ngoài giờ làm việc (tính cả ngày nghỉ, lúc mới mở cửa và sắp đóng cửa), máy thu thập ({total} máy) đã tắt là bình thường.",
    en: "Outside office hours (days off, just after opening and just before closing included) it is normal that agents ({total}) are switched off.",
  },
  "web.attention.unsureMeans": {
    vi: "Máy chủ chưa đọc được lịch làm việc, nên chưa biết cả {total} máy thu thập đã tắt vì hết giờ hay do mất điện, mất đường truyền.",
    en: "The server has not loaded the office calendar yet, so nobody knows whether all {total} agents are off after hours or the power or the line is gone.",
  },
  "web.attention.unsureNext": {
    vi: "Nếu đang giờ làm việc: gọi điểm hỏi điện và mạng (2 phút). Sau vài phút vẫn báo vậy thì xem nhật ký máy chủ Cayda (5 phút).",
    en: "If people work now: call the site and ask about power and network (2 minutes). If this stays for minutes, look into the log of the Cayda server (5 minutes).",
  },
  "web.attention.allUnsureWhat": {
    vi: "{n} điểm không có số liệu mới; chưa biết bây giờ có phải giờ làm việc không.",
    en: "{n} sites send nothing; it is not known yet whether people work now.",
  },
  "web.attention.allAsleepWhat": {
    vi: "{n} điểm đã tắt máy ngoài giờ làm việc; đây là bình thường.",
    en: "{n} sites are switched off outside office hours, which is normal.",
  },
  "web.attention.asleepNext": {
    vi: "Chưa cần làm gì; máy gửi lại khi được bật.",
    en: "Nothing to do; they send again when they are switched on.",
  },
  "web.attention.partialMeans": {
    vi: "{heard}/{total} máy thu thập còn liên lạc nhưng không gửi số đo: nhiều khả năng phần mềm thu thập bị lỗi.",
    en: "{heard} of {total} agents are heard but send no readings: most likely the program there has a fault.",
  },
  "web.attention.partialNext": {
    vi: "Khởi động lại máy thu thập (5 phút); nếu vẫn vậy, chạy lệnh “diagnose” trên máy đó.",
    en: "Restart the agent's PC (5 minutes); if that does not help, run the command “diagnose” there.",
  },
  "web.attention.devicesWhat": {
    vi: "{site}: {bad}/{total} thiết bị không trả lời.",
    en: "{site}: {bad} of {total} devices do not answer.",
  },
  "web.attention.devicesMeans": {
    vi: "Máy ở điểm vẫn gửi số liệu, nên nhiều khả năng chính thiết bị tắt, tuột dây, hoặc thông tin SNMP đã đổi.",
    en: "Agents there still send, so most likely the devices are off, unplugged, or their SNMP settings changed.",
  },
  "web.attention.devicesNext": {
    vi: "Mở điểm để xem từng thiết bị và lý do (1 phút).",
    en: "Open the site to see each device and the reason (1 minute).",
  },
  "web.attention.targetsWhat": {
    vi: "{site}: {bad}/{total} đích kiểm tra không tới được.",
    en: "{site}: {bad} of {total} ping targets cannot be reached.",
  },
  "web.attention.targetsMeans": {
    vi: "Từ điểm này không tới được những địa chỉ đó: đường truyền ra ngoài hoặc chính đích có vấn đề.",
    en: "Those addresses cannot be reached from the site: its line or the targets themselves.",
  },
  "web.attention.targetsNext": {
    vi: "Mở điểm, xem đích nào còn trả lời để khoanh vùng (2 phút).",
    en: "Open the site and see which targets still answer (2 minutes).",
  },
  "web.attention.partWhat": {
    vi: "{site}: một phần số liệu bị thiếu.",
    en: "{site}: part of the data is missing.",
  },
  "web.attention.partMeans": {
    vi: "Có thiết bị chưa đọc được hoặc số liệu đã cũ.",
    en: "Some devices could not be read, or their data are old.",
  },
  "web.attention.partNames": {
    vi: "Chưa đọc được hoặc số liệu đã cũ: {list}.",
    en: "Not read, or with old data: {list}.",
  },
  "web.attention.partNextHere": {
    vi: "Xem lý do ở bảng bên dưới (1 phút); thiết bị vừa thêm thì chờ vài phút.",
    en: "See the reason in the tables below (1 minute); what was just added needs a few minutes.",
  },
  "web.attention.partNext": {
    vi: "Mở điểm để xem thiếu gì (1 phút).",
    en: "Open the site to see what (1 minute).",
  },

  "web.attention.deviceWhat": {
    vi: "{device} ({address}) không trả lời từ {since}.",
    en: "{device} ({address}) does not answer since {since}.",
  },
  "web.attention.deviceNeverWhat": {
    vi: "{device} ({address}) chưa trả lời lần nào.",
    en: "{device} ({address}) has never answered.",
  },
  "web.attention.deviceMeans": {
    vi: "Nhiều khả năng thiết bị tắt, tuột dây, hoặc đổi địa chỉ.",
    en: "Most likely it is off, unplugged, or has another address.",
  },
  "web.attention.deviceNext": {
    vi: "Xem đèn nguồn và dây mạng của thiết bị (5 phút).",
    en: "Look at its power light and cable (5 minutes).",
  },
  "web.attention.targetWhat": {
    vi: "Không ping được {target} ({address}); mất {loss} gói.",
    en: "{target} ({address}) cannot be pinged; {loss} of packets lost.",
  },
  "web.attention.targetLossWhat": {
    vi: "Đường tới {target} ({address}) mất {loss} gói.",
    en: "{loss} of packets to {target} ({address}) are lost.",
  },
  "web.attention.targetMeans": {
    vi: "Đích không tới được từ điểm này.",
    en: "The target cannot be reached from this site.",
  },
  "web.attention.targetLossMeans": {
    vi: "Ứng dụng dùng đường này sẽ chậm hoặc ngắt quãng.",
    en: "Programs that use this way become slow or break off.",
  },
  "web.attention.targetNext": {
    vi: "So với các đích khác của điểm: nếu tất cả đều hỏng thì kiểm tra đường truyền trước (2 phút).",
    en: "Compare with the site's other targets: if all fail, check the line first (2 minutes).",
  },
  "web.attention.clockWhat": {
    vi: "Đồng hồ của {host} sai {offset}.",
    en: "The clock of {host} is wrong by {offset}.",
  },
  "web.attention.clockMeans": {
    vi: "Cayda tự bù khi ghi số liệu; phần mềm khác trên máy (chữ ký số, văn bản) có thể bị ảnh hưởng. Nhiều khả năng pin CMOS đã cạn.",
    en: "Cayda corrects its own data; other programs (digital signatures) may suffer. Most likely the CMOS battery is empty.",
  },
  "web.attention.clockNext": {
    vi: "Chỉnh giờ (2 phút); nếu sai lại sau khi tắt máy, thay pin CMOS (15 phút).",
    en: "Set the clock (2 minutes); if it goes wrong again after switching off, replace the battery (15 minutes).",
  },
  "web.attention.droppedWhat": {
    vi: "{host} đã phải bỏ {n} số đo trong 7 ngày qua.",
    en: "{host} had to drop {n} readings within the last 7 days.",
  },
  "web.attention.droppedMeans": {
    vi: "Máy mất liên lạc quá lâu nên chỗ lưu tạm đã đầy hoặc số liệu đã quá cũ.",
    en: "It was cut off for so long that its store was full or the data too old.",
  },
  "web.attention.droppedNext": {
    vi: "Tìm nguyên nhân mất liên lạc lâu; nếu hay xảy ra, tăng chỗ lưu tạm trong cấu hình máy (5 phút).",
    en: "Find out why it was cut off; if it happens often, allow more spool in its settings (5 minutes).",
  },
} as const satisfies Record<`web.${string}`, Message>;
