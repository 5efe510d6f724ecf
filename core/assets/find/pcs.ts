import { cpuMeaning } from "../cpu.ts";
import type { AssetEvidence } from "../evidence.ts";
import type { Finding } from "../findings.ts";
import { officeSupport } from "../office.ts";
import { diskClass, diskGb, failingDisks, isRamSmall, ramGb } from "../parts.ts";
import { endedWindows, supportOf, type OsWords } from "../windows.ts";
import {
  about,
  alertRefs,
  factOr,
  firstDay,
  ownAlerts,
  supportState,
  tableRow,
  type FindContext,
  type Finder,
} from "./finder.ts";

const COMPUTERS = new Set(["desktop", "laptop", "server"]);

/** What is known of a computer: its system, processor, memory and disks. */
export const pcs: Finder = (evidence, context) =>
  COMPUTERS.has(evidence.asset.category)
    ? [
        ...system(evidence, context),
        ...office(evidence, context),
        ...processor(evidence, context),
        ...memory(evidence, context),
        ...disks(evidence, context),
      ]
    : [];

/** As its agent says; else as the record does. */
function systemOf({ pc, asset }: AssetEvidence): OsWords | undefined {
  if (pc?.os !== undefined) return pc.os;
  return asset.traits.os === undefined ? undefined : { name: asset.traits.os };
}

const basisOf = ({ pc }: AssetEvidence) => (pc === undefined ? "recorded" : "measured");
const sureOf = ({ pc }: AssetEvidence) => (pc === undefined ? 0.7 : 1);

function system(evidence: AssetEvidence, { tables, today }: FindContext): readonly Finding[] {
  const os = systemOf(evidence);
  const row = os === undefined ? undefined : (supportOf(os, tables) ?? endedWindows(os, tables, today));
  const state = row === undefined ? undefined : supportState(row, today);
  if (row === undefined || state === undefined) return [];
  const over = state === "over";
  return [
    about(evidence, over ? "os_unsupported" : "os_ends_soon", {
      level: over ? "act" : "soon",
      since: over ? row.ends : null,
      basis: basisOf(evidence),
      confidence: sureOf(evidence),
      params: { product: row.label, ends_date: row.ends ?? "" },
      evidence: [factOr(evidence, "os", "traits.os"), tableRow("end-of-support", row.label, row)],
    }),
  ];
}

function office(evidence: AssetEvidence, { tables, today }: FindContext): readonly Finding[] {
  const row = officeSupport(evidence.asset.traits.office, tables);
  const state = row === undefined ? undefined : supportState(row, today);
  if (row === undefined || state === undefined) return [];
  const over = state === "over";
  return [
    about(evidence, over ? "office_unsupported" : "office_ends_soon", {
      level: over ? "act" : "soon",
      since: over ? row.ends : null,
      basis: "recorded",
      confidence: 0.7,
      params: { product: row.label, ends_date: row.ends ?? "" },
      evidence: [
        { kind: "record", asset: evidence.asset.id, field: "traits.office" },
        tableRow("end-of-support", row.label, row),
      ],
    }),
  ];
}

function processor(evidence: AssetEvidence, { tables }: FindContext): readonly Finding[] {
  if (evidence.asset.category === "server") return [];
  const name = evidence.pc?.cpu ?? evidence.asset.traits.cpu;
  const cpu = cpuMeaning(name, tables);
  if (cpu?.windows11 !== false) return [];
  return [
    about(evidence, "not_windows11", {
      level: "act",
      basis: basisOf(evidence),
      confidence: sureOf(evidence) * 0.9,
      params: { cpu: cpu.generation, year: cpu.year },
      evidence: [
        factOr(evidence, "cpu", "traits.cpu"),
        tableRow("cpu-generations", cpu.row.generation, cpu.row),
      ],
    }),
  ];
}

/** From this share on memory is used up. */
const USED_UP = 0.9;

function memory(evidence: AssetEvidence, { tables }: FindContext): readonly Finding[] {
  const gb = ramGb(evidence.pc, evidence.asset.traits);
  if (gb === undefined || evidence.asset.category === "server" || !isRamSmall(gb, tables.limits)) return [];
  const used = evidence.pc?.memoryP95Ratio;
  return [
    about(evidence, "ram_small", {
      // Little memory that is not used up is no reason for anything yet.
      level: used === undefined || used >= USED_UP ? "act" : "watch",
      basis: basisOf(evidence),
      confidence: used === undefined ? sureOf(evidence) * 0.8 : 1,
      params: { gb, wanted_gb: tables.limits.ramGb, ...(used === undefined ? {} : { used_ratio: used }) },
      evidence: [factOr(evidence, "memoryBytes", "traits.ramGb")],
    }),
  ];
}

function disks(evidence: AssetEvidence, { tables }: FindContext): readonly Finding[] {
  const found: Finding[] = [];
  const failing = failingDisks(evidence.pc);
  const told = ownAlerts(evidence, "disk_failing");
  if (failing.length > 0 || told.some(({ until }) => until === null)) {
    found.push(
      about(evidence, "disk_failing", {
        level: "act",
        since: firstDay(told),
        basis: "measured",
        confidence: 1,
        params: { disk: failing[0] ?? "" },
        evidence: [factOr(evidence, "disks", "traits.disk"), ...alertRefs(told)],
      }),
    );
  }
  if (diskClass(evidence.pc, evidence.asset.traits) === "hdd") {
    found.push(
      about(evidence, "disk_slow", {
        level: "act",
        basis: basisOf(evidence),
        confidence: sureOf(evidence),
        evidence: [factOr(evidence, "disks", "traits.disk")],
      }),
    );
  }
  const gb = diskGb(evidence.pc);
  if (gb !== undefined && gb < tables.limits.diskGb) {
    found.push(
      about(evidence, "disk_small", {
        level: "watch",
        basis: "measured",
        confidence: 1,
        params: { gb, wanted_gb: tables.limits.diskGb },
        evidence: [factOr(evidence, "disks", "traits.disk")],
      }),
    );
  }
  return found;
}
