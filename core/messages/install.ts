import type { Message } from "./message.ts";

/** What is said while a program of Cayda is put on a machine, taken off it, or packed for machines without Internet. */
export const installMessages = {
  "install.agent.title": {
    vi: "Cayda: đo tình trạng máy này và mạng của điểm, gửi về máy chủ Cayda của cơ quan",
    en: "Cayda: measures this PC and the network of its site for the office's Cayda server",
  },
  "install.server.title": {
    vi: "Máy chủ Cayda: theo dõi mạng và thiết bị CNTT",
    en: "Cayda server: watches networks and IT equipment",
  },
  "install.agent.ask": {
    vi: "Dán mã đăng ký (lấy ở trang của điểm) rồi bấm Enter: ",
    en: "Paste the enrolment token (from the site's page), then press Enter: ",
  },
  "install.agent.needed": {
    vi: "Máy này chưa đăng ký nên cần mã đăng ký. Lấy mã ở trang của điểm (Thêm máy thu thập), rồi chạy lại: install MÃ",
    en: "This PC is not enrolled yet, so a token is needed. Make one on the page of its site (Add agent), then run: install TOKEN",
  },
  "install.agent.done": {
    vi: "Xong. Máy thu thập đã chạy và sẽ tự chạy mỗi khi bật máy. Điểm: {site}. Máy chủ: {server}.\nChương trình: {program}\nSố liệu chờ gửi: {home}\nSau một phút máy này hiện ở trang của điểm.",
    en: "Done. The agent runs, and starts with this PC from now on. Site: {site}. Server: {server}.\nProgram: {program}\nData that waits to be sent: {home}\nIn a minute this PC is on the page of its site.",
  },
  "install.agent.source": {
    vi: "Lệnh này chỉ chạy từ thư mục cài đặt của máy thu thập. Tạo thư mục đó bằng npm run bundle, chép sang máy này rồi chạy install trong đó.",
    en: "This only works from the agent's own folder. Make that folder with npm run bundle, copy it to this PC and run install there.",
  },
  "install.server.done": {
    vi: "Xong. Máy chủ đã chạy và sẽ tự chạy mỗi khi bật máy.\nChương trình: {program}\nSố liệu, cấu hình và khóa: {home}",
    en: "Done. The server runs, and starts with this machine from now on.\nProgram: {program}\nData, settings and keys: {home}",
  },
  "install.server.backed_up": {
    vi: "Trước khi đổi bản mới, sổ đăng ký và các khóa đã được chép vào {folder}.",
    en: "Before the new version took over, registry and keys were copied to {folder}.",
  },
  "install.server.silent": {
    vi: "Máy chủ chưa báo gì sau {seconds} giây. Xem nó nói gì: Windows chạy cayda.cmd start trong {program} bằng quyền quản trị; Linux: journalctl -u cayda.",
    en: "The server has not said anything for {seconds} seconds. See what it says: on Windows run cayda.cmd start in {program} as administrator; on Linux: journalctl -u cayda.",
  },
  "install.removed": {
    vi: "Đã gỡ: chương trình không chạy nữa và không tự chạy lại. Dữ liệu vẫn còn ở {home}, tệp chương trình ở {program}: xóa hai thư mục đó nếu không dùng nữa.",
    en: "Removed: it runs no more and does not come back. Its data are still in {home}, its programs in {program}: delete both folders if nobody needs them.",
  },
  "install.not_allowed": {
    vi: "Cần quyền quản trị máy. Windows: bấm chuột phải vào install.cmd, chọn Run as administrator. Linux: chạy bằng sudo.",
    en: "This needs an administrator of the machine. Windows: right-click install.cmd and choose Run as administrator. Linux: use sudo.",
  },
  "install.unsupported": {
    vi: "Chỉ cài tự chạy được trên Windows và Linux; máy này là {platform}. Trên máy này hãy chạy npm start.",
    en: "Starting with the machine is for Windows and Linux only; this is {platform}. Use npm start here.",
  },
  "install.failed": {
    vi: "Chưa cài xong: lệnh sau của hệ thống báo lỗi {code}.\n  {command}\n  {said}\nChạy lại sau khi xử lý; chạy lại không làm hỏng gì.",
    en: "Not finished: this command of the system failed with {code}.\n  {command}\n  {said}\nRun it again once that is mended; running it again does no harm.",
  },

  "install.command.usage": {
    vi: `Cách dùng: cayda LỆNH
  start                chạy máy chủ trong cửa sổ này (dừng bằng Ctrl+C); chưa cài thì dữ liệu chạy thử nằm ở thư mục data bên cạnh
  install              cài để máy chủ tự chạy cùng máy, hoặc thay bản cũ bằng bản này
  uninstall            gỡ; dữ liệu được giữ lại
  backup --to THƯ-MỤC  chép sổ đăng ký và các khóa
  password TÊN         đặt mật khẩu dùng một lần cho quản trị viên không vào được nữa
  history, plan        như npm run history, npm run plan`,
    en: `Usage: cayda COMMAND
  start                run the server in this window (stop it with Ctrl+C); before install its data are the folder data beside
  install              make the server start with this machine, or put this version in place of an older one
  uninstall            take it off; data are kept
  backup --to FOLDER   copy registry and keys
  password NAME        a password for one sign-in, for an administrator who cannot get in any more
  history, plan        as npm run history, npm run plan`,
  },

  "install.bundle.usage": {
    vi: "Cách dùng: npm run bundle -- --out THƯ-MỤC [--for win-x64,linux-x64,linux-arm64]\nKhông ghi --for thì đóng gói cho Windows và Linux (x64).",
    en: "Usage: npm run bundle -- --out FOLDER [--for win-x64,linux-x64,linux-arm64]\nWithout --for it is for Windows and Linux (x64).",
  },
  "install.bundle.fetching": {
    vi: "Lấy Node cho {target} từ kho npm (cần Internet hoặc bộ nhớ đệm của npm)…",
    en: "Fetching Node for {target} from the npm registry (needs the Internet, or npm's cache)…",
  },
  "install.bundle.no_node": {
    vi: "Không lấy được Node cho {target}: {reason}. Chạy lệnh này trên máy có Internet, hoặc chỉ đóng gói cho hệ điều hành của máy này.",
    en: "Node for {target} could not be fetched: {reason}. Run this on a machine with Internet, or pack for this machine's own system only.",
  },
  "install.bundle.not_empty": {
    vi: "Thư mục {folder} đã có gì đó. Chọn một thư mục mới, để bản cũ không lẫn vào bản mới.",
    en: "The folder {folder} is not empty. Choose a new one, so that nothing of an old version gets among the new.",
  },
  "install.bundle.missing": {
    vi: "Chưa có {files}: chạy bằng npm run bundle để các phần đó được dựng trước.",
    en: "{files} are not there: run this with npm run bundle, which builds them first.",
  },
  "install.bundle.done": {
    vi: "Xong: {folder} ({megabytes} MB). Chép cả thư mục sang USB; trong đó có tệp hướng dẫn DOC-TRUOC.txt.",
    en: "Done: {folder} ({megabytes} MB). Copy the whole folder to a USB stick; READ-ME.txt in it says how to go on.",
  },
  "install.bundle.guide": {
    vi: `CAYDA {version}: CÀI Ở NƠI KHÔNG CÓ INTERNET

Trong thư mục này:
  server-…   máy chủ, cài trên MỘT máy của cơ quan
  agent-…    máy thu thập, cài trên máy tính ở từng trụ sở
Chọn đúng hệ điều hành: win-x64 là Windows 10 trở lên (64 bit), linux-x64 là Linux.

MÁY CHỦ
1. Chép thư mục server-… vào máy chủ.
2. Windows: bấm chuột phải vào install.cmd, chọn Run as administrator. Linux: sudo sh install.sh
3. Màn hình in địa chỉ và một liên kết dùng một lần. Mở liên kết đó trên chính máy chủ, đặt tên và mật khẩu người quản trị.
   (Lỡ đóng cửa sổ: địa chỉ và liên kết nằm trong tệp greeting.txt của thư mục dữ liệu.)
4. Máy chủ mở cổng 8443 cho các máy khác. Nếu máy tính ở xã không vào được, hỏi người quản lý mạng mở cổng TCP 8443 tới máy chủ.

MÁY TÍNH Ở TRỤ SỞ (chỉ Windows 10 trở lên hoặc Linux)
1. Trên trang web của Cayda, mở trang của điểm, bấm Thêm máy thu thập, chép mã đăng ký.
2. Chép thư mục agent-… vào máy tính đó (USB hoặc thư mục chia sẻ).
3. Windows: bấm chuột phải vào install.cmd, chọn Run as administrator, dán mã. Linux: sudo sh install.sh MÃ
   Cài cho nhiều máy không cần hỏi gì (tập lệnh khởi động của GPO, PsExec…): install.cmd MÃ
   Mã tạo cho nhiều máy thì dùng lại được cho các máy của cùng điểm.
4. Sau một phút máy hiện ở trang của điểm. Máy thu thập chỉ gửi đi, không mở cổng nào; bộ cài cho phép các máy cùng mạng ping máy này.

BẢN MỚI
Tạo lại thư mục này từ bản mới, chép sang, chạy install như lần đầu. Không cần mã; dữ liệu, cấu hình giữ nguyên.
Máy chủ tự chép sổ đăng ký trước khi đổi (thư mục backups).

SAO LƯU, QUÊN MẬT KHẨU
Trong thư mục chương trình của máy chủ, bằng quyền quản trị:
  cayda.cmd backup --to D:\\sao-luu        (Linux: sudo sh cayda.sh backup --to /mnt/sao-luu)
  cayda.cmd password TÊN-ĐĂNG-NHẬP       in ra mật khẩu dùng một lần

GỠ
Windows: uninstall.cmd bằng quyền quản trị. Linux: sudo sh uninstall.sh
`,
    en: `CAYDA {version}: INSTALLATION WITHOUT INTERNET

In this folder:
  server-…   the server, for ONE machine of the office
  agent-…    the agent, for PCs at each site
Take the one of the right system: win-x64 is Windows 10 or later (64 bit), linux-x64 is Linux.

THE SERVER
1. Copy the folder server-… to the server.
2. Windows: right-click install.cmd, choose Run as administrator. Linux: sudo sh install.sh
3. It prints an address and a link that works once. Open the link on the server itself, choose the administrator's name and password.
   (If the window was closed: both are in greeting.txt in the data folder.)
4. The server opens port 8443 to other machines. If PCs of other offices cannot reach it, ask who runs the network for TCP port 8443 to the server.

PCs AT A SITE (Windows 10 or later, or Linux)
1. On the web pages of Cayda, open the page of the site, choose Add agent, copy the enrolment token.
2. Copy the folder agent-… to that PC (USB stick or a shared folder).
3. Windows: right-click install.cmd, choose Run as administrator, paste the token. Linux: sudo sh install.sh TOKEN
   For many PCs, without questions (start-up script of a GPO, PsExec …): install.cmd TOKEN
   A token that was made for several PCs serves all PCs of its site.
4. In a minute the PC is on the page of its site. The agent only sends and opens no port; the installation lets PCs of the same network ping this one.

A NEW VERSION
Make this folder anew from the new version, copy it, run install as the first time. No token is needed; data and settings stay.
The server copies its registry before (folder backups).

BACKUP, FORGOTTEN PASSWORD
In the server's program folder, as administrator:
  cayda.cmd backup --to D:\\backup         (Linux: sudo sh cayda.sh backup --to /mnt/backup)
  cayda.cmd password USER-NAME            prints a password for one sign-in

TO REMOVE IT
Windows: uninstall.cmd as administrator. Linux: sudo sh uninstall.sh
`,
  },

  "install.password.usage": {
    vi: "Cách dùng: npm run password -- TÊN-ĐĂNG-NHẬP [--config TỆP]\nĐặt mật khẩu dùng một lần. Máy chủ Cayda có thể đang chạy.",
    en: "Usage: npm run password -- USER-NAME [--config FILE]\nSets a password for one sign-in. The Cayda server may be running.",
  },
  "install.password.unknown": {
    vi: "Không có quản trị viên nào tên đăng nhập {username}. Quản trị viên đang có: {known}.",
    en: "No administrator has the user name {username}. Administrators: {known}.",
  },
  "install.password.postgres": {
    vi: "Sổ đăng ký nằm trong PostgreSQL, chỉ máy chủ đang giữ mới ghi được: dừng máy chủ rồi chạy một lần npm start -- --recover TÊN-ĐĂNG-NHẬP.",
    en: "The registry is in PostgreSQL, where only the server that owns it writes: stop the server, then start it once with npm start -- --recover USER-NAME.",
  },
  "install.password.done": {
    vi: "Mật khẩu dùng một lần của {username}: {password}\nĐăng nhập bằng mật khẩu này rồi đổi ngay. Xác thực hai bước của tài khoản này đã gỡ, mọi phiên đang mở đã kết thúc; việc này được ghi vào lịch sử thay đổi.",
    en: "The password of {username} for one sign-in: {password}\nSign in with it and choose another at once. The second step of this account is removed, all its sessions were ended; the history of changes tells of this.",
  },
} as const satisfies Record<`install.${string}`, Message>;
