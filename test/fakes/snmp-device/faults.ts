import type { Quirks } from "./answer.ts";
import { parseOid } from "./oid.ts";

/** When a fault strikes: at every n-th request, at a share (0…1) of them, or, with neither, at each. */
interface Often {
  readonly every?: number;
  readonly share?: number;
}

/** What goes wrong with a device, or with everything that arrives at a UDP port. Several faults may be on at once. */
export interface Faults {
  /** The request is lost: no reply, and nothing is worked out. */
  readonly drop?: true | Often;
  /** The reply comes late. `oneAtATime`: requests queue up for it, as at the weak processor of a cheap switch. */
  readonly delay?: Often & { readonly ms: number; readonly oneAtATime?: boolean };
  /** The reply comes twice. */
  readonly duplicate?: true | Often;
  /** The reply comes from another UDP port of the same address. */
  readonly otherPort?: true | Often;
  /** Only the first bytes of the reply arrive. */
  readonly truncate?: Often & { readonly bytes: number };
  /** Random bytes come instead of the reply. */
  readonly garbage?: true | Often;
  /** A datagram of no bytes comes instead of the reply. */
  readonly empty?: true | Often;
  readonly wrongRequestId?: true | Often;
  /** A version 3 reply goes out unauthenticated and unencrypted, whatever the request was. */
  readonly clearText?: true | Often;
  /** Every request is too big, or every one that asks for more bindings than this. */
  readonly tooBig?: true | { readonly aboveBindings: number };
  /** GETNEXT answers the OID that it was asked ("same"), or goes back to a smaller one every eighth time ("back"). */
  readonly loop?: "same" | "back";
  /** A column (its OID) that never ends. */
  readonly endless?: string;
}

/** What the faults do to one request. */
export interface Struck {
  readonly drop: boolean;
  readonly delayMs: number;
  readonly oneAtATime: boolean;
  readonly duplicate: boolean;
  readonly otherPort: boolean;
  readonly truncateTo: number | undefined;
  readonly garbage: boolean;
  readonly empty: boolean;
  readonly wrongRequestId: boolean;
  readonly clearText: boolean;
  readonly quirks: Quirks;
}

export interface FaultBox {
  /** Replaces all faults; `{}` ends them. */
  readonly set: (faults: Faults) => void;
  /** Asked once for each request. */
  strike(): Struck;
}

export function makeFaultBox(initial: Faults, random: () => number): FaultBox {
  let faults = initial;
  let quirks = quirksOf(initial);
  const counts = new Map<string, number>();
  const hits = (name: string, often: true | Often | undefined): boolean => {
    if (often === undefined) return false;
    if (often === true) return true;
    if (often.share !== undefined && random() >= often.share) return false;
    if (often.every === undefined) return true;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count % often.every === 0;
  };
  return {
    set: (next) => {
      faults = next;
      quirks = quirksOf(next);
      counts.clear();
    },
    strike: () => {
      const late = hits("delay", faults.delay);
      return {
        drop: hits("drop", faults.drop),
        delayMs: late ? (faults.delay?.ms ?? 0) : 0,
        oneAtATime: late && faults.delay?.oneAtATime === true,
        duplicate: hits("duplicate", faults.duplicate),
        otherPort: hits("otherPort", faults.otherPort),
        truncateTo: hits("truncate", faults.truncate) ? faults.truncate?.bytes : undefined,
        garbage: hits("garbage", faults.garbage),
        empty: hits("empty", faults.empty),
        wrongRequestId: hits("wrongRequestId", faults.wrongRequestId),
        clearText: hits("clearText", faults.clearText),
        quirks,
      };
    },
  };
}

function quirksOf({ loop, endless, tooBig }: Faults): Quirks {
  return {
    loop,
    endless: endless === undefined ? undefined : parseOid(endless),
    tooBig: tooBig === true ? { aboveBindings: -1 } : tooBig,
  };
}

/** Both at once: those of the UDP port and those of the device. */
export function together(a: Struck, b: Struck): Struck {
  return {
    drop: a.drop || b.drop,
    delayMs: a.delayMs + b.delayMs,
    oneAtATime: a.oneAtATime || b.oneAtATime,
    duplicate: a.duplicate || b.duplicate,
    otherPort: a.otherPort || b.otherPort,
    truncateTo: b.truncateTo ?? a.truncateTo,
    garbage: a.garbage || b.garbage,
    empty: a.empty || b.empty,
    wrongRequestId: a.wrongRequestId || b.wrongRequestId,
    clearText: a.clearText || b.clearText,
    quirks: {
      loop: b.quirks.loop ?? a.quirks.loop,
      endless: b.quirks.endless ?? a.quirks.endless,
      tooBig: b.quirks.tooBig ?? a.quirks.tooBig,
    },
  };
}

/** What of the faults was seen on the wire, for the log; undefined when the reply went out whole. */
export function visibleFault(struck: Struck): string | undefined {
  const spoilt = (["drop", "empty", "garbage", "wrongRequestId", "clearText", "otherPort"] as const).find(
    (name) => struck[name],
  );
  return spoilt ?? (struck.truncateTo === undefined ? undefined : "truncate");
}

/** The reply as it goes out. */
export function spoil(reply: Uint8Array, struck: Struck, random: () => number): Uint8Array {
  if (struck.empty) return new Uint8Array(0);
  if (struck.garbage)
    return Uint8Array.from({ length: 1 + Math.floor(random() * 200) }, () => random() * 256);
  return struck.truncateTo === undefined ? reply : reply.subarray(0, struck.truncateTo);
}

/** Random numbers that are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
