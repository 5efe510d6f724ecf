import type { Message } from "./message.ts";

/** Alerts that follow from what the PCs of a site see together: no device tells of these. */
export const lanAlerts = {
  "alert.switch_slow.rule": { vi: "Switch đời cũ 100 Mb/s", en: "Old 100 Mb/s switch" },
  "alert.switch_slow.reason": {
    vi: "Một máy chạy 100 Mb/s là do dây; nhiều máy cùng vậy thì là switch.",
    en: "One PC at 100 Mb/s is its cable; many of them are the switch.",
  },
  "alert.switch_slow.title": {
    vi: "Switch của {site} chỉ chạy 100 Mb/s",
    en: "The switch of {site} runs at 100 Mb/s only",
  },
  "alert.switch_slow.happened": {
    vi: "{slow} trên {cards} card mạng có dây chỉ chạy 100 Mb/s trở xuống.",
    en: "{slow} of {cards} wired network cards run at 100 Mb/s or less.",
  },
  "alert.switch_slow.means": {
    vi: "Nhiều khả năng switch thuộc loại 10/100 đời cũ: chép tệp giữa các máy chậm hơn 10 lần so với khả năng.",
    en: "Most likely the switch is an old 10/100 one: copies between PCs take ten times as long as they could.",
  },
  "alert.switch_slow.do.1": {
    vi: "Đọc nhãn switch: có chữ 10/100 mà không có 1000 thì đúng là loại cũ (10 phút).",
    en: "Read the switch's label: 10/100 without 1000 is the old kind (10 minutes).",
  },
  "alert.switch_slow.do.2": {
    vi: "Nhãn ghi gigabit: thay thử một dây Cat5e; dây cũ chỉ có hai đôi cũng gây chậm (10 phút).",
    en: "If it says gigabit: try one Cat5e cable; old cables with two pairs are slow, too (10 minutes).",
  },
  "alert.switch_slow.do.3": {
    vi: "Đúng loại cũ: ghi vào kế hoạch đầu tư; không gấp.",
    en: "If it is the old kind: note it for the investment plan; it is not urgent.",
  },
  "alert.switch_slow.resolved": {
    vi: "{site} đã có đường gigabit: trước {worst} card chạy chậm, nay {value}.",
    en: "{site} runs at gigabit: {worst} of the cards were slow before, {value} now.",
  },

  "alert.switch_loss.rule": { vi: "Mạng trong điểm mất gói", en: "Packets lost inside the site" },
  "alert.switch_loss.reason": {
    vi: "Nhiều máy mất gói tới cả bộ định tuyến lẫn nhau: chỗ chung duy nhất là switch.",
    en: "Several PCs lose packets to the router and to one another: all they share is the switch.",
  },
  "alert.switch_loss.title": {
    vi: "Mạng trong {site} mất gói",
    en: "The network inside {site} loses packets",
  },
  "alert.switch_loss.happened": {
    vi: "{hosts} máy mất {value} gói tới bộ định tuyến và tới nhau cùng lúc (ngưỡng {threshold}).",
    en: "{hosts} PCs lose {value} of their packets to the router and to one another at once (the limit is {threshold}).",
  },
  "alert.switch_loss.means": {
    vi: "Nhiều khả năng do switch chung hoặc có vòng lặp. Mọi người ở điểm này thấy mạng chập chờn.",
    en: "Most likely the common switch, or a loop. Everybody at this site has a bad network.",
  },
  "alert.switch_loss.do.1": {
    vi: "Tìm dây cắm hai đầu vào cùng mạng (vòng lặp) và rút ra (10 phút).",
    en: "Look for a cable with both ends in the same network (a loop) and unplug it (10 minutes).",
  },
  "alert.switch_loss.do.2": {
    vi: "Tắt bật lại switch chung (5 phút).",
    en: "Switch the common switch off and on (5 minutes).",
  },
  "alert.switch_loss.do.3": {
    vi: "Vẫn mất gói: thử switch khác; đỡ hẳn thì thay switch.",
    en: "Still losing: try another switch; if that helps, replace it.",
  },
  "alert.switch_loss.resolved": {
    vi: "Mạng trong {site} đã tốt: mất nhiều nhất {worst}, nay {value}.",
    en: "The network inside {site} is good again: {worst} lost at its worst, {value} now.",
  },

  "alert.cable_loss.rule": { vi: "Dây mạng của một máy kém", en: "Bad cable of one PC" },
  "alert.cable_loss.reason": {
    vi: "Chỉ một máy mất gói, các máy khác thấy nhau tốt: lỗi nằm ở dây, cổng hoặc card của máy đó.",
    en: "Only one PC loses packets, the others are fine: its cable, port or card is at fault.",
  },
  "alert.cable_loss.title": {
    vi: "{device} mất gói, nhiều khả năng do dây",
    en: "{device} loses packets: its cable, most likely",
  },
  "alert.cable_loss.happened": {
    vi: "{device} mất {value} gói (ngưỡng {threshold}); {witnesses} máy khác cùng điểm thấy nhau bình thường.",
    en: "{device} loses {value} of its packets (the limit is {threshold}); {witnesses} other PCs there are fine.",
  },
  "alert.cable_loss.means": {
    vi: "Nhiều khả năng do dây mạng của máy này. Người dùng máy thấy mạng chậm, hay bị ngắt; người khác không bị.",
    en: "Most likely this PC's cable. Its user has a slow network that breaks off; nobody else has.",
  },
  "alert.cable_loss.do.1": {
    vi: "Thay dây từ ổ tường tới {device} (10 phút).",
    en: "Change the cable from the wall to {device} (10 minutes).",
  },
  "alert.cable_loss.do.2": {
    vi: "Còn mất: cắm sang cổng khác của switch (5 phút).",
    en: "Still losing: use another port of the switch (5 minutes).",
  },
  "alert.cable_loss.do.3": {
    vi: "Vẫn mất: thay card mạng của {device} (30 phút).",
    en: "Still: change the network card of {device} (30 minutes).",
  },
  "alert.cable_loss.resolved": {
    vi: "{device} đã hết mất gói: nhiều nhất {worst}, nay {value}.",
    en: "{device} no longer loses packets: {worst} at its worst, {value} now.",
  },

  "alert.gateway_changed.rule": { vi: "Cổng mặc định (gateway) bị đổi", en: "Gateway changed" },
  "alert.gateway_changed.reason": {
    vi: "Bộ định tuyến hiếm khi được thay; đổi mà không ai biết có thể là giả mạo.",
    en: "Routers are seldom replaced; a change that nobody knows of may be an impostor.",
  },
  "alert.gateway_changed.title": {
    vi: "Cổng mặc định (gateway) của {site} bị đổi",
    en: "The gateway of {site} has changed",
  },
  "alert.gateway_changed.happened": {
    vi: "{hosts} máy thấy địa chỉ {address} nay thuộc card {mac}, trước là {before_mac}.",
    en: "{hosts} PCs see that {address} belongs to card {mac} now, before it was {before_mac}.",
  },
  "alert.gateway_changed.means": {
    vi: "Có thể bộ định tuyến vừa được thay. Nếu không ai thay, nhiều khả năng một thiết bị lạ đang giả làm cổng mặc định và đọc được dữ liệu đi qua.",
    en: "The router may have been replaced. If nobody did, most likely a foreign device poses as the gateway and can read what passes.",
  },
  "alert.gateway_changed.do.1": {
    vi: "Hỏi tại chỗ và đơn vị đường truyền: hôm nay có thay bộ định tuyến không (5 phút). Có thay: tiếp nhận cảnh báo, vậy là xong.",
    en: "Ask the office and those who run the line whether the router was replaced (5 minutes). If so: acknowledge, that is all.",
  },
  "alert.gateway_changed.do.2": {
    vi: "Không ai thay: tìm thiết bị có card {mac} và rút khỏi mạng (30 phút).",
    en: "If nobody did: find the device with card {mac} and unplug it (30 minutes).",
  },
  "alert.gateway_changed.do.3": {
    vi: "Không tìm thấy: báo bộ phận an toàn thông tin của tỉnh, thành phố.",
    en: "If it cannot be found: tell the province's information security team.",
  },
  "alert.gateway_changed.resolved": {
    vi: "Cổng mặc định của {site} đã ổn định.",
    en: "The gateway of {site} is settled.",
  },

  "alert.address_conflict.rule": { vi: "Trùng địa chỉ IP", en: "Address used twice" },
  "alert.address_conflict.reason": {
    vi: "Một địa chỉ chỉ được có một máy; thấy hai card cùng nhận là trùng, không cần chờ lâu.",
    en: "One address belongs to one machine; two cards that claim it are a conflict, no matter for how long.",
  },
  "alert.address_conflict.title": {
    vi: "Trùng địa chỉ {address} ở {site}",
    en: "Address {address} is used twice at {site}",
  },
  "alert.address_conflict.happened": {
    vi: "Hai card mạng cùng nhận địa chỉ {address}: {macs}.",
    en: "Two network cards claim {address}: {macs}.",
  },
  "alert.address_conflict.means": {
    vi: "Hai máy tranh nhau một địa chỉ: mạng của cả hai lúc được lúc không.",
    en: "Two machines fight for one address: both have a network only now and then.",
  },
  "alert.address_conflict.do.1": {
    vi: "Tìm máy được đặt địa chỉ bằng tay và chuyển về Tự động (10 phút).",
    en: "Find the machine whose address was set by hand and let it get one by itself (10 minutes).",
  },
  "alert.address_conflict.do.2": {
    vi: "Máy in, camera cần địa chỉ cố định: cho địa chỉ ngoài dải cấp tự động (15 phút).",
    en: "For printers and cameras with a fixed address: take one outside the automatic range (15 minutes).",
  },
  "alert.address_conflict.resolved": {
    vi: "Địa chỉ {address} không còn bị trùng.",
    en: "Address {address} has one owner again.",
  },

  "alert.dhcp_foreign.rule": { vi: "Máy chủ DHCP lạ", en: "Foreign DHCP server" },
  "alert.dhcp_foreign.reason": {
    vi: "Mỗi mạng chỉ có một nơi cấp địa chỉ; nơi thứ hai thường là bộ phát Wi-Fi gia đình cắm nhầm cổng.",
    en: "A network has one device that gives out addresses; a second usually is a home router plugged in the wrong way.",
  },
  "alert.dhcp_foreign.title": {
    vi: "Thiết bị lạ cấp địa chỉ mạng ở {site}",
    en: "A foreign device gives out addresses at {site}",
  },
  "alert.dhcp_foreign.happened": {
    vi: "{address} cũng trả lời cấp địa chỉ (DHCP); bình thường chỉ có {usual}.",
    en: "{address} gives out addresses, too (DHCP); usually only {usual} does.",
  },
  "alert.dhcp_foreign.happened.2": { vi: "Card của nó: {mac}.", en: "Its card is {mac}." },
  "alert.dhcp_foreign.means": {
    vi: "Nhiều khả năng ai đó cắm bộ phát Wi-Fi riêng. Máy nào nhận địa chỉ từ nó sẽ không vào được phần mềm của cơ quan.",
    en: "Most likely somebody plugged in a home router. PCs that take an address from it cannot reach the office's programs.",
  },
  "alert.dhcp_foreign.do.1": {
    vi: "Hỏi ai vừa cắm bộ phát Wi-Fi và rút dây của nó (10 phút).",
    en: "Ask who plugged in a Wi-Fi router, and unplug it (10 minutes).",
  },
  "alert.dhcp_foreign.do.2": {
    vi: "Cần dùng nó: cắm vào cổng LAN (không phải WAN) và tắt DHCP trong cài đặt của nó (20 phút).",
    en: "If it is needed: use its LAN port (not WAN) and switch off DHCP in its settings (20 minutes).",
  },
  "alert.dhcp_foreign.do.3": {
    vi: "Máy nào mất mạng: rút dây mạng 10 giây rồi cắm lại để nhận địa chỉ đúng (1 phút).",
    en: "PCs without a network: unplug the cable for 10 seconds to get a right address (1 minute).",
  },
  "alert.dhcp_foreign.resolved": {
    vi: "{site} chỉ còn một nơi cấp địa chỉ.",
    en: "One device alone gives out addresses at {site} again.",
  },

  "alert.lan_loop.rule": { vi: "Vòng lặp mạng", en: "Network loop" },
  "alert.lan_loop.reason": {
    vi: "Nhiều máy cùng nhận gói quảng bá gấp bội thường ngày: gần như luôn là vòng lặp.",
    en: "Several PCs receive many times their usual broadcasts at once: nearly always a loop.",
  },
  "alert.lan_loop.title": { vi: "Có vòng lặp mạng ở {site}", en: "There is a network loop at {site}" },
  "alert.lan_loop.happened": {
    vi: "{hosts} máy cùng nhận gói quảng bá tới {rate_pps} (bình thường {usual_pps}).",
    en: "{hosts} PCs receive broadcasts at {rate_pps} (usual: {usual_pps}).",
  },
  "alert.lan_loop.means": {
    vi: "Nhiều khả năng một sợi dây cắm hai đầu vào cùng mạng. Cả điểm có thể mất mạng.",
    en: "Most likely one cable has both ends in the same network. The whole site may lose its network.",
  },
  "alert.lan_loop.do.1": {
    vi: "Hỏi ai vừa cắm dây hoặc switch, rút ra (2 phút).",
    en: "Ask who plugged in a cable or a switch just now, and unplug it (2 minutes).",
  },
  "alert.lan_loop.do.2": {
    vi: "Chưa thấy: rút từng dây ở switch chính; rút dây nào mà đèn hết nháy loạn thì lỗi ở nhánh đó (10 phút).",
    en: "Not found: unplug the main switch's cables one by one; where the lamps calm down is the branch (10 minutes).",
  },
  "alert.lan_loop.do.3": {
    vi: "Đi theo nhánh đó tìm sợi cắm hai đầu (15 phút).",
    en: "Follow that branch to the cable with both ends in (15 minutes).",
  },
  "alert.lan_loop.resolved": {
    vi: "{site} đã hết vòng lặp: cao nhất {worst}, nay {value}.",
    en: "The loop at {site} is gone: {worst} at its worst, {value} now.",
  },
} as const satisfies Record<`alert.${string}`, Message>;
