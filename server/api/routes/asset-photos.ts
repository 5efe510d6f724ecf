import { Hono } from "hono";
import { FaultError } from "../../../core/result.ts";
import { assetSeen } from "../asset-view.ts";
import type { AssetPhoto } from "../../assets-port.ts";
import { actorOf, unwrap, type ApiContext, type ApiEnv, type ApiPorts } from "../context.ts";
import { created, describe, done } from "../schema.ts";

const MAX_PHOTO = 2 * 1024 ** 2;

/** What files begin with: what a sender calls them is not believed. */
const BEGINNINGS: readonly (readonly [AssetPhoto["type"], (bytes: Uint8Array) => boolean])[] = [
  ["image/jpeg", (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff])],
  ["image/png", (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  [
    "image/webp",
    (bytes) =>
      startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && startsWith(bytes.subarray(8), [0x57, 0x45, 0x42, 0x50]),
  ],
];
const startsWith = (bytes: Uint8Array, wanted: readonly number[]): boolean =>
  wanted.every((byte, index) => bytes[index] === byte);

export const assetPhotoRoutes = (ports: ApiPorts) => {
  const { registry } = ports;
  const photoSeen = async (c: ApiContext, id: string) => {
    const photo = await registry.photo(id);
    if (photo === undefined) throw new FaultError("not_found");
    const asset = await registry.asset(photo.asset);
    if (asset === undefined || !c.var.visible.has(asset.unit)) throw new FaultError("not_found");
    return photo;
  };
  return new Hono<ApiEnv>()
    .post("/assets/:asset/photos", describe("Adds a photo: JPEG, PNG or WebP", created), async (c) => {
      const asset = await assetSeen(ports, c.req.param("asset"), c.var.visible);
      const data = new Uint8Array(await c.req.arrayBuffer());
      const type = BEGINNINGS.find(([, fits]) => fits(data))?.[0];
      if (type === undefined) {
        throw new FaultError("bad_input", { field: "photo", reason: "server.reason.photo" });
      }
      if (data.byteLength > MAX_PHOTO) throw new FaultError("body_too_large", { max: MAX_PHOTO });
      return c.json({ ...unwrap(await registry.addPhoto(asset.id, { type, data }, actorOf(c))) });
    })
    .get("/asset-photos/:photo", describe("A photo"), async (c) => {
      const { type, data } = await photoSeen(c, c.req.param("photo"));
      return c.body(data.slice().buffer, 200, {
        "content-type": type,
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
      });
    })
    .delete("/asset-photos/:photo", describe("Removes a photo", done), async (c) => {
      await photoSeen(c, c.req.param("photo"));
      unwrap(await registry.removePhoto(c.req.param("photo"), actorOf(c)));
      return c.json({ done: true as const });
    });
};
