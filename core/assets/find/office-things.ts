import { yearsBetween } from "../dates.ts";
import type { AssetEvidence } from "../evidence.ts";
import type { Finding } from "../findings.ts";
import { about, alertRefs, firstDay, ownAlerts, record, type FindContext, type Finder } from "./finder.ts";

/** The life in the table is of small office printers: a copier prints many times as much. */
const PRINTERS = new Set(["printer", "multifunction"]);

/** Printers by what they printed, UPSes by their batteries, and PCs whose cable loses packets. */
export const officeThings: Finder = (evidence, context) => [
  ...pages(evidence, context),
  ...battery(evidence, context),
  ...cable(evidence),
];

function pages(evidence: AssetEvidence, { tables }: FindContext): readonly Finding[] {
  const { asset, pages: printed, device } = evidence;
  const life = tables.limits.printerLifePages;
  if (!PRINTERS.has(asset.category) || printed === undefined || printed.total < life) return [];
  return [
    about(evidence, "pages_high", {
      level: "act",
      basis: "measured",
      confidence: 0.9,
      params: { pages: printed.total, life_pages: life },
      evidence:
        device === undefined
          ? [record(evidence, "model")]
          : [
              {
                kind: "series",
                entity: `printer:${device.id}`,
                field: "pages",
                aggregate: "last",
                from: printed.since,
                to: printed.since + 366 * 86_400_000,
              },
            ],
    }),
  ];
}

function battery(evidence: AssetEvidence, { tables, today }: FindContext): readonly Finding[] {
  const { asset } = evidence;
  if (asset.category !== "ups") return [];
  // That it soon ends in a power cut (`ups_runtime`) is so of every small UPS, whatever its battery.
  const told = ownAlerts(evidence, "ups_battery");
  const open = told.filter(({ until }) => until === null);
  const changed = asset.traits.batteryOn ?? null;
  const old = changed !== null && yearsBetween(changed, today) >= tables.limits.batteryYears;
  if (open.length === 0 && !old) return [];
  const measured = open.length > 0;
  return [
    about(evidence, "battery_failing", {
      level: "act",
      since: measured ? firstDay(open) : changed,
      basis: measured ? "measured" : "recorded",
      confidence: measured ? 1 : 0.6,
      params: changed === null ? {} : { years: Math.floor(yearsBetween(changed, today)) },
      evidence: measured ? alertRefs(told) : [record(evidence, "traits.batteryOn")],
    }),
  ];
}

/** A PC that alone loses packets: its cable. A reason to mend, never to buy a PC. */
function cable(evidence: AssetEvidence): readonly Finding[] {
  const told = ownAlerts(evidence, "cable_loss");
  if (told.length === 0) return [];
  return [
    about(evidence, "cable_fault", {
      level: "mend",
      since: firstDay(told),
      basis: "inferred",
      confidence: 0.8,
      params: { bad: 1, ports: 1, port: "", worst_ratio: told[0]?.worst ?? 0, behind: evidence.asset.name },
      evidence: alertRefs(told),
    }),
  ];
}
