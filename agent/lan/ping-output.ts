import { isIP, isIPv6 } from "node:net";

/**
 * Reads what the system's ping printed, by shape and never by words, because Windows prints them in its own language.
 * A reply is a line that names the target's address, a time to live and a time; "Destination host unreachable",
 * which also begins with "Reply from", has neither.
 */
export interface PingBurst {
  readonly sent: number;
  readonly received: number;
  /** 0 … 1. */
  readonly loss: number;
  /** Milliseconds; absent when nothing came back. */
  readonly rtt: RoundTrips | undefined;
}

interface RoundTrips {
  readonly min: number;
  readonly avg: number;
  readonly max: number;
  /**
   * Mean absolute difference of successive round trips; undefined with fewer than two, or when one was under what
   * ping can measure ("<1ms"): then they all are, and their differences say nothing.
   */
  readonly jitter: number | undefined;
}

const NUMBER = String.raw`(\d{1,6}(?:[.,]\d{1,6})?)`;
const BLANK = String.raw`[\s\u00a0\u00ff]*`; // French Windows puts a no-break space, 0xFF in its code page
const TTL = String.raw`ttl${BLANK}=${BLANK}\d{1,3}`;
/** Windows: "time=1ms TTL=64", whatever "time" and "ms" are called. */
const TIME_THEN_TTL = new RegExp(`([=<])${BLANK}${NUMBER}${BLANK}[^\\d\\s=<]{1,6}${BLANK}${TTL}`, "i");
/** Linux, macOS: "ttl=64 time=0.045 ms". */
const TTL_THEN_TIME = new RegExp(`${TTL}${BLANK}[^\\s=<]+${BLANK}([=<])${BLANK}${NUMBER}${BLANK}ms`, "i");
/** Windows shows no time to live for IPv6: "Reply from ::1: time<1ms". */
const TIME_AT_END = new RegExp(`([=<])${BLANK}${NUMBER}${BLANK}[^\\d\\s=<]{1,6}$`);
const SEQUENCE = /\bicmp_[rs]eq=(\d{1,5})\b/;
const STATISTICS = /\d\s?%/;
const LONGEST_LINE = 400;
/** "<1ms" is somewhere between 0 and 1. */
const UNDER_ONE_MS = 0.5;

/**
 * The burst of `count` requests to `target`; undefined when the output is not that of a ping that ran to its end
 * (nothing is known then, not even that packets were lost). Never throws.
 */
export function readPing(output: string, target: string, count: number): PingBurst | undefined {
  const lines = output.split("\n").filter((line) => line.length <= LONGEST_LINE);
  const address = canonical(target) ?? announced(lines);
  const replies = address === undefined ? [] : repliesFrom(address, lines).slice(0, count);
  if (!lines.some((line) => STATISTICS.test(line))) return undefined;
  const received = replies.length;
  return { sent: count, received, loss: (count - received) / count, rtt: roundTrips(replies) };
}

interface Reply {
  readonly ms: number;
  /** Too quick for this ping's clock. */
  readonly under: boolean;
}

function repliesFrom(address: string, lines: readonly string[]): Reply[] {
  const seen = new Set<string>();
  return lines.flatMap((line): Reply[] => {
    const reply = replyIn(line.trim(), isIPv6(address));
    if (reply === undefined || !addressesIn(line).includes(address)) return [];
    const sequence = SEQUENCE.exec(line)?.[1];
    // The same request answered twice: a loop in the network, not a second reply.
    if (sequence !== undefined && seen.has(sequence)) return [];
    if (sequence !== undefined) seen.add(sequence);
    return [reply];
  });
}

function replyIn(line: string, v6: boolean): Reply | undefined {
  const match = TTL_THEN_TIME.exec(line) ?? TIME_THEN_TTL.exec(line) ?? (v6 ? TIME_AT_END.exec(line) : null);
  if (match === null) return undefined;
  const under = match[1] === "<";
  return { ms: under ? UNDER_ONE_MS : Number((match[2] ?? "").replace(",", ".")), under };
}

/** The IP addresses that stand as words of their own. */
function addressesIn(line: string): string[] {
  return line
    .split(/[\s\u00ff()[\]]+/)
    .flatMap((word) => canonical(word) ?? canonical(word.replace(/[:,]$/, "")) ?? []);
}

/** For a target that is a name: the address that ping says it found, "(10.1.2.3)" or "[10.1.2.3]". */
function announced(lines: readonly string[]): string | undefined {
  for (const line of lines.slice(0, 3)) {
    const inBrackets = /[([]([^\s()[\]]+)[)\]]/.exec(line)?.[1];
    const address = inBrackets === undefined ? undefined : canonical(inBrackets);
    if (address !== undefined) return address;
  }
  return undefined;
}

/** One spelling for each address; undefined for what is none. The zone (fe80::1%eth0) is of no account. */
function canonical(text: string): string | undefined {
  const [address = ""] = text.split("%");
  if (isIP(address) === 0) return undefined;
  return isIPv6(address) ? new URL(`http://[${address}]/`).hostname.slice(1, -1) : address;
}

function roundTrips(replies: readonly Reply[]): RoundTrips | undefined {
  if (replies.length === 0) return undefined;
  const times = replies.map(({ ms }) => ms);
  const min = Math.min(...times);
  const max = Math.max(...times);
  const avg = times.reduce((sum, ms) => sum + ms, 0) / times.length;
  const steps = times.slice(1).map((ms, i) => Math.abs(ms - (times[i] ?? ms)));
  const measurable = steps.length > 0 && replies.every(({ under }) => !under);
  const jitter = measurable ? steps.reduce((sum, step) => sum + step, 0) / steps.length : undefined;
  // A mean of equal numbers may come out a hair beside them.
  return { min, avg: Math.min(max, Math.max(min, avg)), max, jitter };
}
