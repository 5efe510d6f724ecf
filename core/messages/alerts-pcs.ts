import type { Message } from "./message.ts";

/** Alerts of PCs. */
export const pcAlerts = {
  "alert.disk_full.rule": { vi: "Ổ đĩa sắp đầy", en: "Disk nearly full" },
  "alert.disk_full.reason": {
    vi: "Windows cần chỗ trống để cập nhật và làm việc; xét cả tỷ lệ lẫn dung lượng còn trống.",
    en: "Windows needs room to update and to work; both the share and the free space count.",
  },
  "alert.disk_full.title": {
    vi: "Ổ {volume} của {device} sắp đầy",
    en: "Disk {volume} of {device} is nearly full",
  },
  "alert.disk_full.happened": {
    vi: "Đã dùng {value}: còn {free_bytes} trên {total_bytes} (ngưỡng {threshold}).",
    en: "{value} is used: {free_bytes} of {total_bytes} are free (the limit is {threshold}).",
  },
  "alert.disk_full.means": {
    vi: "Đầy hẳn thì máy chậm, không lưu được tệp, không cập nhật được.",
    en: "When it is full the PC is slow, files cannot be saved, updates fail.",
  },
  "alert.disk_full.do.1": {
    vi: "Dọn Thùng rác và thư mục Tải về; chạy Dọn dẹp ổ đĩa (10 phút).",
    en: "Empty the recycle bin and the downloads; run Disk Cleanup (10 minutes).",
  },
  "alert.disk_full.do.2": {
    vi: "Chuyển tệp cũ, video họp sang nơi lưu trữ chung (30 phút).",
    en: "Move old files and recordings to the common storage (30 minutes).",
  },
  "alert.disk_full.do.3": {
    vi: "Vẫn thiếu: thay ổ SSD lớn hơn rồi mới tính thay máy.",
    en: "Still short: fit a larger SSD before thinking of a new PC.",
  },
  "alert.disk_full.resolved": {
    vi: "Ổ {volume} của {device} đã có chỗ: đầy nhất {worst}, nay {value}.",
    en: "Disk {volume} of {device} has room: {worst} used at its worst, {value} now.",
  },

  "alert.disk_failing.rule": { vi: "Ổ đĩa sắp hỏng", en: "Disk failing" },
  "alert.disk_failing.reason": {
    vi: "Ổ đĩa tự kiểm tra (SMART) và báo; khi đã báo thì có thể hỏng bất cứ lúc nào.",
    en: "Disks test themselves (SMART); one that complains may fail at any time.",
  },
  "alert.disk_failing.title": { vi: "Ổ đĩa của {device} sắp hỏng", en: "A disk of {device} is failing" },
  "alert.disk_failing.happened": {
    vi: "Ổ {disk} tự báo sắp hỏng.",
    en: "Disk {disk} says of itself that it is failing.",
  },
  "alert.disk_failing.means": {
    vi: "Dữ liệu trên máy có thể mất bất cứ lúc nào.",
    en: "The data on this PC may be lost at any time.",
  },
  "alert.disk_failing.do.1": {
    vi: "Sao lưu ngay tệp công việc của {device} (30 phút).",
    en: "Back up the work files of {device} now (30 minutes).",
  },
  "alert.disk_failing.do.2": {
    vi: "Thay ổ (SSD), chép dữ liệu sang (2 giờ). Không cần thay cả máy.",
    en: "Change the disk (SSD) and copy the data (2 hours). The PC itself can stay.",
  },
  "alert.disk_failing.do.3": {
    vi: "Ổ cũ: giữ lại, xóa dữ liệu theo quy định trước khi thanh lý.",
    en: "Keep the old disk and erase it by the rules before it is disposed of.",
  },
  "alert.disk_failing.resolved": {
    vi: "{device} không còn báo ổ đĩa hỏng.",
    en: "{device} no longer reports a failing disk.",
  },

  "alert.clock_wrong.rule": { vi: "Đồng hồ máy sai", en: "Clock wrong" },
  "alert.clock_wrong.reason": {
    vi: "Lệch quá vài phút thì ký số và đăng nhập bị từ chối.",
    en: "A few minutes off, and digital signatures and sign-ins are refused.",
  },
  "alert.clock_wrong.title": { vi: "Đồng hồ của {device} sai", en: "The clock of {device} is wrong" },
  "alert.clock_wrong.happened": {
    vi: "Lệch {value} so với máy chủ (ngưỡng {threshold}).",
    en: "It is off by {value} against the server (the limit is {threshold}).",
  },
  "alert.clock_wrong.means": {
    vi: "Ký số, đăng nhập dịch vụ công có thể bị từ chối; ngày giờ trên hồ sơ bị sai.",
    en: "Digital signatures and sign-ins to public services may be refused; documents carry the wrong time.",
  },
  "alert.clock_wrong.do.1": {
    vi: "Bật Tự động đặt giờ, múi giờ Hà Nội (UTC+7), bấm Đồng bộ ngay (3 phút).",
    en: "Switch on automatic time, zone Ha Noi (UTC+7), press Sync now (3 minutes).",
  },
  "alert.clock_wrong.do.2": {
    vi: "Tắt máy là sai lại: thay pin CMOS trên bo mạch (20 phút).",
    en: "Wrong again after a shutdown: change the coin battery on its board (20 minutes).",
  },
  "alert.clock_wrong.resolved": {
    vi: "Đồng hồ của {device} đã đúng: lệch nhiều nhất {worst}, nay {value}.",
    en: "The clock of {device} is right: off by {worst} at its worst, {value} now.",
  },

  "alert.host_gone.rule": { vi: "Máy tính vắng lâu ngày", en: "PC not seen for days" },
  "alert.host_gone.reason": {
    vi: "Tính theo ngày làm việc: nghỉ lễ, cuối tuần và vài ngày công tác không bị báo.",
    en: "Counted in working days: holidays, weekends and a few days of travel are not reported.",
  },
  "alert.host_gone.title": { vi: "{device} vắng {value}", en: "{device} not seen for {value}" },
  "alert.host_gone.happened": {
    vi: "{device} không liên lạc đã {value}, chỉ tính ngày làm việc (báo từ {threshold}).",
    en: "{device} has not been heard of for {value}, working days only (reported from {threshold}).",
  },
  "alert.host_gone.means": {
    vi: "Máy có thể đã cất, hỏng, chuyển chỗ, hoặc cài lại mà chưa cài máy thu thập.",
    en: "It may be stored away, broken, moved, or set up anew without the collector.",
  },
  "alert.host_gone.do.1": {
    vi: "Hỏi người dùng máy: máy còn dùng không, đang ở đâu (5 phút).",
    en: "Ask its user whether it is in use and where (5 minutes).",
  },
  "alert.host_gone.do.2": {
    vi: "Còn dùng: cài lại máy thu thập (10 phút). Không dùng nữa: ghi vào hồ sơ tài sản.",
    en: "In use: install the collector again (10 minutes). Not in use: note it in the asset records.",
  },
  "alert.host_gone.resolved": { vi: "{device} đã hoạt động trở lại.", en: "{device} is back." },

  "alert.agent_silent.rule": { vi: "Máy thu thập ngừng báo", en: "Collector silent" },
  "alert.agent_silent.reason": {
    vi: "Chỉ báo khi các máy khác vẫn thấy máy này đang bật; máy tắt không bị báo.",
    en: "Reported only when other PCs see that this one is on; a PC that is off is not reported.",
  },
  "alert.agent_silent.title": {
    vi: "Máy thu thập trên {device} ngừng báo",
    en: "The collector on {device} says nothing",
  },
  "alert.agent_silent.happened": {
    vi: "{device} đang bật ({witnesses} máy khác vẫn thấy nó) nhưng không gửi số liệu.",
    en: "{device} is on ({witnesses} other PCs see it) but sends no readings.",
  },
  "alert.agent_silent.means": {
    vi: "Dịch vụ Cayda trên máy bị tắt, bị chặn hoặc bị lỗi. Mạng không hỏng; chỉ thiếu số liệu từ máy này.",
    en: "The Cayda service was stopped, blocked or failed. The network is fine; only this PC's readings are missing.",
  },
  "alert.agent_silent.do.1": {
    vi: "Khởi động lại {device} (5 phút).",
    en: "Restart {device} (5 minutes).",
  },
  "alert.agent_silent.do.2": {
    vi: "Xem dịch vụ Cayda Agent có chạy không, phần mềm diệt vi-rút có chặn không (10 phút).",
    en: "See whether the service Cayda Agent runs and whether the antivirus blocks it (10 minutes).",
  },
  "alert.agent_silent.do.3": {
    vi: "Vẫn im: cài lại máy thu thập (10 phút).",
    en: "Still silent: install the collector again (10 minutes).",
  },
  "alert.agent_silent.resolved": {
    vi: "{device} gửi số liệu lại sau {lasted}.",
    en: "{device} sends readings again after {lasted}.",
  },
} as const satisfies Record<`alert.${string}`, Message>;
