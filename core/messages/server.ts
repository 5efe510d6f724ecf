import type { Message } from "./message.ts";

export const serverMessages = {
  // Why a field is refused: fills {reason} of fault.bad_input.
  "server.reason.type": { vi: "cần kiểu {expected}", en: "it must be of type {expected}" },
  "server.reason.format": { vi: "viết chưa đúng dạng", en: "it is not written in the right form" },
  "server.reason.value": { vi: "chỉ nhận {values}", en: "it must be one of {values}" },
  "server.reason.too_long": { vi: "dài quá {max}", en: "it is longer than {max}" },
  "server.reason.too_short": { vi: "ngắn hơn {min}", en: "it is shorter than {min}" },
  "server.reason.too_big": { vi: "lớn hơn {max}", en: "it is more than {max}" },
  "server.reason.too_small": { vi: "nhỏ hơn {min}", en: "it is less than {min}" },
  "server.reason.one_each": {
    vi: "số giá trị phải bằng số thời điểm",
    en: "there must be one value for each time",
  },
  "server.reason.empty": { vi: "không được để trống", en: "it must not be empty" },
  "server.reason.wrong": { vi: "không hợp lệ", en: "it is not valid" },
  "server.reason.backwards": {
    vi: "thời điểm cuối phải sau thời điểm đầu",
    en: "the end must come after the beginning",
  },
  "server.reason.photo": {
    vi: "chỉ nhận ảnh JPEG, PNG hoặc WebP",
    en: "it must be a JPEG, PNG or WebP picture",
  },
  "server.reason.site_unit": {
    vi: "điểm này thuộc đơn vị khác, không phải đơn vị của tài sản; chọn điểm của đơn vị đó hoặc để trống",
    en: "this site belongs to another unit than the asset; choose one of that unit's sites or none",
  },
  "server.reason.itself": {
    vi: "một đơn vị không thể sáp nhập vào chính nó hoặc vào đơn vị dưới nó",
    en: "a unit cannot be merged into itself, or into one below it",
  },
  "server.reason.below_itself": {
    vi: "một đơn vị không thể thuộc chính nó hoặc thuộc đơn vị dưới nó",
    en: "a unit cannot be part of itself, or of one below it",
  },
  "server.reason.merged_stays": {
    vi: "đơn vị đã sáp nhập nằm dưới đơn vị kế tục, không chuyển đi nơi khác được; tên thì vẫn sửa được",
    en: "a merged unit stays below its successor and cannot be moved elsewhere; its name can still be changed",
  },
  "server.reason.merger_ahead": {
    vi: "ngày này chưa tới; sáp nhập có hiệu lực ngay khi bấm, nên hãy làm vào ngày đó hoặc sau đó",
    en: "that day has not come; a merger takes effect at once, so do it on that day or later",
  },
  "server.reason.unit_ended": {
    vi: "đơn vị này không còn (đã sáp nhập); chọn một đơn vị đang hoạt động",
    en: "that unit has ended (it was merged); choose one that is there today",
  },
  "server.reason.field": { vi: "không có số đo tên {name}", en: "there is no measurement named {name}" },
  "server.reason.duration": {
    vi: "viết khoảng thời gian như 45s, 10m, 2h, 3d hoặc 1h30m, nhiều nhất 400d",
    en: "write a duration like 45s, 10m, 2h, 3d or 1h30m, at most 400d",
  },
  "server.reason.hysteresis": {
    vi: "clear phải nằm ở phía tốt của raise (hoặc bằng raise)",
    en: "clear must lie on the good side of raise (or equal it)",
  },
  "server.reason.hours": {
    vi: "viết như 07:30-11:30, lần lượt trong ngày, không chồng nhau",
    en: "write like 07:30-11:30, one after the other within the day, without overlap",
  },
  "server.reason.date": {
    vi: "viết một ngày có thật của năm đó, như 2027-02-06",
    en: "write a real day of that year, like 2027-02-06",
  },
  "server.reason.month_day": {
    vi: "viết tháng-ngày, như 09-02",
    en: "write month and day, like 09-02",
  },
  "server.reason.year": { vi: "viết một năm, như 2028", en: "write a year, like 2028" },
  "server.reason.counter": { vi: "{name} không phải số đếm", en: "{name} is not a counter" },

  // Heads of the columns of an exported table.
  "server.export.time": { vi: "Thời điểm", en: "Time" },
  "server.export.ms": { vi: "Mili giây từ 1970", en: "Milliseconds since 1970" },
  "server.export.site": { vi: "Điểm", en: "Site" },
  "server.export.owner": { vi: "Thiết bị", en: "Device" },
  "server.export.kind": { vi: "Loại", en: "Kind" },
  "server.export.part": { vi: "Bộ phận", en: "Part" },
  "server.export.entity": { vi: "Mã", en: "Entity" },

  // What the first organisation is called until a person renames it.
  "server.first.unit": { vi: "Đơn vị của tôi", en: "My office" },
  "server.first.site": { vi: "Máy này", en: "This machine" },
  "server.first.target": { vi: "Chính máy này", en: "This machine itself" },

  // What a person reads in the terminal at the start.
  "server.start.address": { vi: "Cayda đang chạy tại {address}", en: "Cayda runs at {address}" },
  "server.recover.done": {
    vi: "Mật khẩu dùng một lần của {name}: {password}\n  Đăng nhập bằng tên {username} và mật khẩu này, rồi đặt mật khẩu của riêng mình. Xác thực hai bước của tài khoản này đã gỡ. Lần sau khởi động không kèm --recover nữa: còn thì mật khẩu lại bị đặt mới.",
    en: "Password for one sign-in of {name}: {password}\n  Sign in as {username} with it, then choose one of your own. The second step of this account is removed. Leave --recover out at the next start: it would set the password anew.",
  },
  "server.recover.unknown": {
    vi: "Không có quản trị viên nào có tên đăng nhập “{username}”, nên không đặt lại gì. Quản trị viên đang có: {names}. Dừng máy chủ rồi chạy lại: npm start -- --recover TÊN-ĐĂNG-NHẬP",
    en: "No administrator has the user name “{username}”, so nothing was changed. Administrators: {names}. Stop the server and start it again: npm start -- --recover USER-NAME",
  },
  "server.start.setup": {
    vi: "Chưa có người quản trị. Mở liên kết này (dùng một lần) để đặt tên đăng nhập và mật khẩu:\n  {link}",
    en: "There is no administrator yet. Open this link (it works once) to choose a user name and a password:\n  {link}",
  },
  "server.start.local_only": {
    vi: "Hiện chỉ máy này mở được. Để máy khác truy cập, thêm vào {file}:\n  https:\n    host: 0.0.0.0",
    en: "Only this machine can open it now. To let other machines in, add to {file}:\n  https:\n    host: 0.0.0.0",
  },
  "server.start.lan": {
    vi: "Các máy khác trong mạng truy cập tại {address}",
    en: "Other machines of the network reach it at {address}",
  },
  "server.start.data": { vi: "Số liệu nằm trong {dir}", en: "The data lies in {dir}" },
  "server.start.certificate_changed": {
    vi: "CHÚ Ý: chứng thư của máy chủ đã đổi sang khóa khác, nên {count} máy thu thập đã đăng ký trước đó từ chối kết nối. Chúng chỉ giữ số liệu được khoảng mười ngày. Đặt lại chứng thư và khóa cũ (xem mục tls trong tệp cấu hình), hoặc gia hạn chứng thư bằng đúng khóa cũ rồi khởi động lại; nếu không còn khóa cũ thì đăng ký lại từng máy.",
    en: "WARNING: the server's certificate has another key now, so {count} agents that were enrolled before refuse to connect. They can keep their data for some ten days only. Put the old certificate and key back (see tls in the configuration), or renew the certificate with the same key, and start again; if the old key is lost, enrol each PC again.",
  },
  "server.start.web_missing": {
    vi: "Chưa có trang web: chạy npm run build:web rồi khởi động lại.",
    en: "The web pages are not there yet: run npm run build:web and start again.",
  },
  "server.stop": { vi: "Đang dừng, chờ ghi nốt số liệu…", en: "Stopping; the last data is being written…" },

  // Mistakes in the configuration.
  "server.calendar.missing": {
    vi: "Lịch nghỉ chưa có năm {year}: chỉ tính các ngày lễ cố định, nên dịp Tết sẽ bị coi là ngày làm việc. Thêm năm {year} vào {file} theo thông báo của Bộ Nội vụ.",
    en: "The calendar has no days off for {year}: only the fixed holidays count, so Tết would be taken for working days. Add {year} to {file} from the Ministry of Home Affairs' notice.",
  },
  "server.calendar.check": {
    vi: "Lịch nghỉ năm {year}: cần đối chiếu các ngày {days} với thông báo chính thức, rồi xóa chúng khỏi mục check trong {file}.",
    en: "Days off of {year}: check {days} against the official notice, then take them out of `check` in {file}.",
  },
  "server.config.unreadable": {
    vi: "Không đọc được tệp cấu hình {file}: {reason}",
    en: "The configuration file {file} cannot be read: {reason}",
  },
  "server.config.no_data": {
    vi: "dataDir: không có thư mục {dir}; chạy trong thư mục của máy chủ, hoặc chỉ tệp cấu hình bằng --config",
    en: "dataDir: there is no folder {dir}; run this in the server's folder, or name its configuration with --config",
  },
  "server.config.table_unknown": {
    vi: "{file}: không có bảng nào tên như vậy. Đặt đúng một trong các tên: {known}",
    en: "{file}: there is no table of that name. Give it one of these: {known}",
  },
  "server.config.loopback": {
    vi: "http.host: HTTP không mã hóa chỉ chạy trên chính máy này (127.0.0.1 hoặc ::1); dùng https cho máy khác",
    en: "http.host: plain HTTP is for this machine only (127.0.0.1 or ::1); use https for others",
  },
  "server.config.tls_pair": {
    vi: "tls: cần cả cert và key, hoặc không có cái nào",
    en: "tls: give both cert and key, or neither",
  },
  "server.config.unknown": { vi: "{field}: không có mục này", en: "{field}: there is no such setting" },
  "server.config.wrong": { vi: "{field}: {reason}", en: "{field}: {reason}" },
  "server.history.usage": {
    vi: "Cách dùng:\n  npm run history -- copy --from embedded --to influx (hoặc ngược lại) [--site MÃ] [--since 2026-01-31] [--config TỆP] [--json]\n  npm run history -- export --site MÃ (hoặc --device MÃ, --entity TÊN) [--from 2026-01-01] [--to 2026-12-31] [--resolution raw|hour|day] [--fields a,b] [--format csv|line|parquet] --out TỆP [--config TỆP] [--json]\n  npm run history -- parked [--retry] [--config TỆP] [--json]\nTắt máy chủ Cayda trước khi chạy.",
    en: "Usage:\n  npm run history -- copy --from embedded --to influx (or the other way) [--site ID] [--since 2026-01-31] [--config FILE] [--json]\n  npm run history -- export --site ID (or --device ID, --entity NAME) [--from 2026-01-01] [--to 2026-12-31] [--resolution raw|hour|day] [--fields a,b] [--format csv|line|parquet] --out FILE [--config FILE] [--json]\n  npm run history -- parked [--retry] [--config FILE] [--json]\nStop the Cayda server first.",
  },
  "server.backup.usage": {
    vi: "Cách dùng: npm run backup -- --to THƯ-MỤC [--without-keys] [--config TỆP] [--json]\nMáy chủ Cayda có thể đang chạy.",
    en: "Usage: npm run backup -- --to FOLDER [--without-keys] [--config FILE] [--json]\nThe Cayda server may be running.",
  },
  "server.backup.done": {
    vi: "Xong: bản sao lưu nằm trong {folder} ({bytes} byte): tài khoản, đơn vị, thiết bị, tài sản, kế hoạch, cảnh báo.",
    en: "Done: the backup is in {folder} ({bytes} bytes): people, units, devices, equipment, plans, alerts.",
  },
  "server.backup.elsewhere": {
    vi: "Có cả các tệp nằm ngoài thư mục số liệu, chép vào {folder}: {files}. Khi khôi phục, đặt từng tệp về đúng chỗ cũ.",
    en: "Files from outside the data folder are in it, too, below {folder}: {files}. When you restore, put each back where it was.",
  },
  "server.backup.with_keys": {
    vi: "Trong đó có cả các khóa, chứng thư và tệp cấu hình, nên hãy cất kín như chính máy chủ.",
    en: "The keys, the certificate and the configuration are in it, too: keep it as safe as the server itself.",
  },
  "server.backup.without_keys": {
    vi: "Không có các khóa trong đó: chép riêng registry/credentials.key và thư mục tls trong {dir}, cất ở nơi khác. Không có credentials.key thì các mật khẩu đã lưu không mở lại được; không có tls thì phải đăng ký lại từng máy.",
    en: "The keys are not in it: copy registry/credentials.key and the folder tls of {dir} to another safe place. Without credentials.key the saved secrets cannot be opened again; without tls each PC must be enrolled again.",
  },
  "server.backup.measured": {
    vi: "Số đo không có trong đó. Muốn giữ cả số đo: dừng máy chủ rồi chép thư mục {dir}.",
    en: "Measurements are not in it. To keep them too: stop the server, then copy the folder {dir}.",
  },
  "server.history.parked": {
    vi: "{parked} dòng mà InfluxDB không nhận đang được để riêng; {dropped} dòng đã phải bỏ vì quá nhiều.",
    en: "{parked} lines that InfluxDB did not take are put aside; {dropped} had to go because there were too many.",
  },
  "server.history.retried": {
    vi: "InfluxDB đã nhận {stored} dòng được gửi lại.",
    en: "InfluxDB took {stored} of the lines that were sent again.",
  },
  "server.history.system": {
    vi: "Máy này không cho ghi tệp: {reason}. Kiểm tra thư mục, quyền và chỗ trống.",
    en: "This machine refused a file: {reason}. Check the folder, permissions and free space.",
  },
  "server.history.exported": {
    vi: "Xong: {rows} dòng của {entities} đối tượng đo trong {out} ({bytes} byte).",
    en: "Done: {rows} rows of {entities} measured things in {out} ({bytes} bytes).",
  },
  "server.history.progress": {
    vi: "{done}/{entities}: đã chép {points} giá trị",
    en: "{done}/{entities}: {points} values copied",
  },
  "server.history.done": {
    vi: "Xong: {points} giá trị trong {blocks} khối của {entities} đối tượng đo, {known} khối đã có từ trước; {waiting} giá trị còn chờ ghi.",
    en: "Done: {points} values in {blocks} blocks of {entities} measured things, {known} blocks were there before; {waiting} values wait to be put in place.",
  },
  "server.history.rollups_copied": {
    vi: "Với thời gian không còn từng số đo, đã chép {rows} dòng số liệu tổng hợp giờ và ngày.",
    en: "For the time whose single readings are gone, {rows} rows of hourly and daily summaries were copied.",
  },
  "server.history.rollups_left": {
    vi: "Với thời gian chỉ còn số liệu tổng hợp giờ và ngày, số liệu đó vẫn ở kho cũ, vì chỉ chép được cùng lúc cho mọi điểm. Muốn chép cả phần này: chạy lại lệnh, bỏ --site.",
    en: "For the time of which only hourly and daily summaries are left, these stay in the old store, because they can only be copied for all sites at once. To have them too, run the command again without --site.",
  },
  "server.config.influx_auth": {
    vi: "store.influx.auth: mode basic cần user và một trong hai password, passwordFile; mode token cần một trong hai token, tokenFile",
    en: "store.influx.auth: mode basic needs user and one of password and passwordFile; mode token needs one of token and tokenFile",
  },
  "server.config.registry_url": {
    vi: "registry.url: viết postgresql://TÀI-KHOẢN@MÁY:5432/CƠ-SỞ-DỮ-LIỆU, thêm được ?sslmode=disable|require|verify-ca|verify-full, sslrootcert, options, host",
    en: "registry.url: write postgresql://USER@HOST:5432/DATABASE, optionally with ?sslmode=disable|require|verify-ca|verify-full, sslrootcert, options, host",
  },
  "server.config.registry_password": {
    vi: "registry: cần url, và chỉ một trong ba: mật khẩu trong url, password, passwordFile",
    en: "registry: give url, and only one of a password in the url, password and passwordFile",
  },
  "server.registry.usage": {
    vi: "Cách dùng: npm run registry -- copy [--config TỆP] [--json]\nChép sổ đăng ký từ tệp registry.sqlite sang cơ sở dữ liệu PostgreSQL trống mà cấu hình chỉ (registry.url hoặc CAYDA_REGISTRY). Tắt máy chủ Cayda trước khi chạy.",
    en: "Usage: npm run registry -- copy [--config FILE] [--json]\nCopies the registry from the file registry.sqlite into the empty PostgreSQL database that the configuration names (registry.url or CAYDA_REGISTRY). Stop the Cayda server first.",
  },
  "server.registry.no_target": {
    vi: "registry.url: chưa có; viết địa chỉ PostgreSQL vào cấu hình, hoặc đặt biến môi trường CAYDA_REGISTRY",
    en: "registry.url: is not set; write the address of PostgreSQL into the configuration, or set CAYDA_REGISTRY",
  },
  "server.registry.table": { vi: "{table}: {rows} dòng", en: "{table}: {rows} rows" },
  "server.registry.done": {
    vi: "Xong: {rows} dòng của {tables} bảng đã sang PostgreSQL {server} và đã so lại, giống hệt. Từ nay máy chủ dùng PostgreSQL; cất tệp {file} làm bản sao lưu. Các khóa vẫn ở thư mục registry, đừng xóa.",
    en: "Done: {rows} rows of {tables} tables are in PostgreSQL at {server} and were compared: all the same. From now on the server uses PostgreSQL; keep {file} as a backup. The keys stay in the folder registry: do not delete them.",
  },
  "server.config.retention": {
    vi: "store.retention: số liệu gốc (rawDays) không được giữ lâu hơn số liệu giờ (hourlyMonths), số liệu giờ không lâu hơn số liệu ngày (dailyYears)",
    en: "store.retention: readings (rawDays) cannot be kept longer than hours (hourlyMonths), nor hours longer than days (dailyYears)",
  },
  "server.config.none": {
    vi: "http, https: phải bật ít nhất một trong hai",
    en: "http, https: at least one of them must be on",
  },
} as const satisfies Record<`server.${string}`, Message>;
