import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { say, type Language } from "../core/messages/say.ts";
import { FaultError } from "../core/result.ts";
import { parseServerConfig, type ServerConfig } from "./config.ts";

/**
 * The configuration for a program that works on a server's data: of the file that `option` or CAYDA_CONFIG names, else of
 * `server.yaml` in the data folder, if there is one. A slip of the pen must not read and write an empty store somewhere else,
 * and call that a success: throws FaultError `config_invalid` for a file or data folder that is not there. `dir`: the data
 * folder when the person named it.
 */
export function configOf(
  option: string | undefined,
  language: Language,
  dir?: string,
): { readonly config: ServerConfig; readonly file: string } {
  const environment = dir === undefined ? process.env : { ...process.env, CAYDA_DATA_DIR: dir };
  const named = option ?? environment["CAYDA_CONFIG"];
  const file = named ?? join(environment["CAYDA_DATA_DIR"] ?? "data", "server.yaml");
  const refuse = (mistakes: readonly string[]): never => {
    throw new FaultError("config_invalid", {
      file,
      mistakes: mistakes.map((line) => `  ${line}`).join("\n"),
    });
  };
  const there = existsSync(file);
  if (!there && named !== undefined)
    refuse([say(language, "server.config.unreadable", { file, reason: "ENOENT" })]);
  const yaml = there ? readFileSync(file, "utf8") : undefined;
  const result = parseServerConfig(yaml, environment, language, file);
  if (!result.ok) return refuse(result.mistakes);
  const dataDir = resolve(result.config.dataDir);
  if (!existsSync(dataDir)) refuse([say(language, "server.config.no_data", { dir: dataDir })]);
  return { config: { ...result.config, dataDir }, file };
}
