import type { Fault } from "../../../core/result.ts";
import { enter, readBytes, readerOf, readInteger, TAG, type Reader } from "../codec/ber.ts";
import { communityTlv } from "../codec/message.ts";
import { idPlace, patchId } from "../codec/pdu.ts";

/**
 * What differs between versions: how a request becomes a datagram, and an answer a PDU again. One layer belongs to one
 * session; what it learns of the device (engine id, clock) it keeps to itself.
 */
export interface Layer {
  /** As on the wire: 0 for version 1, 1 for 2c, 3. Answers of another version are not shown to it. */
  readonly version: 0 | 1 | 3;
  /** The most bytes that an answer has around its variable bindings. */
  readonly overhead: number;
  /** Prepares a request made by `questionTlv`: it may be sent many times, each time with another id. */
  prepare(pdu: Uint8Array): Outgoing;
  /**
   * Opens a datagram that came from the device's own address with the id of the request under way. Never throws,
   * whatever the bytes. `id` is what the request was sent with; the PDU's request id is checked by the caller.
   */
  open(datagram: Uint8Array, id: number): Opened;
}

export interface Outgoing {
  /** The datagram, valid until the next call. Version 3 uses the id as msgID and as request id. */
  datagram(id: number): Uint8Array;
}

export type Opened =
  /** The reader stands at the PDU, which is inside the reader's bounds. */
  | { readonly kind: "pdu"; readonly reader: Reader }
  /** The device taught us something (its engine id, its clock): the same request is to be sent again, with a new id. */
  | { readonly kind: "again" }
  /** The request has failed for good. */
  | { readonly kind: "fault"; readonly fault: Fault }
  /** Nonsense; the true answer may still come. */
  | { readonly kind: "garbage" };

export const GARBAGE: Opened = { kind: "garbage" };

/** Versions 1 and 2c: nothing but a community around the PDU. */
export function communityLayer(version: 0 | 1, community: string): Layer {
  const name = Buffer.from(community);
  return {
    version,
    overhead: 30 + name.length,
    prepare(pdu) {
      const bytes = communityTlv(version, name, pdu);
      const place = bytes.length - pdu.length + idPlace(pdu);
      return {
        datagram: (id) => {
          patchId(bytes, place, id);
          return bytes;
        },
      };
    },
    open(datagram) {
      const reader = readerOf(datagram);
      enter(reader, TAG.sequence);
      readInteger(reader);
      readBytes(reader, TAG.octets);
      return reader.bad ? GARBAGE : { kind: "pdu", reader };
    },
  };
}
