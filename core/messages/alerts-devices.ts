import type { Message } from "./message.ts";

/** Alerts of switches, routers and other devices that are polled. */
export const deviceAlerts = {
  "alert.device_down.rule": { vi: "Thiết bị không trả lời", en: "Device does not answer" },
  "alert.device_down.reason": {
    vi: "Lỡ một lần hỏi là chuyện thường; im lặng qua vài lần liền thì mới là mất.",
    en: "One missed poll is nothing; silence over several in a row means that it is gone.",
  },
  "alert.device_down.title": { vi: "{device} không trả lời", en: "{device} does not answer" },
  "alert.device_down.happened": {
    vi: "{device} im lặng đã {silent_s}, máy thu thập tại điểm vẫn chạy.",
    en: "{device} has been silent for {silent_s}; the collector at the site works.",
  },
  "alert.device_down.happened.2": { vi: "Địa chỉ {address}.", en: "Its address is {address}." },
  "alert.device_down.happened.3": { vi: "Lần hỏi cuối: {fault}", en: "The last poll: {fault}" },
  "alert.device_down.means": {
    vi: "Thiết bị mất điện, bị rút dây hoặc treo. Những gì nối qua nó có thể không có mạng.",
    en: "It has no power, its cable was pulled, or it hangs. What is connected through it may have no network.",
  },
  "alert.device_down.do.1": {
    vi: "Gọi người tại chỗ: đèn nguồn của {device} có sáng không (2 phút).",
    en: "Call somebody there: is the power lamp of {device} on (2 minutes).",
  },
  "alert.device_down.do.2": {
    vi: "Có đèn: xem dây lên của nó, rồi tắt bật lại nguồn (5 phút).",
    en: "It is on: look at its uplink cable, then switch it off and on (5 minutes).",
  },
  "alert.device_down.do.3": {
    vi: "Không đèn: thử ổ cắm khác, rồi bộ nguồn khác (15 phút).",
    en: "It is off: try another socket, then another power supply (15 minutes).",
  },
  "alert.device_down.do.4": {
    vi: "Vừa đổi mật khẩu hay cấu hình SNMP của thiết bị: nhập lại trong trang của {device}.",
    en: "If its SNMP password or settings were changed: enter them again on the page of {device}.",
  },
  "alert.device_down.resolved": {
    vi: "{device} trả lời lại sau {lasted}.",
    en: "{device} answers again after {lasted}.",
  },

  "alert.device_restarted.rule": { vi: "Thiết bị tự khởi động lại", en: "Device restarted" },
  "alert.device_restarted.reason": {
    vi: "Thiết bị mạng chạy hàng năm không tắt; khởi động lại ngoài kế hoạch là dấu hiệu của nguồn hoặc phần cứng.",
    en: "Network devices run for years; a restart that nobody planned points at power or hardware.",
  },
  "alert.device_restarted.title": { vi: "{device} vừa khởi động lại", en: "{device} has restarted" },
  "alert.device_restarted.happened": {
    vi: "{device} mới chạy được {uptime_s}.",
    en: "{device} has been running for {uptime_s} only.",
  },
  "alert.device_restarted.means": {
    vi: "Mạng qua thiết bị này đã ngắt một, hai phút. Một lần có thể do mất điện; nhiều lần là bộ nguồn yếu hoặc máy nóng.",
    en: "The network through it was away for a minute or two. Once may be a power cut; often means a weak power supply or heat.",
  },
  "alert.device_restarted.do.1": {
    vi: "Hỏi tại chỗ: có mất điện hay ai vừa tắt bật không (2 phút).",
    en: "Ask there: was there a power cut, or did somebody switch it off (2 minutes).",
  },
  "alert.device_restarted.do.2": {
    vi: "Lặp lại trong tuần: cắm qua bộ lưu điện và xem quạt, khe thoáng (15 phút).",
    en: "If it happens again this week: put it behind a UPS, look at fan and air slots (15 minutes).",
  },
  "alert.device_restarted.do.3": {
    vi: "Vẫn lặp lại: thay bộ nguồn; đưa {device} vào danh sách xem xét thay thế.",
    en: "Still again: change the power supply; note {device} as one to be replaced.",
  },
  "alert.device_restarted.resolved": {
    vi: "{device} chạy ổn định từ lúc khởi động lại.",
    en: "{device} has been running steadily since its restart.",
  },

  "alert.device_cpu.rule": { vi: "Bộ xử lý quá tải", en: "Processor overloaded" },
  "alert.device_cpu.reason": {
    vi: "Bận từng lúc là thường; bận gần hết suốt nhiều phút thì thiết bị trả lời chậm và rớt gói.",
    en: "Short peaks are normal; a processor that is busy for many minutes answers late and loses packets.",
  },
  "alert.device_cpu.title": {
    vi: "{device} quá tải bộ xử lý",
    en: "The processor of {device} is overloaded",
  },
  "alert.device_cpu.happened": {
    vi: "Bộ xử lý (CPU) bận {value} trong nhiều phút liền (ngưỡng {threshold}).",
    en: "The processor (CPU) has been {value} busy for many minutes (the limit is {threshold}).",
  },
  "alert.device_cpu.means": {
    vi: "Thiết bị làm không kịp việc. Mạng qua nó chậm; trang quản trị của nó khó vào.",
    en: "It cannot keep up with its work. The network through it is slow; its own pages open late or not at all.",
  },
  "alert.device_cpu.do.1": {
    vi: "Xem có bão quảng bá hay ai chép nhiều không (trang của {device}, 5 phút).",
    en: "See whether there is a broadcast storm or one big copy (page of {device}, 5 minutes).",
  },
  "alert.device_cpu.do.2": {
    vi: "Khởi động lại {device} ngoài giờ làm việc (10 phút).",
    en: "Restart {device} outside office hours (10 minutes).",
  },
  "alert.device_cpu.do.3": {
    vi: "Vẫn quá tải: cập nhật phần mềm của thiết bị; thường xuyên thì đưa vào kế hoạch thay thế.",
    en: "Still overloaded: update its software; if it happens often, plan a replacement.",
  },
  "alert.device_cpu.resolved": {
    vi: "Bộ xử lý của {device} đã nhẹ: cao nhất {worst}, nay {value}.",
    en: "The processor of {device} has room again: {worst} at its worst, {value} now.",
  },

  "alert.device_memory.rule": { vi: "Bộ nhớ sắp hết", en: "Memory nearly full" },
  "alert.device_memory.reason": {
    vi: "Thiết bị mạng dùng bộ nhớ rất đều; gần đầy là rò rỉ phần mềm hoặc quá nhiều việc.",
    en: "Network devices use memory very evenly; nearly full means a leak or too much work.",
  },
  "alert.device_memory.title": { vi: "{device} sắp hết bộ nhớ", en: "{device} is running out of memory" },
  "alert.device_memory.happened": {
    vi: "Đã dùng {value} bộ nhớ (ngưỡng {threshold}).",
    en: "{value} of its memory is in use (the limit is {threshold}).",
  },
  "alert.device_memory.means": {
    vi: "Hết bộ nhớ thì thiết bị treo hoặc tự khởi động lại, mạng ngắt bất chợt.",
    en: "Without memory it hangs or restarts, and the network breaks off without warning.",
  },
  "alert.device_memory.do.1": {
    vi: "Khởi động lại {device} ngoài giờ làm việc (10 phút), rồi xem bộ nhớ có lại tăng dần không.",
    en: "Restart {device} outside office hours (10 minutes), then watch whether memory use creeps up again.",
  },
  "alert.device_memory.do.2": {
    vi: "Tăng trở lại: cập nhật phần mềm của thiết bị (30 phút).",
    en: "If it creeps up: update the device's software (30 minutes).",
  },
  "alert.device_memory.resolved": {
    vi: "{device} đã có lại bộ nhớ: cao nhất {worst}, nay {value}.",
    en: "{device} has memory again: {worst} in use at its worst, {value} now.",
  },

  "alert.device_temperature.rule": { vi: "Thiết bị quá nóng", en: "Device too hot" },
  "alert.device_temperature.reason": {
    vi: "Điện tử nóng lâu thì chết sớm. Ngưỡng là cho không khí trong máy; chip và mô-đun quang chịu được thêm 20 °C.",
    en: "Hot electronics die early. The limit is for the air inside; chips and transceivers may have 20 °C more.",
  },
  "alert.device_temperature.title": { vi: "{device} quá nóng", en: "{device} is too hot" },
  "alert.device_temperature.happened": {
    vi: "Nhiệt độ {value} (ngưỡng {threshold}).",
    en: "Its temperature is {value} (the limit is {threshold}).",
  },
  "alert.device_temperature.means": {
    vi: "Quạt bẩn, khe thoáng bị bịt hoặc phòng quá nóng. Để lâu thiết bị tự tắt hoặc hỏng.",
    en: "A dirty fan, covered air slots or a hot room. In time it switches itself off or breaks.",
  },
  "alert.device_temperature.do.1": {
    vi: "Mở cửa tủ, bỏ đồ che khe thoáng, bật điều hòa hoặc quạt phòng (5 phút).",
    en: "Open the cabinet, free the air slots, switch on air conditioning or a fan (5 minutes).",
  },
  "alert.device_temperature.do.2": {
    vi: "Tắt máy ngoài giờ, hút bụi khe thoáng và quạt (30 phút).",
    en: "Outside office hours: switch it off and clean slots and fan (30 minutes).",
  },
  "alert.device_temperature.do.3": {
    vi: "Vẫn nóng: thay quạt hoặc chuyển tủ sang chỗ mát.",
    en: "Still hot: change the fan or move the cabinet to a cooler place.",
  },
  "alert.device_temperature.resolved": {
    vi: "{device} đã mát: nóng nhất {worst}, nay {value}.",
    en: "{device} has cooled down: {worst} at its hottest, {value} now.",
  },
} as const satisfies Record<`alert.device_${string}`, Message>;
