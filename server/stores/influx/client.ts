import { HttpError, InfluxDB, setLogger } from "@influxdata/influxdb-client";
import { SECOND } from "../../../core/clock.ts";
import { FaultError, type Fault } from "../../../core/result.ts";
import { cleanText } from "../../../core/text.ts";

export type InfluxAuth =
  | { readonly mode: "none" }
  | { readonly mode: "basic"; readonly user: string; readonly password: string }
  | { readonly mode: "token"; readonly token: string };

export interface InfluxTarget {
  /** Origin of the server, with a path if a proxy adds one; without a slash at its end. */
  readonly url: string;
  readonly database: string;
  readonly auth: InfluxAuth;
}

/**
 * What became of a batch. Statuses as of "InfluxDB HTTP API, /write": 204 took all of it, 400 some lines are wrong (the others
 * are in), 401 and 403 refuse the user, 404 has no such database, 413 is too much at once; everything else is for later.
 */
export type Written =
  | { readonly became: "stored" }
  | { readonly became: "bad"; readonly reason: string }
  | { readonly became: "large"; readonly reason: string }
  | { readonly became: "unauthorized" | "database_missing"; readonly reason: string }
  /** A refusal that is not InfluxDB's own: of a proxy, or of whatever else answers at that address. */
  | { readonly became: "foreign"; readonly reason: string }
  | { readonly became: "later"; readonly reason: string; readonly afterMs: number | undefined };

/** One series of an InfluxQL answer: columns and rows, times in milliseconds. */
export interface InfluxSeries {
  readonly tags: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export interface InfluxClient {
  /** Writes lines in one request; never rejects. */
  write(lines: readonly string[]): Promise<Written>;
  /** What an outcome means for whoever waits for it. */
  faultOf(outcome: Exclude<Written, { became: "stored" }>): Fault;
  /** Rejects with FaultError `store_unreachable`, `influx_unauthorized`, `influx_database_missing` or `influx_refused`. */
  query(influxql: string): Promise<readonly InfluxSeries[]>;
}

const WRITE_TIMEOUT = 15 * SECOND;
const QUERY_TIMEOUT = 20 * SECOND;
const GZIP_FROM_BYTES = 1_000;
const MAX_BATCH_LINES = 100_000;

// The client prints what it meets; here that is an outcome, and said once, in the log of the server.
setLogger({ error: () => {}, warn: () => {} });

const FAULTS = {
  bad: "influx_refused",
  large: "influx_refused",
  foreign: "influx_refused",
  unauthorized: "influx_unauthorized",
  database_missing: "influx_database_missing",
  later: "store_unreachable",
} as const;

export function makeInfluxClient({ url, database, auth }: InfluxTarget): InfluxClient {
  const headers = headersOf(auth);
  const influx = new InfluxDB({ url, timeout: WRITE_TIMEOUT, headers });
  return {
    write: async (lines) => {
      // One for each batch: its buffer then never holds anything that our outbox does not.
      const api = influx.getWriteApi("", database, "ms", {
        flushInterval: 0,
        maxRetries: 0,
        batchSize: MAX_BATCH_LINES + 1,
        maxBatchBytes: Number.MAX_SAFE_INTEGER,
        gzipThreshold: GZIP_FROM_BYTES,
      });
      // Without a retention policy: 2.x and 3.x map the database alone.
      api.path = `/write?db=${encodeURIComponent(database)}&precision=ms`;
      try {
        api.writeRecords([...lines]);
        await api.flush();
        return { became: "stored" };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    faultOf: ({ became, reason }) => ({ code: FAULTS[became], params: { server: url, database, reason } }),
    query: async (influxql) => {
      const body = new URLSearchParams({ db: database, epoch: "ms", q: influxql });
      let answer: Response;
      let text: string;
      try {
        answer = await fetch(`${url}/query`, {
          method: "POST",
          headers: { ...headers, accept: "application/json" },
          body,
          redirect: "error",
          signal: AbortSignal.timeout(QUERY_TIMEOUT),
        });
        text = await answer.text();
      } catch (error) {
        throw new FaultError("store_unreachable", { server: url, reason: reasonOf(error) });
      }
      return seriesOf(url, database, answer.status, text);
    },
  };
}

function headersOf(auth: InfluxAuth): Record<string, string> {
  if (auth.mode === "none") return {};
  if (auth.mode === "token") return { Authorization: `Token ${auth.token}` };
  return { Authorization: `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString("base64")}` };
}

function outcomeOf(error: unknown): Written {
  if (!(error instanceof HttpError)) return { became: "later", reason: reasonOf(error), afterMs: undefined };
  const reason = messageOf(error.statusCode, error.body ?? "");
  switch (error.statusCode) {
    case 200:
    case 201:
      return { became: "stored" };
    case 400:
    case 422:
      return badOf(error, reason);
    case 413:
      return { became: "large", reason };
    case 401:
    case 403:
      return { became: "unauthorized", reason };
    case 404:
      return { became: "database_missing", reason };
    default: {
      const after = error.retryAfter();
      // As the header has it, in seconds.
      return { became: "later", reason, afterMs: after > 0 ? after * SECOND : undefined };
    }
  }
}

const badOf = (error: HttpError, reason: string): Written => ({
  became: isInflux(error) ? "bad" : "foreign",
  reason,
});

/**
 * Whether InfluxDB itself said no. 1.x and 2.x name their version in a header, 1.x says `{"error":…}`, 2.x
 * `{"code":…,"message":…}`, 3.x `{"error":…}`. A proxy that answers 400 to everything must not get readings put aside.
 */
function isInflux({ body = "", headers = {} }: HttpError): boolean {
  if (Object.keys(headers).some((name) => name.toLowerCase().startsWith("x-influxdb-"))) return true;
  try {
    const said = JSON.parse(body) as Readonly<Record<string, unknown>> | null;
    return typeof said?.["error"] === "string" || typeof said?.["message"] === "string";
  } catch {
    return false;
  }
}

/** The server's own words, cleaned: they end up in the log and before people. */
function messageOf(status: number, body: string): string {
  let said = body;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === "object" && parsed !== null) {
      const { error, message } = parsed as { error?: unknown; message?: unknown };
      said = typeof error === "string" ? error : typeof message === "string" ? message : body;
    }
  } catch {
    // Not JSON: taken as it is.
  }
  return cleanText(`HTTP ${status} ${said}`, 300);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return cleanText(String(error), 300);
  const { cause } = error;
  const inner = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : undefined;
  return cleanText((error as NodeJS.ErrnoException).code ?? inner ?? error.message, 300);
}

interface Result {
  readonly error?: string;
  readonly series?: readonly {
    readonly tags?: Readonly<Record<string, string>>;
    readonly columns: readonly string[];
    readonly values: readonly (readonly unknown[])[];
  }[];
}

function seriesOf(server: string, database: string, status: number, text: string): readonly InfluxSeries[] {
  const reason = messageOf(status, text);
  if (status === 401 || status === 403) throw new FaultError("influx_unauthorized", { server, reason });
  if (status === 404) throw new FaultError("influx_database_missing", { server, database, reason });
  if (status === 408 || status === 429 || status >= 500)
    throw new FaultError("store_unreachable", { server, reason });
  if (status !== 200) throw new FaultError("influx_refused", { server, reason });
  let results: readonly Result[];
  try {
    ({ results = [] } = JSON.parse(text) as { readonly results?: readonly Result[] });
  } catch {
    throw new FaultError("influx_refused", { server, reason: cleanText(text, 100) });
  }
  return results.flatMap(({ error, series = [] }) => {
    if (error?.startsWith("database not found") === true)
      throw new FaultError("influx_database_missing", { server, database, reason: cleanText(error, 300) });
    if (error !== undefined)
      throw new FaultError("influx_refused", { server, reason: cleanText(error, 300) });
    return series.map(({ tags = {}, columns, values }) => ({ tags, columns, rows: values }));
  });
}
