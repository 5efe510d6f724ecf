import type { Fault } from "../../../core/result.ts";
import { peekTag } from "../codec/ber.ts";
import { idPlace, PDU, patchId, questionTlv, readPdu, type Pdu } from "../codec/pdu.ts";
import { GARBAGE, type Layer, type Opened } from "../engine/layer.ts";
import type { Dialect } from "../usm/protocols.ts";
import { isEngineId, isInTime, momentAt, type EngineState } from "./engine.ts";
import {
  isSignedBy,
  openScopedPdu,
  readV3Message,
  scopedPduTlv,
  v3Tlv,
  type Protection,
  type V3Message,
} from "./message.ts";
import { reportFault, reportName } from "./reports.ts";
import type { V3User } from "./user.ts";

/**
 * Version 3 around the requests of one session (RFC 3412, RFC 3414): finds out who the engine is and what its clock
 * says, follows that clock, finds the dialect of its cipher, and takes as an answer only what that engine sent to this
 * user in time with the protection that we asked with.
 */
export interface V3Layer extends Layer {
  /** The engine let itself be discovered, and never answered to this user. */
  isMute(): boolean;
  /** So far it is, but what was sent may have been encrypted in a dialect that is not the device's. */
  hasUntried(): boolean;
}

export interface V3LayerSettings {
  readonly user: V3User;
  /** For faults. */
  readonly address: string;
  readonly monotonic: () => number;
  readonly newSalt: () => Uint8Array;
  /** The dialect that this device was last found to speak. */
  readonly dialect: Dialect | undefined;
  readonly onDialect: (dialect: Dialect) => void;
}

const NOBODY: Protection = { signer: undefined, cipher: undefined };
const NONE = new Uint8Array(0);

interface State extends V3LayerSettings {
  engine: EngineState | undefined;
  protection: Protection;
  /** The one in use, then the other while it is open which one the device speaks. */
  dialects: readonly Dialect[];
  readonly tried: Set<Dialect>;
  /** Something was sent, and nothing that makes sense has come since. */
  unanswered: boolean;
  /** The engine has answered to this user. */
  worked: boolean;
}

export function v3Layer(settings: V3LayerSettings): V3Layer {
  const { user, dialect: known } = settings;
  const state: State = {
    ...settings,
    engine: undefined,
    protection: NOBODY,
    // Only put first: a new firmware may speak another.
    dialects: user.dialects.toSorted((a, b) => Number(b === known) - Number(a === known)),
    tried: new Set(),
    unanswered: false,
    worked: false,
  };
  return {
    version: 3,
    get overhead() {
      return overheadOf(state);
    },
    prepare(pdu) {
      // The scoped PDU names the engine, which is not always known yet.
      let made:
        | { readonly engine: Uint8Array; readonly scoped: Uint8Array; readonly place: number }
        | undefined;
      return {
        datagram(id) {
          const { engine } = state;
          if (engine === undefined) return discovery(id);
          // Most devices say nothing to what they cannot decrypt.
          if (state.unanswered && !state.worked) turnDialects(state);
          state.unanswered = true;
          for (const dialect of state.dialects.slice(0, 1)) state.tried.add(dialect);
          if (made?.engine !== engine.id) {
            const scoped = scopedPduTlv(engine.id, user.context, pdu);
            made = { engine: engine.id, scoped, place: scoped.length - pdu.length + idPlace(pdu) };
          }
          patchId(made.scoped, made.place, id);
          return question(state, engine, made.scoped, id);
        },
      };
    },
    open: (datagram, id) => open(state, datagram, id),
    isMute: () => state.engine !== undefined && !state.worked,
    hasUntried: () =>
      state.engine !== undefined && !state.worked && state.dialects.some((name) => !state.tried.has(name)),
  };
}

/** Message, header, security parameters, scoped PDU, PDU and list with their longest lengths and integers. */
const FIXED = 4 + 3 + 20 + (4 + 4 + 2 + 6 + 6 + 2 + 2 + 2) + (4 + 2 + 2) + (4 + 6 + 3 + 3) + 4;
const LONGEST_ID = 32;
const LONGEST_DIGEST = 48;
/** Length of the secret, salt, padding. */
const ENCRYPTED = 4 + 8 + 7;

function overheadOf({ engine, user, protection: { signer } }: State): number {
  const digest = user.level === 0 ? 0 : (signer?.size ?? LONGEST_DIGEST);
  const names = 2 * (engine?.id.length ?? LONGEST_ID) + user.name.length + user.context.length;
  return FIXED + names + digest + (user.level === 2 ? ENCRYPTED : 0);
}

/** Who is there? An engine answers with a Report that carries its id (RFC 3414 4). */
function discovery(id: number): Uint8Array {
  const pdu = questionTlv({ type: PDU.get, oids: [] });
  patchId(pdu, idPlace(pdu), id);
  return v3Tlv({
    id,
    reportable: true,
    engineId: NONE,
    boots: 0,
    time: 0,
    user: NONE,
    protection: NOBODY,
    salt: () => NONE,
    scoped: scopedPduTlv(NONE, NONE, pdu),
  });
}

function question(
  { user, protection, newSalt, monotonic }: State,
  engine: EngineState,
  scoped: Uint8Array,
  id: number,
): Uint8Array {
  return v3Tlv({
    id,
    reportable: true,
    engineId: engine.id,
    ...momentAt(engine, monotonic()),
    user: user.name,
    protection,
    salt: newSalt,
    scoped,
  });
}

function open(state: State, datagram: Uint8Array, id: number): Opened {
  const message = readV3Message(datagram);
  if (message === undefined || message.id !== id) return GARBAGE;
  if (message.level > 0 && !isAuthentic(state, message)) return GARBAGE;
  const reader = openScopedPdu(message, state.protection.cipher)?.reader;
  if (reader === undefined) return GARBAGE;
  if (peekTag(reader) === PDU.report) {
    const report = readPdu(reader);
    return reader.bad ? GARBAGE : heed(state, report, message);
  }
  // In clear text an engine may only report (RFC 3414 3.2).
  if (!isAnswer(state, message)) return GARBAGE;
  remember(state, message);
  return { kind: "pdu", reader };
}

/** Signed by our user at the engine that we speak to. */
function isAuthentic({ engine, user, protection: { signer } }: State, message: V3Message): boolean {
  if (signer === undefined || engine === undefined) return false;
  return (
    isSame(message.engineId, engine.id) && isSame(message.user, user.name) && isSignedBy(message, signer)
  );
}

function isAnswer({ engine, user, monotonic }: State, message: V3Message): boolean {
  if (engine === undefined || message.level !== user.level) return false;
  return message.level > 0
    ? isInTime(engine, message, monotonic())
    : isSame(message.engineId, engine.id) && isSame(message.user, user.name);
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function remember(state: State, message: V3Message): void {
  const { engine, user } = state;
  state.unanswered = false;
  // A fresh signed answer: whatever its clock says now is right.
  if (engine !== undefined && message.level > 0) setClock(state, engine.id, message);
  const [dialect] = state.dialects;
  if (!state.worked && user.dialects.length > 1 && dialect !== undefined) {
    state.dialects = [dialect];
    state.onDialect(dialect);
  }
  state.worked = true;
}

function heed(state: State, report: Pdu, message: V3Message): Opened {
  const name = reportName(report);
  if (name === undefined) return GARBAGE;
  state.unanswered = false;
  const fault = takeReport(state, name, message);
  return fault === undefined ? { kind: "again" } : { kind: "fault", fault };
}

/** Undefined when the Report was heeded and the question may be asked again. */
function takeReport(
  state: State,
  name: NonNullable<ReturnType<typeof reportName>>,
  message: V3Message,
): Fault | undefined {
  const { engine } = state;
  const isNew = engine === undefined || !isSame(engine.id, message.engineId);
  if (isNew && (engine === undefined || name === "unknownEngineIDs") && isEngineId(message.engineId)) {
    setClock(state, Uint8Array.from(message.engineId), message);
    setKeys(state);
    return undefined;
  }
  if (name === "notInTimeWindows" && engine !== undefined) {
    // Taken even when it is not signed, as some devices send it: a lie makes the next question fail, no more, because
    // only a signed answer to that very question counts.
    setClock(state, engine.id, message);
    return undefined;
  }
  if (name === "decryptionErrors" && turnDialects(state)) {
    // The next of these Reports is the truth.
    state.dialects = state.dialects.slice(0, 1);
    return undefined;
  }
  return reportFault(name, state.user.level, state.address);
}

function setClock(state: State, id: Uint8Array, { boots, time }: V3Message): void {
  state.engine = { id, boots, time, heardAt: state.monotonic() };
}

function setKeys(state: State): void {
  const [dialect] = state.dialects;
  if (state.engine === undefined || dialect === undefined) return;
  state.protection = state.user.protectionFor(state.engine.id, dialect);
}

/** False when no other is open. */
function turnDialects(state: State): boolean {
  const [first, ...others] = state.dialects;
  if (first === undefined || others.length === 0) return false;
  state.dialects = [...others, first];
  setKeys(state);
  return true;
}
