import type { Message } from "./message.ts";

/** Set-up, sign-in, dialogs and settings. */
export const webFormMessages = {
  "web.setup.title": { vi: "Thiết lập Cayda", en: "Set Cayda up" },
  "web.setup.body": {
    vi: "Tạo tài khoản quản trị đầu tiên. Đường dẫn này chỉ dùng được một lần.",
    en: "Create the first administrator. This link works only once.",
  },
  "web.setup.create": { vi: "Tạo tài khoản và vào Cayda", en: "Create the account and enter" },
  "web.setup.done": { vi: "Cayda đã được thiết lập.", en: "Cayda is set up already." },
  "web.setup.toSignIn": { vi: "Tới trang đăng nhập", en: "Go to sign-in" },
  "web.setup.needed": { vi: "Cayda chưa được thiết lập", en: "Cayda is not set up yet" },
  "web.setup.noKey": {
    vi: "Mở đường dẫn thiết lập mà máy chủ in ra khi khởi động (dạng /setup?key=…). Nếu không còn, khởi động lại máy chủ để có đường dẫn mới.",
    en: "Open the set-up link that the server printed when it started (like /setup?key=…). If it is gone, restart the server to get a new one.",
  },
  "web.signIn.title": { vi: "Đăng nhập", en: "Sign in" },
  "web.signIn.button": { vi: "Đăng nhập", en: "Sign in" },
  "web.signIn.expired": {
    vi: "Phiên làm việc đã hết. Đăng nhập lại để xem tiếp trang đang mở.",
    en: "Your session has ended. Sign in to return to the page that you had open.",
  },
  "web.signIn.about": {
    vi: "Giám sát mạng và thiết bị công nghệ thông tin của cơ quan",
    en: "Watches an office's network and IT equipment",
  },

  "web.due.title": { vi: "Đặt mật khẩu của bạn", en: "Set your own password" },
  "web.due.body": {
    vi: "Mật khẩu vừa dùng do người quản trị đặt tạm, người khác cũng biết. Đặt mật khẩu chỉ mình bạn biết để vào Cayda.",
    en: "The password you used was set by an administrator, so somebody else knows it. Set one that only you know to enter Cayda.",
  },
  "web.due.current": { vi: "Mật khẩu tạm vừa dùng", en: "The password you used" },
  "web.due.button": { vi: "Đổi mật khẩu và vào Cayda", en: "Change it and enter" },

  "web.field.fullName": { vi: "Họ và tên", en: "Full name" },
  "web.field.username": { vi: "Tên đăng nhập", en: "User name" },
  "web.field.usernameRule": {
    vi: "3 đến 30 ký tự: chữ không dấu, số, dấu chấm, gạch ngang, gạch dưới. Ví dụ: nguyen.van.an",
    en: "3 to 30 characters: letters without diacritics, digits, dot, hyphen, underscore. For example: nguyen.van.an",
  },
  "web.field.password": { vi: "Mật khẩu", en: "Password" },
  "web.field.passwordRule": {
    vi: "Từ 10 ký tự trở lên; một câu dài dễ nhớ tốt hơn ký tự lạ. Không có mật khẩu mặc định.",
    en: "At least 10 characters; a long phrase is better than odd characters. There is no default password.",
  },
  "web.field.passwordAgain": { vi: "Nhập lại mật khẩu", en: "Password again" },
  "web.field.passwordShow": { vi: "Hiện mật khẩu", en: "Show password" },
  "web.field.currentPassword": { vi: "Mật khẩu hiện tại", en: "Present password" },
  "web.field.newPassword": { vi: "Mật khẩu mới", en: "New password" },
  "web.field.name": { vi: "Tên", en: "Name" },
  "web.field.optional": { vi: "không bắt buộc", en: "optional" },
  "web.field.address": { vi: "Địa chỉ", en: "Address" },
  "web.field.addressRule": {
    vi: "Viết dạng 10.1.2.3, hoặc tên máy trong mạng nội bộ.",
    en: "Write it like 10.1.2.3, or a host name of the LAN.",
  },
  "web.field.port": { vi: "Cổng UDP", en: "UDP port" },
  "web.field.class": { vi: "Loại thiết bị", en: "Kind of device" },
  "web.field.snmp": { vi: "Cách đọc", en: "How to read it" },
  "web.field.snmpNone": { vi: "Chưa có thông tin SNMP", en: "No SNMP settings yet" },
  "web.field.snmpKeep": { vi: "Giữ thông tin SNMP hiện có", en: "Keep the SNMP settings" },
  "web.field.community": { vi: "Chuỗi đọc SNMP (community)", en: "Community" },
  "web.field.communityRule": {
    vi: "Như mật khẩu chỉ đọc (read-only), đặt trên thiết bị. Lưu mã hóa, không hiện lại.",
    en: "The read-only community set on the device. Stored encrypted, never shown again.",
  },
  "web.field.snmpUser": { vi: "Người dùng SNMPv3", en: "SNMPv3 user" },
  "web.field.auth": { vi: "Xác thực", en: "Authentication" },
  "web.field.authPassword": { vi: "Mật khẩu xác thực", en: "Authentication password" },
  "web.field.priv": { vi: "Mã hóa", en: "Privacy" },
  "web.field.privPassword": { vi: "Mật khẩu mã hóa", en: "Privacy password" },
  "web.field.protocolNone": { vi: "Không dùng", en: "None" },
  "web.field.secretRule": {
    vi: "8 đến 128 ký tự, đúng như đặt trên thiết bị. Lưu mã hóa, không hiện lại.",
    en: "8 to 128 characters, as set on the device. Stored encrypted, never shown again.",
  },
  "web.field.desWarning": {
    vi: "DES đã cũ và không phải máy nào cũng dùng được; chọn AES nếu thiết bị có.",
    en: "DES is obsolete and does not work on every PC; choose AES if the device has it.",
  },
  "web.field.uses": { vi: "Số máy được dùng mã này", en: "PCs that may use it" },
  "web.field.hours": { vi: "Có hiệu lực (giờ)", en: "Valid for (hours)" },
  "web.field.kind": { vi: "Cấp", en: "Level" },
  "web.field.parent": { vi: "Thuộc", en: "Part of" },
  "web.field.parentNone": { vi: "Không thuộc đơn vị nào (cấp cao nhất)", en: "Nothing (top level)" },
  "web.field.unit": { vi: "Đơn vị", en: "Unit" },

  "web.field.chooseFile": { vi: "Chọn tệp…", en: "Choose a file…" },
  "web.field.noFile": { vi: "Chưa chọn tệp nào", en: "No file chosen" },

  "web.mistake.required": { vi: "Điền ô này.", en: "Fill this in." },
  "web.mistake.address": {
    vi: "Địa chỉ chưa đúng. Viết dạng 10.1.2.3.",
    en: "This is not an address. Write it like 10.1.2.3.",
  },
  "web.mistake.port": {
    vi: "Số từ 1 đến 65535. Thường là 161.",
    en: "A number from 1 to 65535. Usually 161.",
  },
  "web.mistake.username": {
    vi: "Chỉ dùng chữ không dấu, số và . - _, từ 3 đến 30 ký tự. Ví dụ: nguyen.van.an",
    en: "Only letters without diacritics, digits and . - _, 3 to 30 characters. For example: nguyen.van.an",
  },
  "web.mistake.password": {
    vi: "Cần từ 10 ký tự; mới có {n}.",
    en: "At least 10 characters; there are {n}.",
  },
  "web.mistake.passwordLong": { vi: "Nhiều nhất 128 ký tự.", en: "At most 128 characters." },
  "web.mistake.passwordSame": {
    vi: "Giống mật khẩu hiện tại. Chọn mật khẩu khác.",
    en: "This is the present password. Choose another.",
  },
  "web.mistake.passwordAgain": { vi: "Hai lần nhập chưa giống nhau.", en: "The two entries differ." },
  "web.mistake.secret": { vi: "Cần từ 8 đến 128 ký tự.", en: "8 to 128 characters are needed." },
  "web.mistake.privWithoutAuth": {
    vi: "Muốn mã hóa phải có xác thực. Chọn thuật toán xác thực trước.",
    en: "Privacy needs authentication. Choose an authentication algorithm first.",
  },
  "web.mistake.uses": { vi: "Số nguyên từ 1 đến 1000.", en: "A whole number from 1 to 1000." },
  "web.mistake.hours": {
    vi: "Số nguyên từ 1 đến 8760 (một năm).",
    en: "A whole number from 1 to 8760 (a year).",
  },
  "web.mistake.moment": {
    vi: "Viết ngày giờ như 30/11/2026 17:30.",
    en: "Write date and time like 30/11/2026 17:30.",
  },
  "web.mistake.money": {
    vi: "Số tiền nguyên, ví dụ 15.000.000.",
    en: "A whole amount, for example 15,000,000.",
  },
  "web.mistake.date": { vi: "Ngày viết dạng 31/12/2024.", en: "Write the date as 31/12/2024." },
  "web.mistake.dayToCome": {
    vi: "Ngày này chưa tới. Ghi ngày đã diễn ra.",
    en: "This day has not come yet. Enter the day when it happened.",
  },
  "web.mistake.choose": { vi: "Chọn một mục trong danh sách.", en: "Choose one of the list." },
  "web.mistake.changed": {
    vi: "Bản mới ghi “{value}”. Lưu lần nữa thì ô này theo bạn.",
    en: "The new version says “{value}”. Save again and this field is as you typed it.",
  },
  "web.mistake.server": { vi: "{says}", en: "{says}" },
  "web.mistake.mac": { vi: "Viết dạng aa:bb:cc:dd:ee:ff.", en: "Write it as aa:bb:cc:dd:ee:ff." },
  "web.mistake.count": { vi: "Số nguyên từ {min} đến {max}.", en: "A whole number from {min} to {max}." },
  "web.mistake.long": { vi: "Nhiều nhất {max} ký tự.", en: "At most {max} characters." },

  "web.device.addTitle": { vi: "Thêm thiết bị", en: "Add a device" },
  "web.device.editTitle": { vi: "Sửa {name}", en: "Edit {name}" },
  "web.device.nameRule": {
    vi: "Để trống thì dùng tên thiết bị tự khai.",
    en: "Left empty, the name that the device gives itself is used.",
  },
  "web.device.add": { vi: "Thêm", en: "Add" },
  "web.device.save": { vi: "Lưu", en: "Save" },
  "web.device.added": {
    vi: "Đã thêm {name}. Lần đo đầu đến trong khoảng một phút.",
    en: "{name} was added. The first reading comes within about a minute.",
  },
  "web.device.saved": { vi: "Đã lưu {name}.", en: "{name} was saved." },
  "web.device.removeTitle": { vi: "Gỡ {name}?", en: "Remove {name}?" },
  "web.device.removeBody": {
    vi: "Cayda thôi đọc thiết bị này và nó không còn trong các bảng.",
    en: "Cayda stops reading this device and it leaves the tables.",
  },
  "web.device.removed": { vi: "Đã gỡ {name}.", en: "{name} was removed." },

  "web.target.addTitle": { vi: "Thêm đích kiểm tra", en: "Add a ping target" },
  "web.target.nameHint": { vi: "Ví dụ: Cổng mặc định", en: "For example: Gateway" },
  "web.target.added": { vi: "Đã thêm {name}.", en: "{name} was added." },
  "web.target.remove": { vi: "Gỡ", en: "Remove" },
  "web.target.removeTitle": { vi: "Gỡ đích {name}?", en: "Remove target {name}?" },
  "web.target.removeBody": {
    vi: "Cayda thôi kiểm tra {address} và nó không còn trong bảng.",
    en: "Cayda stops pinging {address} and it leaves the table.",
  },
  "web.target.removed": { vi: "Đã gỡ {name}.", en: "{name} was removed." },

  "web.token.title": { vi: "Thêm máy thu thập cho {site}", en: "Add an agent to {site}" },
  "web.token.body": {
    vi: "Tạo mã đăng ký, rồi cài máy thu thập trên máy tính ở điểm bằng mã đó. Mã chỉ dùng cho điểm này và chỉ hiện một lần.",
    en: "Make an enrolment token, then install the agent with it on a PC of the site. It is for this site only and is shown once.",
  },
  "web.token.make": { vi: "Tạo mã đăng ký", en: "Make the token" },
  "web.token.install": {
    vi: "Trên máy tính của điểm, mở thư mục cài agent-… (tạo bằng npm run bundle). Windows: bấm chuột phải vào install.cmd, chọn Run as administrator, dán mã. Linux: sudo sh install.sh rồi dán mã.",
    en: "On the site's PC open the folder agent-… (made with npm run bundle). Windows: right-click install.cmd, choose Run as administrator, paste the token. Linux: sudo sh install.sh, then paste it.",
  },
  "web.token.command": {
    vi: "Máy có mã nguồn Cayda thì chạy lệnh này, sau đó chạy npm run agent -- run:",
    en: "Where Cayda's source is, run this, then npm run agent -- run:",
  },
  "web.token.onlyHere": {
    vi: "Máy chủ hiện chỉ nhận kết nối từ chính nó, nên mã này ({server}) không dùng được trên máy khác. Đặt https.host: 0.0.0.0 trong server.yaml, chạy lại máy chủ, rồi tạo mã mới.",
    en: "The server lets only its own machine in now, so this token ({server}) is of no use on another PC. Set https.host: 0.0.0.0 in server.yaml, start the server again, then make a new token.",
  },
  "web.token.leads": {
    vi: "Mã dẫn tới {server}: máy ở điểm phải kết nối được tới địa chỉ đó. Nếu không phải, đặt https.publicAddress trong server.yaml, chạy lại máy chủ, tạo mã mới.",
    en: "The token leads to {server}: the site's PC must reach that address. If it is the wrong one, set https.publicAddress in server.yaml, start the server again and make a new token.",
  },
  "web.token.after": {
    vi: "Máy hiện ở đây trong khoảng một phút sau khi chạy. Mã hết hạn lúc {at}, dùng được cho {n} máy.",
    en: "The PC appears here within about a minute. The token expires at {at} and serves {n} PCs.",
  },
  "web.token.once": {
    vi: "Sao chép ngay: đóng cửa sổ này thì không xem lại được.",
    en: "Copy it now: once this is closed it cannot be seen again.",
  },

  "web.agent.revoke": { vi: "Thu hồi", en: "Revoke" },
  "web.agent.revokeTitle": { vi: "Thu hồi quyền của {host}?", en: "Revoke {host}?" },
  "web.agent.revokeBody": {
    vi: "Máy chủ thôi nhận số liệu từ máy này. Số liệu đã có vẫn giữ. Muốn dùng lại phải đăng ký bằng mã mới.",
    en: "The server takes no more data from this PC. What it has is kept. To use it again, enrol it with a new token.",
  },
  "web.agent.revoked": { vi: "Đã thu hồi quyền của {host}.", en: "{host} was revoked." },

  "web.settings.title": { vi: "Cài đặt", en: "Settings" },
  "web.settings.display": { vi: "Hiển thị", en: "Display" },
  "web.settings.language": { vi: "Ngôn ngữ", en: "Language" },
  "web.settings.theme": { vi: "Nền", en: "Theme" },
  "web.settings.themeSystem": { vi: "Theo máy", en: "As the PC" },
  "web.settings.themeLight": { vi: "Sáng", en: "Light" },
  "web.settings.themeDark": { vi: "Tối", en: "Dark" },
  "web.settings.organisation": { vi: "Đơn vị và điểm", en: "Units and sites" },
  "web.settings.addUnit": { vi: "Thêm đơn vị", en: "Add unit" },
  "web.settings.addSite": { vi: "Thêm điểm", en: "Add site" },
  "web.settings.addUnitTitle": { vi: "Thêm đơn vị", en: "Add a unit" },
  "web.settings.addSiteTitle": { vi: "Thêm điểm", en: "Add a site" },
  "web.settings.siteHint": {
    vi: "Một điểm là một mạng LAN ở một nơi. Ví dụ: Trụ sở UBND xã Hương Sơn",
    en: "A site is one LAN at one place. For example: Hương Sơn headquarters",
  },
  "web.settings.unitHint": { vi: "Ví dụ: Xã Hương Sơn", en: "For example: Xã Hương Sơn" },
  "web.settings.added": { vi: "Đã thêm {name}.", en: "{name} was added." },
  "web.settings.noUnits": {
    vi: "Chưa có đơn vị nào. Thêm tỉnh, cụm hoặc xã trước, rồi thêm điểm.",
    en: "No units yet. Add a province, cluster or commune first, then a site.",
  },
  "web.settings.noSitesInUnit": { vi: "chưa có điểm", en: "no sites" },
  "web.settings.agents": { vi: "Máy thu thập", en: "Agents" },
  "web.settings.account": { vi: "Tài khoản", en: "Account" },
  "web.settings.changePassword": { vi: "Đổi mật khẩu", en: "Change password" },
  "web.settings.passwordChanged": {
    vi: "Đã đổi mật khẩu. Các phiên đăng nhập khác đã bị đóng.",
    en: "The password was changed. All other sessions were ended.",
  },
  "web.settings.version": { vi: "Cayda phiên bản {version}", en: "Cayda version {version}" },
  "web.settings.readOnly": {
    vi: "Tài khoản của bạn chỉ được xem. Việc thêm, sửa do người quản trị hoặc cán bộ phụ trách làm.",
    en: "Your account may only look. Administrators and officers add and change.",
  },
  "web.role.administrator": { vi: "Quản trị", en: "Administrator" },
  "web.role.officer": { vi: "Cán bộ phụ trách CNTT", en: "IT officer" },
  "web.role.viewer": { vi: "Người xem", en: "Viewer" },
  "web.role.leader": { vi: "Lãnh đạo", en: "Leader" },
  "web.role.accountant": { vi: "Kế toán", en: "Accountant" },
  "web.kind.province": { vi: "Tỉnh, thành phố", en: "Province, city" },
  "web.kind.cluster": { vi: "Cụm", en: "Cluster" },
  "web.kind.commune": { vi: "Xã, phường", en: "Commune, ward" },
  "web.kind.department": { vi: "Phòng chuyên môn", en: "Department" },
} as const satisfies Record<`web.${string}`, Message>;
