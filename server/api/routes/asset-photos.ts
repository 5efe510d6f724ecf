import { Hono } from "hono";
import { photoTypeOf } from "../../../core/assets/photos.ts";
import { FaultError } from "../../../core/result.ts";
import { assetSeen } from "../asset-view.ts";
import { actorOf, unwrap, type ApiContext, type ApiEnv, type ApiPorts } from "../context.ts";
import { created, describe, done } from "../schema.ts";

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
      const type = photoTypeOf(data);
      if (type === undefined)
        throw new FaultError("bad_input", { field: "photo", reason: "server.reason.photo" });
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
