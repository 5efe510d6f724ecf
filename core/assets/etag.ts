import { etagOf } from "../etag.ts";
import type { Asset } from "./types.ts";

/** Of what people change of a thing; repairs are only ever added, so they make no other thing of it. */
export function assetEtag(asset: Asset): string {
  const { id: _id, repairs: _repairs, createdAt: _made, changedAt: _at, ...said } = asset;
  return etagOf(said);
}
