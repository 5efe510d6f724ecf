import { assetWordMessages } from "./asset-words.ts";
import type { Message } from "./message.ts";

/** Words of official documents and of their tables (Decree 30/2020 gives the layout, not the words). */
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
  "doc.dong": { vi: "{amount} đồng", en: "{amount} dong" },
  "doc.total": { vi: "Tổng cộng", en: "Grand total" },
  "doc.subtotal": { vi: "Cộng", en: "Subtotal" },
  "doc.page": { vi: "Trang {page}/{pages}", en: "Page {page} of {pages}" },
  "doc.not_measured": { vi: "chưa đo", en: "not measured" },
  "doc.none": { vi: "Không có.", en: "None." },
  "doc.more_rows": {
    vi: "Và {count} dòng nữa, {amount} đồng: xem bảng tính kèm theo.",
    en: "And {count} more lines, {amount} dong: see the spreadsheet.",
  },

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
  "doc.proposal.ask": { vi: "IV. KIẾN NGHỊ", en: "IV. REQUEST" },
  "doc.proposal.ask_text": {
    vi: "{agency} kính trình {recipient} xem xét, bố trí kinh phí {amount} đồng để thực hiện các nội dung nêu trên trong năm {year}",
    en: "{agency} asks {recipient} to provide {amount} dong for the above in {year}",
  },
  "doc.end": { vi: "{text}./.", en: "{text}./." },

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
    vi: "Trong 12 tháng gần nhất, mạng nội bộ bị gián đoạn tổng cộng {hours} giờ.",
    en: "Within the last 12 months the local network was down for {hours} hours.",
  },
  "doc.report.outage_unknown": {
    vi: "Thời gian gián đoạn của mạng nội bộ chưa được đo.",
    en: "How long the local network was down was not measured.",
  },
  "doc.report.needs": { vi: "II. NHU CẦU NĂM {year}", en: "II. NEEDS OF {year}" },
  "doc.report.unmet": { vi: "III. NHU CẦU CHƯA CÂN ĐỐI ĐƯỢC", en: "III. NEEDS THAT ARE NOT COVERED" },
  "doc.report.ask": { vi: "IV. KIẾN NGHỊ", en: "IV. REQUEST" },
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
    vi: "Tổng thời gian gián đoạn mạng trong năm: {hours} giờ; {incidents} sự cố. Có {measured}/{units} đơn vị được đo liên tục.",
    en: "The networks were down for {hours} hours in all, with {incidents} incidents. {measured} of {units} units were measured.",
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

  // Titles of tables
  "doc.table.needs": {
    vi: "BẢNG TỔNG HỢP NHU CẦU THAY THẾ, BỔ SUNG, NÂNG CẤP, SỬA CHỮA THIẾT BỊ CÔNG NGHỆ THÔNG TIN NĂM {year}",
    en: "NEEDS OF REPLACEMENT, ADDITION, UPGRADE AND REPAIR OF IT EQUIPMENT IN {year}",
  },
  "doc.table.unmet": {
    vi: "NHU CẦU CHƯA CÂN ĐỐI ĐƯỢC KINH PHÍ NĂM {year}",
    en: "NEEDS NOT COVERED BY THE FUNDS OF {year}",
  },
  "doc.table.demand": {
    vi: "BẢNG THỐNG KÊ DỰ TRÙ ĐĂNG KÝ VẬT TƯ, TRANG THIẾT BỊ CÔNG NGHỆ THÔNG TIN NĂM {year}",
    en: "DEMAND OF IT SUPPLIES AND EQUIPMENT IN {year}",
  },
  "doc.table.stocktake.fixed": {
    vi: "BIÊN BẢN KIỂM KÊ TÀI SẢN CỐ ĐỊNH",
    en: "INVENTORY RECORD OF FIXED ASSETS",
  },
  "doc.table.stocktake.tool": {
    vi: "BIÊN BẢN KIỂM KÊ CÔNG CỤ, DỤNG CỤ",
    en: "INVENTORY RECORD OF TOOLS",
  },
  "doc.table.wear": {
    vi: "BẢNG TÍNH HAO MÒN TÀI SẢN CỐ ĐỊNH NĂM {year}",
    en: "WEAR OF FIXED ASSETS IN {year}",
  },
  "doc.table.notes": { vi: "Lưu ý trước khi gửi", en: "Check before sending" },
  "doc.table.notes_text": {
    vi: "Trang này dành cho cán bộ phụ trách, không phải nội dung văn bản.",
    en: "This page is for the officer, and is not part of the document.",
  },
  "doc.sheet.needs": { vi: "Nhu cầu", en: "Needs" },
  "doc.sheet.kinds": { vi: "Theo loại và nguồn", en: "By kind and source" },
  "doc.sheet.unmet": { vi: "Chưa cân đối", en: "Not covered" },
  "doc.sheet.demand": { vi: "Dự trù", en: "Demand" },
  "doc.sheet.demand_detail": { vi: "Cách tính", en: "How it is counted" },
  "doc.sheet.stocktake": { vi: "Kiểm kê", en: "Stock-taking" },
  "doc.sheet.wear": { vi: "Hao mòn", en: "Wear" },
  "doc.sheet.notes": { vi: "Lưu ý", en: "Notes" },

  // Columns
  "doc.col.no": { vi: "STT", en: "No." },
  "doc.col.unit": { vi: "Đơn vị/Phòng sử dụng", en: "Unit or room" },
  "doc.col.unit_short": { vi: "Đơn vị", en: "Unit" },
  "doc.col.device": { vi: "Tên thiết bị", en: "Equipment" },
  "doc.col.device_now": { vi: "Thiết bị hiện có", en: "In use now" },
  "doc.col.model": { vi: "Chủng loại/Model", en: "Model" },
  "doc.col.serial_code": { vi: "Số sê-ri/Mã tài sản", en: "Serial number/Asset code" },
  "doc.col.in_use_year": { vi: "Năm đưa vào sử dụng", en: "In use since" },
  "doc.col.in_use_on": { vi: "Ngày đưa vào sử dụng", en: "In use since" },
  "doc.col.original": { vi: "Nguyên giá (đồng)", en: "Original value (dong)" },
  "doc.col.original_short": { vi: "Nguyên giá", en: "Original value" },
  "doc.col.accumulated": { vi: "Hao mòn lũy kế", en: "Accumulated wear" },
  "doc.col.remaining": { vi: "Giá trị còn lại", en: "Remaining value" },
  "doc.col.condition": { vi: "Tình trạng", en: "Condition" },
  "doc.col.faults12": { vi: "Số lần sự cố 12 tháng", en: "Faults in 12 months" },
  "doc.col.support_ended": { vi: "Hết hỗ trợ từ ngày", en: "Out of support since" },
  "doc.col.reason": { vi: "Lý do đề xuất", en: "Reason" },
  "doc.col.form": { vi: "Hình thức", en: "Form" },
  "doc.col.proposed": { vi: "Nội dung đề xuất", en: "Proposed" },
  "doc.col.quantity": { vi: "Số lượng", en: "Quantity" },
  "doc.col.lines": { vi: "Số nội dung", en: "Items" },
  "doc.col.quantity_short": { vi: "SL", en: "Qty" },
  "doc.col.unit_price": { vi: "Đơn giá dự kiến", en: "Expected unit price" },
  "doc.col.cap": { vi: "Định mức tối đa", en: "Maximum by the norm" },
  "doc.col.amount": { vi: "Thành tiền", en: "Amount" },
  "doc.col.source": { vi: "Nguồn vốn", en: "Source of funds" },
  "doc.col.priority": { vi: "Mức ưu tiên", en: "Priority" },
  "doc.col.note": { vi: "Ghi chú", en: "Note" },
  "doc.col.kind": { vi: "Nội dung", en: "Kind" },
  "doc.col.items": { vi: "Loại thiết bị", en: "Equipment" },
  "doc.col.ceiling": { vi: "Mức kinh phí dự kiến", en: "Funds expected" },
  "doc.col.why_not": { vi: "Lý do chưa đưa vào", en: "Why it is not in" },
  "doc.col.asset": { vi: "Tên TSCĐ", en: "Fixed asset" },
  "doc.col.tool": { vi: "Tên công cụ, dụng cụ", en: "Tool" },
  "doc.col.code": { vi: "Mã số", en: "Code" },
  "doc.col.asset_code": { vi: "Mã tài sản", en: "Asset code" },
  "doc.col.place": { vi: "Nơi sử dụng", en: "Where it is used" },
  "doc.col.by_books": { vi: "Theo sổ kế toán", en: "By the books" },
  "doc.col.by_count": { vi: "Theo kiểm kê", en: "As counted" },
  "doc.col.difference": { vi: "Chênh lệch", en: "Difference" },
  "doc.col.percent": { vi: "Tỷ lệ hao mòn (%/năm)", en: "Rate (% a year)" },
  "doc.col.wear_year": { vi: "Hao mòn năm {year}", en: "Wear in {year}" },
  "doc.col.wear_before": { vi: "Hao mòn lũy kế đến 31/12/{year}", en: "Accumulated wear at 31/12/{year}" },
  "doc.col.staff": { vi: "Biên chế", en: "Staff" },
  "doc.col.measure": { vi: "Chỉ tiêu", en: "Figure" },
  "doc.col.need": { vi: "Nhu cầu", en: "Need" },
  "doc.col.norm": { vi: "Định mức", en: "Norm" },
  "doc.col.have": { vi: "Hiện có", en: "In use" },
  "doc.col.short": { vi: "Thừa (+)/Thiếu (-)", en: "Over (+)/short (-)" },
  "doc.col.over_life": { vi: "Quá thời gian sử dụng", en: "Beyond useful life" },
  "doc.col.unsupported": { vi: "Hết hỗ trợ của hãng", en: "Out of support" },
  "doc.col.assets": { vi: "Tổng số thiết bị", en: "All equipment" },
  "doc.col.pcs": { vi: "Máy tính", en: "PCs" },
  "doc.col.network": { vi: "Thiết bị mạng", en: "Network" },
  "doc.col.availability": { vi: "Tỷ lệ sẵn sàng của mạng (%)", en: "Availability (%)" },
  "doc.col.outage_hours": { vi: "Giờ mất mạng", en: "Hours down" },
  "doc.col.incidents": { vi: "Số sự cố", en: "Incidents" },
  "doc.col.score": { vi: "Điểm tình trạng (0-100)", en: "Score (0-100)" },
  "doc.col.faults": { vi: "Số lần sự cố", en: "Faults" },
  "doc.col.why": { vi: "Vì sao", en: "Why" },
  "doc.col.bought_on": { vi: "Ngày thực hiện", en: "On" },
  "doc.col.indicator": { vi: "Chỉ số theo dõi", en: "Figure watched" },
  "doc.col.before": { vi: "Trước", en: "Before" },
  "doc.col.after": { vi: "Sau", en: "After" },

  // Demand table: the fourteen columns of the commune's form, and its rows
  "doc.demand.pc": { vi: "Máy tính", en: "PCs" },
  "doc.demand.printer": { vi: "Máy in", en: "Printers" },
  "doc.demand.scanner": { vi: "Máy scan", en: "Scanners" },
  "doc.demand.conference": { vi: "Bộ thiết bị họp trực tuyến (VCS)", en: "Video conference sets (VCS)" },
  "doc.demand.licences": { vi: "Bộ phần mềm bản quyền", en: "Software licences" },
  "doc.demand.firewall": { vi: "Tường lửa (Firewall)", en: "Firewalls" },
  "doc.demand.switch": { vi: "Thiết bị chuyển mạch (Switch)", en: "Switches" },
  "doc.demand.wifi": { vi: "Thiết bị mạng không dây (Wifi)", en: "Wi-Fi devices" },
  "doc.demand.internet": { vi: "Kênh truyền Internet", en: "Internet lines" },
  "doc.demand.government": { vi: "Kênh truyền mạng SLCD", en: "Government network lines" },
  "doc.demand.audio": { vi: "Âm thanh, ánh sáng", en: "Sound and light" },
  "doc.demand.camera": { vi: "Camera giám sát", en: "Cameras" },
  "doc.demand.led": { vi: "Màn hình LED", en: "LED screens" },
  "doc.demand.other": { vi: "Thiết bị CNTT khác", en: "Other IT equipment" },
  "doc.demand.row.norm": { vi: "Định mức (hoặc số đề nghị)", en: "Norm (or asked for)" },
  "doc.demand.row.have": { vi: "Hiện có", en: "In use" },
  "doc.demand.row.liquidate": { vi: "Đề nghị thanh lý", en: "To be liquidated" },
  "doc.demand.row.need": { vi: "Nhu cầu", en: "Need" },
  "doc.demand.row.replace": { vi: "- Thay thế", en: "- Replacement" },
  "doc.demand.row.add": { vi: "- Bổ sung", en: "- Addition" },
  "doc.demand.row.price": { vi: "Đơn giá dự kiến (đồng)", en: "Expected unit price (dong)" },
  "doc.demand.row.amount": { vi: "Thành tiền (đồng)", en: "Amount (dong)" },
  "doc.demand.rule": {
    vi: "Cách tính: nhu cầu = định mức - (hiện có - đề nghị thanh lý), không nhỏ hơn 0; thay thế = phần nhu cầu bù số thanh lý; bổ sung = phần còn lại. Loại không có định mức: theo số đơn vị đề nghị. Ô trống: chưa xác định được.",
    en: "Need = norm - (in use - to be liquidated), at least 0; replacement: what makes up for the liquidated; addition: the rest. Where there is no norm: as the unit asks. An empty cell: not known.",
  },
  "doc.demand.total_money": {
    vi: "Tổng kinh phí dự kiến (đồng)",
    en: "Expected total (dong)",
  },

  // Bảng tính hao mòn
  "doc.wear.words": { vi: "Hao mòn năm {year} bằng chữ: {words}.", en: "Wear of {year} in words: {words}." },

  // Biên bản kiểm kê
  "doc.stock.form": { vi: "Mẫu số C53-HD", en: "Form C53-HD" },
  "doc.stock.budget_code": { vi: "Mã QHNS: {code}", en: "Budget code: {code}" },
  "doc.stock.when": {
    vi: "Thời điểm kiểm kê: ...... giờ, {date}",
    en: "Taken at: ...... o'clock, {date}",
  },
  "doc.stock.board": { vi: "Ban kiểm kê gồm:", en: "Board:" },
  "doc.stock.member": {
    vi: "- Ông/Bà: {name}; chức vụ: {title}; đại diện: {stands}; {role}",
    en: "- Mr/Ms {name}; post: {title}; for: {stands}; {role}",
  },
  "doc.stock.role.head": { vi: "Trưởng ban", en: "Head" },
  "doc.stock.role.member": { vi: "Ủy viên", en: "Member" },
  "doc.stock.done": { vi: "Đã kiểm kê, kết quả như sau:", en: "The result:" },
  "doc.stock.not_counted": { vi: "Chưa kiểm kê", en: "Not counted" },
  "doc.sign.head_of_unit": { vi: "Thủ trưởng đơn vị", en: "Head of the unit" },
  "doc.sign.head_note": {
    vi: "(Ý kiến giải quyết số chênh lệch)",
    en: "(Opinion on the differences)",
  },
  "doc.sign.accountant": { vi: "Kế toán trưởng", en: "Chief accountant" },
  "doc.sign.board_head": { vi: "Trưởng ban kiểm kê", en: "Head of the board" },
  "doc.sign.maker": { vi: "Người lập bảng", en: "Made by" },
  "doc.sign.how": { vi: "(Ký, họ tên)", en: "(Signature, name)" },
  "doc.sign.how_seal": { vi: "(Ký, họ tên, đóng dấu)", en: "(Signature, name, seal)" },

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
  "doc.warning.over_cap": {
    vi: "{unit}, {item}: đơn giá {price} đồng cao hơn định mức tối đa {cap} đồng. → Xác định người có thẩm quyền quyết định mức vượt.",
    en: "{unit}, {item}: the price of {price} dong is above the norm's maximum of {cap} dong. → Find who may decide so.",
  },
  "doc.warning.form_number": {
    vi: "Số mẫu C53-HD theo Thông tư 107/2017; chưa đối chiếu với Thông tư 24/2024. → Hỏi kế toán số mẫu đang dùng.",
    en: "Form number C53-HD is that of Circular 107/2017; it was not checked against Circular 24/2024. → Ask the accountant for the number in use.",
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
