import type { Message } from "./message.ts";

/** Faults around alerts: things that are not there, and channels that cannot be used. */
export const alertFaults = {
  "fault.alert_unknown": {
    vi: "Không có cảnh báo này. Có thể nó đã kết thúc và được dọn. Mở lại danh sách cảnh báo.",
    en: "There is no such alert. It may have ended and been cleared away. Open the list of alerts again.",
  },
  "fault.alert_taken": {
    vi: "{name} đã nhận cảnh báo này sau khi bạn mở. Ghi chú của {name} còn nguyên. Nếu vẫn muốn nhận thay, đóng hộp này rồi bấm Nhận thay.",
    en: "{name} has taken this alert on since you opened it. The note of {name} is kept. If you want to look after it instead, close this and press Take over.",
  },
  "fault.alert_not_yours": {
    vi: "Bạn không phải người đang nhận cảnh báo này, nên không bỏ nhận được: có thể ai đó vừa nhận thay, hoặc sự cố đã hết rồi trở lại. Tải lại trang để xem ai đang nhận.",
    en: "You are not the one who has taken this alert on, so it cannot be given back: somebody may have taken it over, or it ended and came back. Load the page again to see whose it is.",
  },
  "fault.assignee_unfit": {
    vi: "{name} không xử lý được cảnh báo ở điểm này: không xem được điểm, hoặc vai trò chỉ đọc. Chọn cán bộ phụ trách CNTT hoặc quản trị của đơn vị này hay đơn vị cấp trên.",
    en: "{name} cannot work on alerts of this site: the site is not theirs to see, or their role only reads. Choose an officer or administrator of this unit or of one above it.",
  },
  "fault.maintenance_unknown": {
    vi: "Không có lịch bảo trì này. Có thể ai đó đã xóa. Mở lại danh sách.",
    en: "There is no such maintenance window. Somebody may have removed it. Open the list again.",
  },
  "fault.service_unknown": {
    vi: "Không có dịch vụ này. Có thể ai đó đã xóa. Mở lại danh sách.",
    en: "There is no such service. Somebody may have removed it. Open the list again.",
  },
  "fault.channel_unknown": {
    vi: "Không có kênh gửi này. Có thể ai đó đã xóa. Mở lại danh sách.",
    en: "There is no such channel. Somebody may have removed it. Open the list again.",
  },
  "fault.person_unknown": {
    vi: "Không có người dùng này. Có thể tài khoản đã bị xóa. Mở lại danh sách.",
    en: "There is no such person. The account may have been removed. Open the list again.",
  },
  "fault.notify_address_refused": {
    vi: "Không gửi tới {address}: đó là địa chỉ nội bộ của máy chủ. Nếu đúng ý muốn, cho phép trong cấu hình (notify.allow).",
    en: "Nothing is sent to {address}: it is an internal address of the server. If it is meant, allow it in the configuration (notify.allow).",
  },
  "fault.notify_unreachable": {
    vi: "Không kết nối được với {address} ({reason}). Sẽ thử lại; kiểm tra địa chỉ, cổng và mạng của máy chủ.",
    en: "{address} cannot be reached ({reason}). It is tried again; check the address, the port and the server's network.",
  },
  "fault.notify_refused": {
    vi: "{address} từ chối tin ({reason}). Kiểm tra cài đặt của kênh rồi bấm Gửi thử.",
    en: "{address} refused the message ({reason}). Check the channel's settings, then press Test.",
  },
  "fault.notify_unauthorized": {
    vi: "{address} không nhận tài khoản hoặc mã truy cập. Nhập lại trong cài đặt của kênh rồi bấm Gửi thử.",
    en: "{address} does not accept the account or the access code. Enter it again in the channel's settings, then press Test.",
  },
  "fault.notify_settings_missing": {
    vi: "Kênh {channel} còn thiếu: {field}. Điền trong cài đặt của kênh.",
    en: "Channel {channel} lacks: {field}. Fill it in in the channel's settings.",
  },
  "fault.notify_recipient_invalid": {
    vi: "Không gửi được tới {to}: sai dạng. Viết dạng {example}.",
    en: "Nothing can be sent to {to}: it is not in the right form. Write it like {example}.",
  },
  "fault.notify_zalo_silent": {
    vi: "Zalo không cho nhắn người này (mã {reason}): họ chưa quan tâm OA hoặc lâu chưa nhắn cho OA. Nhờ họ mở Zalo, nhắn cho OA một tin, rồi bấm Gửi thử.",
    en: "Zalo does not let this person be written to (code {reason}): they do not follow the OA, or have not written to it for long. Ask them to send the OA one message in Zalo, then press Test.",
  },
} as const satisfies Record<string, Message>;
