import { request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ADMIN, startTestServer, type TestServer } from "../../test/support/start-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.setUp();
});
afterAll(() => server.end());

/** From another address of this machine, as another PC would come. */
function signIn(from: string, password: string): Promise<number> {
  const body = JSON.stringify({ username: ADMIN.username, password });
  return new Promise((resolve, reject) => {
    const sent = request(
      `${server.url}/api/auth/sign-in/username`,
      {
        method: "POST",
        localAddress: from,
        headers: { "content-type": "application/json", origin: server.url },
      },
      (answer) => {
        const { statusCode = 0 } = answer;
        void text(answer).then(() => resolve(statusCode), reject);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

test("wrong passwords from elsewhere do not keep out who came in from their own PC before", async () => {
  expect(await signIn("127.0.0.1", ADMIN.password)).toBe(200);
  const guesses: number[] = [];
  for (let guess = 1; guess <= 5; guess += 1) guesses.push(await signIn("127.0.0.2", `wrong-${guess}-wrong`));
  expect(new Set(guesses)).toEqual(new Set([401]));
  expect(await signIn("127.0.0.1", ADMIN.password)).toBe(200);
  // The guesser waits, and so does everybody else: that the owner came in says nothing of them.
  expect(await signIn("127.0.0.2", ADMIN.password)).toBe(429);
  expect(await signIn("127.0.0.3", ADMIN.password)).toBe(429);
});

test("from a known PC, too, guessing is slowed down", async () => {
  for (let guess = 1; guess <= 5; guess += 1) await signIn("127.0.0.1", `wrong-${guess}-wrong`);
  expect(await signIn("127.0.0.1", ADMIN.password)).toBe(429);
});
