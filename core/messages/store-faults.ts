import type { Message } from "./message.ts";

/** What can happen to the store of measurements: the faults of `faults.ts` that are about it, most of them for whoever runs the server. */
export const storeFaults = {
  "fault.store_full": {
    vi: "Đĩa của máy chủ gần đầy nên chưa nhận thêm số liệu; máy thu thập giữ lại. Giải phóng đĩa của máy chủ.",
    en: "The server's disk is nearly full, so it takes no data; agents keep theirs. Free space on the server.",
  },
  "fault.query_slow": {
    vi: "Câu hỏi này chạm đến quá nhiều số liệu: sau {seconds} giây vẫn chưa có câu trả lời. Hãy thu hẹp khoảng thời gian hoặc chọn ít địa điểm hơn.",
    en: "This question touches too many figures: no answer after {seconds} seconds. Narrow the time range or choose fewer sites.",
  },
  "fault.export_running": {
    vi: "Bạn đang tải một tệp số liệu khác. Chờ tệp đó xong, hoặc hủy rồi tải lại sau một phút.",
    en: "You are downloading another file of figures. Wait until it is done, or cancel it and try again in a minute.",
  },
  "fault.exports_busy": {
    vi: "Đang có {count} người tải số liệu cùng lúc. Thử lại sau vài phút.",
    en: "{count} people are downloading figures at the moment. Try again in a few minutes.",
  },
  "fault.store_busy": {
    vi: "Máy chủ đang khởi động hoặc quá bận. Máy thu thập sẽ tự gửi lại.",
    en: "The server is starting or too busy. Agents will send again by themselves.",
  },
  "fault.store_newer": {
    vi: "Tệp số liệu {file} do bản Cayda mới hơn ghi (dạng {found}, bản này hiểu đến {known}). Cài bản Cayda mới hơn; số liệu vẫn nguyên.",
    en: "The data file {file} was written by a newer Cayda (format {found}, this one knows {known}). Install the newer version; the data is intact.",
  },
  "fault.store_foreign": {
    vi: "Tệp số liệu {file} thuộc một kho khác. Chép lại cả thư mục dữ liệu từ cùng một bản sao lưu, hoặc chuyển tệp này đi nơi khác.",
    en: "The data file {file} belongs to another store. Restore the whole data folder from one backup, or move this file away.",
  },
  "fault.store_damaged": {
    vi: "Không đọc được tệp số liệu {file}. Kiểm tra ổ đĩa, rồi chép lại thư mục dữ liệu từ bản sao lưu.",
    en: "The data file {file} cannot be read. Check the disk, then restore the data folder from a backup.",
  },
  "fault.store_locked": {
    vi: "Một Cayda khác đang dùng thư mục dữ liệu {file}. Tắt chương trình đó, hoặc đặt thư mục khác trong cấu hình.",
    en: "Another Cayda is using the data folder {file}. Stop it, or set another folder in the configuration.",
  },
  "fault.store_disk_low": {
    vi: "Đĩa của máy chủ chỉ còn trống {free} MB. Giải phóng đĩa, hoặc giảm thời gian giữ số liệu trong cấu hình.",
    en: "The server's disk has only {free} MB free. Free space, or keep data for a shorter time in the configuration.",
  },
  "fault.store_disk_full_soon": {
    vi: "Đĩa của máy chủ còn trống {free} MB và sẽ đầy sau {days} ngày nữa với tốc độ hiện nay. Giải phóng đĩa, hoặc giảm thời gian giữ số liệu trong cấu hình.",
    en: "The server's disk has {free} MB free and is full in {days} days at the present rate. Free space, or keep data for a shorter time in the configuration.",
  },
  "fault.store_compaction_paused": {
    vi: "Đĩa chỉ còn trống {free} MB, không đủ chỗ để nén số liệu ban đêm nên tạm dừng; số liệu mới vẫn được nhận. Giải phóng đĩa, việc nén sẽ tự chạy tiếp.",
    en: "With {free} MB free there is no room for the nightly compaction, which waits; new data is still taken. Free space and it goes on by itself.",
  },
  "fault.store_compaction_failed": {
    vi: "Lần nén số liệu ban đêm gần nhất bị lỗi: {reason}. Máy chủ sẽ tự thử lại; nếu vẫn lỗi, kiểm tra ổ đĩa.",
    en: "The last nightly compaction failed: {reason}. The server tries again by itself; if it keeps failing, check the disk.",
  },
  "fault.store_compaction_behind": {
    vi: "Việc nén số liệu ban đêm chậm {days} ngày. Để máy chủ chạy qua đêm, khoảng 2 đến 5 giờ sáng.",
    en: "The nightly compaction is {days} days behind. Leave the server running at night, about 2 to 5 o'clock.",
  },
  "fault.store_parts_damaged": {
    vi: "Có {count} phần số liệu không đọc được nên bị bỏ qua. Kiểm tra ổ đĩa, rồi chép lại thư mục dữ liệu từ bản sao lưu nếu cần các số liệu đó.",
    en: "{count} parts of the data could not be read and were passed over. Check the disk; restore the data folder from a backup if you need them.",
  },
  "fault.store_device_crowded": {
    vi: "Có {count} thiết bị đã báo hơn {max} tên cổng, ổ đĩa hoặc cảm biến khác nhau (xem /devices/{device}), nên số liệu của tên mới không được lưu nữa; mọi số liệu khác vẫn đủ. Thiết bị như vậy thường đổi tên cổng liên tục hoặc bị can thiệp: cập nhật phần mềm của nó, hoặc bỏ thiết bị khỏi danh sách.",
    en: "{count} devices told more than {max} different names of ports, drives or sensors (see /devices/{device}), so figures of new names are not stored any more; all others are. Such a device mostly renames its ports all the time, or was tampered with: update its firmware, or remove it from the list.",
  },
  "fault.store_unreachable": {
    vi: "Máy chủ InfluxDB {server} không trả lời ({reason}). Kiểm tra dịch vụ InfluxDB và mạng; số liệu mới vẫn được nhận và giữ lại.",
    en: "InfluxDB at {server} does not answer ({reason}). Check the InfluxDB service and the network; new data is still taken and kept.",
  },
  "fault.influx_waiting": {
    vi: "InfluxDB {server} chưa nhận số liệu ({reason}); {rows} khối đang chờ trên đĩa và tự gửi lại. Kiểm tra dịch vụ InfluxDB.",
    en: "InfluxDB at {server} takes no data ({reason}); {rows} blocks wait on disk and are sent again by themselves. Check the InfluxDB service.",
  },
  "fault.influx_outbox_filling": {
    vi: "Chỗ chờ gửi sang InfluxDB đã dùng {percent}% của {max} MB. Khi đầy, máy chủ sẽ không nhận thêm số liệu và máy thu thập chỉ giữ được khoảng mười ngày. Sửa InfluxDB, hoặc tăng store.influx.maxOutbox nếu đĩa còn chỗ.",
    en: "What waits for InfluxDB fills {percent}% of its {max} MB. Once it is full the server takes no more data, and agents keep theirs for some ten days only. Mend InfluxDB, or raise store.influx.maxOutbox if the disk has room.",
  },
  "fault.influx_outbox_full": {
    vi: "InfluxDB không nhận số liệu đã lâu, nên chỗ chờ {max} MB đã đầy và máy chủ không nhận thêm; máy thu thập giữ lại khoảng mười ngày. Sửa InfluxDB, hoặc tăng store.influx.maxOutbox nếu đĩa còn chỗ, rồi khởi động lại.",
    en: "InfluxDB has taken nothing for so long that the {max} MB that may wait are full, and the server takes no more; agents keep theirs for some ten days. Mend InfluxDB, or raise store.influx.maxOutbox if the disk has room and start again.",
  },
  "fault.influx_unauthorized": {
    vi: "InfluxDB {server} từ chối tài khoản ({reason}). Sửa tên, mật khẩu hoặc mã token trong phần store.influx.auth và cấp quyền đọc, ghi cho cơ sở dữ liệu; số liệu đang được giữ lại.",
    en: "InfluxDB at {server} refuses the account ({reason}). Mend user, password or token under store.influx.auth and grant it reading and writing of the database; data is kept meanwhile.",
  },
  "fault.influx_database_missing": {
    vi: "InfluxDB {server} không có cơ sở dữ liệu {database} ({reason}). Tạo cơ sở dữ liệu đó, hoặc sửa store.influx.database; số liệu đang được giữ lại.",
    en: "InfluxDB at {server} has no database {database} ({reason}). Create it, or mend store.influx.database; data is kept meanwhile.",
  },
  "fault.influx_refused": {
    vi: "InfluxDB {server} không làm theo yêu cầu: {reason}. Kiểm tra địa chỉ và phiên bản InfluxDB trong cấu hình.",
    en: "InfluxDB at {server} does not do what it is asked: {reason}. Check the address and the version of InfluxDB in the configuration.",
  },
  "fault.influx_secret_unreadable": {
    vi: "Không đọc được mật khẩu hoặc token của InfluxDB trong tệp {file} ({reason}). Kiểm tra đường dẫn, nội dung và quyền đọc của tệp.",
    en: "The password or token for InfluxDB cannot be read from the file {file} ({reason}). Check its path, content and permissions.",
  },
  "fault.influx_lines_parked": {
    vi: "InfluxDB không nhận {count} dòng số liệu, chúng được để riêng trên đĩa. Lý do gần nhất: {reason}. Sửa xong ở InfluxDB thì tắt máy chủ Cayda và gửi lại bằng lệnh npm run history -- parked --retry.",
    en: "InfluxDB did not take {count} lines of data; they are put aside on disk. The newest reason: {reason}. Once mended in InfluxDB, stop the Cayda server and send them again with npm run history -- parked --retry.",
  },
  "fault.influx_lines_dropped": {
    vi: "Đã bỏ {count} dòng số liệu mà InfluxDB không nhận, vì để riêng quá nhiều dòng. Xem lý do và gửi lại bằng lệnh npm run history -- parked.",
    en: "{count} lines of data that InfluxDB did not take are gone, because too many were put aside. See why, and send what is left, with npm run history -- parked.",
  },
} as const satisfies Record<string, Message>;
