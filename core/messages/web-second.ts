import type { Message } from "./message.ts";

/** The second step of signing in: said at sign-in, in one's account, and where administrators look after people. */
export const webSecondMessages = {
  "web.second.title": { vi: "Xác thực hai bước", en: "Second step at sign-in" },
  "web.second.about": {
    vi: "Ngoài mật khẩu, Cayda hỏi thêm mã 6 số trên điện thoại của bạn: ai biết mật khẩu mà không cầm điện thoại thì không vào được. Điện thoại không cần mạng, mã được tính từ giờ.",
    en: "Beside the password, Cayda asks for 6 digits that your phone shows: whoever knows the password but has no phone does not get in. The phone needs no network, it works the code out from the time.",
  },
  "web.second.isOff": { vi: "Chưa bật.", en: "It is off." },
  "web.second.isOn": {
    vi: "Đang bật. Còn {n} mã dự phòng chưa dùng.",
    en: "It is on. {n} backup codes are not used yet.",
  },
  "web.second.few": {
    vi: "Đang bật, chỉ còn {n} mã dự phòng. Tạo bộ mã mới trước khi hết: mất điện thoại mà hết mã thì phải nhờ người quản trị.",
    en: "It is on, and only {n} backup codes are left. Make new ones before they are used up: without phone and codes only an administrator can help.",
  },
  "web.second.unreadable": {
    vi: "Đang bật, nhưng máy chủ không đọc được khóa (tệp sessions.key bị thay). Nhờ người quản trị gỡ, rồi bật lại.",
    en: "It is on, but the server cannot read its secret (the file sessions.key is another one). Have an administrator remove it, then turn it on again.",
  },
  "web.second.required": { vi: "Vai trò của bạn bắt buộc có.", en: "Your role must have it." },
  "web.second.turnOn": { vi: "Bật xác thực hai bước", en: "Turn it on" },
  "web.second.turnOff": { vi: "Tắt xác thực hai bước", en: "Turn it off" },
  "web.second.newCodes": { vi: "Tạo mã dự phòng mới", en: "New backup codes" },
  "web.second.passwordBody": {
    vi: "Nhập lại mật khẩu để chắc là bạn, rồi chuẩn bị điện thoại.",
    en: "Type your password again, so that it is certainly you, and have the phone ready.",
  },
  "web.second.next": { vi: "Tiếp tục", en: "Go on" },
  "web.second.scan": {
    vi: "1. Mở ứng dụng tạo mã trên điện thoại (Google Authenticator, Microsoft Authenticator, Aegis…), chọn thêm tài khoản, rồi quét hình này.",
    en: "1. Open a code app on the phone (Google Authenticator, Microsoft Authenticator, Aegis…), add an account, and scan this picture.",
  },
  "web.second.qr": { vi: "Hình để quét bằng điện thoại", en: "Picture to scan with the phone" },
  "web.second.type": {
    vi: "Không quét được: chọn nhập khóa bằng tay, loại “theo thời gian”, và gõ khóa này.",
    en: "If it cannot be scanned: choose to type the key, of the kind “time based”, and type this one.",
  },
  "web.second.confirm": {
    vi: "2. Nhập mã 6 số mà điện thoại đang hiện.",
    en: "2. Type the 6 digits that the phone shows now.",
  },
  "web.second.code": { vi: "Mã 6 số", en: "6 digits" },
  "web.second.codes": {
    vi: "Đã bật. Dưới đây là 10 mã dự phòng. Khi mất hoặc hỏng điện thoại, mỗi mã thay được mã của điện thoại một lần.",
    en: "It is on. These are 10 backup codes. When the phone is lost or broken, each stands in for its code once.",
  },
  "web.second.codesNew": {
    vi: "Đây là 10 mã dự phòng mới; các mã cũ không dùng được nữa.",
    en: "These are 10 new backup codes; the old ones are worth nothing any more.",
  },
  "web.second.once": {
    vi: "Các mã chỉ hiện lần này. Chép ra giấy hoặc in, cất ở nơi chỉ bạn lấy được; không để trong máy dùng chung.",
    en: "They are shown this once. Write them down or print them, and keep them where only you can get at them, not on a shared PC.",
  },
  "web.second.kept": { vi: "Tôi đã cất mã", en: "I have put them away" },
  "web.second.offBody": {
    vi: "Từ nay chỉ cần mật khẩu là vào được. Nhập mật khẩu và mã trên điện thoại (hoặc một mã dự phòng).",
    en: "From then on the password alone is enough. Type the password and the code of the phone (or a backup code).",
  },
  "web.second.newBody": {
    vi: "Các mã dự phòng cũ sẽ không dùng được nữa. Nhập mật khẩu và mã trên điện thoại (hoặc một mã dự phòng còn lại).",
    en: "The old backup codes will be worth nothing. Type the password and the code of the phone (or one of the codes left).",
  },
  "web.second.either": { vi: "Mã 6 số hoặc mã dự phòng", en: "6 digits or a backup code" },
  "web.second.ended": {
    vi: "Đã tắt xác thực hai bước. Xóa mục Cayda trong ứng dụng trên điện thoại.",
    en: "The second step is off. Delete the entry of Cayda in the phone's app.",
  },

  "web.step.title": { vi: "Nhập mã trên điện thoại", en: "The code of your phone" },
  "web.step.body": {
    vi: "Mật khẩu đúng. Mở ứng dụng tạo mã trên điện thoại và nhập mã 6 số của Cayda trong 10 phút.",
    en: "The password was right. Open the code app on the phone and type the 6 digits of Cayda within 10 minutes.",
  },
  "web.step.backupTitle": { vi: "Nhập mã dự phòng", en: "A backup code" },
  "web.step.backupBody": {
    vi: "Nhập một mã chưa dùng trong 10 mã đã cất. Không còn mã nào: nhờ người quản trị gỡ xác thực hai bước của bạn ở trang Cài đặt, mục Người dùng.",
    en: "Type a backup code that you have not used yet. If there is none left, ask an administrator to remove your second step in the settings, under People.",
  },
  "web.step.backup": { vi: "Mã dự phòng", en: "Backup code" },
  "web.step.backupHint": { vi: "Ví dụ: 7k2mq-04xtc", en: "For example: 7k2mq-04xtc" },
  "web.step.useBackup": { vi: "Không có điện thoại? Dùng mã dự phòng", en: "No phone? Use a backup code" },
  "web.step.usePhone": { vi: "Dùng mã trên điện thoại", en: "Use the code of the phone" },
  "web.step.button": { vi: "Vào Cayda", en: "Enter" },
  "web.step.again": { vi: "Đăng nhập lại từ đầu", en: "Sign in from the beginning" },

  "web.factorDue.title": { vi: "Bật xác thực hai bước", en: "Set up the second step" },
  "web.factorDue.body": {
    vi: "Người quản trị quy định vai trò của bạn phải đăng nhập hai bước. Bật xong là vào được Cayda; cần điện thoại và vài phút.",
    en: "The administrator wants your role to sign in with a second step. You enter Cayda once it is set up; it takes your phone and some minutes.",
  },

  "web.people.factorOn": { vi: "có xác thực hai bước", en: "has a second step" },
  "web.people.factorDue": {
    vi: "phải bật xác thực hai bước, chưa bật",
    en: "must set up a second step, and has not",
  },
  "web.people.factorRemove": { vi: "Gỡ hai bước", en: "Remove second step" },
  "web.people.factorRemoveOf": { vi: "Gỡ xác thực hai bước: {name}", en: "Remove the second step: {name}" },
  "web.people.factorRemoveTitle": {
    vi: "Gỡ xác thực hai bước của {name}?",
    en: "Remove the second step of {name}?",
  },
  "web.people.factorRemoveBody": {
    vi: "Dùng khi {name} mất điện thoại và hết mã dự phòng. Gọi hoặc gặp để chắc là chính người đó nhờ. Mọi phiên của {name} kết thúc ngay; lần tới chỉ cần mật khẩu, rồi bật lại trên điện thoại mới.",
    en: "For when {name} has lost the phone and has no backup code left. Call or meet them to be sure that it is they who ask. All sessions of {name} end at once; next time the password is enough, and they set it up anew on the new phone.",
  },
  "web.people.factorRemoved": {
    vi: "Đã gỡ xác thực hai bước của {name}.",
    en: "The second step of {name} was removed.",
  },
  "web.people.rule": { vi: "Bắt buộc hai bước…", en: "Require a second step…" },
  "web.people.ruleTitle": { vi: "Ai phải đăng nhập hai bước?", en: "Who must sign in with a second step?" },
  "web.people.ruleField": { vi: "Bắt buộc với", en: "Required of" },
  "web.people.ruleBody": {
    vi: "Ai phải có mà chưa bật thì được dẫn tới trang bật ngay (cả người đang làm việc), và chưa làm được gì khác trước khi bật xong. Mỗi người cần điện thoại có ứng dụng tạo mã.",
    en: "Who must have it and has not is led to set it up at once (whoever is at work, too), and can do nothing else before. Each of them needs a phone with a code app.",
  },
  "web.people.rule.nobody": { vi: "Không ai", en: "Nobody" },
  "web.people.rule.administrators": { vi: "Quản trị viên", en: "Administrators" },
  "web.people.rule.operators": {
    vi: "Quản trị viên và cán bộ phụ trách CNTT",
    en: "Administrators and IT officers",
  },
  "web.people.ruleSaved": { vi: "Đã lưu.", en: "Saved." },
  "web.people.notify": { vi: "Tin báo", en: "Messages" },
  "web.people.notifyOf": { vi: "Tin báo của {name}", en: "What {name} is told" },
  "web.people.notifyBody": {
    vi: "{name} nhận tin nào, ở đâu, giờ nào. Địa chỉ để trống ở mọi kênh thì {name} không nhận được gì.",
    en: "What {name} is told, where and when. With no address in any channel, {name} is told nothing.",
  },
  "web.people.unreached": { vi: "chưa nhận tin báo ở đâu", en: "is told nothing anywhere" },
  "web.people.enrolmentsTaken": {
    vi: "{n} mã đăng ký máy do {name} tạo đã thu hồi; máy nào chưa cài thì tạo mã mới ở trang của điểm.",
    en: "{n} enrolment tokens made by {name} are withdrawn; for PCs that have not joined yet make new ones on the site's page.",
  },
} as const satisfies Record<`web.${string}`, Message>;
