import { DAY, HOUR, MINUTE, type Instant } from "../../../core/clock.ts";
import { entityRef, type EntityKind, type EntityRef } from "../../../core/entities.ts";
import type { Labels } from "../../../core/exposition.ts";

/**
 * A small district as it is on a bad day, for the queries of the dashboards: three sites of two units with awkward names, a
 * switch that is down, one that started again, ports with errors, a full uplink, a link at 100 Mb/s half duplex, a UPS on
 * battery, toner that is nearly empty, full disks, busy and small PCs, an agent whose data waits. Made by rule: no chance.
 */
export interface Member {
  readonly entity: EntityRef;
  readonly kind: EntityKind;
  readonly site: string;
  readonly labels: Labels;
  /** What is read at a time; undefined where nothing is. `age` is how long before now. */
  readonly read: (age: number) => Readonly<Record<string, number>> | undefined;
}

interface Site {
  readonly id: string;
  readonly unit: string;
  readonly name: string;
}

export const SITES: readonly Site[] = [
  { id: "site-1", unit: "Xã Hòa Bình", name: "UBND xã Hòa Bình (trụ sở)" },
  { id: "site-2", unit: "Xã Hòa Bình", name: "Một cửa 24/7 + kho" },
  { id: "site-3", unit: "Phường B'Lao", name: "Trạm y tế B'Lao [cũ]" },
];

/** Every minute lately, every ten minutes over a day, every hour before: enough for rates now and roll-ups of days. */
export function timesUntil(now: Instant): readonly Instant[] {
  const times: Instant[] = [];
  const end = Math.floor(now / MINUTE) * MINUTE;
  for (let age = 4 * DAY; age >= 0; age -= age > 25 * HOUR ? HOUR : age > 2 * HOUR ? 10 * MINUTE : MINUTE)
    times.push(end - age);
  return times;
}

export function district(): readonly Member[] {
  return SITES.flatMap((site, index) => [
    ...switches(site, index),
    ...upsOf(site, index),
    ...printerOf(site, index),
    ...pcsOf(site, index),
    ...targetsOf(site, index),
  ]);
}

/** Counters grow with the time since this age. */
const grown = (age: number, perSecond: number) => Math.round(((10 * DAY - age) / 1_000) * perSecond);

const siteLabels = ({ id, unit, name }: Site) => ({ unit, site: name, site_id: id });
const deviceLabels = (site: Site, id: string, name: string, deviceClass: string) => ({
  ...siteLabels(site),
  device: name,
  device_id: id,
  class: deviceClass,
});

const member = (
  kind: EntityKind,
  site: Site,
  [owner, part]: readonly [string, string?],
  labels: Labels,
  read: Member["read"],
): Member => ({
  entity: entityRef(kind, owner, part),
  kind,
  site: site.id,
  labels: part === undefined ? labels : { ...labels, [kind]: part },
  read,
});

function switches(site: Site, index: number): Member[] {
  return [1, 2].flatMap((number) => {
    const id = `sw-${index}-${number}`;
    const labels = deviceLabels(site, id, `SW${number} tầng ${number}`, "switch");
    // One switch has been down for eighty minutes; one started again an hour ago.
    const down = (age: number) => index === 2 && number === 2 && age < 80 * MINUTE;
    const uptime = (age: number) =>
      index === 0 && number === 1 && age < HOUR ? (HOUR - age) / 1_000 + 10 : (400 * DAY - age) / 1_000;
    const device = member("device", site, [id], labels, (age) =>
      down(age)
        ? { up: 0, poll_time: 4_000, poll_requests: 1 }
        : {
            up: 1,
            uptime: uptime(age),
            poll_time: 120,
            poll_requests: 11,
            cpu: 20 + number,
            memory_total: 128e6,
            memory_used: 70e6,
            memory: 55,
            temperature: 48 + number,
          },
    );
    const ports = Array.from({ length: 6 }, (_, at) =>
      member("port", site, [id, `Gi1/0/${at + 1}`], labels, (age) =>
        down(age) ? undefined : portAt(at, age),
      ),
    );
    return [device, ...ports];
  });
}

/** The first port is a full uplink, the second has errors and discards, the third a half duplex link at 100 Mb/s, the last is down. */
function portAt(at: number, age: number): Record<string, number> {
  const busy = at === 0 ? 108e6 : 2e6;
  return {
    admin_status: 1,
    oper_status: at === 5 ? 2 : 1,
    speed: at === 2 ? 1e8 : 1e9,
    duplex: at === 2 ? 2 : 3,
    counters_since: 1_000,
    counter_bits: 64,
    in_octets: grown(age, busy),
    out_octets: grown(age, busy / 2),
    in_ucast: grown(age, 4_000),
    out_ucast: grown(age, 3_000),
    in_mcast: grown(age, 5),
    out_mcast: grown(age, 5),
    in_bcast: grown(age, 12),
    out_bcast: grown(age, 12),
    in_errors: at === 1 ? grown(age, 3) : 17,
    out_errors: at === 1 ? grown(age, 1) : 0,
    in_discards: at === 1 ? grown(age, 2) : 0,
    out_discards: at === 1 ? grown(age, 2) : 0,
    fcs_errors: at === 1 ? grown(age, 2) : 17,
    link_changes: Math.floor((10 * DAY - age) / (2 * HOUR)),
  };
}

function upsOf(site: Site, index: number): Member[] {
  const id = `ups-${index}`;
  const labels = deviceLabels(site, id, "UPS phòng máy", "ups");
  const onBattery = (age: number) => index === 1 && age < 30 * MINUTE;
  return [
    member("device", site, [id], labels, (age) => ({
      up: 1,
      uptime: (90 * DAY - age) / 1_000,
      poll_time: 90,
    })),
    member("ups", site, [id], labels, (age) => ({
      output_source: onBattery(age) ? 5 : 3,
      battery_status: onBattery(age) ? 3 : 2,
      replace_battery: index === 0 ? 1 : 0,
      charge: onBattery(age) ? 40 : 100,
      runtime: onBattery(age) ? 480 : 1_500,
      load: 35 + index,
      input_voltage: onBattery(age) ? 0 : 221,
      output_voltage: 220,
      temperature: 31,
    })),
  ];
}

function printerOf(site: Site, index: number): Member[] {
  const id = `prn-${index}`;
  const labels = deviceLabels(site, id, "Máy in văn thư", "printer");
  // One printer is off; its last word was a day ago.
  const off = (age: number) => index === 2 && age < 20 * MINUTE;
  const supply = (part: string, level: number) =>
    member("supply", site, [id, part], labels, (age) => ({
      level: Math.min(100, level + Math.floor(age / DAY)),
    }));
  return [
    member("device", site, [id], labels, (age) =>
      off(age) ? { up: 0 } : { up: 1, uptime: (5 * DAY - age) / 1_000, poll_time: 200 },
    ),
    member("printer", site, [id], labels, (age) => ({
      status: index === 0 ? 1 : 3,
      pages: grown(age, 0.002),
      alerts: index === 0 ? 2 : 0,
    })),
    supply("Black Toner", index === 0 ? 6 : 60),
    supply("Drum Unit", 45),
    supply("Waste Toner", 80),
  ];
}

function pcsOf(site: Site, index: number): Member[] {
  return [1, 2, 3].flatMap((number) => {
    const id = `pc-${index}-${number}`;
    const name = `PC-VT${number}.local`;
    const labels = deviceLabels(site, id, name, "workstation");
    const small = number === 3;
    const agent = `agent-${index}-${number}`;
    return [
      member("host", site, [id], labels, (age) => ({
        cpu: small ? 97 : 12 + number,
        memory_total: small ? 4e9 : 16e9,
        memory_used: small ? 3.8e9 : 6e9,
        swap_total: 2e9,
        swap_used: 1e8,
        uptime: (3 * DAY - age / 2) / 1_000,
      })),
      member("volume", site, [id, "C:"], labels, () => ({ total: 240e9, used: small ? 228e9 : 100e9 })),
      member("port", site, [id, "Ethernet"], labels, (age) => portAt(small ? 2 : 3, age)),
      member("agent", site, [agent], { ...siteLabels(site), agent: name, agent_id: agent }, (age) =>
        // One agent has been silent for half an hour.
        index === 2 && small && age < 30 * MINUTE
          ? undefined
          : {
              uptime: (2 * DAY - age / 2) / 1_000,
              memory: 66e6,
              cpu: 0.3,
              spool_blocks: small ? 40 : 1,
              spool_bytes: small ? 3e6 : 20_000,
              parked_blocks: small ? 1 : 0,
              dropped_points: small ? grown(age, 0.01) : 0,
              skipped_runs: 0,
              failed_runs: small ? grown(age, 0.003) : 2,
              poll_time: 700,
              clock_offset: small ? 90_000 : 30,
            },
      ),
    ];
  });
}

function targetsOf(site: Site, index: number): Member[] {
  return ["Cổng ra", "Internet"].map((name, at) => {
    const id = `target-${index}-${at}`;
    // One target lost everything half an hour ago; another loses one in five.
    const received = (age: number) =>
      index === 2 && at === 1 && age < 30 * MINUTE ? 0 : index === 1 && at === 1 ? 4 : 5;
    return member("target", site, [id], { ...siteLabels(site), target: name, target_id: id }, (age) => {
      const back = received(age);
      const rtt = 1 + at * 24;
      return {
        sent: 5,
        received: back,
        loss: (5 - back) / 5,
        ...(back === 0 ? {} : { rtt_min: rtt - 0.5, rtt_avg: rtt, rtt_max: rtt + 2, jitter: 0.4 }),
      };
    });
  });
}
