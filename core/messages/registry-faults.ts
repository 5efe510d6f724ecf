import type { Message } from "./message.ts";

/** What can happen to the registry where it lies in PostgreSQL; for whoever runs the server, and for a page that has to wait. */
export const registryFaults = {
  "fault.registry_unreachable": {
    vi: "Cơ sở dữ liệu PostgreSQL {server} không trả lời ({reason}). Kiểm tra dịch vụ PostgreSQL và mạng; máy thu thập giữ số liệu và gửi lại, máy chủ tự chạy tiếp khi có lại cơ sở dữ liệu.",
    en: "The PostgreSQL database {server} does not answer ({reason}). Check the PostgreSQL service and the network; agents keep their data and send again, and the server goes on by itself once the database is back.",
  },
  "fault.registry_unauthorized": {
    vi: "PostgreSQL {server} không cho tài khoản {user} vào ({reason}). Sửa tên hoặc mật khẩu ở mục registry của cấu hình (CAYDA_REGISTRY, CAYDA_REGISTRY_PASSWORD), hoặc quyền vào trong pg_hba.conf.",
    en: "PostgreSQL at {server} does not let the account {user} in ({reason}). Mend the name or password under registry in the configuration (CAYDA_REGISTRY, CAYDA_REGISTRY_PASSWORD), or what pg_hba.conf allows.",
  },
  "fault.registry_database_missing": {
    vi: "Trên máy chủ PostgreSQL không có cơ sở dữ liệu {database} ({server}). Tạo bằng: createdb --owner={user} --encoding=UTF8 --template=template0 {database}; hoặc sửa registry.url trong cấu hình.",
    en: "The PostgreSQL server has no database {database} ({server}). Create it: createdb --owner={user} --encoding=UTF8 --template=template0 {database}; or mend registry.url in the configuration.",
  },
  "fault.registry_forbidden": {
    vi: "Tài khoản {user} không được tạo bảng trong cơ sở dữ liệu {database} ({reason}). Cho quyền bằng: ALTER DATABASE {database} OWNER TO {user}; hoặc GRANT USAGE, CREATE ON SCHEMA public TO {user}.",
    en: "The account {user} may not make tables in the database {database} ({reason}). Allow it: ALTER DATABASE {database} OWNER TO {user}; or GRANT USAGE, CREATE ON SCHEMA public TO {user}.",
  },
  "fault.registry_tls": {
    vi: "Không lập được kết nối mã hóa (TLS) với PostgreSQL {server}: {reason}. Bật ssl trên máy chủ PostgreSQL; với sslmode=verify-full cần chứng thư đúng tên và sslrootcert chỉ tệp chứng thư gốc. Chỉ trong mạng tin cậy mới dùng sslmode=disable.",
    en: "No encrypted connection (TLS) to PostgreSQL at {server}: {reason}. Switch ssl on at the PostgreSQL server; sslmode=verify-full needs a certificate for that name, and sslrootcert with the file of its authority. Use sslmode=disable in a trusted network only.",
  },
  "fault.registry_refused": {
    vi: "PostgreSQL {server} từ chối: {reason}. Sửa ở máy chủ PostgreSQL (chỗ trống, giới hạn, bảng mã UTF8); không có gì bị mất.",
    en: "PostgreSQL at {server} refuses: {reason}. Mend it at the PostgreSQL server (room, limits, encoding UTF8); nothing is lost.",
  },
  "fault.registry_taken": {
    vi: "Một máy chủ Cayda khác đang dùng sổ đăng ký trong PostgreSQL {server}; mỗi lúc chỉ một máy được dùng. Máy chủ này chờ và tự tiếp quản khi máy kia dừng. Nếu đang chạy một lệnh: dừng máy chủ kia rồi chạy lại lệnh.",
    en: "Another Cayda server is using the registry in PostgreSQL at {server}; only one may at a time. A server waits and takes over by itself once that one is gone. A command: stop that server, then run it again.",
  },
  "fault.registry_older": {
    vi: "Sổ đăng ký trong PostgreSQL do bản Cayda cũ hơn ghi (dạng {found}, bản này cần {known}). Khởi động máy chủ Cayda bản này một lần rồi chạy lại lệnh.",
    en: "The registry in PostgreSQL was written by an older Cayda (format {found}, this one needs {known}). Start the Cayda server of this version once, then run the command again.",
  },
  "fault.registry_not_copied": {
    vi: "Cấu hình chỉ sổ đăng ký sang PostgreSQL, ở đó còn trống, nhưng dữ liệu cũ vẫn ở {file}. Chép sang bằng: npm run registry -- copy. Nếu muốn bắt đầu lại từ đầu: chuyển tệp đó đi nơi khác.",
    en: "The configuration puts the registry into PostgreSQL, which is empty, while the old one lies in {file}. Copy it over: npm run registry -- copy. To begin anew instead, move that file away.",
  },
  "fault.registry_secret_unreadable": {
    vi: "Không đọc được tệp mật khẩu hoặc chứng thư {file} của PostgreSQL ({reason}). Kiểm tra tên tệp và quyền đọc, hoặc sửa mục registry trong cấu hình.",
    en: "The file {file} with the password or certificate for PostgreSQL cannot be read ({reason}). Check its name and permissions, or mend registry in the configuration.",
  },
  "fault.registry_not_empty": {
    vi: "Trong PostgreSQL {server} đã có dữ liệu (bảng {table}), nên không chép gì. Dùng một cơ sở dữ liệu trống.",
    en: "PostgreSQL at {server} holds data already (table {table}), so nothing was copied. Use an empty database.",
  },
  "fault.registry_in_use": {
    vi: "Máy chủ Cayda còn đang dùng {file}, nên không chép gì. Dừng máy chủ rồi chạy lại.",
    en: "The Cayda server is still using {file}, so nothing was copied. Stop the server, then run this again.",
  },
  "fault.registry_differs": {
    vi: "Bảng {table} sau khi chép không giống bảng gốc ({before} và {after} dòng), nên đã bỏ bản chép; dữ liệu gốc vẫn nguyên. Hãy báo cho người viết phần mềm.",
    en: "After copying, table {table} is not what it was ({before} and {after} rows), so the copy was dropped; the original is intact. Please tell the makers of this program.",
  },
  "fault.registry_elsewhere": {
    vi: "Sổ đăng ký nằm trong PostgreSQL {server}, nên lệnh này không sao lưu gì. Sao lưu cơ sở dữ liệu bằng: pg_dump --format=custom --file=cayda.dump (cơ sở dữ liệu {database}, tài khoản {user}); và chép riêng {dir}/registry/*.key, {dir}/tls và tệp cấu hình: thiếu chúng thì không mở được các mật khẩu đã lưu.",
    en: "The registry lies in PostgreSQL at {server}, so this command backs up nothing. Back the database up with: pg_dump --format=custom --file=cayda.dump (database {database}, account {user}); and copy {dir}/registry/*.key, {dir}/tls and the configuration file apart: without them the saved secrets cannot be opened.",
  },
} as const satisfies Record<`fault.${string}`, Message>;
