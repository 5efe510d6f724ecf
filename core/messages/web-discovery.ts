import type { Message } from "./message.ts";

/** Discovery: where to look on a site's LAN, and what was found there. Said by its own pages alone, which come when opened. */
export const webDiscoveryMessages = {
  "web.discovery.title": { vi: "Khám phá mạng", en: "Discovery" },
  "web.discovery.set": { vi: "Thiết lập", en: "Settings" },
  "web.discovery.scan": { vi: "Quét ngay", en: "Scan now" },
  "web.discovery.scanAsked": {
    vi: "Đã yêu cầu quét. Kết quả đến sau vài phút.",
    en: "A scan was asked for. The result comes within some minutes.",
  },
  "web.discovery.offTitle": { vi: "Chưa bật khám phá mạng", en: "Discovery is off" },
  "web.discovery.off": {
    vi: "Cayda chỉ tìm thiết bị trong các dải địa chỉ do bạn đặt cho điểm này, chậm rãi và chỉ đọc. Chưa đặt dải nào nên chưa có gì được quét.",
    en: "Cayda looks for devices only in ranges that you set for this site, slowly and read-only. None is set, so nothing is scanned.",
  },
  "web.discovery.offViewer": {
    vi: "Người phụ trách điểm này chưa đặt dải địa chỉ nào, nên chưa có gì được quét.",
    en: "The officer of this site has set no ranges, so nothing is scanned.",
  },
  "web.discovery.offSet": { vi: "Đặt dải địa chỉ", en: "Set the ranges" },
  "web.discovery.paused": {
    vi: "Đang tạm dừng: không quét gì cho đến khi bỏ tạm dừng trong Thiết lập.",
    en: "Paused: nothing is scanned until it is resumed in the settings.",
  },
  "web.discovery.noAgent": {
    vi: "Điểm này chưa có máy thu thập, nên chưa ai quét được. Thêm máy thu thập ở trang của điểm.",
    en: "This site has no agent, so nobody can scan. Add one on the site's page.",
  },
  "web.discovery.waiting": {
    vi: "Đang quét {n} địa chỉ (yêu cầu lúc {at}). Máy thu thập đi chậm để không làm nặng mạng, thường mất {minutes}. Nếu máy đang tắt, việc quét bắt đầu khi máy bật lại.",
    en: "{n} addresses are being scanned (asked for at {at}). The agent goes slowly to spare the network; it usually takes {minutes}. If the PC is off, the scan begins when it is on again.",
  },
  "web.discovery.last": {
    vi: "Lần quét gần nhất {at}: {scanned} địa chỉ, thấy {found} thiết bị, mất {took}.",
    en: "Last scan {at}: {scanned} addresses, {found} things found, in {took}.",
  },
  "web.discovery.next": { vi: "Lần sau: {at}.", en: "Next: {at}." },
  "web.discovery.ranges": { vi: "Dải địa chỉ", en: "Ranges" },
  "web.discovery.rangesValue": { vi: "{ranges} ({n} địa chỉ)", en: "{ranges} ({n} addresses)" },
  "web.discovery.credentials": { vi: "Thông tin SNMP thử lần lượt", en: "SNMP settings, in the order tried" },
  "web.discovery.noCredentials": {
    vi: "Chưa có: chỉ thấy được máy, chưa đọc được thiết bị",
    en: "None: things are seen, but cannot be read",
  },
  "web.discovery.autoAccept": { vi: "Thiết bị mới đọc được", en: "New devices that can be read" },
  "web.discovery.autoAcceptOn": { vi: "tự thêm vào danh sách", en: "are added by themselves" },
  "web.discovery.autoAcceptOff": { vi: "chờ bạn đồng ý", en: "wait for your consent" },

  "web.discovery.new": { vi: "Mới thấy", en: "New" },
  "web.discovery.newEmpty": {
    vi: "Không có gì mới: mọi thứ đã thấy đều đã được thêm hoặc bỏ qua.",
    en: "Nothing new: everything that was found has been added or ignored.",
  },
  "web.discovery.neverScanned": {
    vi: "Chưa có lần quét nào hoàn tất.",
    en: "No scan has been completed yet.",
  },
  "web.discovery.nothingFound": {
    vi: "Lần quét gần nhất không thấy gì. Kiểm tra dải địa chỉ có đúng mạng của điểm, và máy thu thập có nằm trong mạng đó.",
    en: "The last scan found nothing. Check that the ranges are this LAN's and that the agent is on it.",
  },
  "web.discovery.known": { vi: "Đã theo dõi", en: "Watched" },
  "web.discovery.knownEmpty": {
    vi: "Chưa thấy thiết bị nào đang được theo dõi trong các dải này.",
    en: "No watched device was seen in these ranges yet.",
  },
  "web.discovery.ignored": { vi: "Đã bỏ qua", en: "Ignored" },
  "web.discovery.events": { vi: "Sự kiện", en: "Events" },

  "web.col.maker": { vi: "Hãng", en: "Maker" },
  "web.col.readable": { vi: "Đọc qua SNMP", en: "Over SNMP" },
  "web.col.firstSeen": { vi: "Thấy lần đầu", en: "First seen" },
  "web.col.seenLast": { vi: "Thấy gần nhất", en: "Last seen" },
  "web.discovery.noName": { vi: "(chưa rõ tên)", en: "(no name)" },
  "web.discovery.more": { vi: "{address} và {n} địa chỉ nữa", en: "{address} and {n} more" },
  "web.discovery.readableBy": { vi: "Được, bằng {name}", en: "Yes, with {name}" },
  "web.discovery.readableOld": {
    vi: "Được, bằng thông tin đã gỡ",
    en: "Yes, with settings that were removed",
  },
  "web.discovery.unreadable": { vi: "Không trả lời SNMP", en: "Does not answer SNMP" },
  "web.discovery.refuses": {
    vi: "Có SNMP nhưng thông tin chưa đúng",
    en: "Speaks SNMP, but the settings do not fit",
  },
  "web.discovery.select": { vi: "Chọn {name}", en: "Select {name}" },
  "web.discovery.accept": { vi: "Thêm", en: "Add" },
  "web.discovery.ignore": { vi: "Bỏ qua", en: "Ignore" },
  "web.discovery.show": { vi: "Hiện lại", en: "Show again" },
  "web.discovery.acceptMany": { vi: "Thêm {n} mục đã chọn", en: "Add the {n} selected" },
  "web.discovery.ignoreMany": { vi: "Bỏ qua {n} mục", en: "Ignore {n}" },
  "web.discovery.selectAll": { vi: "Chọn tất cả đọc được ({n})", en: "Select all readable ({n})" },
  "web.discovery.selectNone": { vi: "Bỏ chọn", en: "Clear" },
  "web.discovery.accepted": {
    vi: "Đã thêm {n} thiết bị. Thiết bị đọc được sẽ có số đo trong khoảng một phút.",
    en: "{n} devices were added. Those that can be read have readings within about a minute.",
  },
  "web.discovery.acceptedSome": {
    vi: "Đã thêm {n} thiết bị; {refused} mục không thêm được vì địa chỉ đã có thiết bị khác.",
    en: "{n} devices were added; {refused} could not be, for another device has the address.",
  },
  "web.discovery.ignoredDone": { vi: "Đã bỏ qua {n} mục.", en: "{n} were ignored." },
  "web.discovery.shownDone": { vi: "Đã hiện lại.", en: "Shown again." },
  "web.discovery.moved": { vi: "Trước ở {from}", en: "Was at {from}" },
  "web.discovery.takeAddress": { vi: "Dùng địa chỉ mới", en: "Use the new address" },
  "web.discovery.addressTaken": {
    vi: "Đã dùng địa chỉ {address}.",
    en: "The address {address} is used now.",
  },

  "web.discovery.setTitle": { vi: "Thiết lập khám phá mạng", en: "Discovery settings" },
  "web.discovery.rangesRule": {
    vi: "Cách nhau bằng dấu phẩy, ví dụ: 10.1.2.0/24, 10.1.3.10-50. Nhiều nhất 1.024 địa chỉ cho một điểm.",
    en: "Separated by commas, for example: 10.1.2.0/24, 10.1.3.10-50. At most 1,024 addresses for a site.",
  },
  "web.discovery.every": { vi: "Quét lại", en: "Scan again" },
  "web.discovery.everyHours": { vi: "mỗi {n} giờ", en: "every {n} hours" },
  "web.discovery.everyDay": { vi: "mỗi ngày", en: "every day" },
  "web.discovery.everyWeek": { vi: "mỗi tuần", en: "every week" },
  "web.discovery.ports": { vi: "Cổng UDP của SNMP", en: "UDP ports of SNMP" },
  "web.discovery.checkAuto": {
    vi: "Tự thêm thiết bị đọc được qua SNMP, không hỏi lại",
    en: "Add devices that can be read over SNMP without asking",
  },
  "web.discovery.checkDns": {
    vi: "Hỏi tên máy ở máy chủ DNS của mạng",
    en: "Ask the network's DNS servers for names",
  },
  "web.discovery.checkPaused": { vi: "Tạm dừng, không quét", en: "Paused: do not scan" },
  "web.discovery.credentialsRule": {
    vi: "Thử từ trên xuống, dừng ở cái đầu tiên dùng được. Với SNMPv3, mỗi người dùng bị từ chối nhiều nhất hai lần một ngày trên mỗi thiết bị để không bị khóa.",
    en: "Tried from the top, up to the first that works. An SNMPv3 user is refused at most twice a day by each device, so that nothing locks it out.",
  },
  "web.discovery.credentialAdd": { vi: "Thêm thông tin SNMP", en: "Add SNMP settings" },
  "web.discovery.credentialName": { vi: "Tên gợi nhớ", en: "Name to remember it by" },
  "web.discovery.credentialNameHint": { vi: "Ví dụ: Switch của xã", en: "For example: Our switches" },
  "web.discovery.credentialTake": { vi: "Đưa vào danh sách", en: "Put on the list" },
  "web.discovery.credentialUp": { vi: "Thử {name} sớm hơn", en: "Try {name} earlier" },
  "web.discovery.credentialRemove": { vi: "Bỏ {name}", en: "Take {name} off" },
  "web.discovery.save": { vi: "Lưu và quét", en: "Save and scan" },
  "web.discovery.saved": {
    vi: "Đã lưu. Lần quét đầu bắt đầu trong khoảng một phút.",
    en: "Saved. The first scan begins within about a minute.",
  },
} as const satisfies Record<`web.${string}`, Message>;
