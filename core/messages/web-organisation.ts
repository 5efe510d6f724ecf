import type { Message } from "./message.ts";

/** Units and sites change, enrolment tokens, the audit: said by parts of pages that are fetched when somebody opens them. */
export const webOrganisationMessages = {
  "web.unit.edit": { vi: "Sửa", en: "Edit" },
  "web.unit.editOf": { vi: "Sửa {name}", en: "Edit {name}" },
  "web.unit.saved": { vi: "Đã lưu {name}.", en: "{name} was saved." },
  "web.unit.ended": { vi: "đã sáp nhập, đến hết {on}", en: "merged, ended on {on}" },
  "web.unit.name": { vi: "Tên", en: "Name" },
  "web.unit.unit": { vi: "Đơn vị", en: "Unit" },
  "web.unit.siteMoves": {
    vi: "Chuyển điểm sang đơn vị khác thì tài sản ghi ở điểm đó được điều chuyển theo, kể từ hôm nay.",
    en: "When a site goes to another unit, the assets in the books there are transferred along, from today on.",
  },
  "web.unit.siteMoved": {
    vi: "Đã lưu {name}; {n} tài sản được điều chuyển theo.",
    en: "{name} was saved; {n} assets went along.",
  },
  "web.unit.merge": { vi: "Sáp nhập", en: "Merge" },
  "web.unit.mergeTitle": { vi: "Sáp nhập đơn vị", en: "Merge a unit into another" },
  "web.unit.mergeBody": {
    vi: "Đơn vị cũ ngừng hoạt động và nằm dưới đơn vị kế tục. Điểm, tài sản, dịch vụ, mã truy cập chuyển sang đơn vị kế tục; ngưỡng riêng và lịch bảo trì giữ nguyên cho các điểm đó. Người dùng của đơn vị cũ giữ vai trò và từ nay thấy toàn bộ đơn vị kế tục, người quản trị cũng vậy. Tất cả diễn ra ngay khi bấm và không hoàn tác được.",
    en: "The old unit ends and stands below its successor. Sites, assets, services and access tokens go over; thresholds and maintenance windows stay those of its sites. Its people keep their roles and from now on see all of the successor, administrators too. All of it happens at once and cannot be undone.",
  },
  "web.unit.mergeFrom": { vi: "Đơn vị bị sáp nhập", en: "Unit that ends" },
  "web.unit.mergeInto": { vi: "Vào đơn vị", en: "Into the unit" },
  "web.unit.mergeOn": { vi: "Từ ngày", en: "From" },
  "web.unit.mergeOnHint": {
    vi: "Ngày đầu tiên của đơn vị kế tục, hôm nay hoặc trước đó. Ví dụ 01/07/2025",
    en: "The first day of the successor, today or before. For example 01/07/2025",
  },
  "web.unit.choose": { vi: "— Chọn đơn vị —", en: "— Choose a unit —" },
  "web.unit.merged": {
    vi: "Đã sáp nhập {from} vào {into}: {assets} tài sản, {people} người dùng, {services} dịch vụ, {tokens} mã truy cập chuyển sang.",
    en: "{from} was merged into {into}: {assets} assets, {people} people, {services} services, {tokens} access tokens went over.",
  },

  "web.unit.planMerged": {
    vi: "{from} đã sáp nhập vào {into}; tài sản và nhu cầu nay tính cho {into}, nên phương án này không còn dòng nào của {from}.",
    en: "{from} was merged into {into}; things and needs count for {into} now, so this plan has no lines of {from} any more.",
  },
  "web.unit.planSuccessor": {
    vi: "Đổi sang đơn vị kế tục (rồi bấm Lưu)",
    en: "Use the successor instead (then save)",
  },

  "web.enrol.title": { vi: "Mã đăng ký còn dùng được", en: "Enrolment tokens that still hold" },
  "web.enrol.about": {
    vi: "Ai có mã thì thêm được máy vào điểm này. Thu hồi mã đã lộ hoặc không cần nữa; máy đã thêm vẫn chạy.",
    en: "Whoever has one can add PCs to this site. Withdraw one that got out or is not needed; PCs that have joined stay.",
  },
  "web.enrol.made": { vi: "Tạo lúc", en: "Made" },
  "web.enrol.by": { vi: "Người tạo", en: "Made by" },
  "web.enrol.nobody": { vi: "chưa ghi lại", en: "not on record" },
  "web.enrol.left": { vi: "Còn dùng cho", en: "Good for" },
  "web.enrol.leftOf": { vi: "{n} trong {uses} máy", en: "{n} of {uses} PCs" },
  "web.enrol.leftOnly": { vi: "{n} máy", en: "{n} PCs" },
  "web.enrol.expires": { vi: "Hết hạn", en: "Expires" },
  "web.enrol.withdraw": { vi: "Thu hồi", en: "Withdraw" },
  "web.enrol.withdrawTitle": { vi: "Thu hồi mã tạo {at}?", en: "Withdraw the token made {at}?" },
  "web.enrol.withdrawBody": {
    vi: "Không thêm được máy nào bằng mã này nữa. Máy đã thêm vẫn gửi số liệu; máy lạ thì thu hồi ở danh sách máy thu thập.",
    en: "No PC joins with it any more. PCs that have joined go on sending; revoke strange ones in the list of agents.",
  },
  "web.enrol.withdrawn": { vi: "Đã thu hồi mã đăng ký.", en: "The token was withdrawn." },

  "web.audit.title": { vi: "Lịch sử thay đổi", en: "History of changes" },
  "web.audit.about": {
    vi: "Ai đã thay đổi gì trong hệ thống, mới nhất trước. Không ai sửa hay xóa được danh sách này ở đây.",
    en: "Who changed what, newest first. Nobody can change or remove it here.",
  },
  "web.audit.at": { vi: "Lúc", en: "When" },
  "web.audit.who": { vi: "Ai", en: "Who" },
  "web.audit.what": { vi: "Việc", en: "What" },
  "web.audit.subject": { vi: "Với", en: "To what" },
  "web.audit.detail": { vi: "Nội dung", en: "Details" },
  "web.audit.none": { vi: "Chưa có thay đổi nào.", en: "No changes yet." },
  "web.audit.more": { vi: "Xem {n} thay đổi", en: "Show {n} changes" },
} as const satisfies Record<`web.${string}`, Message>;
