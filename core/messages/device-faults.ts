import type { Message } from "./message.ts";

/** Why a device, or a measurement on a PC, could not be read: agents report these, and pages say them themselves. */
export const deviceFaults = {
  "fault.snmp_timeout": {
    vi: "{address} không trả lời SNMP. Có thể thiết bị tắt, SNMP chưa bật, sai chuỗi đọc (community), hoặc thiết bị chặn máy này. Kiểm tra lần lượt theo thứ tự đó.",
    en: "{address} does not answer SNMP. It may be off, SNMP not enabled, the community wrong, or this PC blocked. Check in that order.",
  },
  "fault.snmp_auth": {
    vi: "{address} từ chối mật khẩu xác thực SNMPv3. Sửa mật khẩu xác thực hoặc thuật toán.",
    en: "{address} refuses the SNMPv3 authentication password. Mend that password or its algorithm.",
  },
  "fault.snmp_user_unknown": {
    vi: "{address} không có người dùng SNMPv3 này. Kiểm tra tên người dùng trên thiết bị.",
    en: "{address} does not know this SNMPv3 user. Check the user name on the device.",
  },
  "fault.snmp_privacy": {
    vi: "{address} không giải mã được: sai mật khẩu mã hóa hoặc thuật toán mã hóa SNMPv3. Sửa một trong hai.",
    en: "{address} cannot decrypt: the SNMPv3 privacy password or algorithm is wrong. Mend one of them.",
  },
  "fault.snmp_clock": {
    vi: "Đồng hồ SNMPv3 của {address} lệch mãi không khớp. Khởi động lại dịch vụ SNMP trên thiết bị.",
    en: "The SNMPv3 clock of {address} does not settle. Restart the SNMP service on the device.",
  },
  "fault.snmp_unsupported": {
    vi: "Máy này không dùng được {what} với {address}. Chọn thuật toán khác (AES) hoặc chỉ xác thực.",
    en: "This PC cannot use {what} with {address}. Choose another algorithm (AES) or authentication only.",
  },
  "fault.snmp_garbage": {
    vi: "{address} trả lời sai chuẩn SNMP nên bị bỏ qua. Cập nhật phần mềm của thiết bị nếu có.",
    en: "{address} sends malformed SNMP and was ignored. Update the device's firmware if there is one.",
  },
  "fault.snmp_loop": {
    vi: "{address} trả lời lặp vòng hoặc quá dài, Cayda đã dừng đọc. Cập nhật phần mềm của thiết bị nếu có.",
    en: "{address} answers in a loop or without end; Cayda stopped reading. Update the device's firmware if there is one.",
  },
  "fault.snmp_slow": {
    vi: "{address} trả lời chậm hơn bình thường khi được đọc, nên Cayda đọc thưa hơn. Nếu kéo dài, xem tải CPU của thiết bị và còn phần mềm nào khác đang đọc SNMP.",
    en: "{address} answers slower than usual while it is read, so Cayda reads it less often. If that lasts, look at its CPU load and at what else reads it over SNMP.",
  },
  "fault.snmp_refused": {
    vi: "{address} trả lời nhưng báo lỗi {reason}. Kiểm tra quyền xem (view) của community hoặc người dùng.",
    en: "{address} answers with the error {reason}. Check the view that the community or user may read.",
  },
  "fault.snmp_address": {
    vi: "Không tìm được địa chỉ {address}. Viết dạng 10.1.2.3.",
    en: "Address {address} cannot be found. Write it like 10.1.2.3.",
  },
  "fault.ping_unavailable": {
    vi: "Máy này không chạy được lệnh ping ({reason}). Cài iputils-ping hoặc cho phép ICMP.",
    en: "This PC cannot run ping ({reason}). Install iputils-ping or allow ICMP.",
  },
  "fault.inventory_failed": {
    vi: "Chưa đọc được cấu hình máy ({reason}). Sẽ thử lại vào ngày mai; số liệu khác không bị ảnh hưởng.",
    en: "The PC's inventory could not be read ({reason}). It is tried again tomorrow; nothing else is affected.",
  },
} as const satisfies Record<`fault.${string}`, Message>;
