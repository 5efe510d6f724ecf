import type { Message } from "./message.ts";

/** What is said while somebody takes an alert on or gives it back: fetched with the page of one alert, not with every list of them. */
export const webCareMessages = {
  "web.alert.acknowledgeBody": {
    vi: "Người khác thấy bạn đang xử lý việc này, và không nhận tin nhắc lại nữa.",
    en: "Others see that you look after it, and are not reminded any more.",
  },
  "web.alert.release": { vi: "Bỏ nhận", en: "Give it back" },
  "web.alert.released": {
    vi: "Đã ghi là bạn không nhận nữa; Cayda lại nhắc và báo người tiếp theo.",
    en: "Noted that it is nobody's; Cayda tells of it again, and tells the next person.",
  },
  "web.alert.takeOverBody": {
    vi: "{name} đang xử lý việc này. Nhận thay thì từ nay người khác thấy bạn xử lý; việc {name} đã nhận và ghi chú vẫn còn trong Diễn biến.",
    en: "{name} looks after it. When you take over, others see that you do; what {name} took on and wrote stays in the story.",
  },
  "web.alert.overMeanwhile": {
    vi: "Sự cố vừa hết trong lúc bạn viết. Ghi chú vẫn lưu được vào Diễn biến.",
    en: "The fault ended while you wrote. The note can still be saved into the story.",
  },
  "web.alert.acknowledgedDone": { vi: "Đã ghi là bạn nhận.", en: "Noted that you take it on." },
} as const satisfies Record<`web.alert.${string}`, Message>;
