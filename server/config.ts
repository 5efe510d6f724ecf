import { parse } from "yaml";
import { z } from "zod";
import { say, sayAny, type Language } from "../core/messages/say.ts";
import { zodFault } from "./ingest/zod-fault.ts";
import { LOG_LEVELS } from "../core/log.ts";
import { registryMistakes } from "./registry-target.ts";
import { DISK_LIMITS, RETENTION, type DiskLimits } from "./store-limits.ts";

/** Settings of the server. Everything has a default: an empty file is a good configuration. */

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);
const port = z.int().min(0).max(65_535);
const host = z.string().min(1).max(253);
const file = z.string().min(1).max(4_096);

/** How long measurements are kept: as they were read, as hourly and as daily roll-ups. */
const retention = z
  .strictObject({
    rawDays: z.int().min(1).max(3_660).default(RETENTION.rawDays),
    hourlyMonths: z.int().min(1).max(1_200).default(RETENTION.hourlyMonths),
    dailyYears: z.int().min(1).max(100).default(RETENTION.dailyYears),
  })
  .prefault({});
const MEGABYTE = 1024 ** 2;
/** Room on the disk, in megabytes: below `warn` it is said, and the nightly work leaves `reserve` to new measurements. */
const disk = z
  .strictObject({
    warn: z
      .int()
      .min(0)
      .max(100_000_000)
      .default(DISK_LIMITS.warnBytes / MEGABYTE),
    reserve: z
      .int()
      .min(0)
      .max(100_000_000)
      .default(DISK_LIMITS.reserveBytes / MEGABYTE),
  })
  .prefault({});

/** Where measurements go when `kind` is influx. Secrets either stand here or in a file of their own. */
const secret = z.string().min(1).max(1_024);
const influx = z
  .strictObject({
    url: z
      .string()
      .max(1_024)
      .regex(/^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/)
      .default("http://127.0.0.1:8086"),
    database: z.string().min(1).max(128).default("cayda"),
    auth: z
      .strictObject({
        mode: z.enum(["none", "basic", "token"]).default("none"),
        user: secret.optional(),
        password: secret.optional(),
        passwordFile: file.optional(),
        token: secret.optional(),
        tokenFile: file.optional(),
      })
      .prefault({}),
    /** What may wait for InfluxDB, in megabytes. */
    maxOutbox: z.int().min(1).max(10_000_000).default(4_096),
  })
  .prefault({});

/** The registry in PostgreSQL instead of a file. The password stands in the address, here, or in a file of its own. */
const registry = z
  .strictObject({
    url: z.string().min(1).max(2_048).optional(),
    password: secret.optional(),
    passwordFile: file.optional(),
  })
  .prefault({});

const serverConfig = z.strictObject({
  dataDir: file.default("./data"),
  /** Plain HTTP, on loopback only; false switches it off. */
  http: z
    .union([z.literal(false), z.strictObject({ host: host.default("127.0.0.1"), port: port.default(8480) })])
    .default({ host: "127.0.0.1", port: 8480 }),
  https: z
    .union([
      z.literal(false),
      z.strictObject({
        host: host.default("127.0.0.1"),
        port: port.default(8443),
        /** The address that enrolment tokens carry, where the machine's own is not the one that agents see. */
        publicAddress: z
          .string()
          .regex(/^[A-Za-z0-9.:[\]-]{1,253}$/)
          .optional(),
      }),
    ])
    .default({ host: "127.0.0.1", port: 8443 }),
  /** The user's own certificate (PEM); without it one is made at the first start. */
  tls: z.strictObject({ cert: file.optional(), key: file.optional() }).default({}),
  language: z.enum(["vi", "en"]).default("vi"),
  /** Run an agent for this machine as a child of the server. */
  localAgent: z.boolean().default(true),
  /** The UDP port where agents take traps and informs of their site's devices; false: they take none. */
  traps: z.union([z.literal(false), port.min(1)]).default(false),
  logLevel: z.enum(LOG_LEVELS).default("info"),
  registry,
  store: z
    .strictObject({ kind: z.enum(["embedded", "influx"]).default("embedded"), retention, disk, influx })
    .prefault({}),
  /** Alerts: how often everything is judged, the officer's own rules and calendar, where messages may go. */
  alerts: z
    .strictObject({
      everySeconds: z.number().min(0.2).max(300).default(15),
      rules: file.optional(),
      calendar: file.optional(),
      notify: z
        .strictObject({
          /** Hosts inside this machine (`host` or `host:port`) that messages may go to all the same. */
          allow: z
            .array(
              z
                .string()
                .max(260)
                .regex(/^[A-Za-z0-9.:[\]-]+$/),
            )
            .max(100)
            .default([]),
        })
        .prefault({}),
    })
    .prefault({}),
});
export type ServerConfig = z.infer<typeof serverConfig>;

export const diskLimits = ({ warn, reserve }: ServerConfig["store"]["disk"]): DiskLimits => ({
  warnBytes: warn * MEGABYTE,
  reserveBytes: reserve * MEGABYTE,
});

export type ConfigResult =
  | { readonly ok: true; readonly config: ServerConfig }
  | { readonly ok: false; readonly mistakes: readonly string[] };

/** Which environment variable sets what; it wins over the file. */
const ENVIRONMENT: Readonly<Record<string, readonly string[]>> = {
  CAYDA_DATA_DIR: ["dataDir"],
  CAYDA_HTTP_HOST: ["http", "host"],
  CAYDA_HTTP_PORT: ["http", "port"],
  CAYDA_HTTPS_HOST: ["https", "host"],
  CAYDA_HTTPS_PORT: ["https", "port"],
  CAYDA_HTTPS_PUBLIC_ADDRESS: ["https", "publicAddress"],
  CAYDA_TLS_CERT: ["tls", "cert"],
  CAYDA_TLS_KEY: ["tls", "key"],
  CAYDA_LANGUAGE: ["language"],
  CAYDA_LOCAL_AGENT: ["localAgent"],
  CAYDA_TRAPS: ["traps"],
  CAYDA_LOG_LEVEL: ["logLevel"],
  CAYDA_ALERTS_EVERY_SECONDS: ["alerts", "everySeconds"],
  CAYDA_ALERTS_RULES: ["alerts", "rules"],
  CAYDA_ALERTS_CALENDAR: ["alerts", "calendar"],
  CAYDA_REGISTRY: ["registry", "url"],
  CAYDA_REGISTRY_PASSWORD: ["registry", "password"],
  CAYDA_REGISTRY_PASSWORD_FILE: ["registry", "passwordFile"],
  CAYDA_STORE_KIND: ["store", "kind"],
  CAYDA_INFLUX_URL: ["store", "influx", "url"],
  CAYDA_INFLUX_DATABASE: ["store", "influx", "database"],
  CAYDA_INFLUX_AUTH: ["store", "influx", "auth", "mode"],
  CAYDA_INFLUX_USER: ["store", "influx", "auth", "user"],
  CAYDA_INFLUX_PASSWORD: ["store", "influx", "auth", "password"],
  CAYDA_INFLUX_PASSWORD_FILE: ["store", "influx", "auth", "passwordFile"],
  CAYDA_INFLUX_TOKEN: ["store", "influx", "auth", "token"],
  CAYDA_INFLUX_TOKEN_FILE: ["store", "influx", "auth", "tokenFile"],
  CAYDA_INFLUX_MAX_OUTBOX: ["store", "influx", "maxOutbox"],
  CAYDA_STORE_RAW_DAYS: ["store", "retention", "rawDays"],
  CAYDA_STORE_HOURLY_MONTHS: ["store", "retention", "hourlyMonths"],
  CAYDA_STORE_DAILY_YEARS: ["store", "retention", "dailyYears"],
  CAYDA_STORE_DISK_WARN: ["store", "disk", "warn"],
  CAYDA_STORE_DISK_RESERVE: ["store", "disk", "reserve"],
};

/**
 * Reads the configuration from the text of a YAML file (undefined: there is none) and the environment, and lists every
 * mistake at once, in `language`.
 */
export function parseServerConfig(
  yaml: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  language: Language,
  fileName = "server.yaml",
): ConfigResult {
  let data: unknown;
  try {
    data = yaml === undefined ? {} : (parse(yaml) ?? {});
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error);
    return { ok: false, mistakes: [say(language, "server.config.unreadable", { file: fileName, reason })] };
  }
  const parsed = serverConfig.safeParse(withEnvironment(data, environment));
  if (!parsed.success) return { ok: false, mistakes: parsed.error.issues.flatMap(explain(language)) };
  const mistakes = contradictions(parsed.data, language);
  return mistakes.length === 0 ? { ok: true, config: parsed.data } : { ok: false, mistakes };
}

/** What each value is fine by itself but not together. */
function contradictions({ http, https, tls, store, registry }: ServerConfig, language: Language): string[] {
  const mistakes = registryMistakes(registry, language);
  if (http !== false && !LOOPBACK.has(http.host)) mistakes.push(say(language, "server.config.loopback"));
  if (http === false && https === false) mistakes.push(say(language, "server.config.none"));
  if ((tls.cert === undefined) !== (tls.key === undefined))
    mistakes.push(say(language, "server.config.tls_pair"));
  const { rawDays, hourlyMonths, dailyYears } = store.retention;
  // The longest that many days can be in months.
  if (rawDays > hourlyMonths * 28 || hourlyMonths > dailyYears * 12)
    mistakes.push(say(language, "server.config.retention"));
  const { mode, user, password, passwordFile, token, tokenFile } = store.influx.auth;
  const complete =
    mode === "none" ||
    (mode === "basic"
      ? user !== undefined && (password === undefined) !== (passwordFile === undefined)
      : (token === undefined) !== (tokenFile === undefined));
  if (!complete) mistakes.push(say(language, "server.config.influx_auth"));
  return mistakes;
}

/** The mistakes that one issue of a schema tells of, each with the field and what is wrong with it. */
export const explain =
  (language: Language) =>
  (issue: z.core.$ZodIssue): string[] => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) =>
        say(language, "server.config.unknown", { field: [...issue.path, key].map(String).join(".") }),
      );
    }
    // `http: {port: x}` failed both as an object and as `false`: the object's own mistakes are the useful ones.
    if (issue.code === "invalid_union") {
      const inner = issue.errors.find((issues) => issues.every(({ path }) => path.length > 0)) ?? [];
      if (inner.length > 0) {
        return inner.flatMap((one) => explain(language)({ ...one, path: [...issue.path, ...one.path] }));
      }
    }
    const { params } = zodFault({ issues: [issue] });
    const reason = sayAny(language, String(params["reason"] ?? ""), params);
    return [
      say(language, "server.config.wrong", {
        field: issue.path.map(String).join("."),
        reason: reason ?? say(language, "server.reason.wrong"),
      }),
    ];
  };

function withEnvironment(data: unknown, environment: Readonly<Record<string, string | undefined>>): unknown {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return data;
  let merged: Record<string, unknown> = { ...data };
  for (const [name, path] of Object.entries(ENVIRONMENT)) {
    const text = environment[name];
    if (text !== undefined && text !== "")
      merged = withValue(merged, path, TEXTS.has(path.at(-1) ?? "") ? text : scalar(text));
  }
  return merged;
}

function withValue(
  data: unknown,
  [key = "", ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const before: Record<string, unknown> = typeof data === "object" ? { ...data } : {};
  return { ...before, [key]: rest.length === 0 ? value : withValue(before[key], rest, value) };
}

/** A password of digits is still a text. */
const TEXTS: ReadonlySet<string> = new Set(["user", "password", "token", "database"]);

/** Environment variables are text; numbers and truth values are meant as such. */
function scalar(text: string): string | number | boolean {
  if (/^\d{1,9}(?:\.\d{1,6})?$/.test(text)) return Number(text);
  return text === "true" ? true : text === "false" ? false : text;
}
