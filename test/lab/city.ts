import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Server as TcpServer, Socket } from "node:net";
import { generate } from "selfsigned";
import { SMTPServer } from "smtp-server";
import { answer } from "./program.ts";

/**
 * What stands in the city: the public services that communes use, and the two places where notices arrive (a webhook and
 * a mail server). `node test/lab/city.ts SERVICES-ADDRESS SINK-ADDRESS`, inside the city's namespace.
 */
const [address = "", sink = ""] = process.argv.slice(2);
const HOUR = 3_600_000;
export interface Hook {
  readonly at: number;
  readonly body: unknown;
}
export interface Mail {
  readonly at: number;
  readonly to: readonly string[];
  readonly text: string;
}

const hooks: Hook[] = [];
const mails: Mail[] = [];
const sockets = new Set<Socket>();
const keep = (socket: Socket) => {
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
  socket.on("error", () => {});
};

function listen(server: Server | TcpServer | SMTPServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if ("on" in server) server.on("error", reject);
    server.listen(port, host, () => resolve());
  });
}
const close = (server: Server | TcpServer): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });

async function certificate(days: number) {
  const { private: key, cert } = await generate([{ name: "commonName", value: "dichvucong.example" }], {
    keySize: 2048,
    notBeforeDate: new Date(Date.now() - HOUR),
    notAfterDate: new Date(Date.now() + days * 24 * HOUR),
  });
  return { key, cert };
}

const page = "<!doctype html><title>Một cửa điện tử</title><p>Đăng nhập";
const makeHttp = () => createServer((_request, response) => response.end(page)).on("connection", keep);
let http = makeHttp();
const portal = createTlsServer(await certificate(200), (_request, response) => response.end(page));
portal.on("connection", keep);
const smtp = new SMTPServer({ authOptional: true, disabledCommands: ["STARTTLS"] });
smtp.on("error", () => {});

const hookServer = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    hooks.push({ at: Date.now(), body: JSON.parse(Buffer.concat(parts).toString("utf8")) as unknown });
    response.end("{}");
  });
});
const mailServer = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData(stream, session, done) {
    const parts: Buffer[] = [];
    stream.on("data", (part: Buffer) => parts.push(part));
    stream.on("end", () => {
      const to = session.envelope.rcptTo.map(({ address: each }) => each);
      mails.push({ at: Date.now(), to, text: Buffer.concat(parts).toString("utf8") });
      done();
    });
  },
});
mailServer.on("error", () => {});

await listen(http, 80, address);
await listen(portal, 443, address);
await listen(smtp, 25, address);
await listen(hookServer, 8080, sink);
await listen(mailServer, 25, sink);

answer(
  {
    hooks: () => hooks,
    mails: () => mails,
    async httpDown() {
      await close(http);
    },
    async httpUp() {
      http = makeHttp();
      await listen(http, 80, address);
    },
    /** The portal's certificate ends in so many days from now on. */
    async certificate(days: number) {
      portal.setSecureContext(await certificate(days));
      for (const socket of sockets) socket.destroy();
    },
  },
  async () => {},
);
process.stdout.write("city ready\n");
