import type { Message } from "./message.ts";

/** Lines of the investment plan: what is proposed, what to look out for, why a line is in or out. `_vnd` is money. */
export const planMessages = {
  "plan.action.replace": { vi: "Thay thế", en: "Replace" },
  "plan.action.add": { vi: "Bổ sung", en: "Add" },
  "plan.action.upgrade": { vi: "Nâng cấp", en: "Upgrade" },
  "plan.action.repair": { vi: "Sửa chữa", en: "Repair" },
  "plan.action.license": { vi: "Bản quyền", en: "Licence" },
  "plan.source.commune": { vi: "Ngân sách xã", en: "Commune budget" },
  "plan.source.city": { vi: "Thành phố hỗ trợ", en: "City support" },
  "plan.source.recurrent": { vi: "Chi thường xuyên", en: "Recurrent spending" },
  "plan.source.investment": { vi: "Đầu tư công", en: "Public investment" },
  "plan.source.other": { vi: "Nguồn khác", en: "Other sources" },
  "plan.priority.1": { vi: "Cao", en: "High" },
  "plan.priority.2": { vi: "Trung bình", en: "Medium" },
  "plan.priority.3": { vi: "Thấp", en: "Low" },
  "plan.ground.worn_out": { vi: "hết thời gian sử dụng", en: "past its time of use" },
  "plan.ground.beyond_repair": { vi: "hư hỏng không sửa được", en: "damaged beyond repair" },
  "plan.ground.repair_uneconomic": { vi: "sửa chữa không hiệu quả", en: "not worth repairing" },
  "plan.oneStop": { vi: "phục vụ bộ phận một cửa", en: "serves the one-stop counter" },

  "plan.why.must": { vi: "Được khóa là phải có.", en: "Locked: it must be in." },
  "plan.why.minimum": {
    vi: "Quầy một cửa phải có máy chạy được.",
    en: "Each one-stop counter needs a working PC.",
  },
  "plan.why.worth": { vi: "Đáng làm nhất với số tiền này.", en: "Worth most for this money." },
  "plan.why.never": { vi: "Đã được loại ra.", en: "Excluded by hand." },
  "plan.why.alternative": {
    vi: "Đã chọn cách khác cho cùng tài sản.",
    en: "Another way was chosen for the same thing.",
  },
  "plan.why.requires": {
    vi: "Nội dung mà nó cần không được chọn.",
    en: "The line that it needs is not in.",
  },
  "plan.why.no_money": {
    vi: "Riêng nội dung này đã vượt mức kinh phí {missing_vnd} đ.",
    en: "By itself it is {missing_vnd} đ over the ceiling.",
  },
  "plan.why.no_source": {
    vi: "Nguồn “{source_name}” chưa có kinh phí.",
    en: "There is no money from “{source_name}”.",
  },
  "plan.why.over_must": {
    vi: "Các nội dung bắt buộc đã dùng hết kinh phí; thiếu {missing_vnd} đ.",
    en: "The lines that must be in use the money; {missing_vnd} đ are missing.",
  },
  "plan.why.worth_less": {
    vi: "Kém cần hơn các nội dung được chọn; còn dư {left_vnd} đ.",
    en: "Worth less than what is in; {left_vnd} đ are left.",
  },

  "plan.indicator.lan_hours": {
    vi: "Giờ làm việc mất mạng mỗi tháng",
    en: "Office hours without LAN a month",
  },
  "plan.indicator.not_yet": { vi: "chưa đủ một quý", en: "not a quarter yet" },

  "plan.warning.no_ground": {
    vi: "Chưa có căn cứ thanh lý máy cũ (chưa hết hao mòn, chưa quá tuổi, chưa có hồ sơ sửa chữa). Bổ sung căn cứ trước khi trình.",
    en: "There is no ground yet for liquidating the old one (not worn, not too old, no repairs on record). Find one before submitting.",
  },
  "plan.warning.over_cap": {
    vi: "Đơn giá {price_vnd} vượt mức tối đa {cap_vnd} là {percent} %. {who}",
    en: "The price of {price_vnd} is {percent} % above the maximum of {cap_vnd}. {who}",
  },
  "plan.warning.over_cap_unverified": {
    vi: "Đơn giá {price_vnd} cao hơn mức {cap_vnd} trong bảng định mức là {percent} %. Bảng chưa được đối chiếu với văn bản đang có hiệu lực: kiểm tra mức giá và ai được quyết định trước khi trình.",
    en: "The price of {price_vnd} is {percent} % above the {cap_vnd} of the table of norms. The table was not checked against the text in force: check the maximum, and who may decide, before submitting.",
  },
  "plan.warning.leader_cap": {
    vi: "Chức danh được dùng loại đến {leader_cap_vnd} thì không vượt: ghi rõ mua cho ai.",
    en: "For a post that may have one of up to {leader_cap_vnd} it is within the maximum: say whom it is for.",
  },
  "plan.warning.by.head": {
    vi: "Thủ trưởng đơn vị được quyết định.",
    en: "The head of the unit may decide.",
  },
  "plan.warning.by.province": {
    vi: "UBND thành phố quyết định hoặc phân cấp.",
    en: "The city's People's Committee decides, or whom it delegates to.",
  },
  "plan.warning.by.nobody": {
    vi: "Vượt mức được phép: chọn cấu hình khác.",
    en: "That is above what is allowed: choose another model.",
  },
  "plan.warning.over_norm": {
    vi: "Đơn vị có {have}, định mức {norm}: nên thanh lý cái này mà không mua thay, hoặc dùng cái đang thừa.",
    en: "The unit has {have}, the norm is {norm}: better liquidate this one without a new one, or use one that it has.",
  },
  "plan.warning.no_norm": {
    vi: "Chưa có định mức cho loại này trong bảng định mức.",
    en: "The table of norms has none for this kind.",
  },
  "plan.warning.no_price": {
    vi: "Chưa có giá trong bảng giá: dòng này tính 0 đồng. Nhập báo giá.",
    en: "The price list has no price: this line counts as 0. Enter a quotation.",
  },
  "plan.warning.price_old": {
    vi: "Giá lấy từ {since_date}, đã cũ: xin báo giá mới.",
    en: "The price is of {since_date}: ask for a new quotation.",
  },
  "plan.warning.price_by_hand": {
    vi: "Đơn giá {price_vnd} do người lập kế hoạch nhập (bảng giá: {list_vnd}): kèm báo giá khi trình.",
    en: "The price of {price_vnd} was entered by hand (price list: {list_vnd}): submit it with a quotation.",
  },
  "plan.warning.more_than_needed": {
    vi: "Số lượng {quantity} do người lập kế hoạch nhập, nhiều hơn số cần ({needed}): nêu lý do khi trình.",
    en: "The quantity of {quantity} was entered by hand and is more than is needed ({needed}): say why when submitting.",
  },
  "plan.warning.table_unverified_prices": {
    vi: "Giá dự kiến lấy từ bảng giá chưa được đối chiếu. Xin báo giá trước khi trình.",
    en: "The price is of a price list that nobody verified. Ask for a quotation before submitting.",
  },
  "plan.warning.table_unverified_norms": {
    vi: "Định mức chưa được đối chiếu với văn bản gốc. Kiểm tra trước khi trình.",
    en: "The norm was not checked against the original. Check it before submitting.",
  },
  "plan.warning.licence_apart": {
    vi: "Bản quyền phần mềm nằm ở dòng riêng: mức giá tối đa không gồm phần mềm.",
    en: "Software licences are lines of their own: the maximum price excludes them.",
  },
} as const satisfies Record<`plan.${string}`, Message>;
