import type { Message } from "./message.ts";

/** What the agent says on the command line of an office PC. */
export const agentMessages = {
  "agent.config.mistake": {
    vi: "{field}: {given} chưa đúng, cần {wanted}. Ví dụ đúng: {example}",
    en: "{field}: {given} is not right, it must be {wanted}. Right would be: {example}",
  },
  "agent.config.language": { vi: "vi hoặc en", en: "vi or en" },
  "agent.config.text": { vi: "một dòng chữ không trống", en: "a text that is not empty" },
  "agent.config.origin": {
    vi: "địa chỉ máy chủ gồm https, tên hoặc IP, và cổng, không có gì phía sau",
    en: "the server's address: https, name or IP, port, and nothing behind them",
  },
  "agent.config.section": { vi: "một nhóm gồm nhiều mục con", en: "a group of keys" },
  "agent.config.level": { vi: "info, warn hoặc error", en: "info, warn or error" },
  "agent.config.bytes": {
    vi: "dung lượng từ 1MiB đến 64GiB, viết kèm đơn vị KiB, MiB hoặc GiB",
    en: "a size from 1MiB to 64GiB, with its unit KiB, MiB or GiB",
  },
  "agent.config.age": {
    vi: "khoảng thời gian từ 1h đến 90d, viết kèm đơn vị s, m, h hoặc d",
    en: "a duration from 1h to 90d, with its unit s, m, h or d",
  },
  "agent.config.flush": {
    vi: "khoảng thời gian từ 1s đến 10m, viết kèm đơn vị s hoặc m",
    en: "a duration from 1s to 10m, with its unit s or m",
  },
  "agent.config.unknown": {
    vi: "{field}: không có mục này. Các mục dùng được: {known}",
    en: "{field}: there is no such key. The keys are: {known}",
  },
  "agent.config.yaml": {
    vi: "dòng {line}: không đọc được như YAML ({reason}). Ví dụ đúng: flushEvery: 15s",
    en: "line {line}: not readable as YAML ({reason}). Right would be: flushEvery: 15s",
  },
  "agent.config.notKeys": {
    vi: "tệp phải gồm các dòng dạng mục: giá trị. Ví dụ đúng: flushEvery: 15s",
    en: "the file must hold lines of key: value. Right would be: flushEvery: 15s",
  },
  "agent.config.twice": {
    vi: "{field}: chỉ dùng một trong hai, {field} hoặc {other}. Xóa bớt một mục.",
    en: "{field}: use either {field} or {other}, not both. Remove one of them.",
  },
  "agent.config.secret": {
    vi: "{field}: không đọc được tệp {path} ({reason}). Kiểm tra đường dẫn và quyền đọc.",
    en: "{field}: file {path} cannot be read ({reason}). Check the path and the permission.",
  },
  "agent.config.file": {
    vi: "không đọc được tệp ({reason}). Kiểm tra đường dẫn sau --config.",
    en: "the file cannot be read ({reason}). Check the path behind --config.",
  },
  "agent.usage": {
    vi: `Cách dùng: cayda-agent LỆNH [TÙY CHỌN]
  run                  chạy máy thu thập (dừng bằng Ctrl+C)
  enrol MÃ             đăng ký máy này bằng mã lấy ở trang của điểm
  install [MÃ]         cài để máy thu thập tự chạy cùng máy, hoặc thay bản cũ (quyền quản trị)
  uninstall            gỡ; dữ liệu được giữ lại
  status               cho biết máy này đang thế nào
  diagnose ĐỊA-CHỈ     tìm lý do một thiết bị không trả lời SNMP
Tùy chọn chung: --config TỆP  --data THƯ-MỤC  --lang vi|en
Cho run: --stdin-stop (dừng khi đầu vào đóng)
Cho diagnose: --port SỐ, và --community TÊN hoặc --user TÊN [--auth THUẬT-TOÁN] [--priv THUẬT-TOÁN];
  mật khẩu SNMPv3 lấy từ biến CAYDA_SNMP_AUTH_PASSWORD và CAYDA_SNMP_PRIV_PASSWORD`,
    en: `Usage: cayda-agent COMMAND [OPTIONS]
  run                  run the agent (stop it with Ctrl+C)
  enrol TOKEN          enrol this PC with the token from the site's page
  install [TOKEN]      make the agent start with this PC, or put this version in place (as administrator)
  uninstall            take it off; data are kept
  status               say how this PC is doing
  diagnose ADDRESS     find out why a device does not answer SNMP
For all: --config FILE  --data FOLDER  --lang vi|en
For run: --stdin-stop (stop when the input closes)
For diagnose: --port NUMBER, and --community NAME or --user NAME [--auth ALGORITHM] [--priv ALGORITHM];
  SNMPv3 passwords come from the variables CAYDA_SNMP_AUTH_PASSWORD and CAYDA_SNMP_PRIV_PASSWORD`,
  },
  "agent.usage.mistake": {
    vi: "Lệnh chưa đúng: {reason}.",
    en: "The command is not right: {reason}.",
  },
  "agent.enrolled": {
    vi: "Đã đăng ký máy này vào điểm {site} của máy chủ {server}.",
    en: "This PC is now enrolled at site {site} of server {server}.",
  },
  "agent.status.site": { vi: "Điểm: {site} (máy chủ {server})", en: "Site: {site} (server {server})" },
  "agent.status.running": { vi: "Máy thu thập: đang chạy", en: "Agent: running" },
  "agent.status.stopped": {
    vi: "Máy thu thập: không chạy. Khởi động dịch vụ Cayda, hoặc chạy lệnh run.",
    en: "Agent: not running. Start the Cayda service, or use the command run.",
  },
  "agent.status.contact": {
    vi: "Lần liên lạc gần nhất với máy chủ: {at}",
    en: "Last contact with the server: {at}",
  },
  "agent.status.noContact": {
    vi: "Chưa liên lạc được với máy chủ lần nào.",
    en: "There was no contact with the server yet.",
  },
  "agent.status.empty": {
    vi: "Hàng chờ: trống, mọi số liệu đã tới máy chủ.",
    en: "Waiting: nothing, the server has all data.",
  },
  "agent.status.spool": {
    vi: "Hàng chờ: {blocks} gói ({size} MB), cũ nhất từ {oldest}. Sẽ tự gửi khi liên lạc được.",
    en: "Waiting: {blocks} blocks ({size} MB), the oldest from {oldest}. Sent by itself once the server answers.",
  },
  "agent.status.parked": {
    vi: "Gói máy chủ không nhận, để riêng: {blocks}. Gửi thư mục parked cho người phát triển.",
    en: "Blocks that the server does not take, set aside: {blocks}. Send the folder parked to the developers.",
  },
  "agent.status.dropped": {
    vi: "Số liệu đã phải bỏ vì hết chỗ hoặc quá cũ: {points} giá trị.",
    en: "Thrown away for lack of room or for age: {points} values.",
  },
  "agent.status.trouble": { vi: "Vướng mắc từ {at}: {says}", en: "Trouble since {at}: {says}" },
  "agent.status.noTrouble": { vi: "Không có vướng mắc.", en: "No trouble." },
  "agent.diagnose.passed": { vi: "Đạt: {step}", en: "Passed: {step}" },
  "agent.diagnose.failed": { vi: "Hỏng ở: {step}. {says}", en: "Failed at: {step}. {says}" },
  "agent.diagnose.address": {
    vi: "địa chỉ và thuật toán dùng được",
    en: "address and algorithms can be used",
  },
  "agent.diagnose.answer": { vi: "thiết bị trả lời SNMP", en: "the device answers SNMP" },
  "agent.diagnose.community": { vi: "community được chấp nhận", en: "the community is accepted" },
  "agent.diagnose.user": { vi: "thiết bị biết người dùng SNMPv3", en: "the device knows the SNMPv3 user" },
  "agent.diagnose.authentication": {
    vi: "mật khẩu xác thực đúng",
    en: "the authentication password is right",
  },
  "agent.diagnose.privacy": { vi: "mật khẩu mã hóa đúng", en: "the privacy password is right" },
  "agent.diagnose.interfaces": { vi: "bảng cổng mạng đọc được", en: "the table of interfaces can be read" },
  "agent.finding": { vi: "Kết luận: {says}", en: "Finding: {says}" },
  "agent.finding.dead": {
    vi: "{address} không trả lời cả ping lẫn SNMP: thiết bị tắt, đứt dây, hoặc sai địa chỉ. Kiểm tra nguồn, dây mạng và địa chỉ.",
    en: "{address} answers neither ping nor SNMP: it is off, unplugged, or has another address. Check its power, cable and address.",
  },
  "agent.finding.no_route": {
    vi: "Máy này không có đường mạng tới {address}. Kiểm tra dây mạng và cổng mặc định của máy này.",
    en: "This PC has no way to {address}. Check this PC's own cable and default gateway.",
  },
  "agent.finding.snmp_off": {
    vi: "{address} đang chạy nhưng SNMP chưa bật: chính thiết bị báo cổng {port} không mở. Bật SNMP trên thiết bị.",
    en: "{address} is running, but SNMP is off: the device itself says that port {port} is closed. Switch SNMP on there.",
  },
  "agent.finding.blocked": {
    vi: "{address} trả lời ping nhưng im lặng với SNMP: SNMP chưa bật, hoặc thiết bị hay tường lửa chỉ cho một số máy hỏi. Bật SNMP và thêm địa chỉ máy này vào danh sách được phép.",
    en: "{address} answers ping but is silent to SNMP: SNMP is off, or the device or a firewall lets only certain PCs ask. Switch SNMP on and add this PC's address to those allowed.",
  },
  "agent.finding.silent": {
    vi: "{address} không trả lời SNMP, và máy này không chạy được ping để thử thêm. Thử ping từ máy khác.",
    en: "{address} does not answer SNMP, and this PC cannot run ping to find out more. Try ping from another PC.",
  },
  "agent.finding.community": {
    vi: "{address} có bật SNMP nhưng không nhận community này: community sai, hoặc chỉ dành cho một số máy. Kiểm tra cả hai trên thiết bị.",
    en: "SNMP is on at {address}, but it does not take this community: it is wrong, or meant for certain PCs only. Check both on the device.",
  },
  "agent.finding.part": {
    vi: "{address} trả lời nhưng không cho xem bảng cổng mạng: quyền xem (view) quá hẹp, hoặc thiết bị không có bảng này. Mở rộng view tới 1.3.6.1.",
    en: "{address} answers, but does not show its ports: the view is too narrow, or it has no such table. Widen the view to 1.3.6.1.",
  },
  "agent.finding.part_silent": {
    vi: "{address} chỉ trả lời câu hỏi ngắn rồi im: thiết bị quá tải hoặc gói lớn bị chặn. Thử lại lúc vắng và kiểm tra MTU.",
    en: "{address} answers short questions only: it is overloaded, or large packets are lost. Try at a quiet time and check the MTU.",
  },
} as const satisfies Record<`agent.${string}`, Message>;
