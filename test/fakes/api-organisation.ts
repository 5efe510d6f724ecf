import type { Hono } from "hono";
import { HOUR, MINUTE, type Instant } from "../../core/clock.ts";
import type { AuditPage, EnrolmentTokenView } from "../../core/wire/organisation.ts";

/** What a site's tokens and the audit look like; withdrawing one really takes it away. */
export function addOrganisation(app: Hono, now: () => Instant): void {
  let tokens: readonly EnrolmentTokenView[] = [
    {
      id: "e1",
      createdAt: now() - 3 * HOUR,
      createdBy: "an.nguyen",
      expiresAt: now() + 21 * HOUR,
      uses: 30,
      usesLeft: 12,
    },
    {
      id: "e2",
      createdAt: now() - 200 * HOUR,
      createdBy: null,
      expiresAt: now() + 900 * HOUR,
      uses: null,
      usesLeft: 1_000,
    },
  ];
  app.get("/api/sites/:site/tokens", (c) => c.json([...tokens]));
  app.delete("/api/sites/:site/tokens/:token", (c) => {
    tokens = tokens.filter(({ id }) => id !== c.req.param("token"));
    return c.json({ done: true });
  });
  app.get("/api/audit", (c) => {
    const at = now();
    return c.json({
      entries: [
        {
          id: "a3",
          at: at - 5 * MINUTE,
          who: "Nguyễn Văn An (an.nguyen)",
          action: "person_changed",
          what: "Sửa quyền của người dùng",
          subject: "Trần Thị Bình",
          detail: "vai trò: Người xem → Cán bộ phụ trách CNTT; đơn vị: toàn hệ thống → Xã Hương Sơn",
        },
        {
          id: "a2",
          at: at - 2 * HOUR,
          who: "Nguyễn Văn An (an.nguyen)",
          action: "assets_transferred",
          what: "Điều chuyển tài sản đến đơn vị",
          subject: "Xã Hương Sơn",
          detail: "14 mục",
        },
        {
          id: "a1",
          at: at - 30 * HOUR,
          who: "Lê Văn Cường (cuong.le)",
          action: "discovery_scan",
          what: "Cho quét mạng ngay",
          subject: "Trụ sở UBND xã Hương Sơn",
          detail: null,
        },
      ],
      more: false,
    } satisfies AuditPage);
  });
}
