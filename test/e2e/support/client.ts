/** A person at a browser, as far as HTTP goes: keeps the session cookie, sends the Origin, reads JSON. */
export interface Client {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  readonly url: string;
  /** The session cookies, for a browser that should be signed in already. */
  cookies(): readonly { readonly name: string; readonly value: string }[];
}

export const ADMIN = {
  name: "Nguyễn Văn An",
  username: "an.nguyen",
  password: "cay-da-dau-lang-2026",
} as const;

/** Talks to a running server. Rejects with the code and sentence of the fault when the answer is not 2xx. */
export function createClient(url: string): Client {
  const jar = new Map<string, string>();
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        origin: url,
        "accept-language": "en",
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as unknown;
  };
  return {
    url,
    get: async <T>(path: string) => (await call("GET", path)) as T,
    post: async <T>(path: string, body: unknown = {}) => (await call("POST", path, body)) as T,
    cookies: () => [...jar].map(([name, value]) => ({ name, value })),
  };
}

/** Asks again and again until `enough` says yes; rejects with the last answer when `seconds` pass first. */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  enough: (answer: T) => boolean,
  seconds = 60,
): Promise<T> {
  const end = performance.now() + seconds * 1_000;
  for (;;) {
    const answer = await ask().catch((error: unknown) => error);
    if (!(answer instanceof Error) && enough(answer as T)) return answer as T;
    if (performance.now() > end) {
      const last = answer instanceof Error ? answer.message : JSON.stringify(answer);
      throw new Error(`${what}: not within ${seconds} s; last: ${last.slice(0, 4_000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
