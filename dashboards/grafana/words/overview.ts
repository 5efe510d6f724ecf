import type { PanelWords } from "./words.ts";

/** Panels about many sites or one: what is down, where, how much, and since when. */
export const overview = {
  down: {
    title: { vi: "Thiết bị không trả lời", en: "Devices that do not answer" },
    says: {
      vi: "Số thiết bị không trả lời lần hỏi gần nhất. Bình thường là 0. Xem bảng bên dưới để biết thiết bị nào và từ bao giờ, rồi kiểm tra nguồn điện và dây mạng của nó.",
      en: "How many devices did not answer when last asked. Normal is 0. The table below says which and since when; then check its power and its cable.",
    },
  },
  answering: {
    title: { vi: "Thiết bị đang trả lời", en: "Devices that answer" },
    says: {
      vi: "Số thiết bị trả lời lần hỏi gần nhất. Bình thường là gần bằng tổng số thiết bị. Nếu giảm đột ngột, xem điểm nào mất kết nối trước khi xem từng thiết bị.",
      en: "How many devices answered when last asked. Normal is nearly all of them. When it falls at once, look for the site that lost its link before looking at single devices.",
    },
  },
  lostTargets: {
    title: { vi: "Đích ping mất hẳn", en: "Ping targets lost" },
    says: {
      vi: "Số đích ping không có gói nào quay về trong 15 phút qua. Bình thường là 0. Nếu cả đường Internet và cổng ra cùng mất, lỗi ở đường truyền; nếu chỉ một đích mất, lỗi ở chính nó.",
      en: "How many ping targets returned nothing in the last 15 minutes. Normal is 0. When gateway and Internet are lost together the uplink is at fault; when one is lost alone, it is that one.",
    },
  },
  onBattery: {
    title: { vi: "UPS đang dùng ắc quy", en: "UPSes on battery" },
    says: {
      vi: "Số UPS đang cấp điện bằng ắc quy. Bình thường là 0. Gọi người tại điểm kiểm tra điện lưới và lưu việc trước khi hết ắc quy.",
      en: "How many UPSes run on battery. Normal is 0. Call the site to check the mains and to save work before the battery is empty.",
    },
  },
  lowSupplies: {
    title: { vi: "Vật tư in dưới 10 %", en: "Printer supplies below 10 %" },
    says: {
      vi: "Số hộp mực, trống và hộp mực thải còn dưới 10 %. Bình thường là 0 đến 2. Đặt mua trước khi hết; danh sách ở bảng Máy in.",
      en: "Toners, drums and waste boxes of which less than 10 % is left. Normal is 0 to 2. Order before they are empty; the Printers dashboard lists them.",
    },
  },
  pcsHeard: {
    title: { vi: "Máy tính đang báo về", en: "PCs that report" },
    says: {
      vi: "Số máy tính có báo số liệu trong 15 phút qua. Ban đêm thấp là bình thường vì máy đã tắt. Nếu thấp trong giờ làm việc, xem bảng Máy thu thập.",
      en: "PCs that reported in the last 15 minutes. Low at night is normal, they are off. When it is low in office hours, see the Agents dashboard.",
    },
  },
  silent: {
    title: { vi: "Trả lời lần cuối, lâu nhất ở trên", en: "Last answer, longest ago first" },
    says: {
      vi: "Mỗi thiết bị trả lời lần cuối lúc nào trong khoảng đang xem. Bình thường là chưa đến vài phút trước; thiết bị đứng đầu với thời gian dài hơn là đang mất, và mất từ lúc đó. Bấm vào dòng để mở trang của thiết bị.",
      en: "When each device last answered within the range shown. Normal is a few minutes ago at most; those on top with a longer time are down, and since then. Click a row to open the device's page.",
    },
  },
  sites: {
    title: { vi: "Các điểm lúc này", en: "The sites now" },
    says: {
      vi: "Mỗi điểm: tỷ lệ thiết bị trả lời, tỷ lệ gói ping mất và thời gian đi về trong 15 phút qua. Bình thường là 100 %, 0 % và dưới 50 ms. Bấm vào điểm có màu đỏ để mở trang của nó.",
      en: "Each site: share of devices that answer, share of pings lost, and round trip in the last 15 minutes. Normal is 100 %, 0 % and below 50 ms. Click the red site to open its page.",
    },
  },
  siteCourse: {
    title: { vi: "Tỷ lệ thiết bị trả lời theo điểm", en: "Devices that answer, by site" },
    says: {
      vi: "Tỷ lệ thiết bị của mỗi điểm có trả lời, theo thời gian. Bình thường là đường thẳng ở 100 %. Cả điểm rơi về 0 cùng lúc nghĩa là mất điện hoặc mất đường truyền của điểm.",
      en: "Share of each site's devices that answered, over time. Normal is a straight line at 100 %. A whole site that falls to 0 at once has lost power or its uplink.",
    },
  },
  busiest: {
    title: { vi: "Cổng bận nhất", en: "Busiest ports" },
    says: {
      vi: "Mười cổng dùng nhiều nhất so với tốc độ của chúng, trung bình trong giờ qua. Bình thường là dưới 50 %. Cổng trên 80 % làm mọi người phía sau chậm: xem ai dùng, hoặc nâng tốc độ cổng.",
      en: "Ten ports with the highest use of their line rate, mean of the last hour. Normal is below 50 %. A port above 80 % slows everybody behind it: see who uses it, or make it faster.",
    },
  },
  errors: {
    title: { vi: "Cổng nhiều lỗi nhất", en: "Ports with the most errors" },
    says: {
      vi: "Mười cổng có nhiều gói lỗi nhất trong khoảng đang xem. Bình thường là không có cổng nào. Thay dây hoặc đầu bấm trước, rồi thử cổng khác, sau cùng mới nghi thiết bị.",
      en: "Ten ports with the most damaged frames in the range shown. Normal is none at all. Change the cable or its plug first, then try another port, and suspect the device last.",
    },
  },
  ups: {
    title: { vi: "Các UPS", en: "The UPSes" },
    says: {
      vi: "Mỗi UPS: đang lấy điện từ đâu, ắc quy ra sao, còn bao nhiêu phần trăm và bao nhiêu phút, tải và nhiệt độ. Bình thường là điện lưới, ắc quy bình thường, trên 90 % và trên 10 phút. Dưới 10 phút khi đầy là ắc quy đã già: đưa vào kế hoạch thay.",
      en: "Each UPS: where its power comes from, how the battery is, percent and minutes left, load and temperature. Normal is mains, battery normal, above 90 % and 10 minutes. Less than 10 minutes when full means an old battery: plan its replacement.",
    },
  },
  supplies: {
    title: { vi: "Vật tư in còn ít nhất", en: "Lowest printer supplies" },
    says: {
      vi: "Mười vật tư còn ít nhất, theo phần trăm. Bình thường là trên 20 %. Dưới 10 %: đặt mua; bằng 0 mà máy vẫn in thì cảm biến của hộp mực sai.",
      en: "The ten lowest supplies, in percent. Normal is above 20 %. Below 10 %: order; at 0 while it still prints, the cartridge's own gauge is wrong.",
    },
  },
  volumes: {
    title: { vi: "Ổ đĩa đầy nhất", en: "Fullest disks" },
    says: {
      vi: "Mười ổ đĩa đầy nhất. Bình thường là dưới 85 %. Trên 95 % máy có thể ngừng ghi: dọn tệp tạm và thùng rác, chuyển dữ liệu cũ, hoặc đưa ổ lớn hơn vào kế hoạch.",
      en: "The ten fullest disks. Normal is below 85 %. Above 95 % a machine may stop writing: empty temporary files and the bin, move old data, or plan a larger disk.",
    },
  },
  day: {
    title: { vi: "Mức sẵn sàng 24 giờ", en: "Availability, 24 hours" },
    says: {
      vi: "Tỷ lệ lần hỏi được trả lời trong 24 giờ qua, theo điểm. Bình thường là trên 99 %. Dưới 95 %: xem bảng của điểm để biết thiết bị nào kéo xuống.",
      en: "Share of questions that were answered in the last 24 hours, by site. Normal is above 99 %. Below 95 %: the Site dashboard shows which device pulls it down.",
    },
  },
  month: {
    title: { vi: "Mức sẵn sàng 30 ngày", en: "Availability, 30 days" },
    says: {
      vi: "Tỷ lệ lần hỏi được trả lời trong 30 ngày qua. Bình thường là trên 99 % (mất dưới 7 giờ một tháng). Con số này dùng được cho báo cáo tháng và cho lý do thay thiết bị.",
      en: "Share of questions that were answered in the last 30 days. Normal is above 99 % (less than 7 hours a month lost). Fit for the monthly report and as a reason to replace.",
    },
  },
  daily: {
    title: { vi: "Mức sẵn sàng từng ngày", en: "Availability, day by day" },
    says: {
      vi: "Mỗi ngày thiết bị trả lời bao nhiêu phần trăm số lần hỏi. Bình thường là trên 99 % mỗi ngày. Ngày thấp lặp lại cùng thứ trong tuần thường do cắt điện hoặc tắt cầu dao cuối tuần.",
      en: "Percent of questions answered on each day. Normal is above 99 % each day. Low days on the same weekday are usually power cuts or a main switch turned off for the weekend.",
    },
  },
  states: {
    title: { vi: "Thiết bị theo thời gian", en: "Devices over time" },
    says: {
      vi: "Mỗi dòng là một thiết bị: xanh là trả lời, đỏ là không, trống là không ai hỏi. Bình thường là xanh suốt. Nhiều dòng đỏ cùng lúc có chung một nguyên nhân: bộ chuyển mạch phía trên hoặc nguồn điện.",
      en: "A line for each device: green answers, red does not, empty was not asked. Normal is all green. Many red at once have one cause: the switch above them, or power.",
    },
  },
  loss: {
    title: { vi: "Gói ping mất", en: "Pings lost" },
    says: {
      vi: "Tỷ lệ gói ping không quay về, theo đích. Bình thường là 0 %. Trên 2 % đến cổng ra của chính điểm là lỗi trong mạng LAN; chỉ mất ra Internet là lỗi đường truyền.",
      en: "Share of pings that did not return, by target. Normal is 0 %. More than 2 % to the site's own gateway is a fault in the LAN; lost only towards the Internet, it is the uplink.",
    },
  },
  rtt: {
    title: { vi: "Thời gian ping đi về", en: "Round trip of pings" },
    says: {
      vi: "Thời gian trung bình để gói đi và về. Bình thường là dưới 5 ms trong LAN và dưới 50 ms ra ngoài. Tăng trong giờ làm việc là đường truyền bị dùng hết: xem cổng bận nhất.",
      en: "Mean time for a packet to go and return. Normal is below 5 ms within the LAN, below 50 ms outside. Higher in office hours means a full uplink: see the busiest ports.",
    },
  },
  siteTraffic: {
    title: { vi: "Lưu lượng qua thiết bị mạng", en: "Traffic through network devices" },
    says: {
      vi: "Tổng lưu lượng vào mọi cổng của mỗi thiết bị mạng. Bình thường là cao giờ làm việc, thấp ban đêm. Cao cả đêm là sao lưu, cập nhật hoặc máy nhiễm mã độc: mở thiết bị để xem cổng nào.",
      en: "Traffic into all ports of each network device. Normal is high in office hours and low at night. High all night is a backup, an update or an infected PC: open the device to see the port.",
    },
  },
} as const satisfies Record<string, PanelWords>;
