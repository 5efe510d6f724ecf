/** Pictures of assets: what they may be, and how large and many. */
export type PhotoType = "image/jpeg" | "image/png" | "image/webp";
export const MOST_PHOTO_BYTES = 1024 * 1024;
export const MOST_PHOTOS = 8;

/** By the first bytes, whatever the sender calls it: pages show it under this type. Undefined: none of the three. */
export function photoTypeOf(data: Uint8Array): PhotoType | undefined {
  const has = (from: number, ...bytes: readonly number[]) =>
    bytes.every((byte, i) => data[from + i] === byte);
  if (has(0, 0xff, 0xd8, 0xff)) return "image/jpeg";
  if (has(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  return has(0, 0x52, 0x49, 0x46, 0x46) && has(8, 0x57, 0x45, 0x42, 0x50) ? "image/webp" : undefined;
}
