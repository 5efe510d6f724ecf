import type { PanelWords } from "./words.ts";

/** Panels about one device of the network, and about one port. */
export const network = {
  up: {
    title: { vi: "Trạng thái", en: "State" },
    says: {
      vi: "Thiết bị có trả lời lần hỏi gần nhất hay không. Bình thường là Trả lời. Nếu không: kiểm tra nguồn, dây lên, rồi tên truy cập SNMP trên trang của thiết bị.",
      en: "Whether the device answered when last asked. Normal is Answers. If not: check power, its uplink cable, then the SNMP credential on the device's page.",
    },
  },
  uptime: {
    title: { vi: "Chạy liên tục", en: "Running since" },
    says: {
      vi: "Thời gian từ lần khởi động gần nhất. Bình thường là nhiều tuần. Vài giờ mà không ai khởi động lại là mất điện hoặc thiết bị tự treo.",
      en: "Time since it last started. Normal is many weeks. A few hours when nobody restarted it means a power cut, or a device that crashes.",
    },
  },
  cpu: {
    title: { vi: "Bộ xử lý", en: "Processor" },
    says: {
      vi: "Mức dùng bộ xử lý của thiết bị. Bình thường là dưới 50 %. Trên 90 % kéo dài thường do vòng lặp mạng hoặc tấn công quét: xem gói quảng bá.",
      en: "Use of the device's processor. Normal is below 50 %. Above 90 % for long is usually a loop or a scan: see the broadcast packets.",
    },
  },
  memory: {
    title: { vi: "Bộ nhớ", en: "Memory" },
    says: {
      vi: "Tỷ lệ bộ nhớ đã dùng của thiết bị. Bình thường là dưới 80 % và đi ngang. Tăng đều nhiều tuần là rò rỉ: cập nhật phần mềm hoặc hẹn khởi động lại.",
      en: "Share of the device's memory in use. Normal is below 80 % and level. Growing for weeks is a leak: update its software or plan a restart.",
    },
  },
  temperature: {
    title: { vi: "Nhiệt độ", en: "Temperature" },
    says: {
      vi: "Nhiệt độ cao nhất mà thiết bị tự đo. Bình thường là dưới 55 °C. Trên 70 °C: làm sạch bụi, kiểm tra quạt và điều hòa của phòng.",
      en: "The highest temperature that the device measures. Normal is below 55 °C. Above 70 °C: clean off the dust, check its fan and the room's cooling.",
    },
  },
  portsUp: {
    title: { vi: "Cổng có kết nối", en: "Ports with a link" },
    says: {
      vi: "Số cổng đang có kết nối. Bình thường gần bằng số máy đang bật. Giảm đột ngột trong giờ làm việc: một bộ chuyển mạch phía sau đã mất.",
      en: "Ports that have a link. Normal is about as many as machines that are on. A sudden fall in office hours: a switch behind it has gone.",
    },
  },
  portStates: {
    title: { vi: "Kết nối của các cổng", en: "Links of the ports" },
    says: {
      vi: "Mỗi dòng là một cổng: xanh là có kết nối, đỏ là không. Cổng của máy tính đỏ ban đêm là bình thường. Cổng nhấp nháy xanh đỏ liên tục là dây hoặc card mạng sắp hỏng.",
      en: "A line for each port: green has a link, red has none. A PC's port that is red at night is normal. One that keeps changing has a cable or card about to fail.",
    },
  },
  portTable: {
    title: { vi: "Bảng các cổng", en: "Table of ports" },
    says: {
      vi: "Mỗi cổng: kết nối, tốc độ, song công, lưu lượng 15 phút qua, lỗi và gói bỏ. Bình thường là song công toàn phần, không lỗi. Cổng 100 Mb/s giữa hai thiết bị gigabit thường do dây bốn sợi hoặc đầu bấm hỏng.",
      en: "Each port: link, speed, duplex, traffic of the last 15 minutes, errors and discards. Normal is full duplex and no errors. 100 Mb/s between two gigabit devices is usually a cable with four wires or a bad plug.",
    },
  },
  traffic: {
    title: { vi: "Lưu lượng", en: "Traffic" },
    says: {
      vi: "Bit mỗi giây vào và ra. Bình thường là dưới nửa tốc độ của cổng. Đường nằm sát tốc độ cổng nghĩa là đã nghẽn: chia tải hoặc nâng tốc độ.",
      en: "Bits per second in and out. Normal is below half the speed of the port. A line that lies at the speed is congestion: spread the load or make the port faster.",
    },
  },
  use: {
    title: { vi: "Mức dùng", en: "Use" },
    says: {
      vi: "Lưu lượng so với tốc độ của cổng. Bình thường là dưới 50 %. Trên 80 % nhiều giờ mỗi ngày là lý do có số đo để nâng cấp.",
      en: "Traffic against the speed of the port. Normal is below 50 %. Above 80 % for hours each day is a measured reason to upgrade.",
    },
  },
  errorRate: {
    title: { vi: "Gói lỗi", en: "Damaged frames" },
    says: {
      vi: "Gói lỗi mỗi giây, vào và ra. Bình thường là 0. Lỗi tăng cùng lưu lượng là dây hoặc đầu bấm; lỗi chỉ một chiều kèm bán song công là sai thiết lập song công.",
      en: "Damaged frames per second, in and out. Normal is 0. Errors that grow with traffic are the cable or its plug; one-sided errors with half duplex are a duplex mismatch.",
    },
  },
  discards: {
    title: { vi: "Gói bị bỏ", en: "Discarded packets" },
    says: {
      vi: "Gói tốt bị bỏ vì không còn chỗ chờ. Bình thường là 0 hoặc rất ít. Nhiều gói bỏ ra ở một cổng nghĩa là cổng đó quá chậm cho lượng đổ vào.",
      en: "Good packets thrown away for want of buffers. Normal is none or very few. Many outgoing discards mean that the port is too slow for what is sent to it.",
    },
  },
  broadcast: {
    title: { vi: "Gói quảng bá vào", en: "Broadcasts in" },
    says: {
      vi: "Gói quảng bá vào mỗi giây. Bình thường là dưới 50. Hàng nghìn ở nhiều cổng cùng lúc là vòng lặp: rút dây cắm thừa giữa hai bộ chuyển mạch.",
      en: "Broadcast packets per second in. Normal is below 50. Thousands on many ports at once are a loop: pull the cable that joins two switches twice.",
    },
  },
  pollTime: {
    title: { vi: "Thời gian trả lời SNMP", en: "Time to answer SNMP" },
    says: {
      vi: "Một lượt hỏi các cổng mất bao lâu. Bình thường là dưới 2 giây. Tăng dần là thiết bị quá tải hoặc đường đến nó mất gói.",
      en: "How long one poll of the ports takes. Normal is below 2 seconds. A growing time means an overloaded device, or packet loss on the way to it.",
    },
  },
  portState: {
    title: { vi: "Kết nối", en: "Link" },
    says: {
      vi: "Cổng đang có kết nối hay không. Bình thường là Có kết nối khi máy đầu kia bật. Nếu không: kiểm tra dây, rồi máy đầu kia.",
      en: "Whether the port has a link. Normal is Up while the machine at the other end is on. If not: check the cable, then the other end.",
    },
  },
  speed: {
    title: { vi: "Tốc độ", en: "Speed" },
    says: {
      vi: "Tốc độ mà hai đầu đã thỏa thuận. Bình thường là 1 Gb/s. 100 Mb/s hoặc 10 Mb/s giữa hai thiết bị gigabit: thay dây; nếu vẫn vậy, một đầu là thiết bị cũ.",
      en: "The speed that both ends agreed on. Normal is 1 Gb/s. 100 or 10 Mb/s between gigabit devices: change the cable; if it stays, one end is old equipment.",
    },
  },
  duplex: {
    title: { vi: "Song công", en: "Duplex" },
    says: {
      vi: "Hai chiều cùng lúc hay luân phiên. Bình thường là song công toàn phần. Bán song công với bộ chuyển mạch là sai thiết lập hoặc thiết bị rất cũ.",
      en: "Both directions at once, or in turns. Normal is full duplex. Half duplex on a switch is a wrong setting or very old equipment.",
    },
  },
  errorCount: {
    title: { vi: "Gói lỗi trong khoảng", en: "Damaged frames in range" },
    says: {
      vi: "Tổng số gói lỗi trong khoảng đang xem. Bình thường là 0. Từ vài chục trở lên: thay dây và xem số này có đứng yên không.",
      en: "All damaged frames of the range shown. Normal is 0. From some dozens on: change the cable and see whether the number stands still.",
    },
  },
  linkChanges: {
    title: { vi: "Lần đứt kết nối", en: "Link losses" },
    says: {
      vi: "Số lần kết nối đứt trong khoảng đang xem. Bình thường bằng số lần tắt máy. Nhiều hơn là dây lỏng hoặc card mạng chập chờn.",
      en: "How often the link was lost in the range shown. Normal is as often as the machine was switched off. More is a loose cable or a failing card.",
    },
  },
  packets: {
    title: { vi: "Gói theo loại", en: "Packets by kind" },
    says: {
      vi: "Gói vào mỗi giây: đến một máy, đến một nhóm, đến tất cả. Bình thường là phần lớn đến một máy. Gói đến tất cả vượt lên trên là vòng lặp hoặc card mạng hỏng.",
      en: "Packets per second in: to one machine, to a group, to all. Normal is mostly to one. When those to all rise above, it is a loop or a broken card.",
    },
  },
  dailyTraffic: {
    title: { vi: "Lưu lượng từng ngày", en: "Traffic day by day" },
    says: {
      vi: "Tổng số byte vào và ra mỗi ngày. Bình thường là đều giữa các ngày làm việc. Tăng dần qua nhiều tháng là cơ sở để xin nâng đường truyền.",
      en: "Bytes in and out on each day. Normal is even from one working day to the next. Growth over months is the ground for asking for a faster line.",
    },
  },
} as const satisfies Record<string, PanelWords>;
