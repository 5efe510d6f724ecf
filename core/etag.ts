/**
 * Says whether a record is still what somebody saw (RFC 9110 §8.8.3): equal content, equal tag. Whoever saves sends back the
 * tag of what was opened (`If-Match`), and a change by somebody else in between is noticed instead of lost.
 */
export const NO_ETAG = "none";

/**
 * 53 bits of its JSON as hexadecimal digits; `NO_ETAG` of what is not there yet. It tells versions apart and hides nothing.
 * The mixing is cyrb53 (bryc, public domain).
 */
export function etagOf(content: object | null | undefined): string {
  if (content === null || content === undefined) return NO_ETAG;
  const text = JSON.stringify(content);
  let a = 0xde_ad_be_ef;
  let b = 0x41_c6_ce_57;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return (4_294_967_296 * (2_097_151 & b) + (a >>> 0)).toString(16).padStart(14, "0");
}

/** Of a record whose id is no part of what people change. */
export function recordEtag(row: { readonly id: string }): string {
  const { id: _, ...content } = row;
  return etagOf(content);
}

/** Of what people set of a device. A credential is write-only: only whether there is one is told. */
export const deviceEtag = (device: {
  readonly name: string | null;
  readonly address: string | null;
  readonly port: number;
  readonly class: string;
  readonly hasCredential: boolean;
}): string => etagOf([device.name, device.address, device.port, device.class, device.hasCredential]);

/** Of a unit as somebody sees it: `parent` is null where they may not see the one above it. */
export const unitEtag = (unit: {
  readonly name: string;
  readonly kind: string;
  readonly parent: string | null;
}): string => etagOf([unit.name, unit.kind, unit.parent]);

export const siteEtag = (site: { readonly name: string; readonly unit: string }): string =>
  etagOf([site.name, site.unit]);

/** As it stands in the header. */
export const ifMatch = (etag: string): string => `"${etag}"`;

/** The tag that an `If-Match` header names; undefined: whatever there is (no header, or a star). What is no tag fits nothing. */
export function etagIn(header: string | undefined): string | undefined {
  const given = (header ?? "*").trim();
  return given === "*" ? undefined : given.replace(/^(?:W\/)?"([^"]*)"$/, "$1");
}
