import type { Hono } from "hono";
import { DAY, HOUR, MINUTE, SECOND } from "../../core/clock.ts";
import { parseRanges } from "../../core/discovery/ranges.ts";
import { sayAny } from "../../core/messages/say.ts";
import type { DiscoveryInput, DiscoveryView, FoundState, FoundView } from "../../core/wire/discovery.ts";

/** Discovery as the page sees it: a site with everything, one where it is off, one being scanned, one without agent. */
const CREDENTIALS = [
  { id: "c-1", name: "Switch của xã", version: "2c" },
  { id: "c-2", name: "Thiết bị do tỉnh cấp", version: "3" },
];

export function addDiscovery(app: Hono, now: () => number, scenario: () => string): void {
  let views = makeViews(now());
  let last = scenario();
  const viewOf = (site: string): DiscoveryView => {
    // Every choice of a scenario begins anew.
    if (scenario() !== last) views = makeViews(now());
    last = scenario();
    const view = views.get(site) ?? offView(now());
    views.set(site, view);
    return view;
  };
  app.get("/api/sites/:site/discovery", (c) => c.json(viewOf(c.req.param("site"))));
  app.put("/api/sites/:site/discovery", async (c) => {
    const site = c.req.param("site");
    const input = await c.req.json<DiscoveryInput>();
    const ranges = parseRanges(input.ranges);
    if (!ranges.ok) {
      const { code, params } = ranges.fault;
      return c.json({ error: { code, says: sayAny("vi", `fault.${code}`, params) ?? code, params } }, 422);
    }
    const credentials = input.credentials.map((one, at) =>
      "id" in one
        ? (CREDENTIALS.find(({ id }) => id === one.id) ?? { ...one, name: "?", version: "2c" })
        : { id: `c-new${at}`, name: one.name, version: one.credential.version },
    );
    views.set(site, {
      ...viewOf(site),
      status: input.paused ? "paused" : "waiting",
      wantedSince: now(),
      settings: {
        ...input,
        ports: input.ports ?? [161],
        everyHours: input.everyHours ?? 24,
        credentials,
        addresses: 254,
      },
    });
    return c.json({ done: true });
  });
  app.post("/api/sites/:site/discovery/scan", (c) => {
    const site = c.req.param("site");
    views.set(site, { ...viewOf(site), status: "waiting", wantedSince: now() });
    return c.json({ done: true });
  });
  const decide = (site: string, ids: readonly string[], state: FoundState) => {
    const view = viewOf(site);
    const found = view.found.map((one) => (ids.includes(one.id) ? { ...one, state } : one));
    views.set(site, { ...view, found });
  };
  app.post("/api/sites/:site/discovery/accept", async (c) => {
    const { found } = await c.req.json<{ found: string[] }>();
    decide(c.req.param("site"), found, "accepted");
    return c.json({ accepted: found.length, refused: [] });
  });
  app.post("/api/sites/:site/discovery/ignore", async (c) => {
    const { found, ignored } = await c.req.json<{ found: string[]; ignored: boolean }>();
    decide(c.req.param("site"), found, ignored ? "ignored" : "new");
    return c.json({ done: true });
  });
}

const offView = (now: number): DiscoveryView => ({
  now,
  siteName: "Trụ sở UBND xã Mỹ Đức",
  status: "off",
  settings: null,
  wantedSince: null,
  next: null,
  last: null,
  found: [],
  events: [],
});

const settings = (range: string): NonNullable<DiscoveryView["settings"]> => ({
  ranges: [range],
  addresses: 254,
  ports: [161],
  credentials: CREDENTIALS,
  everyHours: 24,
  autoAccept: false,
  paused: false,
  reverseDns: true,
});

function makeViews(now: number): Map<string, DiscoveryView> {
  const last = {
    startedAt: now - 2 * HOUR,
    finishedAt: now - 2 * HOUR + 48 * SECOND,
    scanned: 254,
    found: 8,
  };
  return new Map<string, DiscoveryView>([
    [
      "s-hs1",
      {
        ...offView(now),
        siteName: "Trụ sở UBND xã Hương Sơn",
        status: "idle",
        settings: settings("10.22.4.0/24"),
        last,
        next: now + 22 * HOUR,
        found: FOUND.map((one) => foundView(one, now)),
        events: [
          event(now - 2 * HOUR, "device_found", { name: "RG-S2910", address: "10.22.4.9" }),
          event(now - 2 * HOUR, "device_moved", {
            name: "Máy in Văn thư",
            address: "10.22.4.61",
            from: "10.22.4.16",
          }),
          event(now - 2 * DAY, "device_vanished", { name: "AP-HoiTruong", address: "10.22.4.31" }),
        ],
      },
    ],
    [
      "s-mx2",
      {
        ...offView(now),
        siteName: "Trung tâm Phục vụ hành chính công Mỹ Đức",
        status: "waiting",
        settings: settings("10.22.2.0/24"),
        wantedSince: now - MINUTE,
      },
    ],
    [
      "s-ps1",
      {
        ...offView(now),
        siteName: "Trụ sở UBND xã Phúc Sơn",
        status: "no_agent",
        settings: { ...settings("10.22.9.0/24"), credentials: [] },
        wantedSince: now - DAY,
      },
    ],
  ]);
}

const event = (at: number, type: string, detail: Record<string, string>) => ({
  at,
  type,
  entity: null,
  late: false,
  detail,
});

type Brief = Pick<FoundView, "address" | "state"> & Partial<FoundView>;

const FOUND: readonly Brief[] = [
  {
    address: "10.22.4.9",
    addresses: ["10.22.4.9", "10.22.4.129", "10.22.4.193"],
    state: "new",
    name: "RG-S2910",
    vendor: "Ruijie Networks Co.,LTD",
    mac: "58:69:6c:12:34:56",
    credential: "Switch của xã",
    seen: ["arp", "snmp"],
    description: "Ruijie Gigabit Security & Intelligence Access Switch (S2910)",
  },
  {
    address: "10.22.4.44",
    state: "new",
    name: "<img src=x onerror=alert(1)>",
    vendor: "Brother industries, LTD.",
    mac: "00:80:77:31:00:21",
    credential: "Thiết bị do tỉnh cấp",
    seen: ["arp", "snmp"],
  },
  {
    address: "10.22.4.50",
    state: "new",
    name: "Camera cổng chính",
    vendor: "Hangzhou Hikvision Digital Technology Co.,Ltd.",
    mac: "c0:56:e3:00:11:22",
    seen: ["arp"],
  },
  { address: "10.22.4.77", state: "new", vendor: null, mac: "da:a1:19:4c:00:01", seen: ["arp"] },
  {
    address: "10.22.4.90",
    state: "new",
    name: "KETOAN-2",
    vendor: "Dell Inc.",
    mac: "d4:be:d9:10:20:30",
    seen: ["arp", "netbios"],
  },
  {
    address: "10.22.4.5",
    state: "new",
    vendor: "TP-LINK TECHNOLOGIES CO.,LTD.",
    mac: "50:c7:bf:00:00:05",
    fault: "snmp_auth",
    seen: ["arp", "snmp"],
  },
  {
    address: "10.22.4.2",
    state: "known",
    device: "d-sw1",
    deviceName: "SW-Tầng1",
    vendor: "Cisco Systems, Inc",
    mac: "00:1b:0d:63:c2:26",
    credential: "Switch của xã",
    seen: ["arp", "snmp"],
  },
  {
    address: "10.22.4.61",
    state: "accepted",
    device: "d-pr1",
    deviceName: "Máy in Văn thư",
    vendor: "CANON INC.",
    mac: "00:1e:8f:aa:bb:cc",
    credential: "Switch của xã",
    movedFrom: "10.22.4.16",
    seen: ["arp", "snmp"],
  },
  {
    address: "10.22.4.31",
    state: "accepted",
    device: "d-ap1",
    deviceName: "AP-HoiTruong",
    vendor: "Ubiquiti Inc",
    mac: "fc:ec:da:01:02:03",
    vanishedAt: -2 * DAY,
    seen: ["arp", "snmp"],
  },
];

function foundView(brief: Brief, now: number): FoundView {
  const vanished = brief.vanishedAt ?? null;
  return {
    id: `f-${brief.address}`,
    device: null,
    deviceName: null,
    addresses: [brief.address],
    mac: null,
    vendor: null,
    name: null,
    description: null,
    credential: null,
    fault: null,
    seen: [],
    firstSeen: now - (brief.state === "new" ? 2 * HOUR : 30 * DAY),
    movedFrom: null,
    ...brief,
    lastSeen: now - (vanished === null ? 2 * HOUR : 4 * DAY),
    vanishedAt: vanished === null ? null : now + vanished,
  };
}
