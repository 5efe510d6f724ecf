import type { AccessTokenMade, AccessTokenView } from "../../../core/wire/access-tokens.ts";
import type { Answer } from "../lib/problem.ts";
import { ask } from "./api.ts";
import { language } from "./preferences.ts";

interface NewAccessToken {
  readonly name: string;
  readonly unit: string | null;
  readonly days: number;
}

const PATH = "/api/tokens";

function send<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
  const headers = new Headers({ "accept-language": language.value });
  if (body !== undefined) headers.set("content-type", "application/json");
  return ask<T>(
    fetch(path, {
      method,
      headers,
      signal: AbortSignal.timeout(30_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

export const accessTokens = () => send<AccessTokenView[]>("GET", PATH);
export const makeAccessToken = (token: NewAccessToken) => send<AccessTokenMade>("POST", PATH, token);
export const revokeAccessToken = (id: string) => send<unknown>("DELETE", `${PATH}/${encodeURIComponent(id)}`);
