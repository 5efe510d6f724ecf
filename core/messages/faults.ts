import type { FaultCode } from "../result.ts";
import type { Message } from "./message.ts";
import { alertFaults } from "./alert-faults.ts";
import { assetFaults } from "./asset-faults.ts";
import { deviceFaults } from "./device-faults.ts";
import { peopleFaults } from "./people-faults.ts";
import { planFaults } from "./plan-faults.ts";
import { registryFaults } from "./registry-faults.ts";
import { storeFaults } from "./store-faults.ts";

/** What happened, and what to do about it; one for each code of `core/result.ts`. */
export const faultMessages = {
  ...storeFaults,
  ...alertFaults,
  ...assetFaults,
  ...deviceFaults,
  ...planFaults,
  ...peopleFaults,
  ...registryFaults,
  "fault.bad_json": {
    vi: "Nội dung gửi lên không phải JSON đọc được. Gửi lại; nếu còn lỗi, cập nhật phần mềm ở máy gửi.",
    en: "What was sent is not readable JSON. Send it again; if it persists, update the sender's software.",
  },
  "fault.bad_input": {
    vi: "Trường {field} chưa đúng: {reason}. Sửa trường này rồi gửi lại.",
    en: "Field {field} is not right: {reason}. Mend it and send again.",
  },
  "fault.field_unknown": {
    vi: "Không có trường tên {field}. Kiểm tra chính tả, hoặc cập nhật máy chủ nếu máy gửi mới hơn.",
    en: "There is no field named {field}. Check the spelling, or update the server if the sender is newer.",
  },
  "fault.entity_kind_unknown": {
    vi: "Không có loại đối tượng của {field}. Cập nhật máy chủ nếu máy gửi mới hơn.",
    en: "The kind of {field} is not known. Update the server if the sender is newer.",
  },
  "fault.entity_invalid": {
    vi: "{field} không phải tên đối tượng hợp lệ. Viết dạng port:mã-thiết-bị/Gi0-7.",
    en: "{field} does not name an entity. Write it like port:device-id/Gi0-7.",
  },
  "fault.protocol_unsupported": {
    vi: "Máy gửi dùng giao thức {given}, máy chủ hiểu giao thức {wanted}. Cập nhật bên cũ hơn.",
    en: "The sender speaks protocol {given}, this server {wanted}. Update the older of the two.",
  },
  "fault.time_invalid": {
    vi: "Thời điểm trong {field} ở trước năm 2020 hoặc ở tương lai, đồng hồ máy gửi có lẽ sai. Chỉnh lại ngày giờ của máy.",
    en: "The time in {field} is before 2020 or in the future; the sender's clock is probably wrong. Set its date and time.",
  },
  "fault.block_too_large": {
    vi: "Gói dữ liệu quá lớn (tối đa {max} giá trị). Cập nhật phần mềm ở máy gửi.",
    en: "The block is too large (at most {max} values). Update the sender's software.",
  },
  "fault.body_too_large": {
    vi: "Nội dung gửi lên lớn hơn {max} byte nên bị từ chối. Chia nhỏ rồi gửi lại.",
    en: "What was sent is over {max} bytes and was refused. Send it in smaller pieces.",
  },
  "fault.body_encoding": {
    vi: "Không giải nén được nội dung gửi lên. Dùng gzip hoặc không nén.",
    en: "What was sent could not be decompressed. Use gzip or none.",
  },
  "fault.entity_foreign": {
    vi: "{field} không thuộc điểm của máy thu thập này. Đăng ký lại máy tại đúng điểm.",
    en: "{field} does not belong to this agent's site. Enrol the agent again at the right site.",
  },
  "fault.rate_limited": {
    vi: "Gửi quá nhanh. Chờ {seconds} giây rồi gửi lại.",
    en: "Too many requests. Wait {seconds} seconds and try again.",
  },
  "fault.access_token_invalid": {
    vi: "Mã truy cập sai, đã hết hạn hoặc đã bị thu hồi. Tạo mã mới ở trang Cài đặt rồi điền lại.",
    en: "The access token is wrong, over or revoked. Make a new one on the settings page and enter it again.",
  },
  "fault.access_token_unknown": {
    vi: "Không có mã truy cập này. Tải lại trang để xem danh sách mới.",
    en: "There is no such access token. Load the page again for the present list.",
  },
  "fault.enrolment_token_unknown": {
    vi: "Mã đăng ký này không còn dùng được nữa: đã hết hạn, hết lượt hoặc đã thu hồi. Tải lại trang để xem danh sách mới.",
    en: "This enrolment token can no longer be used: it is over, used up or withdrawn. Load the page again for the present list.",
  },
  "fault.token_malformed": {
    vi: "Đây không phải mã đăng ký. Sao chép cả dòng bắt đầu bằng cayda1~, lấy ở trang của điểm.",
    en: "This is not an enrolment token. Copy the whole line that begins with cayda1~, from the site's page.",
  },
  "fault.token_unknown": {
    vi: "Máy chủ không biết mã đăng ký này. Tạo mã mới ở trang của điểm.",
    en: "The server does not know this enrolment token. Make a new one on the site's page.",
  },
  "fault.token_expired": {
    vi: "Mã đăng ký đã hết hạn. Tạo mã mới ở trang của điểm.",
    en: "The enrolment token has expired. Make a new one on the site's page.",
  },
  "fault.token_used": {
    vi: "Mã đăng ký đã dùng hết số lần. Tạo mã mới ở trang của điểm.",
    en: "The enrolment token is used up. Make a new one on the site's page.",
  },
  "fault.agent_unauthorized": {
    vi: "Máy chủ không nhận ra máy thu thập này. Số liệu được giữ lại; đăng ký lại máy bằng mã mới.",
    en: "The server does not recognise this agent. Its data is kept; enrol it again with a new token.",
  },
  "fault.agent_revoked": {
    vi: "Máy thu thập này đã bị thu hồi quyền. Số liệu được giữ lại; nếu là nhầm, đăng ký lại bằng mã mới.",
    en: "This agent was revoked. Its data is kept; if that was a mistake, enrol it again with a new token.",
  },
  "fault.agent_not_enrolled": {
    vi: "Máy này chưa đăng ký. Chạy lệnh enrol với mã lấy ở trang của điểm.",
    en: "This PC is not enrolled yet. Run enrol with the token from the site's page.",
  },
  "fault.certificate_mismatch": {
    vi: "Chứng thư của máy chủ {server} không khớp với mã đăng ký. Có thể máy chủ đã đổi chứng thư, hoặc có máy giả mạo. Hỏi người quản trị trước khi đăng ký lại.",
    en: "The certificate of {server} does not match the token. The server may have a new one, or something poses as it. Ask the administrator before enrolling again.",
  },
  "fault.certificate_unreadable": {
    vi: "Không dùng được tệp chứng thư hoặc khóa {file} ({reason}). Kiểm tra đường dẫn trong mục tls của tệp cấu hình, quyền đọc, và tệp phải ở dạng PEM không đặt mật khẩu.",
    en: "The certificate or key file {file} cannot be used ({reason}). Check its path under tls in the configuration, its permissions, and that it is PEM without a passphrase.",
  },
  "fault.certificate_key_other": {
    vi: "Khóa {key} không phải là khóa của chứng thư {cert}. Sửa mục tls trong tệp cấu hình cho đúng cặp tệp.",
    en: "The key {key} does not belong to the certificate {cert}. Name two files that belong together under tls in the configuration.",
  },
  "fault.certificate_lost": {
    vi: "Không đọc được {file}, mà {agents} máy thu thập chỉ tin chứng thư đó, nên máy chủ chưa tự tạo chứng thư mới. Chép lại thư mục {dir} từ bản sao lưu. Nếu không có bản sao lưu: xóa server.crt và server.key trong thư mục đó, khởi động lại, rồi đăng ký lại từng máy.",
    en: "{file} cannot be read, and {agents} agents trust that certificate alone, so no other one is made. Restore the folder {dir} from a backup. Without one: delete server.crt and server.key in it, start again, and enrol each PC again.",
  },
  "fault.secrets_key_lost": {
    vi: "Không mở được {count} mật khẩu đã lưu (SNMP của thiết bị, mật khẩu của kênh gửi tin): tệp khóa {file} bị mất hoặc là khóa khác, nên chương trình chưa chạy. Chép lại tệp đó từ cùng bản sao lưu với registry.sqlite. Nếu không còn tệp khóa: chạy npm start -- --forget-secrets một lần để bỏ các mật khẩu đó, rồi nhập lại ở trang thiết bị, khám phá mạng và kênh gửi.",
    en: "{count} saved secrets (SNMP credentials of devices, passwords of channels) cannot be opened: the key file {file} is missing or is another one, so nothing was started. Restore that file from the same backup as registry.sqlite. If the key is gone for good: run npm start -- --forget-secrets once to drop these secrets, then enter them again on the pages of devices, discovery and channels.",
  },
  "fault.server_insecure": {
    vi: "Máy chủ {server} dùng http không mã hóa, chỉ được phép trên chính máy này. Dùng mã đăng ký có địa chỉ https.",
    en: "Server {server} uses http without encryption, which is allowed on this very PC only. Use a token with an https address.",
  },
  "fault.server_unreachable": {
    vi: "Không kết nối được tới máy chủ {server} ({reason}). Kiểm tra mạng; số liệu được giữ lại và tự gửi sau.",
    en: "Server {server} cannot be reached ({reason}). Check the network; data is kept and sent later by itself.",
  },
  "fault.server_refused": {
    vi: "Máy chủ trả lời {status}. Số liệu được giữ lại.",
    en: "The server answered {status}. Data is kept.",
  },
  "fault.not_signed_in": {
    vi: "Bạn chưa đăng nhập. Đăng nhập rồi thử lại.",
    en: "You are not signed in. Sign in and try again.",
  },
  "fault.forbidden": {
    vi: "Tài khoản của bạn không có quyền làm việc này. Nhờ người quản trị cấp quyền.",
    en: "Your account may not do this. Ask an administrator.",
  },
  "fault.setup_link_invalid": {
    vi: "Đường dẫn thiết lập không đúng hoặc đã hết hạn. Khởi động lại máy chủ để có đường dẫn mới.",
    en: "The set-up link is wrong or has expired. Restart the server to get a new one.",
  },
  "fault.setup_done": {
    vi: "Đã có người quản trị. Hãy đăng nhập.",
    en: "There is an administrator already. Sign in.",
  },
  "fault.origin_refused": {
    vi: "Yêu cầu đến từ một trang khác nên bị từ chối. Mở Cayda bằng đúng địa chỉ của nó.",
    en: "The request came from another site and was refused. Open Cayda at its own address.",
  },
  "fault.sign_in_failed": {
    vi: "Tên đăng nhập hoặc mật khẩu không đúng. Thử lại; sau nhiều lần sai phải chờ một lúc.",
    en: "The user name or the password is wrong. Try again; after several failures you have to wait.",
  },
  "fault.not_found": { vi: "Không có gì ở địa chỉ này.", en: "There is nothing at this address." },
  "fault.site_unknown": {
    vi: "Không có điểm này, hoặc bạn không được xem.",
    en: "There is no such site, or you may not see it.",
  },
  "fault.unit_unknown": {
    vi: "Không có đơn vị này, hoặc bạn không được xem.",
    en: "There is no such unit, or you may not see it.",
  },
  "fault.device_unknown": {
    vi: "Không có thiết bị này, hoặc bạn không được xem.",
    en: "There is no such device, or you may not see it.",
  },
  "fault.target_unknown": { vi: "Không có đích kiểm tra này.", en: "There is no such ping target." },
  "fault.place_unknown": {
    vi: "Chưa switch nào thấy {what}. Máy phải đang bật, và switch nó cắm vào phải cho đọc bảng địa chỉ (SNMP).",
    en: "No switch has seen {what}. It must be on, and its switch must let its address table be read (SNMP).",
  },
  "fault.entity_unknown": { vi: "Chưa có số liệu của {field}.", en: "There is no data of {field} yet." },
  "fault.already_exists": {
    vi: "{field} đã có. Chọn tên hoặc địa chỉ khác.",
    en: "{field} exists already. Choose another name or address.",
  },
  "fault.range_invalid": {
    vi: "Khoảng thời gian chưa đúng: {reason}. Ví dụ đúng: từ 08:00 đến 12:00 cùng ngày.",
    en: "The time range is not right: {reason}. Right would be: from 08:00 to 12:00 of the same day.",
  },
  "fault.range_too_large": {
    vi: "Khoảng này cần {points} điểm, tối đa {max}. Chọn khoảng ngắn hơn hoặc bước dài hơn.",
    en: "That range needs {points} points, at most {max} are given. Choose a shorter range or a longer step.",
  },
  "fault.sweep_range_invalid": {
    vi: "Dải địa chỉ “{range}” chưa đúng. Viết dạng 10.1.2.0/24 hoặc 10.1.2.10-10.1.2.50.",
    en: "“{range}” is not a range of addresses. Write it like 10.1.2.0/24 or 10.1.2.10-10.1.2.50.",
  },
  "fault.sweep_range_large": {
    vi: "Các dải này có {count} địa chỉ, tối đa {max} cho một điểm. Chọn dải nhỏ hơn, ví dụ 10.1.2.0/24.",
    en: "These ranges hold {count} addresses, at most {max} are allowed for a site. Choose smaller ones, for example 10.1.2.0/24.",
  },
  "fault.discovery_off": {
    vi: "Điểm này chưa bật khám phá mạng. Đặt dải địa chỉ trước.",
    en: "Discovery is not on for this site. Set its ranges first.",
  },
  "fault.config_invalid": {
    vi: "Tệp cấu hình {file} có lỗi:\n{mistakes}\nSửa các dòng trên rồi chạy lại.",
    en: "The configuration {file} has mistakes:\n{mistakes}\nMend these lines and start again.",
  },
  "fault.runtime_too_old": {
    vi: "Cần Node 24, máy đang chạy {version}. Chạy bằng lệnh npm (npm start) để dùng Node đi kèm.",
    en: "Node 24 is needed, this is {version}. Start with npm (npm start), which uses the Node that comes along.",
  },
  "fault.spool_write_failed": {
    vi: "Không ghi được vào thư mục {path} ({reason}). Giải phóng đĩa hoặc sửa quyền ghi; số liệu mới tạm giữ trong bộ nhớ.",
    en: "Folder {path} cannot be written ({reason}). Free disk space or mend the permission; new data is held in memory.",
  },
  "fault.agent_running": {
    vi: "Một máy thu thập khác đang dùng thư mục {path}. Dừng dịch vụ Cayda trước, hoặc chọn thư mục khác bằng --data.",
    en: "Another agent is using folder {path}. Stop the Cayda service first, or choose another folder with --data.",
  },
  "fault.port_in_use": {
    vi: "Cổng {port} đang được chương trình khác dùng. Đổi cổng trong cấu hình hoặc tắt chương trình kia.",
    en: "Port {port} is used by another program. Change it in the configuration or stop the other program.",
  },
  "fault.internal": {
    vi: "Cayda gặp lỗi của chính nó (mã {id}). Số liệu không mất. Gửi mã này cùng nhật ký cho người phát triển.",
    en: "Cayda met a fault of its own (reference {id}). No data is lost. Send the reference and the log to the developers.",
  },
} as const satisfies Record<`fault.${FaultCode}`, Message>;
