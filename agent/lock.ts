import { createHash } from "node:crypto";
import { createServer } from "node:net";
import { resolve } from "node:path";

/**
 * Makes this process the only agent on a data folder. The lock is a name that the operating system frees when the
 * process dies, however it dies (Linux: abstract socket, Windows: named pipe), so it can never be stale. Undefined
 * when another agent holds it. Elsewhere (macOS has no such names) the lock is not taken.
 */
export async function lockFolder(folder: string): Promise<{ release(): Promise<void> } | undefined> {
  const name = `cayda-agent-${createHash("sha256").update(resolve(folder)).digest("hex").slice(0, 32)}`;
  const paths: Partial<Record<NodeJS.Platform, string>> = {
    linux: `\0${name}`,
    win32: String.raw`\\.\pipe` + `\\${name}`,
  };
  const path = paths[process.platform];
  if (path === undefined) return { release: async () => {} };
  const server = createServer((socket) => socket.destroy());
  const taken = await new Promise<boolean>((done) => {
    server.once("error", () => done(false));
    server.listen(path, () => done(true));
  });
  if (!taken) return undefined;
  server.unref();
  return { release: () => new Promise((done) => server.close(() => done())) };
}
