import type { Message } from "./message.ts";

/** Faults around assets, stock-takes and plans. */
export const assetFaults = {
  "fault.asset_code_taken": {
    vi: "Mã {code} đã dùng cho {name}. Kiểm tra lại mã, hoặc thanh lý tài sản cũ trước.",
    en: "Code {code} belongs to {name} already. Check the code, or liquidate the old asset first.",
  },
  "fault.asset_liquidated": {
    vi: "Tài sản này đã thanh lý: chỉ xem lại được, không sửa, không điều chuyển.",
    en: "This asset has been liquidated: it can be read, not changed or transferred.",
  },
  "fault.device_claimed": {
    vi: "Thiết bị này đã gắn với {name}. Gỡ chỗ đó trước rồi gắn lại.",
    en: "This device belongs to {name} already. Take it away there first, then link it here.",
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
    vi: "Đợt kiểm kê {name} đã khóa. Mở đợt mới nếu cần đếm lại.",
    en: "Stock-take {name} is closed. Open a new one to count again.",
  },
  "fault.version_unknown": {
    vi: "Không có bản chốt này. Mở lại danh sách bản chốt của phương án.",
    en: "There is no such frozen version. Open the plan's list of versions again.",
  },
} as const satisfies Record<`fault.${string}`, Message>;
