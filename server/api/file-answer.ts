import type { MadeFile } from "../planning-port.ts";
import type { ApiContext } from "./context.ts";

/** A file to be saved. Names are our own ASCII constants. */
export const fileAnswer = (c: ApiContext, { name, type, data }: MadeFile): Response =>
  c.body(data.slice().buffer, 200, {
    "content-type": type,
    "content-disposition": `attachment; filename="${name}"`,
  });
