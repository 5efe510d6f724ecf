import { dial } from "./dial.ts";
import { parseHostPort, type Probe } from "./probe.ts";

/** Whether somebody takes a connection; nothing is sent over it. */
export const tcpProbe: Probe = async (target, trace, parts, signal) => {
  const socket = await dial(parseHostPort(target.target), target.timeoutMs, trace, parts, signal);
  socket.destroy();
  return undefined;
};
