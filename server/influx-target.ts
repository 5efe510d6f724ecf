import { readFileSync } from "node:fs";
import { FaultError } from "../core/result.ts";
import type { ServerConfig } from "./config.ts";

/** What the settings come to, with the secrets of files: as `stores/influx` wants it. */
type Auth =
  | { readonly mode: "none" }
  | { readonly mode: "basic"; readonly user: string; readonly password: string }
  | { readonly mode: "token"; readonly token: string };

/** Where InfluxDB is and who we are there. Throws FaultError `influx_secret_unreadable` when a file of a secret cannot be read. */
export function influxTarget({ url, database, auth }: ServerConfig["store"]["influx"]) {
  return { url: url.replace(/\/+$/, ""), database, auth: authOf(auth) };
}

function authOf({
  mode,
  user = "",
  password,
  passwordFile,
  token,
  tokenFile,
}: ServerConfig["store"]["influx"]["auth"]): Auth {
  if (mode === "none") return { mode };
  if (mode === "basic") return { mode, user, password: password ?? fromFile(passwordFile) };
  return { mode, token: token ?? fromFile(tokenFile) };
}

function fromFile(file = ""): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new FaultError("influx_secret_unreadable", {
      file,
      reason: (error as NodeJS.ErrnoException).code ?? "",
    });
  }
  if (text === "") throw new FaultError("influx_secret_unreadable", { file, reason: "0 B" });
  return text;
}
