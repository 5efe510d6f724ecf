import type { DeviceClass, DeviceSurvey, Neighbour, Supply, SurveyPort } from "../../../core/survey.ts";
import { IF_TYPE_NAMES } from "./if-types.ts";

/** A survey as `npm run survey` writes it: one JSON object a device, plain words instead of numbers. */
export interface SurveyLine {
  readonly name: string;
  readonly reachable: boolean;
  /** Why not, as a code of core/result.ts. */
  readonly error: string | null;
  readonly requests: number;
  readonly seconds: number;
  readonly [part: string]: unknown;
}

/** Words of the survey file for classes that it calls otherwise. */
const CLASS_WORDS: Partial<Record<DeviceClass, string>> = { access_point: "wireless", camera: "other" };
/** ifAdminStatus has the first three of these. */
const STATUS_WORDS = ["up", "down", "testing", "unknown", "dormant", "notPresent", "lowerLayerDown"];
const status = (value: number | undefined) => (value === undefined ? undefined : STATUS_WORDS[value - 1]);

/** The parts of a survey line. What the device does not give is left out. */
export function partsOfLine(survey: DeviceSurvey): Record<string, unknown> {
  const { identity, ports, neighbours, supplies, ...parts } = survey;
  const { class: what, ...rest } = identity;
  return {
    identity: { ...(what === undefined ? {} : { class: CLASS_WORDS[what] ?? what }), ...rest },
    ports: ports.toSorted((a, b) => a.ifIndex - b.ifIndex).map(portOfLine),
    neighbours: neighbours.map(neighbourOfLine),
    supplies: supplies.map(supplyOfLine),
    ...parts,
  };
}

/** Who says no name is called by what it says it is. */
function neighbourOfLine({ remoteName, ...row }: Neighbour): Record<string, unknown> {
  const { protocol, localPort, localIfIndex, ...remote } = row;
  return { protocol, localPort, localIfIndex, remoteName: remoteName ?? row.remoteDescription, ...remote };
}

/** RFC 3805 level -3, "at least one unit is left": readers of the file want a figure, so half, marked as a guess. */
const SOME_PERCENT = 50;

/** Here only: in the product a level that is not known stays unknown. */
function supplyOfLine(supply: Supply): Record<string, unknown> {
  return supply.level === "some" ? { ...supply, percent: SOME_PERCENT, estimated: true } : { ...supply };
}

function portOfLine(port: SurveyPort): Record<string, unknown> {
  const { ifIndex, ifType, admin, oper, ...rest } = port;
  return {
    index: ifIndex,
    ...rest,
    type: ifType === undefined ? undefined : (IF_TYPE_NAMES[ifType] ?? `type ${ifType}`),
    // Whether the device says "up"; what it says, if it says anything, is in `admin` and `oper`.
    adminUp: admin === 1,
    operUp: oper === 1,
    admin: status(admin),
    oper: status(oper),
  };
}
