import type { Message } from "./message.ts";

/** Faults around assets, stock-takes and plans. */
export const assetFaults = {
  "fault.changed_since": {
    vi: "{name} đã sửa mục này sau khi bạn mở. Chưa có gì bị ghi đè, nội dung bạn nhập vẫn còn. Xem bản mới rồi lưu lại.",
    en: "{name} has changed this since you opened it. Nothing was overwritten, and what you typed is still there. Look at the new version, then save again.",
  },
  "fault.asset_code_taken": {
    vi: "Mã {code} đã dùng cho {name}. Kiểm tra lại mã, hoặc thanh lý tài sản cũ trước.",
    en: "Code {code} belongs to {name} already. Check the code, or liquidate the old asset first.",
  },
  "fault.asset_code_elsewhere": {
    vi: "Mã {code} đã dùng cho một tài sản của đơn vị khác mà bạn không xem được. Mỗi mã chỉ dùng một lần trong toàn hệ thống: thêm chữ viết tắt của đơn vị bạn vào mã, hoặc để trống ô mã.",
    en: "Code {code} belongs to an asset of another unit, which you may not see. A code is used once in the whole system: add your unit's short name to it, or leave the code empty.",
  },
  "fault.asset_liquidated": {
    vi: "Tài sản này đã thanh lý: chỉ xem lại được, không sửa, không điều chuyển.",
    en: "This asset has been liquidated: it can be read, not changed or transferred.",
  },
  "fault.asset_not_liquidated": {
    vi: "Tài sản này chưa thanh lý nên chưa có quyết định để sửa. Thanh lý trước, ở trang tài sản.",
    en: "This asset is not liquidated, so there is no decision to correct. Liquidate it first, on its page.",
  },
  "fault.device_claimed": {
    vi: "Thiết bị này đã gắn với {name}. Gỡ chỗ đó trước rồi gắn lại.",
    en: "This device belongs to {name} already. Take it away there first, then link it here.",
  },
  "fault.device_claimed_elsewhere": {
    vi: "Thiết bị này đã gắn với một tài sản của đơn vị khác mà bạn không xem được. Nhờ người quản lý đơn vị đó, hoặc quản trị viên, gỡ ra trước rồi gắn lại.",
    en: "This device belongs to an asset of another unit, which you may not see. Ask who looks after that unit, or an administrator, to take it away there first.",
  },
  "fault.photo_unknown": {
    vi: "Không có ảnh này. Có thể ai đó đã xóa. Mở lại trang.",
    en: "There is no such picture. Somebody may have removed it. Open the page again.",
  },
  "fault.photo_type": {
    vi: "Tệp này không phải ảnh JPEG, PNG hay WebP. Chụp lại hoặc lưu ảnh dạng JPEG.",
    en: "This file is no JPEG, PNG or WebP picture. Take it again or save it as JPEG.",
  },
  "fault.photo_large": {
    vi: "Ảnh quá lớn, tối đa {most} KB. Giảm kích thước ảnh rồi gửi lại.",
    en: "The picture is too large; at most {most} KB. Make it smaller and send it again.",
  },
  "fault.photo_many": {
    vi: "Tài sản đã có {most} ảnh, là nhiều nhất. Xóa bớt ảnh cũ.",
    en: "The asset has {most} pictures, which is the most. Remove an old one.",
  },
  "fault.stocktake_unknown": {
    vi: "Không có đợt kiểm kê này. Mở lại danh sách kiểm kê.",
    en: "There is no such stock-take. Open the list of stock-takes again.",
  },
  "fault.stocktake_closed": {
    vi: "Đợt kiểm kê {name} đã chốt. Mở đợt mới nếu cần đếm lại.",
    en: "Stock-take {name} is closed. Open a new one to count again.",
  },
  "fault.wear_not_yet": {
    vi: "Năm {year} chưa tới nên chưa có hao mòn để ghi. Chọn năm nay hoặc năm trước.",
    en: "The year {year} has not come: there is no wear to write. Choose this year or one before.",
  },
  "fault.version_unknown": {
    vi: "Không có bản chốt này. Mở lại danh sách bản chốt của phương án.",
    en: "There is no such frozen version. Open the plan's list of versions again.",
  },
  "fault.sheet_too_large": {
    vi: "Bảng tính quá lớn (giới hạn {most}). Chia thành nhiều tệp nhỏ hơn. Chưa có gì được ghi.",
    en: "The spreadsheet is too large (the limit is {most}). Split it into smaller files. Nothing was written.",
  },
  "fault.sheet_unreadable": {
    vi: "Không đọc được tệp này: tệp hỏng hoặc không phải bảng tính. Mở bằng Excel hay LibreOffice rồi lưu lại dạng .xlsx.",
    en: "This file cannot be read: it is damaged or no spreadsheet. Open it in Excel or LibreOffice and save it as .xlsx.",
  },
  "fault.sheet_encrypted": {
    vi: "Bảng tính có mật khẩu. Mở ra, bỏ mật khẩu, lưu lại rồi gửi.",
    en: "The spreadsheet has a password. Open it, take the password away, save it and send it again.",
  },
  "fault.sheet_old": {
    vi: "Đây là tệp .xls đời cũ. Mở bằng Excel hay LibreOffice rồi lưu dạng .xlsx.",
    en: "This is an old .xls file. Open it in Excel or LibreOffice and save it as .xlsx.",
  },
  "fault.sheet_empty": {
    vi: "Bảng tính trống. Kiểm tra lại tệp đã chọn.",
    en: "The spreadsheet is empty. Check which file you chose.",
  },
  "fault.sheet_no_header": {
    vi: "Không tìm thấy dòng tiêu đề. Bảng cần có cột Tên tài sản và ít nhất một cột nữa (Mã, Nguyên giá, Năm sử dụng…).",
    en: "No row of headings was found. The table needs a column Name and at least one more (Code, Original value, In use since…).",
  },
  "fault.sheet_no_rows": {
    vi: "Có dòng tiêu đề nhưng không có tài sản nào bên dưới.",
    en: "There is a row of headings, but no asset below it.",
  },
} as const satisfies Record<`fault.${string}`, Message>;
