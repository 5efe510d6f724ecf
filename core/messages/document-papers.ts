import type { Message } from "./message.ts";

/** What papers to be signed say: submission, report of the needs, yearly report. */
export const documentPaperMessages = {
  // Tờ trình
  "doc.proposal.kind": { vi: "TTr", en: "TTr" },
  "doc.proposal.title": { vi: "TỜ TRÌNH", en: "PROPOSAL" },
  "doc.proposal.about": {
    vi: "Về việc đề nghị bố trí kinh phí thay thế, bổ sung, nâng cấp, sửa chữa thiết bị công nghệ thông tin năm {year}",
    en: "Funds to replace, add, upgrade and repair IT equipment in {year}",
  },
  "doc.proposal.opening": {
    vi: "{agency} trình {recipient} xem xét việc bố trí kinh phí thay thế, bổ sung, nâng cấp, sửa chữa thiết bị công nghệ thông tin năm {year} như sau:",
    en: "{agency} asks {recipient} to consider funds to replace, add, upgrade and repair IT equipment in {year}:",
  },
  "doc.recipient_default": { vi: "cấp có thẩm quyền", en: "the competent authority" },
  "doc.agency_default": { vi: "Đơn vị", en: "The unit" },
  "doc.proposal.need": { vi: "I. SỰ CẦN THIẾT", en: "I. WHY IT IS NEEDED" },
  "doc.proposal.need_text": {
    vi: "Qua theo dõi, rà soát thiết bị công nghệ thông tin và mạng nội bộ đến {date}, đơn vị đề xuất {lines} nội dung, gồm: {kinds}. Lý do của từng nội dung được nêu tại Phụ lục I.",
    en: "From watching and reviewing IT equipment and the local network up to {date}, the unit proposes {lines} items: {kinds}. Appendix I gives the reason of each.",
  },
  "doc.proposal.need_none": {
    vi: "Qua rà soát, đơn vị chưa có nội dung nào cần đề nghị.",
    en: "Nothing needs to be asked for.",
  },
  "doc.part.replace": { vi: "{count} thay thế", en: "{count} replacements" },
  "doc.part.add": { vi: "{count} bổ sung", en: "{count} additions" },
  "doc.part.upgrade": { vi: "{count} nâng cấp", en: "{count} upgrades" },
  "doc.part.repair": { vi: "{count} sửa chữa", en: "{count} repairs" },
  "doc.part.license": { vi: "{count} mua bản quyền phần mềm", en: "{count} software licences" },
  "doc.proposal.urgent": {
    vi: "Trong đó có {count} nội dung ở mức ưu tiên cao, kinh phí {amount} đồng.",
    en: "{count} of them are of high priority, {amount} dong.",
  },
  "doc.proposal.content": { vi: "II. NỘI DUNG VÀ KINH PHÍ", en: "II. CONTENT AND COST" },
  "doc.proposal.by_kind": { vi: "1. Tổng hợp theo nội dung", en: "1. By kind" },
  "doc.proposal.by_source": { vi: "2. Tổng hợp theo nguồn vốn", en: "2. By source of funds" },
  "doc.proposal.total": {
    vi: "Tổng kinh phí đề nghị: {amount} đồng",
    en: "Total asked for: {amount} dong",
  },
  "doc.proposal.ceiling": {
    vi: "Mức kinh phí dự kiến được bố trí: {amount} đồng.",
    en: "Funds expected: {amount} dong.",
  },
  "doc.proposal.unmet": { vi: "III. NHU CẦU CHƯA CÂN ĐỐI ĐƯỢC", en: "III. NEEDS THAT ARE NOT COVERED" },
  "doc.proposal.unmet_text": {
    vi: "Còn {lines} nội dung, kinh phí {amount} đồng, chưa đưa vào đề nghị năm {year} (Phụ lục II).",
    en: "{lines} more items, {amount} dong, are not asked for in {year} (Appendix II).",
  },
  "doc.proposal.unmet_none": {
    vi: "Không có nhu cầu nào nằm ngoài đề nghị này.",
    en: "There is no need beyond this proposal.",
  },
  "doc.proposal.ask": { vi: "{number}. KIẾN NGHỊ", en: "{number}. REQUEST" },
  "doc.proposal.ask_text": {
    vi: "{agency} kính trình {recipient} xem xét, bố trí kinh phí {amount} đồng để thực hiện các nội dung nêu trên trong năm {year}",
    en: "{agency} asks {recipient} to provide {amount} dong for the above in {year}",
  },
  "doc.end": { vi: "{text}./.", en: "{text}./." },
  // Where there is something to heed it stands before the request, in both papers
  "doc.heed": { vi: "{number}. NHỮNG NỘI DUNG CẦN LƯU Ý", en: "{number}. WHAT TO HEED" },
  "doc.heed_line": { vi: "- {text}", en: "- {text}" },
  "doc.heed_more": {
    vi: "- Còn {count} lưu ý khác: xem trang “Lưu ý” của bảng tổng hợp nhu cầu.",
    en: "- {count} more: see the sheet “Notes” of the table of needs.",
  },

  // Báo cáo
  "doc.report.kind": { vi: "BC", en: "BC" },
  "doc.report.title": { vi: "BÁO CÁO", en: "REPORT" },
  "doc.report.about": {
    vi: "Hiện trạng thiết bị công nghệ thông tin và nhu cầu thay thế, bổ sung, nâng cấp, sửa chữa năm {year}",
    en: "State of IT equipment and needs of replacement, addition, upgrade and repair in {year}",
  },
  "doc.report.opening": {
    vi: "{agency} báo cáo {recipient} hiện trạng thiết bị công nghệ thông tin và nhu cầu năm {year} như sau:",
    en: "{agency} reports to {recipient} the state of IT equipment and the needs of {year}:",
  },
  "doc.report.state": { vi: "I. HIỆN TRẠNG", en: "I. STATE" },
  "doc.report.state_text": {
    vi: "Đến {date}, đơn vị quản lý {assets} tài sản, thiết bị công nghệ thông tin, trong đó có {pcs} máy vi tính và {network} thiết bị mạng. Có {over} thiết bị đã quá thời gian sử dụng theo quy định; {unsupported} máy dùng hệ điều hành hoặc phần mềm đã hết thời hạn hỗ trợ của hãng.",
    en: "On {date} the unit keeps {assets} pieces of IT equipment, {pcs} PCs and {network} network devices among them. {over} are beyond their useful life; {unsupported} run a system or software that its maker no longer supports.",
  },
  "doc.report.outage": {
    vi: "Trong 12 tháng gần nhất, mạng nội bộ bị gián đoạn tổng cộng {hours} giờ làm việc.",
    en: "Within the last 12 months the local network was down for {hours} office hours.",
  },
  "doc.report.outage_unknown": {
    vi: "Thời gian gián đoạn của mạng nội bộ chưa được đo.",
    en: "How long the local network was down was not measured.",
  },
  "doc.report.needs": { vi: "II. NHU CẦU NĂM {year}", en: "II. NEEDS OF {year}" },
  "doc.report.unmet": { vi: "III. NHU CẦU CHƯA CÂN ĐỐI ĐƯỢC", en: "III. NEEDS THAT ARE NOT COVERED" },
  "doc.report.ask": { vi: "{number}. KIẾN NGHỊ", en: "{number}. REQUEST" },
  "doc.report.ask_text": {
    vi: "{agency} báo cáo và đề nghị {recipient} xem xét, quan tâm bố trí kinh phí để thay thế các thiết bị nêu trên",
    en: "{agency} reports this and asks {recipient} to consider funds for the above",
  },

  // Báo cáo năm
  "doc.year.about": {
    vi: "Tình trạng thiết bị công nghệ thông tin và chất lượng mạng nội bộ (LAN) năm {year}",
    en: "State of IT equipment and quality of the local networks (LAN) in {year}",
  },
  "doc.year.opening": {
    vi: "{agency} báo cáo tình trạng thiết bị công nghệ thông tin và chất lượng mạng nội bộ năm {year} của {units} đơn vị như sau:",
    en: "{agency} reports the state of IT equipment and the quality of the local networks of {units} units in {year}:",
  },
  "doc.year.equipment": { vi: "I. THIẾT BỊ CÔNG NGHỆ THÔNG TIN", en: "I. IT EQUIPMENT" },
  "doc.year.equipment_text": {
    vi: "Đến {date}, toàn đơn vị có {assets} thiết bị; {over} thiết bị quá thời gian sử dụng theo quy định, {unsupported} máy dùng phần mềm đã hết thời hạn hỗ trợ của hãng. Số lượng từng loại so với định mức nêu tại Phụ lục I.",
    en: "On {date} there are {assets} pieces of equipment; {over} are beyond their useful life, {unsupported} run software that its maker no longer supports. Appendix I holds each kind against its norm.",
  },
  "doc.year.lan": { vi: "II. CHẤT LƯỢNG MẠNG NỘI BỘ", en: "II. QUALITY OF THE LOCAL NETWORKS" },
  "doc.year.lan_text": {
    vi: "Tổng thời gian gián đoạn mạng trong năm: {hours} giờ làm việc; {incidents} sự cố. Có {measured}/{units} đơn vị được đo liên tục.",
    en: "The networks were down for {hours} office hours in all, with {incidents} incidents. {measured} of {units} units were measured.",
  },
  "doc.year.worst": { vi: "III. CÁC THIẾT BỊ CẦN QUAN TÂM NHẤT", en: "III. THE WORST EQUIPMENT" },
  "doc.year.money": {
    vi: "IV. KẾT QUẢ TỪ KINH PHÍ ĐÃ SỬ DỤNG",
    en: "IV. WHAT THE MONEY SPENT HAS CHANGED",
  },
  "doc.year.money_text": {
    vi: "Đã sử dụng {amount} đồng {words} cho {lines} nội dung. So sánh trước và sau khi thực hiện:",
    en: "{amount} dong {words} were spent on {lines} items. Before and after:",
  },
  "doc.year.words": { vi: "(bằng chữ: {words})", en: "({words})" },
  "doc.year.money_none": {
    vi: "Chưa ghi nhận khoản mua sắm nào trong kỳ.",
    en: "Nothing is recorded as bought in this time.",
  },
  "doc.year.ask": { vi: "V. KIẾN NGHỊ", en: "V. REQUEST" },
  "doc.year.ask_text": {
    vi: "{agency} báo cáo và đề nghị {recipient} xem xét, quan tâm chỉ đạo",
    en: "{agency} reports this for consideration by {recipient}",
  },
  "doc.year.appendix_title": {
    vi: "SỐ LƯỢNG THIẾT BỊ CỦA TỪNG ĐƠN VỊ SO VỚI ĐỊNH MỨC",
    en: "EQUIPMENT OF EACH UNIT AGAINST THE NORMS",
  },
  "doc.year.appendix_note": {
    vi: "Mỗi ô ghi: hiện có/định mức. Loại không có định mức chỉ ghi số hiện có.",
    en: "Each cell: in use/norm. A kind without a norm shows only what is in use.",
  },
  "doc.year.sheet_units": { vi: "Đơn vị", en: "Units" },
  "doc.year.sheet_norms": { vi: "So với định mức", en: "Against norms" },
  "doc.year.sheet_worst": { vi: "Cần quan tâm", en: "Worst" },
  "doc.year.sheet_money": { vi: "Kinh phí đã dùng", en: "Money spent" },
} as const satisfies Record<`doc.${string}`, Message>;
