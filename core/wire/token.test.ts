import { expect, test } from "vitest";
import { formatToken, parseToken } from "./token.ts";

const fingerprint = "ab".repeat(32);
const secret = "s".repeat(43);

test("a token that was formatted is read back the same", () => {
  for (const token of [
    { server: "https://10.1.2.3:8443", fingerprint, secret },
    { server: "http://127.0.0.1:8480", fingerprint: undefined, secret },
  ]) {
    expect(parseToken(`  ${formatToken(token)}\n`)).toEqual(token);
  }
});

test.each([
  ["cut off", `cayda1~https://10.1.2.3:8443~${fingerprint}~abc`],
  ["of another product", `other~https://10.1.2.3:8443~${fingerprint}~${secret}`],
  ["HTTPS without a fingerprint", `cayda1~https://10.1.2.3:8443~-~${secret}`],
  ["with a blank inside", `cayda1~https://10.1.2.3 :8443~${fingerprint}~${secret}`],
  ["empty", ""],
])("a text that is %s is no token", (_, text) => expect(parseToken(text)).toBeUndefined());
