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
  "fault.import_done": {
    vi: "Bản xem trước này đã nhập vào sổ rồi (thêm {added}, sửa {changed}); lần này không ghi gì thêm. Mở sổ tài sản để xem; muốn nhập tiếp thì chọn lại tệp.",
    en: "This preview was taken into the register already ({added} added, {changed} changed); nothing more was written now. Open the register to see it; to import more, choose the file again.",
  },
  "fault.plan_line_unknown": {
    vi: "Bản chốt không có nội dung này. Chưa có gì được ghi. Mở lại bản chốt rồi chọn nội dung.",
    en: "The frozen version has no such line. Nothing was written. Open the version again and choose the line.",
  },
  "fault.issuer_unclear": {
    vi: "Văn bản này của nhiều đơn vị mà chưa biết đơn vị nào ban hành (trường {field}). Chọn một trong: {units}.",
    en: "This paper is of several units, and it is not said which of them issues it (field {field}). Choose one of: {units}.",
  },
  "fault.issuer_unfit": {
    vi: "Đơn vị đã chọn (trường {field}) không ban hành được văn bản này: phải là đơn vị có trong văn bản hoặc cấp trên của tất cả. Chọn một trong: {units}.",
    en: "The unit chosen (field {field}) cannot issue this paper: it must be one that the paper covers, or one above all of them. Choose one of: {units}.",
  },
} as const satisfies Record<string, Message>;
