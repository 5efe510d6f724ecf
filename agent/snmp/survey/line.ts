import type { DeviceClass, DeviceSurvey, Neighbour, SurveyPort } from "../../../core/survey.ts";
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
const OPER_WORDS = ["up", "down", "testing", "unknown", "dormant", "notPresent", "lowerLayerDown"];

/** The parts of a survey line. What the device does not give is left out. */
export function partsOfLine(survey: DeviceSurvey): Record<string, unknown> {
  const { identity, ports, neighbours, ...parts } = survey;
  const { class: what, ...rest } = identity;
  return {
    identity: { ...(what === undefined ? {} : { class: CLASS_WORDS[what] ?? what }), ...rest },
    ports: ports.map(portOfLine),
    neighbours: neighbours.map(neighbourOfLine),
    ...parts,
  };
}

/** Who says no name is called by what it says it is. */
function neighbourOfLine({ remoteName, ...row }: Neighbour): Record<string, unknown> {
  const { protocol, localPort, localIfIndex, ...remote } = row;
  return { protocol, localPort, localIfIndex, remoteName: remoteName ?? row.remoteDescription, ...remote };
}

function portOfLine(port: SurveyPort): Record<string, unknown> {
  const { ifIndex, ifType, admin, oper, ...rest } = port;
  return {
    index: ifIndex,
    ...rest,
    type: ifType === undefined ? undefined : (IF_TYPE_NAMES[ifType] ?? `type ${ifType}`),
    adminUp: admin === undefined ? undefined : admin === 1,
    operUp: oper === undefined ? undefined : oper === 1,
    oper: oper === undefined ? undefined : OPER_WORDS[oper - 1],
  };
}
