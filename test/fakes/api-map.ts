import type { Instant } from "../../core/clock.ts";
import { HOUR, MINUTE } from "../../core/clock.ts";
import { buildTopology } from "../../core/topology/build.ts";
import type { DeviceEvidence, SiteEvidence } from "../../core/topology/types.ts";
import type { TopologyView } from "../../core/wire/topology.ts";

/** The map of the fixture's first site: two switches, a router, PCs, and an unmanaged switch that nobody told of. */
const mac = (n: number) => `00:1b:54:00:00:${n.toString(16).padStart(2, "0")}`;
const SW1 = "d-sw1";
const SW2 = "d-sw2";

export function mapOf(site: string, at: Instant): TopologyView {
  if (site !== "s-hs1") return { readAt: null, nodes: [], links: [], placements: [], uplinks: {}, loops: [] };
  const { nodes, links, placements, uplinks, loops } = buildTopology(evidence(at - 4 * MINUTE));
  const nameOf = (id: string) => nodes.find((node) => node.id === id)?.name ?? id;
  return {
    readAt: at - 4 * MINUTE,
    nodes: nodes.map(({ id, kind, name, hidden, says }) => ({
      id,
      kind,
      name,
      ...(hidden === undefined ? {} : { hidden }),
      ...(says === undefined ? {} : { says }),
    })),
    links: links.map((link) => ({ ...link, evidence: link.evidence.map(({ detail }) => detail) })),
    placements: placements.map((place) => ({
      ...place,
      since: at - 26 * HOUR,
      name: nameOf(place.node),
      deviceName: nameOf(place.device),
      evidence: place.evidence.map(({ detail }) => detail),
      against: [],
    })),
    uplinks,
    loops: [...loops],
  };
}

function evidence(readAt: Instant): SiteEvidence {
  const learned = (port: string, ...numbers: number[]) =>
    numbers.map((n) => ({ mac: mac(n), port, status: "learned" as const }));
  const devices: DeviceEvidence[] = [
    {
      id: SW1,
      name: "SW-Tầng1",
      deviceClass: "switch",
      macs: [mac(1)],
      readAt,
      neighbours: [
        {
          localPort: "Gi0/28",
          protocol: "lldp",
          remoteName: "SW-Tầng2",
          remoteChassisId: mac(2),
          remotePort: "Gi0/28",
        },
        { localPort: "Gi0/1", protocol: "lldp", remoteName: "Bộ định tuyến TSLCD", remoteChassisId: mac(3) },
      ],
      forwarding: [
        ...learned("Gi0/1", 3),
        ...learned("Gi0/3", 11),
        ...learned("Gi0/5", 12),
        ...learned("Gi0/9", 40),
        ...learned("Gi0/12", 14, 60, 61, 62, 63),
        ...learned("Gi0/28", 2, 13, 50),
      ],
    },
    {
      id: SW2,
      name: "SW-Tầng2",
      deviceClass: "switch",
      macs: [mac(2)],
      readAt,
      neighbours: [
        {
          localPort: "Gi0/28",
          protocol: "lldp",
          remoteName: "SW-Tầng1",
          remoteChassisId: mac(1),
          remotePort: "Gi0/28",
        },
      ],
      forwarding: [
        ...learned("Gi0/7", 13),
        ...learned("Gi0/24", 50),
        ...learned("Gi0/28", 1, 3, 11, 12, 40, 14, 60, 61, 62, 63),
      ],
    },
    { id: "d-rt", name: "Bộ định tuyến TSLCD", deviceClass: "router", macs: [mac(3)] },
    { id: "d-prn", name: "Máy in phòng Kinh tế", deviceClass: "printer", macs: [mac(40)] },
    { id: "d-ups", name: "Bộ lưu điện tủ mạng", deviceClass: "ups", macs: [mac(50)] },
  ];
  const host = (id: string, name: string, n: number) => ({ id, name, interfaces: [{ mac: mac(n) }] });
  return {
    devices,
    hosts: [
      host("d-vp01", "VP-01", 11),
      host("d-vp02", "VP-02", 12),
      host("d-vp03", "VP-03", 13),
      host("d-kt01", "KT-KETOAN", 14),
      host("d-off", "VP-09", 99),
    ],
  };
}
