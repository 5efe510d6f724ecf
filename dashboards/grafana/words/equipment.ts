import type { PanelWords } from "./words.ts";

/** Panels about PCs, UPSes, printers, age and our own agents. */
export const equipment = {
  busyPcs: {
    title: { vi: "Máy tính bận trên 90 %", en: "PCs busy above 90 %" },
    says: {
      vi: "Số máy tính có bộ xử lý trên 90 % trong 15 phút qua. Bình thường là 0 đến 2. Nếu luôn là cùng một máy: xem trang của máy, thường là phần mềm diệt vi-rút hoặc máy quá cũ.",
      en: "PCs whose processor was above 90 % in the last 15 minutes. Normal is 0 to 2. When it is always the same one, see its page: usually the virus scanner, or too old a machine.",
    },
  },
  fullMemory: {
    title: { vi: "Máy tính hết bộ nhớ", en: "PCs out of memory" },
    says: {
      vi: "Số máy tính dùng trên 90 % bộ nhớ trong 15 phút qua. Bình thường là dưới một phần mười. Máy hay ở mức này với 4 GB bộ nhớ nên được thêm bộ nhớ trước khi thay máy.",
      en: "PCs using more than 90 % of their memory in the last 15 minutes. Normal is below a tenth. A PC with 4 GB that is often here should get memory before it is replaced.",
    },
  },
  fullDisks: {
    title: { vi: "Ổ đĩa trên 90 %", en: "Disks above 90 %" },
    says: {
      vi: "Số ổ đĩa đầy trên 90 %. Bình thường là 0. Dọn tệp tạm và thùng rác; danh sách ở bảng Ổ đĩa đầy nhất.",
      en: "Disks that are more than 90 % full. Normal is 0. Empty temporary files and the bin; the list of fullest disks names them.",
    },
  },
  pcs: {
    title: { vi: "Các máy tính", en: "The PCs" },
    says: {
      vi: "Mỗi máy tính: bộ xử lý và bộ nhớ trung bình trong khoảng đang xem, bộ nhớ lắp, thời gian chạy. Bình thường là dưới 50 % và 80 %. Bấm vào dòng để xem cấu hình và tuổi của máy.",
      en: "Each PC: processor and memory as a mean of the range shown, memory fitted, time since start. Normal is below 50 % and 80 %. Click a row for what it is made of and its age.",
    },
  },
  pcCpu: {
    title: { vi: "Bộ xử lý theo máy", en: "Processor by PC" },
    says: {
      vi: "Mức dùng bộ xử lý của từng máy. Bình thường là thấp với các đỉnh ngắn. Đường nằm trên 90 % hàng giờ là máy mà người dùng than chậm.",
      en: "Use of the processor of each PC. Normal is low with short peaks. A line above 90 % for hours is the PC that people call slow.",
    },
  },
  pcMemory: {
    title: { vi: "Bộ nhớ theo máy", en: "Memory by PC" },
    says: {
      vi: "Tỷ lệ bộ nhớ đã dùng của từng máy. Bình thường là dưới 80 %. Nằm sát 100 % thì máy phải dùng ổ đĩa thay bộ nhớ và chậm hẳn.",
      en: "Share of memory in use by each PC. Normal is below 80 %. At nearly 100 % the PC uses its disk instead and gets very slow.",
    },
  },
  pcDaily: {
    title: { vi: "Bộ xử lý từng ngày (p95)", en: "Processor day by day (p95)" },
    says: {
      vi: "Mức mà bộ xử lý chỉ vượt trong 5 % thời gian mỗi ngày, trung bình các máy của mỗi điểm. Bình thường là dưới 70 %. Tăng qua nhiều tháng là máy không còn theo kịp phần mềm: lý do có số đo cho kế hoạch.",
      en: "What the processor exceeds only 5 % of each day, mean of a site's PCs. Normal is below 70 %. Growing over months means PCs that no longer keep up: a measured reason for the plan.",
    },
  },
  upsCharge: {
    title: { vi: "Ắc quy ít nhất", en: "Lowest charge" },
    says: {
      vi: "Dung lượng còn của UPS thấp nhất. Bình thường là trên 90 %. Dưới 50 % khi vẫn có điện lưới là ắc quy không nạp được nữa.",
      en: "Charge of the lowest UPS. Normal is above 90 %. Below 50 % while on mains means a battery that no longer charges.",
    },
  },
  upsRuntime: {
    title: { vi: "Ngắn nhất còn chạy được", en: "Shortest time left" },
    says: {
      vi: "Thời gian mà UPS yếu nhất còn cấp điện được. Bình thường là trên 10 phút. Dưới 5 phút không đủ để tắt máy chủ đúng cách: thay ắc quy hoặc bớt tải.",
      en: "How long the weakest UPS can still supply. Normal is above 10 minutes. Below 5 there is no time to shut a server down: replace the battery or take load off.",
    },
  },
  upsLoad: {
    title: { vi: "Tải cao nhất", en: "Highest load" },
    says: {
      vi: "Tải của UPS nặng nhất. Bình thường là dưới 70 %. Trên 90 %: rút thiết bị không cần thiết ra, nhất là máy in laser.",
      en: "Load of the UPS that bears most. Normal is below 70 %. Above 90 %: take off what need not be there, laser printers first.",
    },
  },
  upsSource: {
    title: { vi: "Nguồn cấp theo thời gian", en: "Source of power over time" },
    says: {
      vi: "UPS lấy điện từ đâu. Bình thường là điện lưới suốt. Nhiều vạch ắc quy ngắn mỗi ngày là điện lưới kém: báo điện lực kèm hình này.",
      en: "Where each UPS takes its power from. Normal is mains throughout. Many short stretches on battery mean poor mains: send this picture to the power company.",
    },
  },
  upsVoltage: {
    title: { vi: "Điện áp vào và ra", en: "Voltage in and out" },
    says: {
      vi: "Điện áp lưới vào và điện áp UPS cấp ra. Bình thường là 200 đến 240 V. Vào thấp dưới 190 V giờ cao điểm là đường dây yếu.",
      en: "Voltage of the mains and of what the UPS gives. Normal is 200 to 240 V. Below 190 V in at busy hours is a weak line.",
    },
  },
  upsCourse: {
    title: { vi: "Dung lượng ắc quy", en: "Charge of the batteries" },
    says: {
      vi: "Dung lượng còn theo thời gian. Bình thường là đường ngang gần 100 %, tụt khi mất điện rồi nạp lại trong vài giờ. Không nạp lại là ắc quy hỏng.",
      en: "Charge over time. Normal is level near 100 %, falling in a power cut and back within hours. One that does not come back is a dead battery.",
    },
  },
  upsDaily: {
    title: { vi: "Thời gian chạy được, từng ngày", en: "Time it could run, day by day" },
    says: {
      vi: "Thời gian chạy được ngắn nhất mỗi ngày. Bình thường là đi ngang qua nhiều tháng. Giảm dần là ắc quy già đi: thay khi dưới 10 phút.",
      en: "The shortest time it could run, on each day. Normal is level over months. A slow fall is the battery ageing: replace it below 10 minutes.",
    },
  },
  printerAlerts: {
    title: { vi: "Máy in đang cảnh báo", en: "Printers with alerts" },
    says: {
      vi: "Số máy in đang báo điều gì đó: kẹt giấy, hết giấy, hết mực, mở nắp. Bình thường là 0 đến 3. Bấm vào bảng bên dưới để biết máy nào.",
      en: "Printers that report something: jam, no paper, no toner, open cover. Normal is 0 to 3. The table below says which.",
    },
  },
  printers: {
    title: { vi: "Các máy in", en: "The printers" },
    says: {
      vi: "Mỗi máy in: trạng thái, số cảnh báo, số trang đã in trong khoảng đang xem. Bình thường là Sẵn sàng và 0 cảnh báo. Bấm vào dòng để đọc lời cảnh báo trên trang của máy.",
      en: "Each printer: state, alerts, pages printed in the range shown. Normal is Idle and 0 alerts. Click a row to read the alert on the printer's page.",
    },
  },
  supplyLevels: {
    title: { vi: "Vật tư in", en: "Printer supplies" },
    says: {
      vi: "Mỗi hộp mực, trống, hộp mực thải còn bao nhiêu phần trăm. Bình thường là trên 20 %. Dưới 10 %: đặt mua đúng mã trên trang của máy.",
      en: "What is left of each toner, drum and waste box. Normal is above 20 %. Below 10 %: order the part that the printer's page names.",
    },
  },
  supplyCourse: {
    title: { vi: "Vật tư in theo thời gian", en: "Printer supplies over time" },
    says: {
      vi: "Vật tư giảm nhanh đến đâu. Bình thường là giảm đều và nhảy lên khi thay. Dốc hơn hẳn các máy khác là máy bị dùng quá mức hoặc hộp mực kém.",
      en: "How fast supplies go down. Normal is an even fall and a jump when replaced. Much steeper than others is an overused printer, or a poor cartridge.",
    },
  },
  pagesDaily: {
    title: { vi: "Trang in từng ngày", en: "Pages day by day" },
    says: {
      vi: "Số trang mỗi máy in trong ngày. Bình thường là đều trong tuần. Một máy gánh gần hết số trang sẽ hỏng trước: chia việc sang máy khác.",
      en: "Pages that each printer printed on each day. Normal is even over the week. One that bears nearly all will fail first: move work to another.",
    },
  },
  slowPorts: {
    title: { vi: "Cổng dưới 1 Gb/s", en: "Ports below 1 Gb/s" },
    says: {
      vi: "Số cổng có kết nối nhưng chậm hơn 1 Gb/s. Bình thường là ít: camera, máy in cũ. Máy tính ở đây là do dây cũ, card mạng cũ hoặc bộ chuyển mạch 10/100.",
      en: "Ports with a link slower than 1 Gb/s. Normal is few: cameras, old printers. A PC is here because of an old cable, an old card or a 10/100 switch.",
    },
  },
  halfDuplex: {
    title: { vi: "Cổng bán song công", en: "Half duplex ports" },
    says: {
      vi: "Số cổng chỉ gửi hoặc nhận từng lúc. Bình thường là 0. Đây là hub hoặc thiết bị rất cũ, hoặc một đầu bị đặt cứng: sửa thiết lập, nếu không thì thay.",
      en: "Ports that send and receive in turns. Normal is 0. It is a hub, very old equipment, or one end set by hand: mend the setting, else replace it.",
    },
  },
  smallMemory: {
    title: { vi: "Máy tính dưới 8 GB bộ nhớ", en: "PCs with less than 8 GB" },
    says: {
      vi: "Số máy tính có bộ nhớ dưới 8 GB. Phần mềm văn phòng hiện nay cần 8 GB. Thêm bộ nhớ nếu máy còn tốt, hoặc đưa vào kế hoạch thay; tuổi và hệ điều hành ở trang của máy.",
      en: "PCs with less than 8 GB of memory. Office software of today wants 8 GB. Add memory if the PC is good otherwise, or plan its replacement; age and system are on its page.",
    },
  },
  weakBatteries: {
    title: { vi: "UPS chạy được dưới 10 phút", en: "UPSes below 10 minutes" },
    says: {
      vi: "Số UPS mà ắc quy cấp được dưới 10 phút. Bình thường là 0. Ắc quy thường cần thay sau 3 đến 5 năm: đưa vào kế hoạch.",
      en: "UPSes whose battery would last less than 10 minutes. Normal is 0. Batteries usually need replacing after 3 to 5 years: put them into the plan.",
    },
  },
  slowList: {
    title: { vi: "Cổng chậm, theo thiết bị", en: "Slow ports, by device" },
    says: {
      vi: "Các cổng có kết nối dưới 1 Gb/s. Bình thường là danh sách ngắn. Nhiều cổng của cùng một bộ chuyển mạch ở đây: chính nó là 10/100 và nên thay.",
      en: "Ports with a link below 1 Gb/s. Normal is a short list. Many ports of one switch here: the switch itself is 10/100 and should be replaced.",
    },
  },
  errorRatio: {
    title: { vi: "Tỷ lệ lỗi cao nhất", en: "Highest error ratio" },
    says: {
      vi: "Mười cổng có tỷ lệ gói lỗi trên tổng số gói vào cao nhất. Bình thường là dưới 0,01 %. Trên 0,1 % người dùng thấy chậm: thay dây, rồi thay cổng hoặc thiết bị.",
      en: "Ten ports with the highest share of damaged frames among those that came in. Normal is below 0.01 %. Above 0.1 % people notice: change the cable, then the port or the device.",
    },
  },
  longestUp: {
    title: { vi: "Chạy lâu nhất không khởi động lại", en: "Longest without a restart" },
    says: {
      vi: "Mười thiết bị chạy lâu nhất. Vài tháng là bình thường. Trên một năm nghĩa là chưa hề cập nhật phần mềm: kiểm tra bản vá, hoặc hãng đã thôi hỗ trợ.",
      en: "The ten devices that have run longest. Some months are normal. More than a year means no update of its software: look for one, or whether its maker has ended support.",
    },
  },
  memoryList: {
    title: { vi: "Máy tính ít bộ nhớ nhất", en: "PCs with the least memory" },
    says: {
      vi: "Hai mươi máy có ít bộ nhớ nhất. Từ 8 GB là đủ cho việc văn phòng. Bấm vào máy để xem tuổi, BIOS và hệ điều hành trước khi quyết định thêm hay thay.",
      en: "The twenty PCs with the least memory. From 8 GB on it is enough for an office. Click one for its age, BIOS and system before you add or replace.",
    },
  },
  agentsHeard: {
    title: { vi: "Máy thu thập đang báo", en: "Agents that report" },
    says: {
      vi: "Số máy thu thập có báo về trong 15 phút qua. Ban đêm ít là bình thường. Mỗi điểm cần ít nhất một máy luôn bật để hỏi thiết bị chung.",
      en: "Agents that reported in the last 15 minutes. Few at night is normal. Each site needs one PC that is always on to poll the shared devices.",
    },
  },
  waiting: {
    title: { vi: "Số liệu chờ gửi", en: "Data waiting to be sent" },
    says: {
      vi: "Tổng số liệu nằm ở các máy thu thập, chưa gửi được. Bình thường là dưới 1 MB. Lớn dần là đường về máy chủ đứt; không mất gì cho đến khi đầy.",
      en: "All data that agents hold because it could not be sent. Normal is below 1 MB. Growing means the way to the server is cut; nothing is lost until it is full.",
    },
  },
  dropped: {
    title: { vi: "Số đo phải bỏ", en: "Readings thrown away" },
    says: {
      vi: "Số đo mà máy thu thập phải bỏ vì chỗ chứa đã đầy hoặc quá cũ, trong khoảng đang xem. Bình thường là 0. Nếu có: nối lại đường về máy chủ, hoặc tăng chỗ chứa.",
      en: "Readings that agents had to throw away because their store was full or too old, in the range shown. Normal is 0. If any: mend the way to the server, or give more room.",
    },
  },
  parked: {
    title: { vi: "Khối bị từ chối", en: "Blocks refused" },
    says: {
      vi: "Số khối số liệu mà máy chủ không nhận và máy thu thập giữ riêng. Bình thường là 0. Nếu có: máy thu thập và máy chủ khác phiên bản, hãy cập nhật.",
      en: "Blocks that the server refused and agents keep aside. Normal is 0. If any: agent and server are of different versions; update.",
    },
  },
  agents: {
    title: { vi: "Các máy thu thập", en: "The agents" },
    says: {
      vi: "Mỗi máy thu thập: báo lần cuối, bộ nhớ, bộ xử lý, số liệu chờ, lệch giờ. Bình thường là dưới 150 MB, dưới 2 %, 0 và dưới 1 giây. Lệch giờ nhiều phút là pin đồng hồ của máy đã hết.",
      en: "Each agent: last report, memory, processor, data waiting, clock error. Normal is below 150 MB, below 2 %, 0 and below 1 second. Minutes of clock error mean an empty clock battery in the PC.",
    },
  },
  agentWaiting: {
    title: { vi: "Số liệu chờ theo máy", en: "Data waiting, by agent" },
    says: {
      vi: "Số liệu chờ gửi của từng máy thu thập. Bình thường là gần 0. Cả điểm cùng tăng: đường truyền của điểm; chỉ một máy: tường lửa của chính máy đó.",
      en: "Data waiting on each agent. Normal is nearly 0. When a whole site grows, it is the site's uplink; one alone, that PC's own firewall.",
    },
  },
  agentCost: {
    title: { vi: "Bộ nhớ mà máy thu thập dùng", en: "Memory that agents use" },
    says: {
      vi: "Bộ nhớ của chính chương trình thu thập trên máy văn phòng. Bình thường là dưới 150 MB. Tăng không ngừng là lỗi của chương trình: gửi nhật ký cho người phát triển.",
      en: "Memory of our own program on office PCs. Normal is below 150 MB. Growth without end is a fault of the program: send its log to the developers.",
    },
  },
  lastReport: {
    title: { vi: "Báo về lần cuối, lâu nhất ở trên", en: "Last report, longest ago first" },
    says: {
      vi: "Mỗi máy thu thập báo về lần cuối lúc nào trong khoảng đang xem. Trong giờ làm việc bình thường là chưa đến vài phút. Lâu hơn: máy đã tắt, hoặc chương trình đã bị gỡ; bấm vào dòng để mở điểm.",
      en: "When each agent last reported within the range shown. In office hours normal is a few minutes at most. Longer: the PC is off, or the program was removed; click a row to open the site.",
    },
  },
  clock: {
    title: { vi: "Lệch giờ của máy", en: "Clock error of PCs" },
    says: {
      vi: "Đồng hồ của máy chậm (dương) hoặc nhanh (âm) bao nhiêu so với máy chủ. Bình thường là dưới 1 giây. Lệch lại sau mỗi lần bật máy là pin CMOS đã hết.",
      en: "How far the PC's clock is behind (positive) or ahead (negative) of the server. Normal is below 1 second. Wrong after each start means an empty CMOS battery.",
    },
  },
} as const satisfies Record<string, PanelWords>;
