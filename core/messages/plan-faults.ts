import type { Message } from "./message.ts";

/** What goes wrong with assets and plans. */
export const planFaults = {
  "fault.asset_unknown": {
    vi: "Không có tài sản này. Có thể tài sản thuộc đơn vị khác hoặc mã ghi sai. Mở lại danh sách tài sản.",
    en: "There is no such asset. It may belong to another unit, or its code is wrong. Open the list of assets again.",
  },
  "fault.plan_unknown": {
    vi: "Không có kế hoạch này. Có thể kế hoạch đã bị xóa. Mở lại danh sách kế hoạch.",
    en: "There is no such plan. It may have been removed. Open the list of plans again.",
  },
  "fault.import_unknown": {
    vi: "Bản xem trước này không còn (chỉ giữ một giờ). Chưa có gì được ghi. Chọn lại tệp bảng tính.",
    en: "This preview is no longer there (it is kept for an hour). Nothing was written. Choose the spreadsheet again.",
  },
} as const satisfies Record<string, Message>;
