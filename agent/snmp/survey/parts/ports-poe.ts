import type { SurveyPort } from "../../../../core/survey.ts";
import type { Ask } from "../ask.ts";
import type { Known } from "../part.ts";
import { readInterfaces } from "./interfaces.ts";
import { poePortsOf } from "./ports-poe-index.ts";
import { wholeOf } from "./values.ts";

type Poe = NonNullable<SurveyPort["poe"]>;

/** pethPsePortEntry, POWER-ETHERNET-MIB (RFC 3621), index GROUP.PORT. */
const PORT = "1.3.6.1.2.1.105.1.1.1";
const FALSE = 2;
/** pethPsePortDetectionStatus: disabled, searching, deliveringPower, fault, test, otherFault. */
const STATES: readonly (Poe["state"] | undefined)[] = [
  undefined,
  "off",
  "searching",
  "delivering",
  "fault",
  "searching",
  "fault",
];

/** What a port delivers, by the same index, in milliwatts: the standard has no such column, makers added theirs. */
const P = "1.3.6.1.4.1";
const POWERS: readonly { readonly enterprise: number; readonly milliwatts: string }[] = [
  { enterprise: 9, milliwatts: `${P}.9.9.402.1.2.1.9` }, // cpeExtPsePortPwrConsumption
  { enterprise: 9, milliwatts: `${P}.9.6.1.101.108.1.1.5` }, // rlPethPsePortOutputPower, Cisco Small Business
  { enterprise: 89, milliwatts: `${P}.89.108.1.1.5` }, // rlPethPsePortOutputPower
  { enterprise: 11, milliwatts: `${P}.11.2.14.11.1.9.1.1.1.3` }, // hpicfPoePethPsePortPower
  { enterprise: 25506, milliwatts: `${P}.25506.2.14.1.1.5` }, // hh3cPsePortCurrentPower
  { enterprise: 4526, milliwatts: `${P}.4526.10.15.1.1.1.2` }, // agentPethOutputPower, Netgear managed
  { enterprise: 4526, milliwatts: `${P}.4526.11.15.1.1.1.2` }, // … smart
  { enterprise: 4413, milliwatts: `${P}.4413.1.1.15.1.1.1.2` }, // … Broadcom, EdgeSwitch
];
/** More than any port delivers (802.3bt: 90 W). */
const MOST_MILLIWATTS = 120_000;

/** By ifIndex. */
export async function readPoe(ask: Ask, { enterprises }: Known): Promise<ReadonlyMap<number, Poe>> {
  const [table, own] = await Promise.all([
    ask.table({ admin: `${PORT}.3`, detection: `${PORT}.6` }),
    enterprises.has(MIKROTIK) ? readMikrotik(ask) : undefined,
  ]);
  if (own !== undefined && own.size > 0) return own;
  if (table.size === 0) return new Map();
  const [ifIndexOf, milliwattsOf] = await Promise.all([
    poePortsOf(ask, [...table.keys()], enterprises),
    readPowers(ask, enterprises),
  ]);
  const found = new Map<number, Poe>();
  for (const [index, { admin, detection }] of table) {
    const ifIndex = ifIndexOf(index);
    const detected = STATES[wholeOf(detection) ?? 0];
    const state = wholeOf(admin) === FALSE && detected !== "delivering" ? "off" : detected;
    if (ifIndex === undefined || state === undefined || found.has(ifIndex)) continue;
    found.set(ifIndex, poeOf(state, milliwattsOf(index)));
  }
  return found;
}

function poeOf(state: Poe["state"], milliwatts: number | undefined): Poe {
  const known = state === "delivering" && milliwatts !== undefined && milliwatts <= MOST_MILLIWATTS;
  return known ? { state, watts: milliwatts / 1_000 } : { state };
}

async function readPowers(
  ask: Ask,
  enterprises: ReadonlySet<number>,
): Promise<(index: string) => number | undefined> {
  const powers = await Promise.all(
    POWERS.filter(({ enterprise }) => enterprises.has(enterprise)).map(({ milliwatts }) =>
      ask.table({ milliwatts }),
    ),
  );
  return (index) =>
    powers
      .map((power) => wholeOf(power.get(index)?.milliwatts))
      .find((milliwatts) => milliwatts !== undefined);
}

/** mtxrPOEEntry, MIKROTIK-MIB, index IFINDEX: status, and power in tenths of a watt. */
const MIKROTIK = 14_988;
const MIKROTIK_POE = `${P}.14988.1.1.15.1.1`;
const MIKROTIK_STATES: readonly (Poe["state"] | undefined)[] = [
  undefined,
  "off",
  "searching", // waitingForLoad
  "delivering", // poweredOn
  "fault", // overload
  "fault", // shortCircuit
  "fault", // voltageTooLow
  "fault", // currentTooLow
  "off", // powerReset
  "fault", // voltageTooHigh
  "fault", // controllerError
  "fault", // controllerUpgrade
];

async function readMikrotik(ask: Ask): Promise<ReadonlyMap<number, Poe>> {
  const [interfaces, table] = await Promise.all([
    readInterfaces(ask),
    ask.table({ status: `${MIKROTIK_POE}.3`, power: `${MIKROTIK_POE}.6` }),
  ]);
  const found = new Map<number, Poe>();
  for (const [index, row] of table) {
    const state = MIKROTIK_STATES[wholeOf(row.status) ?? 0];
    if (state === undefined || !interfaces.rows.has(Number(index))) continue;
    const power = wholeOf(row.power);
    found.set(Number(index), poeOf(state, power === undefined ? undefined : power * 100));
  }
  return found;
}
