import type { Socket } from "node:net";
import { dial, startTls } from "./dial.ts";
import { parseHostPort, PHASE, type Probe, type ProbeParts, type Trace } from "./probe.ts";

const SMTP = 25;
/** TLS from the first byte (RFC 8314 3.3). */
const SUBMISSIONS = 465;
const MOST_REPLY_BYTES = 65_536;

/**
 * A mail server as another one would greet it (RFC 5321): banner, EHLO, STARTTLS where it is offered (RFC 3207, for the
 * certificate), QUIT. No mail is sent, no sender or recipient named.
 */
export const smtpProbe: Probe = async (target, trace, parts, signal) => {
  const { host, port } = parseHostPort(target.target, SMTP);
  const plain = await dial({ host, port }, target.timeoutMs, trace, parts, signal);
  let socket: Socket = plain;
  try {
    if (port === SUBMISSIONS) {
      socket = await startTls(plain, host, trace, parts, signal);
      trace.phase = PHASE.tls;
    }
    const talk = openTalk(socket);
    const banner = await talk.reply();
    trace.firstByteMs = trace.elapsed();
    trace.phase = PHASE.firstByte;
    trace.status = banner.code;
    if (target.status === undefined ? !isGood(banner.code) : banner.code !== target.status) {
      return `banner ${banner.code}`;
    }
    // A server that was expected to refuse is not talked to.
    if (!isGood(banner.code)) return undefined;
    return await greet(socket, talk, host, trace, parts, signal);
  } finally {
    socket.destroy();
    plain.destroy();
  }
};

const isGood = (code: number): boolean => code >= 200 && code < 300;

async function greet(
  socket: Socket,
  talk: Talk,
  host: string,
  trace: Trace,
  parts: ProbeParts,
  signal: AbortSignal,
): Promise<string | undefined> {
  // RFC 5321 4.1.1.1: who has no name says an address.
  const own = socket.localFamily === "IPv6" ? `[IPv6:${socket.localAddress}]` : `[${socket.localAddress}]`;
  const greeted = await talk.say(`EHLO ${own}`);
  if (!isGood(greeted.code)) {
    trace.status = greeted.code;
    return `EHLO ${greeted.code}`;
  }
  if (trace.tlsMs === undefined && greeted.lines.some((line) => /^STARTTLS$/iu.test(line))) {
    const ready = await talk.say("STARTTLS");
    if (ready.code === 220) {
      talk.close();
      const secure = await startTls(socket, host, trace, parts, signal);
      await openTalk(secure).say("QUIT");
      return undefined;
    }
  }
  await talk.say("QUIT");
  return undefined;
}

interface Reply {
  readonly code: number;
  readonly lines: readonly string[];
}
interface Talk {
  /** The next reply; rejects when the other end hangs up or says something that is no SMTP. */
  reply(): Promise<Reply>;
  say(line: string): Promise<Reply>;
  /** Listens no more. */
  close(): void;
}

function openTalk(socket: Socket): Talk {
  let text = "";
  let closed = false;
  let waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void } | undefined;
  const fail = (code: string) => {
    waiting?.reject(Object.assign(new Error(code), { code }));
    waiting = undefined;
  };
  const look = () => {
    if (waiting === undefined) return;
    const read = readReply(text);
    if (read === "no smtp" || text.length > MOST_REPLY_BYTES) return fail("not SMTP");
    if (read === undefined) return closed ? fail("ECLOSED") : undefined;
    text = text.slice(read.length);
    waiting.resolve(read.reply);
    waiting = undefined;
  };
  const take = (chunk: Buffer) => {
    text += chunk.toString("latin1");
    look();
  };
  const end = () => {
    closed = true;
    look();
  };
  socket.on("data", take);
  socket.once("close", end);
  const reply = () =>
    new Promise<Reply>((resolve, reject) => {
      waiting = { resolve, reject };
      look();
    });
  return {
    reply,
    say(line) {
      socket.write(`${line}\r\n`);
      return reply();
    },
    close() {
      socket.off("data", take);
      socket.off("close", end);
    },
  };
}

/** RFC 5321 4.2: `250-text` goes on, `250 text` (or `250` alone) ends. Undefined while it is not complete. */
export function readReply(text: string): { reply: Reply; length: number } | "no smtp" | undefined {
  const lines: string[] = [];
  let at = 0;
  for (;;) {
    const end = text.indexOf("\n", at);
    if (end < 0) return undefined;
    const [, code, more, rest = ""] =
      /^(\d{3})(?:([- ])(.*))?$/u.exec(text.slice(at, end).replace(/\r$/u, "")) ?? [];
    if (code === undefined) return "no smtp";
    lines.push(rest.trim());
    at = end + 1;
    if (more !== "-") return { reply: { code: Number(code), lines }, length: at };
  }
}
