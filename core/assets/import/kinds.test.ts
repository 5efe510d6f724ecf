import { expect, test } from "vitest";
import { ASSET_CATEGORIES, type AssetCategory } from "../types.ts";
import { categoryOf, finerKind } from "./kinds.ts";
import { CATEGORY_WORDS } from "./words.ts";

/** Names as registers of communes, schools and health stations have them. */
const NAMES: readonly (readonly [AssetCategory | undefined, readonly string[]])[] = [
  [
    "desktop",
    [
      "Máy vi tính để bàn Dell Optiplex 3050",
      "Máy tính để bàn, màn hình LED 19.5 inch",
      'Máy tính để bàn HP 280 G4, RAM 8GB, ổ cứng SSD 256GB, màn hình 21.5"',
      "Bộ máy vi tính đồng bộ Lenovo V530",
      "Máy bộ HP ProDesk 400 G6",
      "Máy tính đồng bộ (cài Windows 10, Office 2019)",
      "Máy tính All in One HP 24",
      "MAY VI TINH FPT ELEAD",
      "Case máy tính CMS",
      "Máy trạm Dell Precision 3640",
      "Bộ máy tính phục vụ họp trực tuyến",
    ],
  ],
  [
    "laptop",
    [
      "Máy vi tính xách tay Dell Latitude 3520",
      "Máy tính xách tay HP Probook 440 G8",
      "Laptop Asus Vivobook X515",
      "Máy tính bảng Samsung Galaxy Tab A8",
      "Lap top Acer Aspire",
      "Lenovo ThinkPad E14",
    ],
  ],
  [
    "server",
    ["Máy chủ Dell PowerEdge R740", "Server HP ProLiant DL380", "Máy chủ cài sẵn Windows Server 2019"],
  ],
  ["nas", ["Ổ lưu trữ mạng NAS Synology DS220+", "Thiết bị lưu trữ NAS QNAP"]],
  [
    "printer",
    [
      "Máy in Canon LBP 2900",
      "Máy in laser HP LaserJet Pro M404dn",
      "Máy in kim Epson LQ-310",
      "Máy in wifi Brother HL-L2366DW",
    ],
  ],
  [
    "multifunction",
    [
      "Máy in đa chức năng Canon MF241d",
      "Máy in Brother MFC-L2701DW",
      "Máy in, scan, photo HP 135w",
      "Máy đa chức năng Ricoh",
      "HP LaserJet Pro MFP M428fdw",
    ],
  ],
  ["scanner", ["Máy scan Canon DR-C230", "Máy quét tài liệu Plustek", "Scanner HP Scanjet Pro 2500"]],
  [
    "copier",
    ["Máy photocopy Ricoh MP 3055", "Máy photo Toshiba e-Studio", "Máy photocopy đa chức năng Canon iR 2630"],
  ],
  ["shredder", ["Máy hủy tài liệu Silicon PS-880C", "Máy huỷ giấy Bingo C30"]],
  [
    "switch",
    ["Thiết bị chuyển mạch Cisco Catalyst 2960", "Switch TP-Link 16 cổng TL-SG1016D", "Bộ chia mạng 8 cổng"],
  ],
  ["router", ["Bộ định tuyến Mikrotik RB750", "Modem wifi VNPT", "Router wifi DrayTek Vigor 2927"]],
  ["firewall", ["Thiết bị tường lửa Fortigate 60F cho máy chủ"]],
  [
    "access_point",
    ["Bộ phát wifi UniFi AP AC Lite", "Thiết bị phát sóng không dây Aruba", "Access Point TP-Link EAP225"],
  ],
  ["ups", ["Bộ lưu điện UPS Santak 1000VA", "UPS APC 2200VA cho máy chủ", "Bộ nguồn lưu điện Santak"]],
  ["camera", ["Camera giám sát Hikvision", "Hệ thống camera an ninh", "Camera wifi Imou"]],
  [
    "conference",
    ["Thiết bị họp trực tuyến Polycom", "Hệ thống hội nghị truyền hình", "Camera hội nghị Logitech Rally"],
  ],
  [
    "led_screen",
    [
      "Màn hình LED P3 hội trường",
      "Bảng điện tử LED chạy chữ",
      "Màn hình LED ngoài trời",
      "Màn hình ghép LED 55 inch",
    ],
  ],
  [
    "audio",
    [
      "Hệ thống âm thanh hội trường",
      "Loa kéo JBL",
      "Micro không dây Shure",
      "Amply Boston",
      "Tăng âm TOA",
      "Cụm loa truyền thanh không dây",
    ],
  ],
  ["cabling", ["Dây mạng Cat6", "Hệ thống mạng LAN", "Cáp mạng nối switch tầng 2", "Hệ thống mạng máy tính"]],
  [
    "software",
    [
      "Microsoft Office 2019",
      "Bản quyền Microsoft Windows 10 Pro",
      "Windows 11 Pro",
      "Phần mềm kế toán Misa",
      "Phần mềm diệt virus Kaspersky",
      "Bản quyền Windows Server 2019",
      "Phần mềm quản lý máy in",
    ],
  ],
  ["internet_line", ["Đường truyền internet FTTH", "Cước Internet cáp quang VNPT"]],
  ["government_line", ["Đường truyền số liệu chuyên dùng", "Kênh TSLCD cấp II"]],
  [
    "other",
    [
      "Màn hình máy tính Dell",
      "Màn hình LED Dell 24 inch",
      'Màn hình Samsung 22"',
      "Bàn máy vi tính",
      "Bàn để máy tính Hòa Phát",
      "Ghế xoay",
      "Tủ rack 15U",
      "Ổ cứng máy chủ 1TB",
      "RAM máy tính 8GB",
      "Bàn phím, chuột máy tính",
      "Hộp mực máy in HP 76A",
      "Tivi LED Samsung 55 inch",
      "Máy chiếu Epson EB-X51",
      "Tổng đài điện thoại IP",
      "Điện thoại để bàn Panasonic",
      "Ổn áp Lioa 10KVA",
      "Cổng chuyển HDMI sang VGA",
      "Switch KVM Aten 4 cổng",
      "Máy quét mã vạch Zebra",
      "Máy bộ đàm Kenwood",
      "Máy ảnh Canon",
      "Máy bơm nước",
      "Túi đựng laptop",
      "Máy tính cầm tay Casio",
    ],
  ],
  [undefined, ["Xe ô tô", "Đồng hồ", "Công trình phụ trợ"]],
];

test.each(NAMES.flatMap(([kind, names]) => names.map((name) => [name, kind] as const)))(
  "%s: %s",
  (name, kind) => {
    expect(categoryOf(name)).toBe(kind);
  },
);

test.each(ASSET_CATEGORIES.filter((kind) => kind !== "other"))(
  "the export's word for %s is read as it",
  (kind) => {
    expect(categoryOf(CATEGORY_WORDS[kind])).toBe(kind);
  },
);

test("a column that says only “máy vi tính” is told apart by the name, one that says more is not", () => {
  expect(finerKind("desktop", "Máy vi tính", "Laptop Dell")).toBe("laptop");
  expect(finerKind("desktop", "Máy vi tính để bàn", "Laptop Dell")).toBe("desktop");
  expect(finerKind("desktop", "máy tính", "Dell Optiplex")).toBe("desktop");
  expect(finerKind("printer", "Máy in", "Laptop Dell")).toBe("printer");
});
