import type { IncomingMessage } from "node:http";
import type { Transform } from "node:stream";
import { createBrotliDecompress, createUnzip } from "node:zlib";

/**
 * The body, unpacked, up to `most` bytes; more is not waited for. Rejects when it breaks off, or is not what its head
 * says (RFC 9112 6.3, 8).
 */
export async function readBody(answer: IncomingMessage, most: number): Promise<Buffer> {
  const unpack = unpackerOf(answer.headers["content-encoding"]);
  const parts: Buffer[] = [];
  let length = 0;
  answer.on("error", () => {});
  const source = unpack === undefined ? answer : answer.pipe(unpack);
  // A pipe hands on the end, but not a failure.
  if (unpack !== undefined) {
    answer.once("error", (error) => unpack.destroy(error));
    // "aborted" comes before the error that says why, and without its code.
    answer.once("aborted", () => unpack.destroy(Object.assign(new Error("aborted"), { code: "ECONNRESET" })));
  }
  for await (const part of source as AsyncIterable<Buffer>) {
    parts.push(part);
    length += part.byteLength;
    if (length >= most) break;
  }
  return Buffer.concat(parts).subarray(0, most);
}

/** Some servers pack although they were asked not to. */
function unpackerOf(encoding: string | undefined): Transform | undefined {
  if (encoding === undefined) return undefined;
  if (/^(?:x-)?(?:gzip|deflate)$/iu.test(encoding.trim())) return createUnzip();
  return /^br$/iu.test(encoding.trim()) ? createBrotliDecompress() : undefined;
}
