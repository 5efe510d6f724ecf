import { createHash } from "node:crypto";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { DAY, HOUR, MINUTE, SECOND, type Instant } from "../../core/clock.ts";
import { parseEntityRef } from "../../core/entities.ts";
import { formatToken } from "../../core/wire/token.ts";
import { TIME_HEADER } from "../../core/wire/limits.ts";
import { sayAny, type Language } from "../../core/messages/say.ts";
import { FAULTS, type FaultCode, type FaultParams } from "../../core/result.ts";
import type {
  AgentView,
  DeviceSummary,
  DeviceView,
  Latest,
  Me,
  Overview,
  PortView,
  SeriesAnswer,
  SiteSummary,
  SiteView,
  State,
  TargetView,
  UnitView,
} from "../../core/wire/views.ts";
import { equipmentOf } from "./api-equipment.ts";
import { mapOf } from "./api-map.ts";
import { addHealth } from "./api-health.ts";
import { addOrganisation } from "./api-organisation.ts";
import { addStore } from "./api-store.ts";
import { addDiscovery } from "./discovery-fixture.ts";
import { openStatic } from "../../server/api/static.ts";

/**
 * A server that looks like the real one from the browser's side and shows every state that a page can be in. For
 * looking at pages and for tests of the web alone; what the real server answers is proven by the end-to-end tests.
 */
export type Scenario =
  | "normal"
  | "calm"
  /** Nothing is set up yet. */
  | "empty"
  /** The first administrator is missing. */
  | "setup"
  | "signed-out"
  | "viewer"
  /** A role that may not see pages of this kind. */
  | "leader"
  /** Answers take three seconds. */
  | "slow"
  /** Every question of a page fails. */
  | "broken"
  /** No data for the last 25 minutes. */
  | "stale"
  /** The server's disk will be full in a week. */
  | "disk-low"
  /** Nine hundred devices. */
  | "many"
  /** All is well, as far as one can see: the alerts cannot be asked for. */
  | "no-alerts";

export interface ApiFixture {
  readonly url: string;
  set(scenario: Scenario): void;
  /** Breaks and refuses live lines, as a server that is gone does. */
  cut(gone: boolean): void;
  close(): Promise<void>;
}

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** A number in [0, 1) that is always the same for the same text. */
const seeded = (text: string) => createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;

/** A quantity that swings around 1 as office work does: by the day, by the hour, by the minute. */
function swing(key: string, at: Instant): number {
  const phase = seeded(key) * 2 * Math.PI;
  const day = 0.6 * Math.sin((at / DAY) * 2 * Math.PI - 1.2);
  const hour = 0.25 * Math.sin((at / HOUR) * 2 * Math.PI + phase);
  const minute = 0.35 * (seeded(`${key} ${Math.floor(at / (20 * SECOND))}`) - 0.5);
  return Math.max(0.02, 1 + day + hour + minute);
}

interface Site {
  readonly id: string;
  readonly unit: string;
  readonly name: string;
  /** No agent sends since so long. */
  readonly silentFor?: number;
  readonly agents: number;
}

const UNITS: readonly Omit<UnitView, "sites">[] = [
  { id: "u-md", name: "Cụm Mỹ Đức", kind: "cluster", parent: null, validFrom: "2025-07-01", validTo: null },
  {
    id: "u-hs",
    name: "Xã Hương Sơn",
    kind: "commune",
    parent: "u-md",
    validFrom: "2025-07-01",
    validTo: null,
  },
  { id: "u-mx", name: "Xã Mỹ Đức", kind: "commune", parent: "u-md", validFrom: "2025-07-01", validTo: null },
  {
    id: "u-ho",
    name: "Xã Hồng Sơn",
    kind: "commune",
    parent: "u-md",
    validFrom: "2025-07-01",
    validTo: null,
  },
  {
    id: "u-ps",
    name: "Xã Phúc Sơn",
    kind: "commune",
    parent: "u-md",
    validFrom: "2025-07-01",
    validTo: null,
  },
];

const SITES: readonly Site[] = [
  { id: "s-hs1", unit: "u-hs", name: "Trụ sở UBND xã Hương Sơn", agents: 4 },
  { id: "s-hs2", unit: "u-hs", name: "Điểm phục vụ hành chính công Vạn Tín", agents: 1, silentFor: 3 * HOUR },
  { id: "s-mx1", unit: "u-mx", name: "Trụ sở UBND xã Mỹ Đức", agents: 3 },
  { id: "s-mx2", unit: "u-mx", name: "Trung tâm Phục vụ hành chính công Mỹ Đức", agents: 2 },
  { id: "s-ho1", unit: "u-ho", name: "Trụ sở UBND xã Hồng Sơn", agents: 2 },
  { id: "s-ps1", unit: "u-ps", name: "Trụ sở UBND xã Phúc Sơn", agents: 0 },
];

interface Device {
  readonly id: string;
  readonly site: string;
  readonly class: DeviceSummary["class"];
  readonly name: string;
  readonly address: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly agent: string | null;
  readonly ports: number;
  readonly fault?: FaultCode;
}

const polled = (
  id: string,
  site: string,
  kind: Device["class"],
  name: string,
  address: string,
  make: readonly [string | null, string | null],
  ports: number,
  fault?: FaultCode,
): Device => ({
  id,
  site,
  class: kind,
  name,
  address,
  vendor: make[0],
  model: make[1],
  agent: null,
  ports,
  ...(fault === undefined ? {} : { fault }),
});

const pc = (id: string, site: string, name: string, make: readonly [string, string]): Device => ({
  id,
  site,
  class: "workstation",
  name,
  address: null,
  vendor: make[0],
  model: make[1],
  agent: `a-${id}`,
  ports: 2,
});

const DEVICES: readonly Device[] = [
  polled("d-sw1", "s-hs1", "switch", "SW-Tầng1", "10.22.4.2", ["Cisco", "SG250-26"], 28),
  polled("d-sw2", "s-hs1", "switch", "SW-Tầng2", "10.22.4.3", ["TP-Link", "TL-SG3428"], 28, "snmp_timeout"),
  polled("d-rt", "s-hs1", "router", "Bộ định tuyến TSLCD", "10.22.4.1", ["DrayTek", "Vigor2927"], 7),
  polled("d-prn", "s-hs1", "printer", "Máy in phòng Kinh tế", "10.22.4.40", ["HP", "LaserJet M404dn"], 2),
  polled("d-ups", "s-hs1", "ups", "Bộ lưu điện tủ mạng", "10.22.4.50", [null, null], 1),
  pc("d-vp01", "s-hs1", "VP-01", ["Dell", "OptiPlex 3050"]),
  pc("d-vp02", "s-hs1", "VP-02", ["HP", "ProDesk 400 G5"]),
  pc("d-vp03", "s-hs1", "VP-03", ["FPT", "Elead M525"]),
  pc("d-kt01", "s-hs1", "KT-KETOAN", ["Dell", "Vostro 3670"]),
  pc("d-vt01", "s-hs2", "MOTCUA-01", ["Lenovo", "ThinkCentre M710t"]),
  polled("d-sw3", "s-hs2", "switch", "Switch một cửa", "10.22.8.2", ["D-Link", "DGS-1210-24"], 26),
  polled("d-sw4", "s-mx1", "switch", "SW-MyDuc-1", "10.22.1.2", ["Cisco", "WS-C2960-24TT-L"], 26),
  pc("d-md01", "s-mx1", "MD-VP-01", ["HP", "280 Pro G6"]),
  pc("d-md02", "s-mx1", "MD-VP-02", ["Dell", "OptiPlex 3050"]),
  pc("d-mc01", "s-mx2", "MD-MOTCUA-01", ["HP", "280 Pro G6"]),
  pc("d-ho01", "s-ho1", "HS-VP-01", ["Lenovo", "V520"]),
  polled("d-sw5", "s-ho1", "switch", "SW-HongSon", "10.22.3.2", ["Ruijie", "RG-ES126G"], 26),
];

const TARGETS: readonly {
  readonly id: string;
  readonly site: string;
  readonly name: string;
  readonly address: string;
  readonly loss: number;
  readonly rtt: number;
}[] = [
  { id: "t-gw", site: "s-hs1", name: "Cổng mặc định", address: "10.22.4.1", loss: 0, rtt: 0.7 },
  { id: "t-vb", site: "s-hs1", name: "Máy chủ văn bản", address: "10.1.0.20", loss: 0.2, rtt: 14 },
  { id: "t-mc", site: "s-hs1", name: "Một cửa điện tử", address: "10.1.0.31", loss: 0, rtt: 11 },
  { id: "t-ks", site: "s-mx1", name: "Cổng mặc định", address: "10.22.1.1", loss: 0, rtt: 0.5 },
  { id: "t-kh", site: "s-ho1", name: "Máy chủ văn bản", address: "10.1.0.20", loss: 1, rtt: 0 },
];

const PEOPLE: Readonly<Record<"administrator" | "viewer" | "leader", Me>> = {
  administrator: {
    id: "p1",
    name: "Nguyễn Văn An",
    username: "an.nguyen",
    role: "administrator",
    unit: null,
  },
  viewer: { id: "p2", name: "Trần Thị Bích", username: "bich.tran", role: "viewer", unit: "u-md" },
  leader: { id: "p3", name: "Lê Quang Huy", username: "huy.le", role: "leader", unit: "u-md" },
};

/** Everything that the answers are made of at one moment. */
function createWorld(scenario: () => Scenario, now: () => Instant) {
  const started = now();
  const added: Device[] = [];
  const calm = () => ["calm", "many", "no-alerts"].includes(scenario());
  const sites = () => (scenario() === "empty" ? [] : SITES.filter((site) => !calm() || site.agents > 0));
  /** When the site's data end. */
  const until = (site: string): Instant => {
    if (scenario() === "stale") return started - 25 * MINUTE;
    const silent = calm() ? undefined : SITES.find(({ id }) => id === site)?.silentFor;
    return silent === undefined ? now() : started - silent;
  };
  const devices = (): readonly Device[] => {
    const many = Array.from({ length: scenario() === "many" ? 900 : 0 }, (_, i) =>
      polled(
        `d-m${i}`,
        SITES[i % 5]?.id ?? "s-hs1",
        (["switch", "printer", "access_point", "camera"] as const)[i % 4] ?? "switch",
        `Thiết bị ${i + 1}`,
        `10.${30 + (i % 5)}.${Math.floor(i / 250)}.${(i % 250) + 1}`,
        ["Hãng", `M-${i % 17}`],
        8,
      ),
    );
    return scenario() === "empty" ? [] : [...DEVICES, ...many, ...added];
  };
  const reading = (value: number, at: Instant) => ({ value, at });
  /** The newest moment of a rhythm. */
  const beat = (site: string, every: number, key: string) => {
    const shift = Math.floor(seeded(key) * every);
    return Math.floor((until(site) - shift) / every) * every + shift;
  };

  function hostLatest(device: Device): Latest {
    const at = beat(device.site, 10 * SECOND, device.id);
    const total = (seeded(device.id) > 0.5 ? 8 : 4) * 1024 ** 3;
    return {
      cpu: reading(Math.min(98, 14 * swing(`${device.id} cpu`, at)), at),
      memory_total: reading(total, at),
      memory_used: reading(total * Math.min(0.96, 0.55 + 0.12 * swing(`${device.id} mem`, at)), at),
      uptime: reading((at - (started - 6 * HOUR - seeded(device.id) * 3 * DAY)) / SECOND, at),
    };
  }
  function deviceLatest(device: Device): Latest {
    const at = beat(device.site, MINUTE, device.id);
    const silent = device.fault !== undefined && !calm();
    if (added.includes(device)) return {};
    if (silent) return { up: reading(0, at), uptime: reading((4 * DAY) / SECOND, started - 2 * HOUR) };
    const withCpu = device.id === "d-sw1" || device.id === "d-rt";
    return {
      up: reading(1, at),
      uptime: reading((at - started + 40 * DAY * seeded(device.id) + HOUR) / SECOND, at),
      poll_time: reading(180 + 60 * swing(device.id, at), at),
      ...(withCpu
        ? {
            cpu: reading(Math.min(95, 11 * swing(`${device.id} cpu`, at)), at),
            memory_used: reading(61 * 1024 ** 2 * (1 + 0.04 * swing(device.id, at)), at),
            memory_total: reading(128 * 1024 ** 2, at),
          }
        : {}),
    };
  }
  function summary(device: Device): DeviceSummary {
    const latest = device.agent === null ? deviceLatest(device) : hostLatest(device);
    const newest = Object.values(latest).reduce<number | null>((all, { at }) => Math.max(all ?? 0, at), null);
    const fresh = newest !== null && now() - newest < 5 * MINUTE;
    const state: State = !fresh ? "unknown" : latest["up"]?.value === 0 ? "bad" : "good";
    const { ports: _, fault, ...shown } = device;
    return { ...shown, state, newest, fault: state === "bad" ? (fault ?? null) : null, latest };
  }
  function target({ loss: given, rtt, ...shown }: (typeof TARGETS)[number]): TargetView {
    const entity = `target:${shown.id}`;
    const at = beat(shown.site, 30 * SECOND, entity);
    const loss = calm() ? 0 : given;
    const average = rtt * (0.8 + 0.3 * swing(entity, at));
    const latest: Latest = {
      sent: reading(5, at),
      received: reading(5 * (1 - loss), at),
      loss: reading(loss, at),
      ...(loss < 1
        ? {
            rtt_avg: reading(average, at),
            rtt_max: reading(average * 1.4, at),
            jitter: reading(average * 0.1, at),
          }
        : {}),
    };
    const fresh = now() - at < 5 * MINUTE;
    return {
      ...shown,
      entity,
      state: !fresh ? "unknown" : loss >= 1 ? "bad" : loss > 0 ? "watch" : "good",
      newest: at,
      latest,
    };
  }
  function agent(device: Device): AgentView {
    const at = beat(device.site, 30 * SECOND, `agent ${device.id}`);
    const first = DEVICES.find(({ site, agent: id }) => site === device.site && id !== null);
    return {
      id: device.agent ?? "",
      site: device.site,
      device: device.id,
      hostname: device.name,
      version: "0.1.0",
      enrolledAt: started - 30 * DAY,
      lastSeen: at,
      revokedAt: null,
      polls: device.id === first?.id,
      state: now() - at < 5 * MINUTE ? "good" : "unknown",
      latest: {
        spool_bytes: reading(Math.round(4_000 * swing(device.id, at)), at),
        clock_offset: reading(device.id === "d-kt01" && !calm() ? -11 * MINUTE : 120, at),
        dropped_points: reading(0, at),
      },
    };
  }
  function siteSummary(site: Site): SiteSummary {
    const mine = devices().filter((device) => device.site === site.id);
    const summaries = mine.map(summary);
    const targets = TARGETS.filter(({ site: id }) => id === site.id).map(target);
    const agents = mine.filter(({ agent: id }) => id !== null).map(agent);
    const tally = (list: readonly { readonly state: State }[]) => {
      const count = (state: State) => list.filter((entry) => entry.state === state).length;
      return { total: list.length, good: count("good"), bad: count("bad"), unknown: count("unknown") };
    };
    const all = [...summaries, ...targets];
    const newest = all.reduce<number | null>(
      (best, entry) => Math.max(best ?? 0, entry.newest ?? 0) || null,
      null,
    );
    const state: State = all.every((entry) => entry.state === "unknown")
      ? "unknown"
      : all.some((entry) => entry.state === "bad" || entry.state === "watch")
        ? "watch"
        : "good";
    return {
      id: site.id,
      name: site.name,
      unit: site.unit,
      state,
      newest,
      agents: { total: agents.length, heard: agents.filter((entry) => entry.state === "good").length },
      devices: tally(summaries),
      targets: tally(targets),
    };
  }

  /** Bytes per second of a port at a moment; undefined where nothing is measured. */
  function octets(device: Device, part: number, inward: boolean, at: Instant): number {
    if (part > device.ports * 0.6) return 0;
    const key = `${device.id} ${part} ${inward}`;
    return (3e4 + seeded(key) ** 3 * 4e6) * swing(key, at) ** 2;
  }
  /** The port with a bad cable: errors since 40 minutes before the start. */
  const isBadPort = (device: Device, part: number) => device.id === "d-sw1" && part === 7 && !calm();
  const isUp = (device: Device, part: number, at: Instant) =>
    part <= device.ports * 0.6 && !(device.id === "d-sw1" && part === 5 && (at / MINUTE) % 47 < 4);
  const partName = (device: Device, part: number) =>
    device.agent === null ? `Gi0/${part}` : part === 1 ? "Ethernet" : "Wi-Fi";

  function port(device: Device, part: number): PortView {
    const at = beat(device.site, device.agent === null ? MINUTE : 10 * SECOND, device.id);
    const up = isUp(device, part, at);
    const name = partName(device, part);
    const speed =
      part > device.ports - 2 && device.ports > 20 ? 1e9 : seeded(`${device.id} ${part} s`) > 0.7 ? 1e8 : 1e9;
    const count = (inward: boolean) =>
      Math.round(((at - started) / SECOND + 1e6) * octets(device, part, inward, at));
    const silent = device.fault !== undefined && !calm();
    const seen = silent ? started - 2 * HOUR : at;
    const fresh = now() - seen < 5 * MINUTE;
    return {
      entity: `port:${device.id}/${name}`,
      part: name,
      ifIndex: part,
      name,
      alias: ALIASES[`${device.id} ${part}`] ?? null,
      ifType: 6,
      mac: `00:1b:54:${part.toString(16).padStart(2, "0")}:4c:a${part % 10}`,
      newest: seen,
      latest: {
        admin_status: reading(part === 20 ? 2 : 1, seen),
        oper_status: reading(up ? 1 : 2, seen),
        ...(up ? { speed: reading(speed, seen), duplex: reading(part === 11 ? 2 : 3, seen) } : {}),
        in_octets: reading(count(true), seen),
        out_octets: reading(count(false), seen),
        in_errors: reading(0, seen),
        counter_bits: reading(64, seen),
      },
      inBps: fresh ? (up ? 8 * octets(device, part, true, at) : 0) : null,
      outBps: fresh ? (up ? 8 * octets(device, part, false, at) : 0) : null,
      inErrorsPerS: fresh ? (isBadPort(device, part) ? 2.4 : 0) : null,
      outErrorsPerS: fresh ? 0 : null,
    };
  }

  function view(device: Device): DeviceView {
    const computer = device.agent !== null;
    const read = !added.includes(device);
    const ports = read ? Array.from({ length: device.ports }, (_, i) => port(device, i + 1)) : [];
    const at = beat(device.site, MINUTE, device.id);
    const host = computer ? hostLatest(device) : {};
    const volume = (name: string, total: number, used: number) => ({
      entity: `volume:${device.id}/${name}`,
      name,
      newest: at,
      latest: { total: reading(total, at), used: reading(used, at) },
    });
    return {
      ...summary(device),
      ...equipmentOf(device.id, at),
      now: now(),
      siteName: SITES.find(({ id }) => id === device.site)?.name ?? "",
      facts: {
        name: computer || !read ? null : device.name.toLowerCase().replaceAll(" ", "-"),
        description:
          computer || !read
            ? null
            : `${device.vendor ?? ""} ${device.model ?? ""}, 28-Port Gigabit Managed Switch, SW 2.5.9.54, <b>HW V01</b>`,
        objectId: computer || !read ? null : "1.3.6.1.4.1.9.6.1.95.28.1",
        location: computer || !read ? null : "Tủ mạng tầng 1",
        contact: null,
        readAt: computer || !read ? null : at - 20 * MINUTE,
      },
      inventory: computer ? INVENTORY(device) : null,
      inventoryAt: computer ? started - 5 * HOUR : null,
      entities: [computer ? `host:${device.id}` : `device:${device.id}`],
      host,
      agentView: computer ? agent(device) : null,
      ports,
      ...(computer ? { volumes: [volume("C:", 119e9, 103e9), volume("D:", 500e9, 118e9)] } : {}),
      etag: "0123456789abcd",
      events: read
        ? [
            {
              at: started - 38 * MINUTE,
              type: "port_changed",
              entity: ports[4]?.entity ?? null,
              late: false,
              detail: { from: 2, to: 1 },
            },
            {
              at: started - 42 * MINUTE,
              type: "port_changed",
              entity: ports[4]?.entity ?? null,
              late: false,
              detail: { from: 1, to: 2 },
            },
            {
              at: started - 5 * HOUR,
              type: computer ? "agent_started" : "device_restarted",
              entity: null,
              late: true,
              detail: computer ? { version: "0.1.0" } : { uptime: 60 },
            },
          ]
        : [],
    };
  }

  /** One field's aggregate in the step that begins at `at`; null where nothing is measured. */
  function valueAt(entity: string, field: string, at: Instant, stepMs: number): number | null {
    const parts = parseEntityRef(entity);
    if (parts === undefined || at < started - 190 * DAY) return null;
    const owner = TARGETS.find(({ id }) => id === parts.owner);
    const device = devices().find(({ id }) => id === parts.owner);
    const site = owner?.site ?? device?.site ?? "";
    if (at + stepMs > until(site) + stepMs / 2) return null;
    // A power failure of twelve minutes, two hours and a half ago.
    if (at > started - 150 * MINUTE && at < started - 138 * MINUTE) return null;
    if (owner !== undefined) return owner.rtt === 0 ? null : owner.rtt * (0.8 + 0.3 * swing(entity, at));
    if (device === undefined || (device.fault !== undefined && at > started - 2 * HOUR && !calm()))
      return null;
    if (parts.kind === "host") return hostValue(device, field, at);
    if (parts.kind === "device") return deviceValue(device, field, at);
    if (parts.kind === "ups") return field === "charge" ? 83 : 34 * swing(entity, at);
    const part = device.agent === null ? Number(parts.part.split("/")[1]) : parts.part === "Wi-Fi" ? 2 : 1;
    // Ports of polled devices are read once a minute.
    if (field === "oper_status") {
      return stepMs < MINUTE && at % MINUTE >= stepMs ? null : isUp(device, part, at) ? 1 : 2;
    }
    if (!isUp(device, part, at)) return 0;
    if (field === "in_octets" || field === "out_octets")
      return octets(device, part, field === "in_octets", at);
    if (field === "in_errors" && isBadPort(device, part) && at > started - 40 * MINUTE) {
      return ((2.4 * stepMs) / SECOND) * (0.5 + seeded(`${at}`));
    }
    return 0;
  }
  const hostValue = (device: Device, field: string, at: Instant) => {
    const total = (seeded(device.id) > 0.5 ? 8 : 4) * 1024 ** 3;
    if (field === "cpu") return Math.min(98, 14 * swing(`${device.id} cpu`, at));
    return field === "memory_used"
      ? total * Math.min(0.96, 0.55 + 0.12 * swing(`${device.id} mem`, at))
      : null;
  };
  const deviceValue = (device: Device, field: string, at: Instant) => {
    if (field === "cpu") return Math.min(95, 11 * swing(`${device.id} cpu`, at));
    if (field === "memory_used") return 61 * 1024 ** 2 * (1 + 0.04 * swing(device.id, at));
    return field === "poll_time" ? 180 + 60 * swing(device.id, at) : null;
  };

  return {
    devices,
    summary,
    view,
    port,
    target,
    add: (device: Device) => void added.push(device),
    overview(): Overview {
      const summaries = sites().map(siteSummary);
      const newest = summaries.reduce<number | null>(
        (best, site) => Math.max(best ?? 0, site.newest ?? 0) || null,
        null,
      );
      const units = scenario() === "empty" ? [] : UNITS;
      return {
        now: now(),
        newest,
        office: true,
        units: units.map((unit) => ({ ...unit, sites: summaries.filter((site) => site.unit === unit.id) })),
      };
    },
    site(id: string): SiteView | undefined {
      const site = sites().find((entry) => entry.id === id);
      if (site === undefined) return undefined;
      const mine = devices().filter((device) => device.site === id);
      return {
        ...siteSummary(site),
        now: now(),
        office: true,
        dropped: [],
        unitName: UNITS.find((unit) => unit.id === site.unit)?.name ?? "",
        deviceList: mine.map(summary),
        targetList: TARGETS.filter((entry) => entry.site === id).map(target),
        agentList: mine.filter(({ agent: own }) => own !== null).map(agent),
      };
    },
    series(entity: string, wanted: string, from: Instant, to: Instant, stepMs: number): SeriesAnswer {
      const at: number[] = [];
      for (let time = Math.floor(from / stepMs) * stepMs; time < to; time += stepMs) at.push(time);
      return {
        entity,
        from,
        to,
        stepMs,
        at,
        series: wanted.split(",").map((text) => {
          const [field = "", aggregate = "avg"] = text.split(":");
          return {
            field,
            aggregate: aggregate as "avg",
            unit: "",
            values: at.map((time) => {
              const value = valueAt(entity, field, time, stepMs);
              const extreme = { max: 1.6, max_rate: 2.4, min: 0.4 }[aggregate] ?? 1;
              return value === null ? null : value * extreme;
            }),
          };
        }),
      };
    },
  };
}

const ALIASES: Readonly<Record<string, string>> = {
  "d-sw1 1": "Lên bộ định tuyến",
  "d-sw1 3": "VP-01",
  "d-sw1 5": "VP-02",
  "d-sw1 7": "VP-03 (phòng Văn hóa - Xã hội)",
  "d-sw1 9": "Máy in phòng Kinh tế",
  "d-sw1 28": "Nối SW-Tầng2",
};

const INVENTORY = ({ name, vendor, model }: Device): DeviceView["inventory"] => ({
  hostname: name,
  ...(vendor === null ? {} : { maker: vendor }),
  ...(model === null ? {} : { model }),
  serial: "5CG8120XYZ",
  biosVersion: "1.14.0",
  biosDate: "2018-03-22",
  cpu: { name: "Intel Core i3-7100 @ 3.90GHz", cores: 4 },
  memoryBytes: 8 * 1024 ** 3,
  disks: [
    { name: "KINGSTON SA400S37120G", kind: "ssd", bytes: 120_034_123_776 },
    { name: "WDC WD5000AAKX-08U6AA0", kind: "hdd", bytes: 500_107_862_016 },
  ],
  os: {
    platform: "win32",
    name: "Microsoft Windows 10 Pro",
    version: "22H2",
    build: "19045",
    installed: "2020-08-05",
  },
  cards: [
    {
      name: "Realtek PCIe GbE Family Controller",
      mac: "8c:ec:4b:61:a2:10",
      addresses: ["10.22.4.101", "fe80::1c2d:aa10"],
    },
    { name: "TP-Link Wireless USB Adapter", mac: "50:3e:aa:11:0b:7f", addresses: [] },
  ],
});

/** Starts it on a free port of loopback, serving the built web from `dist`. */
export async function startApiFixture(options: {
  readonly dist: string;
  readonly scenario?: Scenario;
  readonly now?: () => Instant;
}): Promise<ApiFixture> {
  const now = options.now ?? Date.now;
  let scenario = options.scenario ?? "normal";
  let cut = false;
  const lines = new Set<() => void>();
  const world = createWorld(() => scenario, now);
  const files = openStatic(options.dist);
  const app = new Hono();

  const fault = (code: FaultCode, params: FaultParams, language: Language) => {
    const says = sayAny(language, `fault.${code}`, params) ?? code;
    return Response.json(
      { error: { code, says, params } },
      { status: FAULTS[code].status, headers: { [TIME_HEADER]: String(now()) } },
    );
  };
  const languageOf = (header: string | undefined): Language =>
    header?.startsWith("en") === true ? "en" : "vi";
  const person = (): Me | undefined => {
    if (scenario === "signed-out" || scenario === "setup") return undefined;
    return scenario === "viewer" || scenario === "leader" ? PEOPLE[scenario] : PEOPLE.administrator;
  };

  app.use("/api/*", async (c, next) => {
    const language = languageOf(c.req.header("accept-language"));
    c.header(TIME_HEADER, String(now()));
    if (cut) return fault("store_busy", {}, language);
    const open = /^\/api\/(setup|auth)/.test(c.req.path);
    if (!open && person() === undefined) return fault("not_signed_in", {}, language);
    const asked = !open && c.req.path !== "/api/me";
    if (asked && scenario === "broken") return fault("internal", { id: "0192f3c2" }, language);
    if (asked && scenario === "leader") return fault("forbidden", {}, language);
    if (asked && scenario === "slow") await new Promise((resolve) => setTimeout(resolve, 3_000));
    return next();
  });
  app.get("/api/setup", (c) => c.json({ needed: scenario === "setup", version: "0.1.0", now: now() }));
  app.post("/api/setup", async (c) => {
    const { key } = await c.req.json<{ key: string }>();
    if (key !== "right") return fault("setup_link_invalid", {}, languageOf(c.req.header("accept-language")));
    scenario = "empty";
    return c.json(PEOPLE.administrator);
  });
  app.post("/api/auth/sign-in/username", async (c) => {
    const { password } = await c.req.json<{ password: string }>();
    if (password !== "một câu dài dễ nhớ") {
      return fault("sign_in_failed", {}, languageOf(c.req.header("accept-language")));
    }
    scenario = "normal";
    return c.json(PEOPLE.administrator);
  });
  app.post("/api/auth/sign-out", (c) => {
    scenario = "signed-out";
    return c.json({ done: true });
  });
  app.post("/api/auth/change-password", (c) => c.json({ done: true }));
  app.get("/api/me", (c) => c.json(person() ?? null));
  app.get("/api/overview", (c) => c.json(world.overview()));
  app.post("/api/units", (c) => c.json({ id: "u-new" }));
  app.post("/api/sites", (c) => c.json({ id: "s-new" }));
  app.get("/api/sites/:site", (c) => {
    const site = world.site(c.req.param("site"));
    return site === undefined
      ? fault("site_unknown", {}, languageOf(c.req.header("accept-language")))
      : c.json(site);
  });
  addHealth(app, now, () => scenario);
  addDiscovery(app, now, () => scenario);
  addStore(app, now, () => scenario);
  addOrganisation(app, now);
  app.get("/api/sites/:site/topology", (c) => c.json(mapOf(c.req.param("site"), now())));
  app.post("/api/sites/:site/tokens", async (c) => {
    const { uses = 1, hours = 24 } = await c.req.json<{ uses?: number; hours?: number }>();
    const token = formatToken({
      server: "https://10.22.0.5:8443",
      fingerprint: createHash("sha256").update("fixture").digest("hex"),
      secret: createHash("sha256").update(String(now())).digest("base64url"),
    });
    return c.json({ token, uses, expiresAt: now() + hours * HOUR });
  });
  app.post("/api/sites/:site/devices", async (c) => {
    const body = await c.req.json<{ name?: string; address: string }>();
    if (world.devices().some(({ address }) => address === body.address)) {
      return fault("already_exists", { field: body.address }, languageOf(c.req.header("accept-language")));
    }
    const id = `d-new${world.devices().length}`;
    world.add(
      polled(id, c.req.param("site"), "unknown", body.name ?? body.address, body.address, [null, null], 0),
    );
    return c.json({ id });
  });
  app.post("/api/sites/:site/targets", (c) => c.json({ id: "t-new" }));
  app.get("/api/devices", (c) => c.json(world.devices().map(world.summary)));
  app.get("/api/devices/:device", (c) => {
    const device = world.devices().find(({ id }) => id === c.req.param("device"));
    return device === undefined
      ? fault("device_unknown", {}, languageOf(c.req.header("accept-language")))
      : c.json(world.view(device));
  });
  app.patch("/api/devices/:device", (c) => c.json({ done: true }));
  app.delete("/api/devices/:device", (c) => c.json({ done: true }));
  app.delete("/api/targets/:target", (c) => c.json({ done: true }));
  app.post("/api/agents/:agent/revoke", (c) => c.json({ done: true }));
  app.get("/api/series", (c) => {
    const { entity = "", series = "", from, to, step } = c.req.query();
    return c.json(world.series(entity, series, Number(from), Number(to), Number(step)));
  });
  app.get("/api/live", (c) =>
    streamSSE(c, async (stream) => {
      const ended = new AbortController();
      const end = () => ended.abort();
      lines.add(end);
      stream.onAbort(end);
      const { site, device: wanted } = c.req.query();
      for (let turn = 0; !ended.signal.aborted; turn += 1) {
        const watched = world.devices().filter((device) => device.site === site || device.id === wanted);
        for (const device of scenario === "stale" ? [] : watched) {
          const news = [
            {
              entity: `${device.agent === null ? "device" : "host"}:${device.id}`,
              latest: world.summary(device).latest,
            },
          ];
          if (wanted !== undefined) {
            for (let part = 1; part <= device.ports; part += 1) news.push(world.port(device, part));
          }
          for (const { entity, latest } of news) {
            const kind = parseEntityRef(entity)?.kind;
            await stream.writeSSE({
              event: "latest",
              data: JSON.stringify({ entity, kind, site: device.site, latest }),
            });
          }
        }
        if (turn % 3 === 0) {
          await stream.writeSSE({
            event: "clock",
            data: JSON.stringify({ now: now(), newest: world.overview().newest }),
          });
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 5_000);
          ended.signal.addEventListener("abort", () => {
            clearTimeout(timer);
            resolve();
          });
        });
      }
      lines.delete(end);
    }),
  );
  app.get("*", (c) => {
    const answer = files?.answer(new URL(c.req.url).pathname, c.req.raw.headers);
    if (answer === undefined) return c.text("The web is not built.", 503);
    answer.headers.set("content-security-policy", CSP);
    return answer;
  });

  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () => resolve(started));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    set: (next) => {
      scenario = next;
    },
    cut: (gone) => {
      cut = gone;
      if (gone) for (const end of lines) end();
    },
    close: () =>
      new Promise((resolve) => {
        for (const end of lines) end();
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}
