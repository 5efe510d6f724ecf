import type { Message } from "./message.ts";

/** Why the map of a site is drawn as it is. */
export const topologyMessages = {
  // What a table says
  "topology.evidence.neighbour": {
    vi: "{device}, cổng {port}: {protocol} cho biết bên kia là {neighbour}, cổng {remotePort}",
    en: "{device}, port {port}: {protocol} names {neighbour}, port {remotePort}, on the other side",
  },
  "topology.evidence.neighbour_portless": {
    vi: "{device}, cổng {port}: {protocol} cho biết bên kia là {neighbour}",
    en: "{device}, port {port}: {protocol} names {neighbour} on the other side",
  },
  "topology.evidence.learned": {
    vi: "{device} thấy {name} ({mac}) ở cổng {port}",
    en: "{device} sees {name} ({mac}) on port {port}",
  },
  "topology.evidence.compared": {
    vi: "so bảng địa chỉ của {device} và {other}: {device} đi tới {other} qua cổng {port}",
    en: "the address tables of {device} and {other}, compared: {device} reaches {other} by port {port}",
  },
  "topology.evidence.stp": {
    vi: "STP của {device}, cổng {port} ({state}): bên kia là {neighbour}",
    en: "STP of {device}, port {port} ({state}): {neighbour} is on the other side",
  },
  "topology.evidence.arp": {
    vi: "{device} liên lạc trực tiếp với {name} ({mac})",
    en: "{device} talks to {name} ({mac}) directly",
  },
  "topology.evidence.own_address": {
    vi: "{device} thấy chính địa chỉ của mình ({mac}) ở cổng {port}",
    en: "{device} sees its own address ({mac}) on port {port}",
  },

  // Links
  "topology.link.measured": {
    vi: "{a} nối với {b}: thiết bị tự báo.",
    en: "{a} is connected to {b}: the devices say so themselves.",
  },
  "topology.link.inferred": {
    vi: "Nhiều khả năng {a} nối với {b}: suy ra từ bảng địa chỉ của các switch.",
    en: "{a} is probably connected to {b}: concluded from the address tables of the switches.",
  },
  "topology.link.stp": {
    vi: "Nhiều khả năng {a} nối với {b}: suy ra từ STP.",
    en: "{a} is probably connected to {b}: concluded from STP.",
  },
  "topology.link.hidden": {
    vi: "Nhiều khả năng {a} nối vào một thiết bị không quản trị ở đây.",
    en: "{a} is probably connected to a device here that cannot be asked.",
  },
  "topology.link.unclear": {
    vi: "{a} nối vào đoạn này; chưa đủ số liệu để biết nối thế nào.",
    en: "{a} is connected to this part; there is not enough data to know how.",
  },
  "topology.link.backup": {
    vi: "{a} nối với {b} bằng đường dự phòng, STP đang chặn. Bình thường.",
    en: "{a} is connected to {b} by a spare link that STP holds blocked. This is normal.",
  },

  // Where something hangs
  "topology.place.exact": {
    vi: "{name} cắm ở cổng {port} của {device}.",
    en: "{name} is on port {port} of {device}.",
  },
  "topology.place.behind": {
    vi: "{name} nằm sau cổng {port} của {device}, qua {behind}.",
    en: "{name} is behind port {port} of {device}, through {behind}.",
  },
  "topology.place.behind_hidden": {
    vi: "{name} nằm sau cổng {port} của {device}, qua một thiết bị không quản trị.",
    en: "{name} is behind port {port} of {device}, through a device that cannot be asked.",
  },
  "topology.place.somewhere": {
    vi: "{name} nằm đâu đó sau cổng {port} của {device}; chưa đủ số liệu để biết cổng cuối.",
    en: "{name} is somewhere behind port {port} of {device}; there is not enough data to know the last port.",
  },
  "topology.place.stale": {
    vi: "{name} lần cuối được thấy ở cổng {port} của {device}; lần đọc mới nhất không còn thấy.",
    en: "{name} was last seen on port {port} of {device}; the newest reading does not see it.",
  },

  // What stands unseen
  "topology.hidden.unmanaged": {
    vi: "Sau {at} nhiều khả năng có switch không quản trị: {count} thiết bị cùng ở đó mà không thấy switch nào.",
    en: "There is probably an unmanaged switch behind {at}: {count} devices are there, and no switch is seen.",
  },
  "topology.hidden.wireless": {
    vi: "Sau {at} nhiều khả năng có thiết bị Wi-Fi: {count} thiết bị ở đó, nhiều máy dùng địa chỉ ngẫu nhiên.",
    en: "There is probably a Wi-Fi device behind {at}: {count} devices are there, many with random addresses.",
  },
  "topology.hidden.hypervisor": {
    vi: "Sau {at} nhiều khả năng là máy chủ ảo hóa: {count} máy ảo.",
    en: "There is probably a virtualisation host behind {at}: {count} virtual machines.",
  },
  "topology.hidden.phone": {
    vi: "Sau {at} nhiều khả năng là điện thoại IP có máy tính cắm nhờ: hai thiết bị, hai VLAN.",
    en: "There is probably an IP phone with a PC plugged into it behind {at}: two devices, two VLANs.",
  },
  "topology.hidden.lan": {
    vi: "{count} thiết bị liên lạc trực tiếp với nhau mà không thấy switch có quản trị: nhiều khả năng chung một switch không quản trị, hoặc các cổng LAN của bộ định tuyến.",
    en: "{count} devices talk to each other directly and no managed switch is seen: they probably share an unmanaged switch, or the LAN ports of the router.",
  },
  "topology.hidden.unclear": {
    vi: "{count} thiết bị nối với nhau quanh {at}; chưa đủ số liệu để biết nối thế nào.",
    en: "{count} devices are connected around {at}; there is not enough data to know how.",
  },
  "topology.hidden.name.unmanaged": { vi: "switch không quản trị", en: "unmanaged switch" },
  "topology.hidden.name.wireless": { vi: "thiết bị Wi-Fi", en: "Wi-Fi device" },
  "topology.hidden.name.hypervisor": { vi: "máy chủ ảo hóa", en: "virtualisation host" },
  "topology.hidden.name.phone": { vi: "điện thoại IP", en: "IP phone" },
  "topology.hidden.name.lan": { vi: "switch không quản trị", en: "unmanaged switch" },
  "topology.hidden.name.unclear": { vi: "đoạn chưa rõ", en: "unclear part" },

  // Loops
  "topology.loop.self": {
    vi: "{device} gặp lại chính mình ở cổng {ports}: có vòng lặp mạng. → Rút một đầu dây ở các cổng này.",
    en: "{device} meets itself on port {ports}: the network has a loop. → Unplug one end at these ports.",
  },
  "topology.loop.self_blocked": {
    vi: "{device} gặp lại chính mình ở cổng {ports}; STP đang chặn nên mạng vẫn chạy. → Rút dây thừa khi tiện.",
    en: "{device} meets itself on port {ports}; STP blocks it, so the network works. → Unplug the spare cable when convenient.",
  },
  "topology.loop.flapping": {
    vi: "{device}: {count} địa chỉ nhảy qua lại giữa các cổng {ports}. Nhiều khả năng có vòng lặp mạng. → Rút một trong hai dây rồi xem lại.",
    en: "{device}: {count} addresses jump between ports {ports}. The network probably has a loop. → Unplug one of the two cables and look again.",
  },
  "topology.loop.ring": {
    vi: "Các đường nối khép thành vòng tại {device}, cổng {ports}, mà không thấy cổng nào bị chặn. → Kiểm tra STP đã bật trên các switch của vòng chưa.",
    en: "The links close a ring at {device}, port {ports}, and no port is known to be blocked. → Check that STP is on in the switches of the ring.",
  },
} as const satisfies Record<`topology.${string}`, Message>;

export type TopologyMessageKey = keyof typeof topologyMessages;
