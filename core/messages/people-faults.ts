import type { Message } from "./message.ts";

/** Faults around accounts: who may be changed, removed, or must do something first. */
export const peopleFaults = {
  "fault.password_due": {
    vi: "Mật khẩu này do người quản trị đặt tạm. Đổi sang mật khẩu của riêng bạn rồi làm tiếp.",
    en: "An administrator set this password for one sign-in. Change it to one of your own, then go on.",
  },
  "fault.password_same": {
    vi: "Mật khẩu mới giống mật khẩu hiện tại. Chọn mật khẩu khác.",
    en: "The new password is the present one. Choose another.",
  },
  "fault.password_wrong": {
    vi: "Mật khẩu không đúng. Nhập lại mật khẩu bạn dùng để đăng nhập; sau nhiều lần sai phải chờ một lúc.",
    en: "The password is wrong. Type the one that you sign in with; after several failures you have to wait.",
  },
  "fault.second_step_over": {
    vi: "Bước nhập mã đã hết hạn hoặc sai quá nhiều lần. Đăng nhập lại từ đầu bằng tên và mật khẩu.",
    en: "The time for the code is over, or it was wrong too often. Sign in again from the beginning, with user name and password.",
  },
  "fault.second_factor_wrong": {
    vi: "Mã không đúng. Mã 6 số đổi sau mỗi 30 giây, nên đồng hồ của điện thoại và của máy chủ phải gần giống nhau: giờ máy chủ khi nhận mã là {time}. Nếu giờ điện thoại lệch từ một phút trở lên, nhờ người phụ trách chỉnh đồng hồ bên sai; khi đăng nhập, mã dự phòng vẫn dùng được.",
    en: "The code is wrong. The 6 digits change every 30 seconds, so the clocks of the phone and of the server must nearly agree: the server's time was {time} when the code came. If your phone's time differs by a minute or more, have the wrong clock set; at sign-in a backup code works all the same.",
  },
  "fault.backup_code_wrong": {
    vi: "Mã dự phòng không đúng, hoặc đã dùng rồi: mỗi mã chỉ dùng một lần, và bộ mã cũ hết hiệu lực khi tạo bộ mới. Kiểm tra lại chữ và số, hoặc dùng mã khác trong bộ mã mới nhất.",
    en: "The backup code is wrong, or was used before: each counts once, and old ones end when new ones are made. Check the letters and digits, or use another of the newest ones.",
  },
  "fault.second_factor_spent": {
    vi: "Mã này vừa được dùng rồi; mỗi mã chỉ dùng một lần. Chờ điện thoại hiện mã mới (nhiều nhất 30 giây) rồi nhập mã đó.",
    en: "This code was used just now, and each counts once. Wait for the next one on the phone (30 seconds at most) and type that.",
  },
  "fault.second_factor_due": {
    vi: "Vai trò của bạn phải đăng nhập hai bước. Bật xác thực hai bước rồi làm tiếp.",
    en: "Your role must sign in with a second step. Set it up, then go on.",
  },
  "fault.second_factor_on": {
    vi: "Xác thực hai bước đang bật. Muốn chuyển sang điện thoại khác: tắt đi rồi bật lại.",
    en: "The second step is on already. For another phone, turn it off and on again.",
  },
  "fault.second_factor_off": {
    vi: "Xác thực hai bước chưa bật. Bật ở trang Cài đặt, mục Tài khoản.",
    en: "The second step is not on. Turn it on in the settings, under Account.",
  },
  "fault.second_factor_unreadable": {
    vi: "Máy chủ không đọc được khóa của xác thực hai bước: tệp sessions.key đã mất hoặc bị thay bằng tệp khác, nên không mã nào kiểm tra được. Chép lại tệp đó từ bản sao lưu, hoặc nhờ người quản trị gỡ xác thực hai bước của bạn ở trang Cài đặt, mục Người dùng.",
    en: "The server cannot read the secret of the second step: the file sessions.key is gone or is another one, so no code can be checked. Restore that file from a backup, or ask an administrator to remove your second step in the settings, under People.",
  },
  "fault.username_former": {
    vi: "Tên đăng nhập {username} là của {name}, tài khoản đã gỡ, và còn ghi trong lịch sử. Chọn tên khác, ví dụ {example}.",
    en: "User name {username} was that of {name}, whose account is removed, and it stands in the history. Choose another, for example {example}.",
  },
  "fault.last_administrator": {
    vi: "{name} là người quản trị toàn hệ thống cuối cùng: thiếu người này thì không ai thêm được người dùng hay kênh gửi tin. Trước hết đặt một người khác làm Quản trị với Tất cả đơn vị.",
    en: "{name} is the last administrator of the whole system: without one nobody could add people or channels. First make somebody else an administrator of all units.",
  },
  "fault.person_self": {
    vi: "Không gỡ được chính mình và không đặt lại được mật khẩu của mình ở đây. Đổi mật khẩu ở mục Tài khoản; muốn gỡ thì nhờ người quản trị khác.",
    en: "You cannot remove yourself or set your own password anew here. Change your password under Account; to be removed, ask another administrator.",
  },
} as const satisfies Record<`fault.${string}`, Message>;
