import { assetWordMessages } from "./asset-words.ts";
import { documentPaperMessages } from "./document-papers.ts";
import { documentTableMessages } from "./document-tables.ts";
import type { Message } from "./message.ts";

/** Words of official documents: their frame, values and labels (Decree 30/2020 gives the layout, not the words). */
export const documentMessages = {
  // The frame of a document. The country's name and motto are not translated.
  "doc.nation": { vi: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", en: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" },
  "doc.motto": { vi: "Độc lập - Tự do - Hạnh phúc", en: "Độc lập - Tự do - Hạnh phúc" },
  "doc.number": { vi: "Số:          /{kind}", en: "No.:          /{kind}" },
  "doc.place_date": {
    vi: "{place}, ngày       tháng       năm {year}",
    en: "{place}, day       month       {year}",
  },
  "doc.to": { vi: "Kính gửi:", en: "To:" },
  "doc.basis": { vi: "Căn cứ {text}", en: "Pursuant to {text}" },
  "doc.copies": { vi: "Nơi nhận:", en: "Copies to:" },
  "doc.copy_same": { vi: "- Như trên;", en: "- As above;" },
  "doc.copy_file": { vi: "- Lưu: VT.", en: "- File: VT." },
  "doc.in_words": { vi: "(Bằng chữ: {words}).", en: "(In words: {words})." },
  "doc.in_words_row": { vi: "Bằng chữ: {words}.", en: "In words: {words}." },
  "doc.appendix": { vi: "Phụ lục {number}", en: "Appendix {number}" },
  "doc.appendix_of_proposal": {
    vi: "(Kèm theo Tờ trình số          /{kind} ngày       tháng       năm {year} của {agency})",
    en: "(With Proposal No.          /{kind} of day       month       {year} by {agency})",
  },
  "doc.appendix_of_report": {
    vi: "(Kèm theo Báo cáo số          /{kind} ngày       tháng       năm {year} của {agency})",
    en: "(With Report No.          /{kind} of day       month       {year} by {agency})",
  },
  "doc.unit_of_money": { vi: "Đơn vị tính: đồng", en: "Unit: dong" },
  "doc.as_of": { vi: "(Số liệu đến ngày {date})", en: "(Figures as of {date})" },
  "doc.date_in_words": { vi: "ngày {day} tháng {month} năm {year}", en: "{day}/{month}/{year}" },
  "doc.total": { vi: "Tổng cộng", en: "Grand total" },
  "doc.subtotal": { vi: "Cộng", en: "Subtotal" },
  "doc.page": { vi: "Trang {page}/{pages}", en: "Page {page} of {pages}" },
  "doc.not_measured": { vi: "chưa đo", en: "not measured" },
  "doc.none": { vi: "Không có.", en: "None." },
  "doc.more_rows": {
    vi: "Và {count} dòng nữa, {amount} đồng: xem bảng tính kèm theo.",
    en: "And {count} more lines, {amount} dong: see the spreadsheet.",
  },

  ...documentPaperMessages,
  ...documentTableMessages,

  // Values
  ...assetWordMessages,

  // What the officer must check
  "doc.warning.legal_unverified": {
    vi: 'Căn cứ "{text}" chưa được đối chiếu với văn bản gốc ({source}). → Kiểm tra số hiệu và hiệu lực trước khi trình ký.',
    en: 'The legal basis "{text}" was not checked against the original ({source}). → Check its number and validity before it is signed.',
  },
  "doc.warning.legal_none": {
    vi: "Chưa có căn cứ pháp lý nào còn hiệu lực cho ngày của văn bản. → Bổ sung vào config/documents.yaml.",
    en: "No legal basis is in force on the document's date. → Add it to config/documents.yaml.",
  },
  "doc.warning.profile": {
    vi: "Hồ sơ đơn vị chưa có: {fields}. Chỗ đó trong văn bản để trống. → Điền ở trang hồ sơ đơn vị.",
    en: "The unit's profile lacks: {fields}. These places stay blank in the document. → Fill them in on the unit's page.",
  },
  "doc.warning.over_ceiling": {
    vi: "Tổng đề nghị {amount} đồng vượt mức kinh phí {ceiling} đồng.",
    en: "The {amount} dong asked for exceed the ceiling of {ceiling} dong.",
  },
  "doc.warning.of_lines": { vi: "{lines}: {text}", en: "{lines}: {text}" },
  "doc.warning.line": { vi: "{item} ({unit})", en: "{item} ({unit})" },
  "doc.warning.more_lines": { vi: "{lines} và {count} nội dung nữa", en: "{lines} and {count} more items" },
  "doc.warning.form_number": {
    vi: "Số mẫu C53-HD theo Thông tư 107/2017; chưa đối chiếu với Thông tư 24/2024. → Hỏi kế toán số mẫu đang dùng.",
    en: "Form number C53-HD is that of Circular 107/2017; it was not checked against Circular 24/2024. → Ask the accountant for the number in use.",
  },
  "doc.warning.wear_rates": {
    vi: "Tỷ lệ hao mòn chưa được đối chiếu với văn bản gốc: {kinds}. → Kế toán duyệt bảng tỷ lệ (config/wear.yaml) trước khi ghi sổ.",
    en: "The rates of wear were not checked against the original: {kinds}. → Let the accountant approve them (config/wear.yaml) before they go into the books.",
  },
  "doc.warning.not_counted": {
    vi: "{count} dòng chưa kiểm kê: số thực tế để trống và không tính vào chênh lệch. → Kiểm kê nốt trước khi ký.",
    en: "{count} lines were not counted: their count is empty and not in the differences. → Count them before signing.",
  },
  "doc.profile.agency": { vi: "cơ quan ban hành", en: "issuing agency" },
  "doc.profile.abbreviation": {
    vi: "chữ viết tắt trong số, ký hiệu",
    en: "abbreviation of the document number",
  },
  "doc.profile.place": { vi: "địa danh", en: "place" },
  "doc.profile.signTitle": { vi: "chức vụ người ký", en: "signer's title" },
  "doc.profile.signName": { vi: "họ tên người ký", en: "signer's name" },
  "doc.profile.recipients": { vi: "nơi kính gửi", en: "recipients" },

  // Labels
  "doc.label.title": { vi: "Tem tài sản", en: "Asset labels" },
  "doc.label.count": { vi: "{count} tem", en: "{count} labels" },
  "doc.label.print": {
    vi: "In trên giấy A4, tỷ lệ 100 %, không co giãn. Mỗi trang 24 tem (3 × 8).",
    en: "Print on A4 at 100 %, without scaling. 24 labels a page (3 × 8).",
  },
} as const satisfies Record<`doc.${string}`, Message>;
