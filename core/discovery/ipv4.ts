/** IPv4 addresses as numbers, which can be counted and compared. */

const DOTTED = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** The address as a number from 0 to 2^32 - 1; undefined when the text is none (leading zeros are none: octal). */
export function parseIpv4(text: string): number | undefined {
  if (!DOTTED.test(text)) return undefined;
  return text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

export const formatIpv4 = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");

const LOOPBACK = 127;

export const isLoopback = (address: number): boolean => Math.floor(address / 2 ** 24) === LOOPBACK;

/** Outside lie "this network" (0/8), multicast (224/4), reserved and broadcast (240/4): no single device is there. */
export const FIRST_UNICAST = 2 ** 24;
export const LAST_UNICAST = 224 * 2 ** 24 - 1;
export const isUnicast = (address: number): boolean => address >= FIRST_UNICAST && address <= LAST_UNICAST;

/** For sorting addresses as people count them. */
export const byAddress = (a: string, b: string): number => (parseIpv4(a) ?? 0) - (parseIpv4(b) ?? 0);
