import type { Message } from "./message.ts";

/** Alerts of uninterruptible power supplies and printers. */
export const equipmentAlerts = {
  "alert.ups_on_battery.rule": { vi: "Bộ lưu điện chạy bằng ắc quy", en: "UPS on battery" },
  "alert.ups_on_battery.reason": {
    vi: "Chớp điện vài giây là thường; chạy ắc quy lâu hơn thì còn ít phút để tắt máy cho an toàn.",
    en: "A flicker of seconds is normal; longer on battery means minutes to switch things off safely.",
  },
  "alert.ups_on_battery.title": {
    vi: "Mất điện: {device} đang chạy bằng ắc quy",
    en: "Power is out: {device} runs on its battery",
  },
  "alert.ups_on_battery.happened": {
    vi: "{device} không còn điện vào, đang nuôi thiết bị bằng ắc quy.",
    en: "{device} gets no mains power and feeds its devices from the battery.",
  },
  "alert.ups_on_battery.happened.2": { vi: "Ắc quy còn {charge} %.", en: "The battery has {charge} % left." },
  "alert.ups_on_battery.happened.3": {
    vi: "Đủ cho khoảng {left_s} nữa.",
    en: "That is enough for about {left_s}.",
  },
  "alert.ups_on_battery.means": {
    vi: "Hết ắc quy thì switch, máy chủ và mọi thứ cắm sau bộ lưu điện tắt đột ngột, có thể mất dữ liệu.",
    en: "When the battery is empty, switches, servers and all behind the UPS go off at once; data may be lost.",
  },
  "alert.ups_on_battery.do.1": {
    vi: "Gọi tại chỗ: mất điện cả khu hay chỉ nhảy aptomat (2 phút).",
    en: "Call somebody there: is the whole area dark, or only a breaker open (2 minutes).",
  },
  "alert.ups_on_battery.do.2": {
    vi: "Lưu việc đang làm, tắt máy chủ đúng cách trước khi hết ắc quy (5 phút).",
    en: "Save work and shut servers down properly before the battery ends (5 minutes).",
  },
  "alert.ups_on_battery.do.3": {
    vi: "Mất điện lâu: gọi điện lực hỏi giờ có lại, tắt bớt thứ không cần.",
    en: "If it lasts: ask the power company when it ends, switch off what is not needed.",
  },
  "alert.ups_on_battery.resolved": {
    vi: "{device} đã có điện lại sau {lasted}.",
    en: "{device} has mains power again after {lasted}.",
  },

  "alert.ups_runtime.rule": { vi: "Bộ lưu điện sắp cạn khi mất điện", en: "UPS nearly empty in a power cut" },
  "alert.ups_runtime.reason": {
    vi: "Chỉ xét khi đang chạy bằng ắc quy: tắt máy chủ đúng cách cần vài phút, còn ít hơn thì không kịp.",
    en: "Only while it runs on its battery: a proper shutdown takes minutes, and with less there is no time for it.",
  },
  "alert.ups_runtime.title": {
    vi: "Đang mất điện: {device} chỉ còn {value}",
    en: "Power is out: {device} has only {value} left",
  },
  "alert.ups_runtime.happened": {
    vi: "{device} đang chạy bằng ắc quy và tự tính chỉ còn đủ cho {value} (ngưỡng {threshold}).",
    en: "{device} runs on its battery and reckons that it lasts for {value} only (the limit is {threshold}).",
  },
  "alert.ups_runtime.happened.2": { vi: "Ắc quy còn {charge} %.", en: "The battery has {charge} % left." },
  "alert.ups_runtime.means": {
    vi: "Hết ắc quy thì máy chủ, switch và mọi thứ cắm sau {device} tắt đột ngột, có thể mất dữ liệu.",
    en: "When it is empty, servers, switches and all behind {device} go off at once; data may be lost.",
  },
  "alert.ups_runtime.do.1": {
    vi: "Tắt máy chủ và thiết bị lưu trữ đúng cách ngay bây giờ (5 phút).",
    en: "Shut servers and storage down properly right now (5 minutes).",
  },
  "alert.ups_runtime.do.2": {
    vi: "Rút màn hình, máy in và thứ không cần khỏi {device} để giữ được lâu hơn (2 phút).",
    en: "Unplug screens, printers and what is not needed from {device}, so that it lasts longer (2 minutes).",
  },
  "alert.ups_runtime.do.3": {
    vi: "Khi có điện lại: sạc đầy mà vẫn chỉ giữ được ít như vậy thì bớt thiết bị cắm vào {device} hoặc thay ắc quy.",
    en: "When the power is back: if it lasts no longer with a full battery, let less hang on {device} or change the battery.",
  },
  "alert.ups_runtime.resolved": {
    vi: "{device} không còn sắp cạn sau {lasted}; lúc ít nhất chỉ còn {worst}.",
    en: "{device} is no longer about to run out, after {lasted}; at its least it had {worst} left.",
  },

  "alert.ups_battery.rule": { vi: "Bộ lưu điện cần thay ắc quy", en: "UPS battery to be replaced" },
  "alert.ups_battery.reason": {
    vi: "Bộ lưu điện tự thử và báo cần thay, hoặc có điện cả ngày mà ắc quy vẫn cạn.",
    en: "The UPS tests its battery and says so, or the battery is still low after a day on the mains.",
  },
  "alert.ups_battery.title": {
    vi: "Ắc quy của {device} cần thay",
    en: "The battery of {device} must be replaced",
  },
  "alert.ups_battery.happened": {
    vi: "{device} tự báo cần thay ắc quy.",
    en: "{device} says that its battery must be replaced.",
  },
  "alert.ups_battery.happened.charge": {
    vi: "{device} có điện đã hơn một ngày mà vẫn báo ắc quy gần cạn: nhiều khả năng ắc quy không nhận điện nữa.",
    en: "{device} has been on the mains for more than a day and still says that its battery is low: most likely it takes no charge any more.",
  },
  "alert.ups_battery.means": {
    vi: "Bình thường không thấy gì, nhưng mất điện là thiết bị phía sau tắt ngay.",
    en: "Nothing shows in normal times, but in a power cut what is behind it goes off at once.",
  },
  "alert.ups_battery.do.1": {
    vi: "Đọc loại ắc quy trên nhãn {device} và đặt mua (10 phút).",
    en: "Read the battery type on the label of {device} and order one (10 minutes).",
  },
  "alert.ups_battery.do.2": {
    vi: "Thay ắc quy ngoài giờ làm việc, rồi chạy tự kiểm tra (30 phút). Ắc quy cũ gom làm chất thải nguy hại.",
    en: "Change it outside office hours, then run the self-test (30 minutes). The old one is hazardous waste.",
  },
  "alert.ups_battery.resolved": {
    vi: "{device} không còn báo ắc quy hỏng hay cạn.",
    en: "{device} no longer complains of its battery.",
  },

  "alert.ups_load.rule": { vi: "Bộ lưu điện quá tải", en: "UPS overloaded" },
  "alert.ups_load.reason": {
    vi: "Tải gần định mức làm ắc quy cạn rất nhanh; vượt định mức thì bộ lưu điện tự ngắt.",
    en: "Near its rating the battery empties very fast; beyond it the UPS switches itself off.",
  },
  "alert.ups_load.title": { vi: "{device} gần quá tải", en: "{device} is nearly overloaded" },
  "alert.ups_load.happened": {
    vi: "Đang tải {value} công suất (ngưỡng {threshold}).",
    en: "It carries {value} of what it can (the limit is {threshold}).",
  },
  "alert.ups_load.means": {
    vi: "Thêm tải nữa, hoặc khi mất điện, bộ lưu điện có thể tự tắt cùng mọi thứ cắm vào nó.",
    en: "With a little more, or in a power cut, it may switch off together with all that hangs on it.",
  },
  "alert.ups_load.do.1": {
    vi: "Chuyển máy in, ấm nước, quạt sang ổ điện thường (5 phút).",
    en: "Move printers, kettles and fans to normal sockets (5 minutes).",
  },
  "alert.ups_load.do.2": {
    vi: "Vẫn cao: tách bớt máy sang bộ lưu điện khác.",
    en: "Still high: move some machines to another UPS.",
  },
  "alert.ups_load.resolved": {
    vi: "{device} đã nhẹ tải: cao nhất {worst}, nay {value}.",
    en: "{device} carries less again: {worst} at its worst, {value} now.",
  },

  "alert.printer_toner.rule": { vi: "Sắp hết mực", en: "Toner running out" },
  "alert.printer_toner.reason": {
    vi: "Ngưỡng đủ sớm để kịp mua hộp mực mới trước khi hết.",
    en: "Early enough to buy a cartridge before the old one is empty.",
  },
  "alert.printer_toner.title": { vi: "{device} sắp hết {supply}", en: "{device} is running out of {supply}" },
  "alert.printer_toner.happened": {
    vi: "{supply} còn {value} (báo khi dưới {threshold}).",
    en: "{supply} has {value} left (reported below {threshold}).",
  },
  "alert.printer_toner.means": {
    vi: "Vẫn in được một thời gian, bản in có thể nhạt dần.",
    en: "It prints for some time yet; pages may turn pale.",
  },
  "alert.printer_toner.do.1": {
    vi: "Xem trong kho còn {supply} cho {device} không (5 phút).",
    en: "See whether there is {supply} for {device} in store (5 minutes).",
  },
  "alert.printer_toner.do.2": {
    vi: "Không còn: đặt mua; bản in đã nhạt thì lắc nhẹ hộp mực để dùng tạm.",
    en: "If not: order it; when pages turn pale, shake the cartridge gently to go on for a while.",
  },
  "alert.printer_toner.resolved": {
    vi: "{supply} của {device} đã thay: trước còn {worst}, nay {value}.",
    en: "{supply} of {device} was changed: {worst} before, {value} now.",
  },

  "alert.printer_jam.rule": { vi: "Máy in cần người xử lý", en: "Printer needs somebody" },
  "alert.printer_jam.reason": {
    vi: "Kẹt giấy, hết giấy, hết mực hay nắp mở mà một lúc lâu chưa ai xử lý thì nhiều khả năng không ai để ý.",
    en: "A jam, no paper, no toner or an open door that nobody dealt with for a while was probably not noticed.",
  },
  "alert.printer_jam.title": { vi: "{device} cần người xử lý", en: "{device} needs somebody" },
  "alert.printer_jam.happened": { vi: "Máy in báo: {complaint}.", en: "The printer says: {complaint}." },
  "alert.printer_jam.means": {
    vi: "Nhiều khả năng không ai in được tới khi xử lý xong; lệnh in nằm chờ.",
    en: "Most likely nobody can print until it is dealt with; jobs wait.",
  },
  "alert.printer_jam.do.1": {
    vi: "Làm theo chỉ dẫn trên màn hình máy in: gỡ giấy kẹt theo chiều giấy chạy, nạp giấy, lấy giấy ở khay ra, đóng nắp (5 phút).",
    en: "Do what its display says: pull jammed paper the way it runs, fill in paper, empty the output tray, close the door (5 minutes).",
  },
  "alert.printer_jam.do.2": {
    vi: "Báo hết mực: thay hộp mực; trong kho không còn thì đặt mua (10 phút).",
    en: "Out of toner: change the cartridge; if there is none in store, order one (10 minutes).",
  },
  "alert.printer_jam.do.3": {
    vi: "Kẹt lại nhiều lần: lau hoặc thay bánh cuốn giấy; giấy ẩm cũng gây kẹt.",
    en: "If it jams again and again: clean or change the pick-up roller; damp paper jams, too.",
  },
  "alert.printer_jam.resolved": {
    vi: "{device} không còn báo lỗi này sau {lasted}.",
    en: "{device} no longer complains, after {lasted}.",
  },

  "alert.printer_offline.rule": { vi: "Máy in mất kết nối", en: "Printer offline" },
  "alert.printer_offline.reason": {
    vi: "Máy in hay ngủ để tiết kiệm điện; chỉ báo khi im lặng lâu trong giờ làm việc.",
    en: "Printers sleep to save power; only a long silence in office hours is reported.",
  },
  "alert.printer_offline.title": { vi: "{device} mất kết nối", en: "{device} is offline" },
  "alert.printer_offline.happened": {
    vi: "{device} không trả lời trong giờ làm việc.",
    en: "{device} does not answer during office hours.",
  },
  "alert.printer_offline.happened.2": {
    vi: "Lần cuối trả lời cách đây {silent_s}.",
    en: "It answered last {silent_s} ago.",
  },
  "alert.printer_offline.means": {
    vi: "Lệnh in gửi tới máy này sẽ nằm chờ.",
    en: "Jobs that are sent to it will wait.",
  },
  "alert.printer_offline.do.1": {
    vi: "Bật máy in, bấm một nút để nó thức dậy (1 phút).",
    en: "Switch it on; press a button to wake it (1 minute).",
  },
  "alert.printer_offline.do.2": {
    vi: "Cắm lại dây mạng hoặc nối lại Wi-Fi (5 phút).",
    en: "Replug its cable or join the Wi-Fi again (5 minutes).",
  },
  "alert.printer_offline.do.3": {
    vi: "Địa chỉ máy in có thể đã đổi: in trang cấu hình và so lại (10 phút).",
    en: "Its address may have changed: print its settings page and compare (10 minutes).",
  },
  "alert.printer_offline.resolved": {
    vi: "{device} trả lời lại sau {lasted}.",
    en: "{device} answers again after {lasted}.",
  },
} as const satisfies Record<`alert.${string}`, Message>;
