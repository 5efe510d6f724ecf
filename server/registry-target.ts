import { readFileSync } from "node:fs";
import { say, type Language } from "../core/messages/say.ts";
import { FaultError } from "../core/result.ts";

/** As they stand in the configuration. */
interface Settings {
  readonly url?: string | undefined;
  readonly password?: string | undefined;
  readonly passwordFile?: string | undefined;
}

const TLS = ["disable", "require", "verify-ca", "verify-full"] as const;
const LOOPBACK = /^(?:localhost|127\.[\d.]+|\[?::1\]?|\/.*)$/;
/** Parameters of such addresses as PostgreSQL's own programs know them; others would be left out without a word. */
const KNOWN: ReadonlySet<string> = new Set(["host", "port", "user", "sslmode", "sslrootcert", "options"]);

interface Address {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string | undefined;
  readonly tls: (typeof TLS)[number];
  readonly caFile: string | undefined;
  readonly options: string | undefined;
}

/**
 * Of `postgresql://USER[:PASSWORD]@HOST[:PORT]/DATABASE[?sslmode=…&sslrootcert=FILE&options=…]`; `?host=/run/postgresql` names
 * the folder of a Unix socket. Undefined when it is none. Beyond this machine nothing goes unencrypted unless the address says so.
 */
function addressOf(text: string): Address | undefined {
  const url = urlOf(text);
  if (url === undefined) return undefined;
  const { searchParams: given } = url;
  const host = given.get("host") ?? plain(url.hostname).replaceAll(/^\[|\]$/g, "");
  const port = Number(given.get("port") ?? (url.port || "5432"));
  const [database, user] = [plain(url.pathname.slice(1)), given.get("user") ?? plain(url.username)];
  const tls = tlsOf(given.get("sslmode"), host);
  const isWhole = ![host, database, user].includes("") && !database.includes("/") && isPort(port);
  if (!isWhole || tls === undefined) return undefined;
  const password = url.password === "" ? undefined : plain(url.password);
  const more = (name: string) => given.get(name) ?? undefined;
  return { host, port, database, user, password, tls, caFile: more("sslrootcert"), options: more("options") };
}

/** Of the right kind, without parameters that nobody would heed. */
function urlOf(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== "postgresql:" && url.protocol !== "postgres:") return undefined;
  return [...url.searchParams.keys()].every((name) => KNOWN.has(name)) ? url : undefined;
}

const tlsOf = (asked: string | null, host: string): Address["tls"] | undefined =>
  TLS.find((mode) => mode === (asked ?? (LOOPBACK.test(host) ? "disable" : "require")));

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535;

/** A stray % stays what it is. */
function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What is wrong with the settings of the registry; the address itself is never said again, since a password may stand in it. */
export function registryMistakes({ url, password, passwordFile }: Settings, language: Language): string[] {
  const address = url === undefined ? undefined : addressOf(url);
  if (url !== undefined && address === undefined) return [say(language, "server.config.registry_url")];
  const passwords = [password, passwordFile, address?.password].filter((one) => one !== undefined);
  const isAlone = url === undefined && passwords.length > 0;
  return isAlone || passwords.length > 1 ? [say(language, "server.config.registry_password")] : [];
}

/** With the secrets of files: as `stores/registry` wants it. */
type Target = Omit<Address, "caFile"> & { readonly ca: string | undefined };

/**
 * Where the registry lies in PostgreSQL; undefined: in a file of the data folder. Throws FaultError
 * `registry_secret_unreadable` when a file of a password or of certificates cannot be read.
 */
export function registryTarget({ url, password, passwordFile }: Settings): Target | undefined {
  const address = url === undefined ? undefined : addressOf(url);
  if (address === undefined) return undefined;
  const { caFile, ...rest } = address;
  return {
    ...rest,
    password: password ?? (passwordFile === undefined ? address.password : fromFile(passwordFile).trim()),
    ca: caFile === undefined ? undefined : fromFile(caFile),
  };
}

function fromFile(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    throw new FaultError("registry_secret_unreadable", { file, reason });
  }
  if (text.trim() === "") throw new FaultError("registry_secret_unreadable", { file, reason: "0 B" });
  return text;
}
