import { createSocket } from "node:dgram";
import { isIP, isIPv6 } from "node:net";
import { domainToASCII } from "node:url";
import { answers, decodeAnswer, encodeQuery, sameAddress, type AddressType } from "../lan/dns-message.ts";
import { createLookUp } from "./look-up.ts";
import { BadTarget, parseHostPort, PHASE, type Probe, type ProbeParts, type Trace } from "./probe.ts";

const DNS = 53;
/** A datagram that got lost is asked again, as every resolver does. */
const AGAIN_MS = 1_500;

/** A name, looked up at the server given, or as this PC's own programs would. */
export const dnsProbe: Probe = async (target, trace, parts, signal) => {
  const name = domainToASCII(target.target).replace(/\.$/u, "");
  if (name === "" || encodeQuery(0, name, "A") === undefined) throw new BadTarget(target.target);
  const found =
    target.server === undefined
      ? await atOwnServers(name, trace, parts, signal)
      : await atServer(name, target.server, target.text, trace, parts, signal);
  if (typeof found === "string") return found;
  if (found.length === 0) return "no address";
  const { text } = target;
  return text === undefined || found.some((address) => sameAddress(address, text))
    ? undefined
    : "other address";
};

/** Codes of the resolver that are an answer: there is no such name, or it has no address. */
const ANSWERED = new Set(["ENOTFOUND", "ENODATA"]);

async function atOwnServers(
  name: string,
  trace: Trace,
  parts: ProbeParts,
  signal: AbortSignal,
): Promise<readonly string[] | string> {
  // No hosts file: what is asked is whether the servers answer.
  const lookUp = createLookUp({ clock: parts.clock, servers: parts.nameServers, hostsFile: "" });
  try {
    const found = await lookUp(name, signal);
    answered(trace);
    return found;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!ANSWERED.has(code)) throw error;
    answered(trace);
    return "no such name";
  }
}

async function atServer(
  name: string,
  server: string,
  text: string | undefined,
  trace: Trace,
  parts: ProbeParts,
  signal: AbortSignal,
): Promise<readonly string[] | string> {
  const { host, port } = parseHostPort(server, DNS);
  const [address] = await parts.lookUp(host, signal);
  if (address === undefined) return "no address of the server";
  if (isIP(host) === 0) trace.phase = PHASE.name;
  const types: readonly AddressType[] = text !== undefined && isIPv6(text) ? ["AAAA"] : ["A", "AAAA"];
  for (const type of types) {
    const answer = await ask(name, type, { address, port }, parts, signal);
    if (trace.firstByteMs === undefined) answered(trace);
    if (answer.code === 3) return "no such name";
    if (answer.code !== 0) return `DNS error ${answer.code}`;
    if (answer.addresses.length > 0) return answer.addresses;
  }
  return [];
}

function answered(trace: Trace): void {
  trace.nameMs = trace.elapsed();
  trace.firstByteMs = trace.elapsed();
  trace.phase = PHASE.firstByte;
}

function ask(
  name: string,
  type: AddressType,
  { address, port }: { readonly address: string; readonly port: number },
  { random, clock }: ProbeParts,
  signal: AbortSignal,
) {
  const id = Math.floor(random() * 65_536);
  const query = encodeQuery(id, name, type);
  if (query === undefined) throw new BadTarget(name);
  // Connected: only this server's datagrams come in, and a port where nobody listens says so at once.
  const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
  const over = new AbortController();
  return new Promise<NonNullable<ReturnType<typeof decodeAnswer>>>((resolve, reject) => {
    const abort = () => reject(Object.assign(new Error("timeout"), { code: "ETIMEOUT" }));
    signal.addEventListener("abort", abort, { once: true });
    over.signal.addEventListener("abort", () => signal.removeEventListener("abort", abort), { once: true });
    socket.on("error", reject);
    socket.on("message", (bytes) => {
      const answer = decodeAnswer(bytes);
      if (answer !== undefined && answers(answer, id, name, type)) resolve(answer);
    });
    // Not as a callback of connect, which is called when there is no way there, too; this way it is an error.
    socket.once("connect", () => {
      const repeat = async () => {
        while (!over.signal.aborted) {
          socket.send(query, () => {});
          await clock.sleep(AGAIN_MS, over.signal);
        }
      };
      void repeat();
    });
    socket.connect(port, address);
    if (signal.aborted) abort();
  }).finally(() => {
    over.abort();
    socket.close();
  });
}
