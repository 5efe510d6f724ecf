import type { Message } from "./message.ts";

/** Alerts of a whole site: silence, uplink, power. */
export const siteAlerts = {
  "alert.site_down.rule": { vi: "Cả điểm mất liên lạc", en: "Site silent" },
  "alert.site_down.reason": {
    vi: "Mọi máy im cùng lúc mà Cayda vẫn nghe được ít nhất một điểm khác (nếu có); máy tắt dần cuối giờ không bị báo.",
    en: "All PCs silent at once while at least one other site (if there is any) is heard; PCs that go off one by one at closing time are not reported.",
  },
  "alert.site_down.title": { vi: "{site} mất liên lạc", en: "{site} is silent" },
  "alert.site_down.happened": {
    vi: "Không còn nghe gì từ {site} ({agents} máy) đã {silent_s}.",
    en: "Nothing has been heard of {site} (PCs: {agents}) for {silent_s}.",
  },
  "alert.site_down.happened.2": {
    vi: "Khi phát hiện, Cayda nghe được {heard} trên {others} điểm khác.",
    en: "When this was noticed, {heard} of {others} other sites were heard.",
  },
  "alert.site_down.means": {
    vi: "Mất điện hoặc đứt đường truyền tại trụ sở. Người dân đến giao dịch có thể không được phục vụ.",
    en: "The office has lost its power or its line. People who come to the counters may not be served.",
  },
  "alert.site_down.do.1": {
    vi: "Gọi trực trụ sở: có điện không (2 phút).",
    en: "Call the office: is there power (2 minutes).",
  },
  "alert.site_down.do.2": {
    vi: "Có điện: tắt bật lại bộ định tuyến và thiết bị đầu cuối cáp quang (5 phút).",
    en: "There is: switch the router and the fibre box off and on (5 minutes).",
  },
  "alert.site_down.do.3": {
    vi: "Vẫn mất: báo đơn vị cung cấp đường truyền. Cayda sẽ báo khi có lại.",
    en: "Still nothing: report it to those who run the line. Cayda will say when it is back.",
  },
  "alert.site_down.resolved": {
    vi: "{site} đã có liên lạc lại sau {lasted}.",
    en: "{site} is heard again after {lasted}.",
  },

  // What it probably is, while nobody is heard; what it was, once the PCs have sent what they kept.
  "alert.site_down.title.power_likely": {
    vi: "{site} mất liên lạc, có lẽ do mất điện",
    en: "{site} is silent, probably without power",
  },
  "alert.site_down.title.power": { vi: "{site} mất điện", en: "{site} lost its power" },
  "alert.site_down.title.uplink": { vi: "{site} mất đường truyền", en: "{site} lost its line" },
  "alert.site_down.title.gateway": {
    vi: "{site} mất liên lạc do bộ định tuyến hoặc switch chính",
    en: "{site} was cut off by its router or main switch",
  },
  "alert.site_down.happened.power": {
    vi: "{site} mất điện từ {began_at} đến khoảng {ended_at}. Biết được nhờ số liệu các máy gửi bù khi có lại.",
    en: "{site} was without power from {began_at} to about {ended_at}. The readings that its PCs sent afterwards show it.",
  },
  "alert.site_down.happened.uplink": {
    vi: "{site} mất đường truyền từ {began_at} đến {ended_at}: các máy vẫn chạy và mạng trong trụ sở vẫn thông. Biết được nhờ số liệu các máy gửi bù khi có lại.",
    en: "{site} was without its line from {began_at} to {ended_at}: PCs and the office's own network went on. The readings that its PCs sent afterwards show it.",
  },
  "alert.site_down.happened.gateway": {
    vi: "Từ {began_at} đến {ended_at} các máy của {site} vẫn chạy nhưng không tới được bộ định tuyến. Biết được nhờ số liệu các máy gửi bù khi có lại.",
    en: "From {began_at} to {ended_at} the PCs of {site} ran, but could not reach their router. The readings that they sent afterwards show it.",
  },
  "alert.site_down.means.power_likely": {
    vi: "Ngay trước khi mất liên lạc, {source} báo đang chạy bằng ắc quy: nhiều khả năng mất điện, không phải hỏng mạng. Người dân đến giao dịch có thể không được phục vụ.",
    en: "Just before, {source} was on battery: most likely the power is out and the network is not at fault. People who come to the counters may not be served.",
  },
  "alert.site_down.means.power": {
    vi: "Mất điện tại trụ sở, không phải hỏng mạng.",
    en: "The power of the office was out; the network was not at fault.",
  },
  "alert.site_down.means.uplink": {
    vi: "Lỗi ở đường truyền hoặc thiết bị đầu cuối của nhà mạng. Trong lúc đó không dùng được phần mềm một cửa, cổng dịch vụ công, thư công vụ; in và chép trong trụ sở vẫn được.",
    en: "The line or the provider's box was at fault. One-stop software, public services and official mail could not be used; printing and copying inside the office worked.",
  },
  "alert.site_down.means.gateway": {
    vi: "Bộ định tuyến hoặc switch chính treo, mất nguồn hay tuột dây; điện của các máy và đường truyền không phải nguyên nhân.",
    en: "The router or the main switch hung, had no power or a loose cable; neither the PCs' power nor the line was the cause.",
  },
  "alert.site_down.do.power_likely.1": {
    vi: "Gọi trực trụ sở: mất điện cả khu hay chỉ nhảy aptomat (2 phút).",
    en: "Call the office: is the whole area dark, or only a breaker open (2 minutes).",
  },
  "alert.site_down.do.power_likely.2": {
    vi: "Có điện lại: bật switch, bộ định tuyến trước, máy tính sau (10 phút).",
    en: "When it is back: switch on switches and router first, PCs after them (10 minutes).",
  },
  "alert.site_down.do.power_likely.3": {
    vi: "Vẫn có điện: tắt bật lại bộ định tuyến và thiết bị đầu cuối cáp quang (5 phút), rồi báo đơn vị cung cấp đường truyền.",
    en: "There is power: switch the router and the fibre box off and on (5 minutes), then report it to those who run the line.",
  },
  "alert.site_down.do.power.1": {
    vi: "Không cần sửa mạng. Hay mất điện: trang bị bộ lưu điện (UPS) cho tủ mạng.",
    en: "The network needs no repair. If it happens often: get a UPS for the network cabinet.",
  },
  "alert.site_down.do.uplink.1": {
    vi: "Báo đơn vị cung cấp đường truyền, kèm giờ mất và giờ có lại (5 phút).",
    en: "Tell those who run the line, with the times it went and came back (5 minutes).",
  },
  "alert.site_down.do.uplink.2": {
    vi: "Hay mất: xin một đường dự phòng (4G/5G) cho quầy một cửa.",
    en: "If it happens often: ask for a second line (4G/5G) for the counters.",
  },
  "alert.site_down.do.gateway.1": {
    vi: "Xem phích điện, dây và độ nóng của bộ định tuyến và switch chính (10 phút).",
    en: "Look at plug, cables and heat of the router and the main switch (10 minutes).",
  },
  "alert.site_down.do.gateway.2": {
    vi: "Còn lặp lại: thay bộ nguồn, rồi mới đến thiết bị.",
    en: "If it happens again: replace the power adapter, and only then the device.",
  },
  "alert.site_down.resolved.power": {
    vi: "{site} đã có liên lạc lại sau {lasted}: mất điện từ {began_at} đến khoảng {ended_at}.",
    en: "{site} is heard again after {lasted}: it was without power from {began_at} to about {ended_at}.",
  },
  "alert.site_down.resolved.uplink": {
    vi: "{site} đã có liên lạc lại sau {lasted}: mất đường truyền từ {began_at} đến {ended_at}.",
    en: "{site} is heard again after {lasted}: it was without its line from {began_at} to {ended_at}.",
  },
  "alert.site_down.resolved.gateway": {
    vi: "{site} đã có liên lạc lại sau {lasted}: không tới được bộ định tuyến từ {began_at} đến {ended_at}.",
    en: "{site} is heard again after {lasted}: its router could not be reached from {began_at} to {ended_at}.",
  },

  "alert.uplink_down.rule": { vi: "Đứt đường truyền ra ngoài", en: "Line of the site lost" },
  "alert.uplink_down.reason": {
    vi: "Mạng trong trụ sở tốt mà không ra được ngoài: lỗi ở đường truyền hoặc bộ định tuyến.",
    en: "The office's own network works but nothing gets out: the line or the router is at fault.",
  },
  "alert.uplink_down.title": { vi: "{site} đứt đường truyền", en: "{site} has lost its line" },
  "alert.uplink_down.happened": {
    vi: "{agents} máy của {site} thấy nhau bình thường nhưng không ra được bên ngoài.",
    en: "The PCs of {site} ({agents}) see one another but nothing outside.",
  },
  "alert.uplink_down.happened.2": {
    vi: "Đường truyền đứt {outage_s}.",
    en: "The line was away for {outage_s}.",
  },
  "alert.uplink_down.means": {
    vi: "Nhiều khả năng do đường truyền hoặc bộ định tuyến. Không dùng được phần mềm một cửa, cổng dịch vụ công, thư công vụ; in và chép trong trụ sở vẫn được.",
    en: "Most likely the line or the router. One-stop software, public services and official mail cannot be used; printing and copying inside the office work.",
  },
  "alert.uplink_down.do.1": {
    vi: "Gọi trực trụ sở: xem đèn trên thiết bị cáp quang, tắt bật lại nó và bộ định tuyến (5 phút).",
    en: "Call the office: look at the lamps of the fibre box, switch it and the router off and on (5 minutes).",
  },
  "alert.uplink_down.do.2": {
    vi: "Đèn LOS đỏ hoặc vẫn mất: báo đơn vị cung cấp đường truyền, kèm giờ bắt đầu.",
    en: "A red LOS lamp, or no better: report it to those who run the line, with the time it began.",
  },
  "alert.uplink_down.do.3": {
    vi: "Cần gấp: phát mạng từ điện thoại cho quầy một cửa dùng tạm.",
    en: "If it is urgent: let the counter use a phone's hotspot meanwhile.",
  },
  "alert.uplink_down.resolved": {
    vi: "Đường truyền của {site} đã thông sau {lasted}.",
    en: "The line of {site} works again after {lasted}.",
  },

  "alert.power_lost.rule": { vi: "Mất điện tại điểm", en: "Power lost at the site" },
  "alert.power_lost.reason": {
    vi: "Mọi máy tắt cùng lúc và khi có lại thì đều vừa khởi động: chỉ mất điện mới như vậy.",
    en: "All PCs stop together and have just started when they are back: only a power cut does that.",
  },
  "alert.power_lost.title": { vi: "{site} mất điện", en: "{site} has lost its power" },
  "alert.power_lost.happened": {
    vi: "{agents} máy của {site} tắt cùng lúc.",
    en: "The PCs of {site} ({agents}) went off together.",
  },
  "alert.power_lost.happened.2": { vi: "Mất điện {outage_s}.", en: "The power was away for {outage_s}." },
  "alert.power_lost.means": {
    vi: "Nhiều khả năng mất điện tại trụ sở, không phải hỏng mạng.",
    en: "Most likely a power cut at the office, not a fault of the network.",
  },
  "alert.power_lost.do.1": {
    vi: "Gọi trực trụ sở kiểm tra điện: cả khu hay chỉ nhảy aptomat (2 phút).",
    en: "Call the office: is the whole area dark, or only a breaker open (2 minutes).",
  },
  "alert.power_lost.do.2": {
    vi: "Có điện lại: bật switch, bộ định tuyến trước, máy tính sau (10 phút).",
    en: "When it is back: switch on switches and router first, PCs after them (10 minutes).",
  },
  "alert.power_lost.do.3": {
    vi: "Hay mất điện: trang bị bộ lưu điện cho tủ mạng.",
    en: "If it happens often: get a UPS for the network cabinet.",
  },
  "alert.power_lost.resolved": {
    vi: "{site} đã có điện lại sau {lasted}.",
    en: "{site} has power again after {lasted}.",
  },

  "alert.hosts_lost.rule": { vi: "Nhiều máy mất cùng lúc", en: "Several PCs lost at once" },
  "alert.hosts_lost.reason": {
    vi: "Vài máy mất trong cùng một phút giờ làm việc hiếm khi là ngẫu nhiên: chúng chung switch hoặc ổ điện.",
    en: "Several PCs lost in one minute of office hours are seldom chance: they share a switch or a socket.",
  },
  "alert.hosts_lost.title": {
    vi: "{hosts} máy ở {site} mất kết nối cùng lúc",
    en: "{hosts} PCs of {site} were lost at once",
  },
  "alert.hosts_lost.happened": {
    vi: "{hosts} máy mất trong cùng một phút, các máy khác của {site} vẫn chạy.",
    en: "{hosts} PCs were lost within one minute; the others of {site} go on.",
  },
  "alert.hosts_lost.attached": { vi: "Gồm: {attached}.", en: "They are: {attached}." },
  "alert.hosts_lost.means": {
    vi: "Nhiều khả năng switch nhỏ hoặc ổ điện chung của các máy này có sự cố.",
    en: "Most likely the small switch or the power strip that they share has failed.",
  },
  "alert.hosts_lost.do.1": {
    vi: "Hỏi người ngồi đó: máy có điện không (2 phút). Không điện: xem aptomat, ổ cắm.",
    en: "Ask somebody there: have the PCs power (2 minutes). If not: look at breaker and strip.",
  },
  "alert.hosts_lost.do.2": {
    vi: "Có điện: tìm switch các máy này cắm vào, rút nguồn cắm lại (5 phút).",
    en: "They have: find the switch that they are plugged into, and unplug and replug its power (5 minutes).",
  },
  "alert.hosts_lost.do.3": {
    vi: "Chưa lên: thay dây lên của switch đó, rồi thay bộ nguồn hoặc switch (30 phút).",
    en: "No better: change that switch's uplink cable, then its power supply or the switch (30 minutes).",
  },
  "alert.hosts_lost.resolved": {
    vi: "Các máy ở {site} đã có lại sau {lasted}.",
    en: "The PCs of {site} are back after {lasted}.",
  },
} as const satisfies Record<`alert.${string}`, Message>;
