/** MAC addresses, lower case with colons: what they can prove about who somebody is. */

/** VRRP (RFC 5798), HSRP 1 and 2, GLBP: they move from one router to the next. */
const VIRTUAL = /^(?:00:00:5e:00:0[12]|00:00:0c:07:ac|00:00:0c:9f:f|00:05:73:a0:0|00:07:b4:)/;
const SHAPE = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/;

/** An address that belongs to one card: not zero, not a group's, not a virtual router's. */
export function isCardMac(mac: string): boolean {
  if (!SHAPE.test(mac) || mac === "00:00:00:00:00:00" || VIRTUAL.test(mac)) return false;
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0;
}

/** Made up by software (IEEE 802, the "local" bit): telephones change theirs to stay unknown; it names no maker. */
export const isMadeUpMac = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 2) === 2;

/** Six bytes as text; undefined for any other number of them. */
export function macOfBytes(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 6) return undefined;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(":");
}
