import type { EntityRef } from "../../core/entities.ts";
import type { FaultCode } from "../../core/result.ts";
import { FULL_PACE, type Pace } from "../snmp/pace.ts";
import { createMemory, type DeviceMemory, type DevicePoll } from "../snmp/poll.ts";
import type { SnmpSession } from "../snmp/protocol.ts";

/** What is kept of a device from run to run. */
export interface DeviceState {
  memory: DeviceMemory;
  session: SnmpSession | undefined;
  /** Whether this session has got an answer. */
  worked: boolean;
  failures: number;
  /** Monotonic; before it nothing is sent. */
  nextTry: number;
  refs: Map<string, EntityRef>;
  pace: Pace;
  /** Turns at which the ports were left alone. */
  passed: number;
  /** The list of ports that was told last. */
  toldPorts: DevicePoll["portFacts"];
  fault: FaultCode | undefined;
}

export const createState = (): DeviceState => ({
  memory: createMemory(),
  session: undefined,
  worked: false,
  failures: 0,
  nextTry: -Infinity,
  refs: new Map(),
  pace: FULL_PACE,
  passed: 0,
  toldPorts: [],
  fault: undefined,
});
