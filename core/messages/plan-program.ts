import type { Message } from "./message.ts";

/** What `npm run plan` tells. */
export const planProgramMessages = {
  "server.plan.usage": {
    vi: "Cách dùng: npm run plan -- --year 2027 --budget 500000000 --out THƯ_MỤC [--source city=300000000]… [--years 3 [--year-budget 2028=300000000]…] [--unit TÊN hoặc mã]… [--issuer TÊN hoặc mã] [--data THƯ_MỤC dữ liệu của máy chủ] [--demo] [--lang vi|en] [--json]\nTiền tính bằng đồng, viết liền hoặc có dấu chấm (500.000.000). Nguồn: commune, city, recurrent, investment, other. Kế hoạch của nhiều đơn vị: mỗi đơn vị một bộ tài liệu trong thư mục riêng, trừ khi --issuer nói đơn vị nào ban hành chung.",
    en: "Usage: npm run plan -- --year 2027 --budget 500000000 --out DIR [--source city=300000000]… [--years 3 [--year-budget 2028=300000000]…] [--unit NAME or id]… [--issuer NAME or id] [--data the server's data DIR] [--demo] [--lang vi|en] [--json]\nMoney is in đồng, plain or with dots (500.000.000). Sources: commune, city, recurrent, investment, other. A plan of several units has a set of documents for each in a folder of its own, unless --issuer says which unit issues them all.",
  },
  "server.plan.bad_money": {
    vi: "Số tiền “{given}” không dùng được: cần số đồng nguyên, không âm, tối đa 9.999.999.999.999. Ví dụ: --budget 500000000.",
    en: "The amount “{given}” cannot be used: it must be a whole number of đồng, not negative, at most 9,999,999,999,999. Example: --budget 500000000.",
  },
  "server.plan.bad_source": {
    vi: "Nguồn “{given}” không dùng được. Viết nguồn=số tiền, với nguồn là {known}. Ví dụ: --source city=300000000.",
    en: "The source “{given}” cannot be used. Write source=amount, where the source is one of {known}. Example: --source city=300000000.",
  },
  "server.plan.bad_year": {
    vi: "Năm “{given}” không dùng được: viết bốn chữ số từ 2020 đến 2100. Ví dụ: --year 2027.",
    en: "The year “{given}” cannot be used: write four digits from 2020 to 2100. Example: --year 2027.",
  },
  "server.plan.bad_years": {
    vi: "Số năm “{given}” không dùng được: viết từ 1 đến 5. Ví dụ: --years 3.",
    en: "“{given}” years cannot be planned: write 1 to 5. Example: --years 3.",
  },
  "server.plan.bad_year_budget": {
    vi: "Kinh phí năm sau “{given}” không dùng được. Viết năm=số tiền, với năm nằm sau năm đầu và trong số năm của --years. Ví dụ: --year 2027 --years 3 --year-budget 2028=300000000.",
    en: "The later year's budget “{given}” cannot be used. Write year=amount, where the year comes after the first and within --years. Example: --year 2027 --years 3 --year-budget 2028=300000000.",
  },
  "server.plan.no_out": {
    vi: "Chưa nói ghi tài liệu vào đâu. Thêm --out THƯ_MỤC.",
    en: "Where the documents go is not said. Add --out DIR.",
  },
  "server.plan.no_budget": {
    vi: "Chưa có mức kinh phí. Thêm --budget SỐ_TIỀN hoặc --source nguồn=số tiền.",
    en: "There is no budget. Add --budget AMOUNT or --source source=amount.",
  },
  "server.plan.unit_unknown": {
    vi: "Không có đơn vị “{given}”. Các đơn vị đang có: {known}.",
    en: "There is no unit “{given}”. Units that there are: {known}.",
  },
  "server.plan.unit_twice": {
    vi: "Có {count} đơn vị tên “{given}”. Ghi mã thay cho tên: {known}.",
    en: "There are {count} units named “{given}”. Give the id instead of the name: {known}.",
  },
  "server.plan.no_data": {
    vi: "Thư mục “{dir}” không có dữ liệu của máy chủ Cayda. Chỉ đúng thư mục bằng --data, hoặc thử với dữ liệu trình diễn bằng --demo.",
    en: "The folder “{dir}” holds no data of a Cayda server. Name the right one with --data, or try the demonstration with --demo.",
  },
  "server.plan.no_register": {
    vi: "Sổ tài sản còn trống, nên chưa có gì để lập kế hoạch. Nhập sổ tài sản từ bảng tính ở trang Tài sản, hoặc thử với dữ liệu trình diễn bằng --demo.",
    en: "The register of assets is empty, so there is nothing to plan. Import it from a spreadsheet on the page Assets, or try the demonstration with --demo.",
  },
  "server.plan.nothing": {
    vi: "Kế hoạch trống: với mức kinh phí {budget} đồng không mua được nội dung nào. Nội dung rẻ nhất có điểm cần {cheapest} đồng.",
    en: "The plan is empty: {budget} đồng buys none of the lines. The cheapest one with points takes {cheapest} đồng.",
  },
  "server.plan.no_candidates": {
    vi: "Không có nội dung nào cần chi: không phát hiện thiết bị nào phải thay, sửa hoặc bổ sung.",
    en: "There is nothing to spend on: no equipment was found that must be replaced, mended or added.",
  },
  "server.plan.title": {
    vi: "Kế hoạch {year}: {chosen} trong {candidates} nội dung, {cost} đồng, {points} điểm.",
    en: "Plan {year}: {chosen} of {candidates} lines, {cost} đồng, {points} points.",
  },
  "server.plan.line": {
    vi: "{priority} | {unit} | {item} x {quantity} | {amount} đ | {points} điểm | {reason}",
    en: "{priority} | {unit} | {item} x {quantity} | {amount} đ | {points} points | {reason}",
  },
  "server.plan.unmet": {
    vi: "Không đáp ứng được: {rule}, còn thiếu {missing}.",
    en: "Not met: {rule}, {missing} missing.",
  },
  "server.plan.sets": {
    vi: "{count} đơn vị, mỗi đơn vị một bộ tài liệu trong thư mục riêng. Muốn một đơn vị ban hành chung: thêm --issuer TÊN.",
    en: "{count} units, a set of documents for each in a folder of its own. To have one unit issue them all, add --issuer NAME.",
  },
  "server.plan.year": {
    vi: "Năm {year}: trần {ceiling} đ, chọn {chosen} nội dung hết {cost} đ; còn lại {left} nội dung, {left_cost} đ.",
    en: "{year}: ceiling {ceiling} đ, {chosen} lines for {cost} đ; {left} lines, {left_cost} đ, left.",
  },
  "server.plan.file": { vi: "Đã ghi {file}", en: "Written: {file}" },
} as const satisfies Record<string, Message>;
