import type { Message } from "./message.ts";

/** What is wrong with rows of a spreadsheet that shall become assets: what stands there, what to do. */
export const importMessages = {
  "import.place": { vi: "Dòng {row}, cột {column} ({header})", en: "Row {row}, column {column} ({header})" },
  "import.row": { vi: "Dòng {row}", en: "Row {row}" },
  "import.name_missing": {
    vi: "thiếu tên tài sản. Ghi tên rồi nhập lại.",
    en: "the name is missing. Enter it and import again.",
  },
  "import.unit_missing": {
    vi: "chưa biết thuộc đơn vị nào. Thêm cột Đơn vị, hoặc chọn đơn vị khi nhập.",
    en: "it belongs to no unit. Add a column Unit, or choose the unit when importing.",
  },
  "import.unit_unknown": {
    vi: "không có đơn vị tên “{text}”{above} trong phạm vi của bạn.{hint} Sửa tên, hoặc thêm đơn vị trước.",
    en: "there is no unit “{text}”{above} that you may write to.{hint} Correct the name, or add the unit first.",
  },
  "import.near": { vi: " Có phải “{near}”?", en: " Is it “{near}”?" },
  "import.above": { vi: " (tiêu đề ở dòng {heading})", en: " (heading in row {heading})" },
  "import.unit_assumed": {
    vi: "ô đơn vị trống: ghi cho “{unit}”, đơn vị chọn khi nhập. Nếu là đơn vị khác thì điền vào ô.",
    en: "no unit in this cell: the asset goes to “{unit}”, as chosen for such rows. If it is another one, fill the cell.",
  },
  "import.unit_merged": {
    vi: "“{from}” đã nhập vào “{into}”: tài sản ghi cho đơn vị mới.",
    en: "“{from}” was merged into “{into}”: the asset goes to the new unit.",
  },
  "import.site_unknown": {
    vi: "không có điểm tên “{text}” ở đơn vị này.",
    en: "the unit has no site “{text}”.",
  },
  "import.category_unknown": {
    vi: "chưa rõ “{text}” là loại gì: tạm ghi Thiết bị khác. Thêm cột Loại nếu cần.",
    en: "it is not clear what “{text}” is: taken as other equipment. Add a column Category if needed.",
  },
  "import.money_unreadable": {
    vi: "không đọc được số tiền “{text}”. Ghi như 15.000.000 hoặc 15 triệu.",
    en: "the amount “{text}” cannot be read. Write it like 15.000.000 or 15 million.",
  },
  "import.money_negative": {
    vi: "số tiền “{text}” âm. Ghi số dương, hoặc để trống nếu chưa biết.",
    en: "the amount “{text}” is negative. Write a positive one, or leave it empty.",
  },
  "import.money_huge": {
    vi: "số tiền “{text}” quá lớn. Kiểm tra số chữ số.",
    en: "the amount “{text}” is too large. Check its digits.",
  },
  "import.money_doubtful": {
    vi: "“{text}” ở cột tính bằng triệu hoặc tỷ đồng: hiểu là {read} đồng. Nếu khác thì ghi đủ số đồng, như 15.500.000 đ.",
    en: "“{text}” in a column of millions or more: taken as {read} đồng. If that is wrong, write the full amount, like 15.500.000 đ.",
  },
  "import.times": {
    vi: "Cột {column} “{header}” tính bằng {unit}: mọi số trong cột được nhân với {times}.",
    en: "Column {column} “{header}” is in {unit}: every amount in it is multiplied by {times}.",
  },
  "import.unit.1000": { vi: "nghìn đồng", en: "thousands of đồng" },
  "import.unit.1000000": { vi: "triệu đồng", en: "millions of đồng" },
  "import.unit.1000000000": { vi: "tỷ đồng", en: "thousand millions of đồng" },
  "import.date_unreadable": {
    vi: "không đọc được ngày “{text}”. Ghi như 15/03/2020, 03/2020 hoặc 2020.",
    en: "the date “{text}” cannot be read. Write it like 15/03/2020, 03/2020 or 2020.",
  },
  "import.date_future": {
    vi: "ngày {text} ở tương lai. Kiểm tra lại năm.",
    en: "the date {text} lies in the future. Check the year.",
  },
  "import.date_swapped": {
    vi: "“{text}” ghi tháng trước ngày: hiểu là {read}.",
    en: "“{text}” has the month first: taken as {read}.",
  },
  "import.quantity_unreadable": {
    vi: "số lượng “{text}” không phải số nguyên từ 1. Sửa lại.",
    en: "the quantity “{text}” is no whole number from 1 on. Correct it.",
  },
  "import.number_unreadable": {
    vi: "“{text}” không phải số. Sửa lại hoặc để trống.",
    en: "“{text}” is no number. Correct it or leave it empty.",
  },
  "import.choice_unknown": {
    vi: "“{text}” không nằm trong các giá trị: {choices}.",
    en: "“{text}” is none of: {choices}.",
  },
  "import.mac_unreadable": {
    vi: "“{text}” không phải địa chỉ MAC. Ghi như 3c:52:82:00:01:11.",
    en: "“{text}” is no MAC address. Write it like 3c:52:82:00:01:11.",
  },
  "import.cell_error": {
    vi: "ô báo lỗi {text}. Mở bảng tính, sửa công thức rồi lưu lại.",
    en: "the cell shows {text}. Mend the formula in the spreadsheet and save it.",
  },
  "import.code_twice": {
    vi: "mã “{code}” đã có ở dòng {other}. Mỗi tài sản một mã.",
    en: "code “{code}” stands in row {other}, too. Each asset has its own.",
  },
  "import.serial_twice": {
    vi: "số sê-ri “{serial}” đã có ở dòng {other}: cùng một máy khai hai lần?",
    en: "serial number “{serial}” stands in row {other}, too: the same machine twice?",
  },
  "import.code_moved": {
    vi: "mã {code} của “{name}” chuyển sang dòng này, vì tệp cho “{name}” một mã khác.",
    en: "code {code} of “{name}” goes to this row, because the file gives “{name}” another one.",
  },
  "import.code_of_other": {
    vi: "“{code}” trong sổ là của “{name}”, khác với dòng này. Kiểm tra mã.",
    en: "in the register “{code}” belongs to “{name}”, which is another thing. Check the code.",
  },
  "import.code_elsewhere": {
    vi: "mã “{code}” đã dùng cho một tài sản của đơn vị khác mà bạn không xem được. Mỗi mã chỉ dùng một lần trong toàn hệ thống: thêm chữ viết tắt của đơn vị bạn vào mã, hoặc để trống ô này.",
    en: "code “{code}” belongs to an asset of another unit, which you may not see. A code is used once in the whole system: add your unit's short name to it, or leave the cell empty.",
  },
  "import.asset_twice": {
    vi: "dòng {other} cũng sửa “{name}” trong sổ. Giữ một dòng; nếu là tài sản khác thì xóa ô Mã hệ thống và ghi mã riêng.",
    en: "row {other} changes “{name}” of the register, too. Keep one of them; for another asset, empty its System id and give it its own code.",
  },
  "import.changes_existing": {
    vi: "đã có trong sổ (“{name}”): dòng này sẽ sửa tài sản đó.",
    en: "it is in the register (“{name}”): this row will change it.",
  },
  "import.serial_missing": {
    vi: "chưa có số sê-ri: khó ghép với máy dò thấy trong mạng.",
    en: "no serial number: hard to match with what is found in the network.",
  },
  "import.text_cut": {
    vi: "chữ dài quá {most} ký tự, phần sau bị cắt.",
    en: "the text is longer than {most} characters; the rest is cut off.",
  },
} as const satisfies Record<`import.${string}`, Message>;
