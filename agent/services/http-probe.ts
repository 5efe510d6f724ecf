// Not `node:http`, which loads a second HTTP library (8 MB): `agent/http.ts` has the figures.
import { Agent, request } from "node:https";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { ServiceTarget } from "../../core/wire/assignment.ts";
import { BadTarget, PHASE, type Probe } from "./probe.ts";
import { holdsText } from "./body-text.ts";
import { readBody } from "./body.ts";
import { dial, startTls } from "./dial.ts";

/** Enough to measure how the page comes, where no text is looked for: a check must not cost the office its uplink. */
const BODY_BYTES = 65_536;
const BODY_BYTES_FOR_TEXT = 262_144;
const MOST_HEAD_BYTES = 65_536;

/** A page, as a browser would ask for it. Redirects are not followed: that there is one is the answer. */
export const httpProbe: Probe = async (target, trace, parts, signal) => {
  const url = URL.parse(target.target);
  if (url === null || !/^https?:$/u.test(url.protocol)) throw new BadTarget(target.target);
  const secure = url.protocol === "https:";
  const host = url.hostname.replaceAll(/[[\]]/gu, "");
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  const plain = await dial({ host, port }, target.timeoutMs, trace, parts, signal);
  let socket: Socket = plain;
  try {
    if (secure) {
      socket = await startTls(plain, host, trace, parts, signal, ["http/1.1"]);
      trace.phase = PHASE.tls;
    }
    const answer = await askOver(socket, url, parts.userAgent, signal);
    trace.firstByteMs = trace.elapsed();
    trace.phase = PHASE.firstByte;
    trace.status = answer.statusCode ?? 0;
    return await judge(answer, target);
  } finally {
    socket.destroy();
    plain.destroy();
  }
};

async function judge(
  answer: IncomingMessage,
  { status: expected, text }: ServiceTarget,
): Promise<string | undefined> {
  const status = answer.statusCode ?? 0;
  const fits = expected === undefined ? status >= 200 && status < 400 : status === expected;
  if (!fits) return `status ${status}`;
  const body = await readBody(answer, text === undefined ? BODY_BYTES : BODY_BYTES_FOR_TEXT);
  if (text === undefined || holdsText(body, answer.headers["content-type"], text)) return undefined;
  return "text not found";
}

/** The head of the answer to one request over a socket that is there already. */
function askOver(socket: Socket, url: URL, userAgent: string, signal: AbortSignal): Promise<IncomingMessage> {
  const agent = new Agent({ keepAlive: false, maxSockets: 1 });
  agent.createConnection = () => socket;
  return new Promise((resolve, reject) => {
    const sent = request({
      agent,
      method: "GET",
      host: url.hostname,
      path: `${url.pathname}${url.search}`,
      headers: {
        host: url.host,
        "user-agent": userAgent,
        accept: "*/*",
        "accept-encoding": "identity",
        "accept-language": "vi",
        connection: "close",
      },
      signal,
      maxHeaderSize: MOST_HEAD_BYTES,
      // What browsers forgive is no outage.
      insecureHTTPParser: true,
    });
    sent.on("response", resolve);
    sent.on("error", reject);
    socket.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECLOSED" })));
    sent.end();
  });
}
