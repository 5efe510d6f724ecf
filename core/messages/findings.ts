import { networkFindingMessages } from "./findings-network.ts";
import { findingWords } from "./findings-words.ts";
import type { Message } from "./message.ts";

/**
 * What is found about equipment. `reason` is short enough for a cell of the plan's table; `means` says what follows, `do` what
 * to do. Names ending in `_vnd`, `_date`, `_ratio` are shown as money, date, share.
 */
export const findingMessages = {
  "finding.age_over.title": { vi: "Quá thời gian sử dụng", en: "Past its useful life" },
  "finding.age_over.reason": {
    vi: "Đã dùng {years} năm, quá {life} năm quy định",
    en: "{years} years in use, the table says {life}",
  },
  "finding.age_over.means": {
    vi: "Linh kiện hết bảo hành, dễ hỏng; đủ điều kiện xét thanh lý.",
    en: "Out of warranty and likelier to fail; it may be considered for liquidation.",
  },
  "finding.age_over.do": {
    vi: "Còn chạy tốt thì dùng tiếp; đưa vào kế hoạch nếu có lỗi đo được.",
    en: "Keep it while it works well; plan to replace it where faults are measured.",
  },
  "finding.worn.title": { vi: "Đã hao mòn hết", en: "Fully worn in the books" },
  "finding.worn.reason": { vi: "Đã hao mòn hết từ {since}", en: "Fully worn since {since}" },
  "finding.worn.means": {
    vi: "Giá trị còn lại bằng 0: thanh lý không làm mất giá trị trên sổ.",
    en: "Nothing remains in the books: liquidating it loses no book value.",
  },
  "finding.worn.do": {
    vi: "Dùng làm căn cứ thanh lý khi thay.",
    en: "Use it as the ground for liquidation when it is replaced.",
  },
  "finding.os_unsupported.title": { vi: "Hệ điều hành hết hỗ trợ", en: "Operating system without support" },
  "finding.os_unsupported.reason": {
    vi: "{product} hết hỗ trợ từ {ends_date}",
    en: "{product} without support since {ends_date}",
  },
  "finding.os_unsupported.means": {
    vi: "Không còn bản vá: máy và cả mạng LAN dễ bị mã độc.",
    en: "No more security updates: the PC and its LAN are open to malware.",
  },
  "finding.os_unsupported.do": {
    vi: "Nâng lên Windows 11 nếu máy đủ điều kiện; không thì thay máy.",
    en: "Upgrade to Windows 11 if the PC can; otherwise replace it.",
  },
  "finding.os_ends_soon.title": {
    vi: "Hệ điều hành sắp hết hỗ trợ",
    en: "Operating system's support ends soon",
  },
  "finding.os_ends_soon.reason": {
    vi: "{product} hết hỗ trợ ngày {ends_date}",
    en: "{product}: support ends on {ends_date}",
  },
  "finding.os_ends_soon.means": {
    vi: "Sau ngày đó không còn bản vá bảo mật.",
    en: "After that day there are no security updates.",
  },
  "finding.os_ends_soon.do": {
    vi: "Đưa việc nâng cấp vào kế hoạch năm tới.",
    en: "Put the upgrade into next year's plan.",
  },
  "finding.office_unsupported.title": {
    vi: "Phần mềm văn phòng hết hỗ trợ",
    en: "Office suite without support",
  },
  "finding.office_unsupported.reason": {
    vi: "{product} hết hỗ trợ từ {ends_date}",
    en: "{product} without support since {ends_date}",
  },
  "finding.office_unsupported.means": {
    vi: "Mở tệp lạ dễ nhiễm mã độc.",
    en: "Opening foreign files may infect the PC.",
  },
  "finding.office_unsupported.do": {
    vi: "Nâng bản quyền, hoặc dùng LibreOffice bản mới.",
    en: "Renew the licence, or use a current LibreOffice.",
  },
  "finding.office_ends_soon.title": {
    vi: "Phần mềm văn phòng sắp hết hỗ trợ",
    en: "Office suite's support ends soon",
  },
  "finding.office_ends_soon.reason": {
    vi: "{product} hết hỗ trợ ngày {ends_date}",
    en: "{product}: support ends on {ends_date}",
  },
  "finding.office_ends_soon.means": {
    vi: "Sau ngày đó không còn bản vá.",
    en: "After that day there are no updates.",
  },
  "finding.office_ends_soon.do": {
    vi: "Đưa bản quyền vào kế hoạch năm tới.",
    en: "Put the licence into next year's plan.",
  },
  "finding.firmware_unsupported.title": {
    vi: "Phần mềm thiết bị hết hỗ trợ",
    en: "Firmware without support",
  },
  "finding.firmware_unsupported.reason": {
    vi: "{product} hết hỗ trợ từ {ends_date}",
    en: "{product} without support since {ends_date}",
  },
  "finding.firmware_unsupported.means": {
    vi: "Lỗ hổng mới trên thiết bị không được vá.",
    en: "New holes in the device are not mended.",
  },
  "finding.firmware_unsupported.do": {
    vi: "Cập nhật phần mềm nếu hãng còn bản mới; không thì thay.",
    en: "Update it if the maker has a newer version; otherwise replace it.",
  },
  "finding.firmware_ends_soon.title": {
    vi: "Phần mềm thiết bị sắp hết hỗ trợ",
    en: "Firmware's support ends soon",
  },
  "finding.firmware_ends_soon.reason": {
    vi: "{product} hết hỗ trợ ngày {ends_date}",
    en: "{product}: support ends on {ends_date}",
  },
  "finding.firmware_ends_soon.means": {
    vi: "Sau ngày đó không còn bản vá.",
    en: "After that day there are no updates.",
  },
  "finding.firmware_ends_soon.do": { vi: "Lên lịch cập nhật phần mềm.", en: "Plan the update." },
  "finding.not_windows11.title": { vi: "Không chạy được Windows 11", en: "Cannot run Windows 11" },
  "finding.not_windows11.reason": {
    vi: "{cpu} (từ {year}) không chạy được Windows 11",
    en: "{cpu} (of {year}) cannot run Windows 11",
  },
  "finding.not_windows11.means": {
    vi: "Nâng cấp không đưa máy về hệ điều hành còn hỗ trợ được.",
    en: "No upgrade brings it to a supported system.",
  },
  "finding.not_windows11.do": {
    vi: "Thay máy; trong lúc chờ, tách máy khỏi hệ thống quan trọng.",
    en: "Replace it; until then keep it away from important systems.",
  },
  "finding.ram_small.title": { vi: "Thiếu bộ nhớ", en: "Too little memory" },
  "finding.ram_small.reason": {
    vi: "RAM {gb} GB, cần {wanted_gb} GB",
    en: "{gb} GB of memory, {wanted_gb} GB are needed",
  },
  "finding.ram_small.reason_used": {
    vi: "RAM {gb} GB, cần {wanted_gb} GB; đã dùng đến {used_ratio}",
    en: "{gb} GB of memory, {wanted_gb} GB are needed; {used_ratio} of it was in use",
  },
  "finding.ram_small.means": { vi: "Mở vài phần mềm là chậm.", en: "A few programs make it slow." },
  "finding.ram_small.do": {
    vi: "Thêm RAM: rẻ hơn thay máy nhiều.",
    en: "Add memory: far cheaper than a new PC.",
  },
  "finding.disk_slow.title": { vi: "Ổ cứng cơ (HDD)", en: "Mechanical disk (HDD)" },
  "finding.disk_slow.reason": { vi: "Ổ cứng cơ (HDD), chậm", en: "Mechanical disk (HDD), slow" },
  "finding.disk_slow.means": {
    vi: "Khởi động và mở phần mềm chậm nhiều lần so với SSD.",
    en: "Starting and opening programs takes many times longer than with an SSD.",
  },
  "finding.disk_slow.do": {
    vi: "Thay SSD nếu máy còn dùng được lâu.",
    en: "Fit an SSD if the PC has years before it.",
  },
  "finding.disk_small.title": { vi: "Ổ cứng nhỏ", en: "Small disk" },
  "finding.disk_small.reason": {
    vi: "Ổ cứng {gb} GB, cần {wanted_gb} GB",
    en: "Disk of {gb} GB, {wanted_gb} GB are needed",
  },
  "finding.disk_small.means": {
    vi: "Dễ đầy, không cập nhật được hệ điều hành.",
    en: "It fills up, and the system cannot be updated.",
  },
  "finding.disk_small.do": {
    vi: "Dọn tệp; cần thì thay ổ lớn hơn.",
    en: "Clean up; fit a larger disk if needed.",
  },
  "finding.disk_failing.title": { vi: "Ổ cứng sắp hỏng", en: "Disk is failing" },
  "finding.disk_failing.reason": { vi: "Ổ cứng báo sắp hỏng", en: "The disk reports that it is failing" },
  "finding.disk_failing.means": {
    vi: "Có thể mất dữ liệu bất cứ lúc nào.",
    en: "Data may be lost at any time.",
  },
  "finding.disk_failing.do": {
    vi: "Sao lưu ngay hôm nay, rồi thay ổ.",
    en: "Make a backup today, then replace the disk.",
  },
  "finding.battery_failing.title": { vi: "Ắc quy UPS yếu", en: "UPS battery is weak" },
  "finding.battery_failing.reason": {
    vi: "Ắc quy không còn giữ điện đủ lâu",
    en: "The battery no longer holds long enough",
  },
  "finding.battery_failing.means": {
    vi: "Mất điện là các máy phía sau tắt ngay.",
    en: "At the next power cut everything behind it goes off.",
  },
  "finding.battery_failing.do": {
    vi: "Thay ắc quy: rẻ hơn thay cả bộ.",
    en: "Replace the battery: cheaper than a new UPS.",
  },
  ...networkFindingMessages,
  "finding.repairs.title": { vi: "Sửa nhiều lần", en: "Repaired often" },
  "finding.repairs.reason": {
    vi: "Sửa {times} lần trong 12 tháng, hết {cost_vnd} đồng",
    en: "Repaired {times} times in 12 months for {cost_vnd} đồng",
  },
  "finding.repairs.reason_uncosted": {
    vi: "Sửa {times} lần trong 12 tháng, chưa ghi đủ tiền sửa",
    en: "Repaired {times} times in 12 months; not every cost is recorded",
  },
  "finding.repairs.means": {
    vi: "Sửa đi sửa lại: tiền sửa có thể lên gần tiền mua mới.",
    en: "It keeps coming back: repairs may come near the price of a new one.",
  },
  "finding.repairs.do": {
    vi: "So tiền sửa với nguyên giá; từ một nửa trở lên là căn cứ để thanh lý.",
    en: "Compare the repairs with its value: from half of it on they are a ground for liquidation.",
  },
  "finding.pages_high.title": { vi: "In quá tuổi thọ", en: "Printed past its life" },
  "finding.pages_high.reason": {
    vi: "Đã in {pages} trang, tuổi thọ {life_pages} trang",
    en: "{pages} pages printed, made for {life_pages}",
  },
  "finding.pages_high.means": {
    vi: "Cụm sấy, trống và bánh răng đã mòn.",
    en: "Fuser, drum and gears are worn.",
  },
  "finding.pages_high.do": { vi: "Thay trong kế hoạch năm tới.", en: "Replace it in next year's plan." },
  "finding.faults_often.title": { vi: "Hay sự cố", en: "Fails often" },
  "finding.faults_often.reason": { vi: "{times} sự cố trong 12 tháng", en: "{times} faults in 12 months" },
  "finding.faults_often.means": {
    vi: "Mỗi lần là công việc phải dừng.",
    en: "Each stopped somebody's work.",
  },
  "finding.faults_often.do": {
    vi: "Xem từng sự cố; sửa được nguyên nhân thì chưa cần thay.",
    en: "Look at each; where the cause can be mended, keep it.",
  },
  "finding.broken.title": { vi: "Hỏng", en: "Broken" },
  "finding.broken.reason": { vi: "Sổ ghi tình trạng hỏng", en: "Recorded as broken" },
  "finding.broken.means": { vi: "Không dùng được.", en: "It cannot be used." },
  "finding.broken.do": {
    vi: "Lập biên bản, đề nghị thanh lý và thay.",
    en: "Write it down, have it liquidated and replaced.",
  },
  "finding.too_few.title": { vi: "Thiếu so với định mức", en: "Fewer than the norm allows" },
  "finding.too_few.reason": {
    vi: "Định mức {norm}, hiện có {have}, thiếu {missing}",
    en: "Norm {norm}, there are {have}, {missing} missing",
  },
  "finding.too_few.means": {
    vi: "Có người chưa có thiết bị làm việc.",
    en: "Somebody works without equipment.",
  },
  "finding.too_few.do": {
    vi: "Bổ sung, hoặc điều chuyển từ đơn vị thừa.",
    en: "Add some, or transfer from a unit that has too many.",
  },
  "finding.too_many.title": { vi: "Vượt định mức", en: "More than the norm allows" },
  "finding.too_many.reason": {
    vi: "Định mức {norm}, hiện có {have}, thừa {missing}",
    en: "Norm {norm}, there are {have}, {missing} too many",
  },
  "finding.too_many.means": {
    vi: "Thiết bị cũ dùng tiếp đến khi thanh lý, không mua thêm.",
    en: "What is there is used until it is liquidated; none is added.",
  },
  "finding.too_many.do": {
    vi: "Điều chuyển cho đơn vị thiếu.",
    en: "Transfer it to a unit that lacks some.",
  },
  "finding.fine.title": { vi: "Vẫn tốt", en: "Still fine" },
  "finding.fine.reason": {
    vi: "Đo liên tục, không thấy lỗi của thiết bị: chưa cần thay",
    en: "Measured all the time, no fault of its own: no need to replace it",
  },
  "finding.fine.reason_old": {
    vi: "Đã {years} năm nhưng đo không thấy lỗi của thiết bị: chưa gấp",
    en: "{years} years old, but no fault of its own is measured: not urgent",
  },
  "finding.fine.means": {
    vi: "Thiết bị vẫn làm tốt việc của nó.",
    en: "It does its work well.",
  },
  "finding.fine.do": { vi: "Dùng tiếp, theo dõi.", en: "Keep it, and watch it." },
  "finding.unknown_age.title": { vi: "Chưa rõ tuổi", en: "Age unknown" },
  "finding.unknown_age.reason": {
    vi: "Chưa ghi ngày đưa vào sử dụng",
    en: "The date in use is not recorded",
  },
  "finding.unknown_age.means": {
    vi: "Chưa tính được hao mòn và tuổi.",
    en: "Neither wear nor age can be told.",
  },
  "finding.unknown_age.do": {
    vi: "Ghi ngày đưa vào sử dụng vào sổ.",
    en: "Record the date on which it came into use.",
  },
  ...findingWords,
} as const satisfies Record<`finding.${string}`, Message>;
