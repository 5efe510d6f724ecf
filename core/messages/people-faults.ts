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
  "fault.username_former": {
    vi: "Tên đăng nhập {username} là của {name}, tài khoản đã gỡ, và còn ghi trong lịch sử. Chọn tên khác, ví dụ {example}.",
    en: "User name {username} was that of {name}, whose account is removed, and it stands in the history. Choose another, for example {example}.",
  },
  "fault.last_administrator": {
    vi: "{name} là người quản trị toàn hệ thống cuối cùng: thiếu người này thì không ai thêm được người dùng hay kênh báo tin. Trước hết đặt một người khác làm Quản trị với Tất cả đơn vị.",
    en: "{name} is the last administrator of the whole system: without one nobody could add people or channels. First make somebody else an administrator of all units.",
  },
  "fault.person_self": {
    vi: "Không gỡ được chính mình và không đặt lại được mật khẩu của mình ở đây. Đổi mật khẩu ở mục Tài khoản; muốn gỡ thì nhờ người quản trị khác.",
    en: "You cannot remove yourself or set your own password anew here. Change your password under Account; to be removed, ask another administrator.",
  },
} as const satisfies Record<`fault.${string}`, Message>;
