import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AUTH_PROTOCOLS } from "../../../core/wire/limits.ts";
import {
  PRIV_PROTOCOLS,
  decrypt,
  digestSize,
  encrypt,
  localKey,
  passwordKey,
  privacyKey,
  sign,
} from "./usm.ts";

const MAPLESYRUP = Buffer.from("maplesyrup");
const ENGINE = Buffer.from("000000000000000000000002", "hex");

describe("keys", () => {
  test.each([
    ["md5", "9faf3283884e92834ebc9847d8edd963", "526f5eed9fcce26f8964c2930787d82b"],
    ["sha", "9fb5cc0381497b3793528939ff788d5d79145211", "6695febc9288e36282235fc7151f128497b38f3f"],
  ] as const)("of %s are those of RFC 3414 A.3", (protocol, ku, kul) => {
    expect(passwordKey(protocol, MAPLESYRUP).toString("hex")).toBe(ku);
    expect(localKey(protocol, MAPLESYRUP, ENGINE).toString("hex")).toBe(kul);
  });

  test.each([
    ["md5", "526f5eed9fcce26f8964c2930787d82b79eff44a90650ee0a3a40abfac5acc12"],
    ["sha", "6695febc9288e36282235fc7151f128497b38f3f9b8b6d78936ba6e7d19dfd9c"],
  ] as const)("of AES-256 by Reeder over %s are those of the draft's appendix", (auth, key) => {
    const priv = { protocol: "aes256r", password: "maplesyrup" } as const;
    expect(privacyKey(priv, auth, ENGINE).toString("hex")).toBe(key);
  });

  test("of AES-256 are alike in both dialects where the hash is long enough, and differ where it is not", () => {
    for (const auth of AUTH_PROTOCOLS) {
      const [b, r] = (["aes256b", "aes256r"] as const).map((protocol) =>
        privacyKey({ protocol, password: "maplesyrup" }, auth, ENGINE).toString("hex"),
      );
      expect(b === r, auth).toBe(["sha256", "sha384", "sha512"].includes(auth));
    }
  });
});

test("digests are cut as RFC 3414 and RFC 7860 say", () => {
  const sizes = { md5: 12, sha: 12, sha224: 16, sha256: 24, sha384: 32, sha512: 48 };
  for (const protocol of AUTH_PROTOCOLS) {
    expect(digestSize(protocol)).toBe(sizes[protocol]);
    expect(sign(protocol, ENGINE, MAPLESYRUP).length).toBe(sizes[protocol]);
  }
});

test("DES is single DES, although OpenSSL only has triple DES left (FIPS 81, table C1: key 0123456789abcdef)", () => {
  const key = Buffer.from("0123456789abcdef0000000000000000", "hex");
  const salt = Buffer.from("1234567890abcdef", "hex");
  const plain = Buffer.from("Now is the time for all ");
  const secret = encrypt("des", key, { boots: 0, time: 0 }, salt, plain);
  expect(secret.toString("hex")).toBe("e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6");
});

test("what was encrypted can be decrypted, and only with the same key, salt and moment", () => {
  const plain = fc.uint8Array({ minLength: 16, maxLength: 200 });
  fc.assert(
    fc.property(fc.constantFrom(...PRIV_PROTOCOLS), plain, fc.nat(), (protocol, content, time) => {
      const key = privacyKey({ protocol, password: "secret-priv" }, "sha", ENGINE);
      const salt = Buffer.from("0000000100000002", "hex");
      const secret = encrypt(protocol, key, { boots: 3, time }, salt, content);
      const back = decrypt(protocol, key, { boots: 3, time }, salt, secret);
      expect(back?.subarray(0, content.length)).toEqual(Buffer.from(content));
      const wrong = decrypt(
        protocol,
        key.map((byte) => byte ^ 2),
        { boots: 3, time },
        salt,
        secret,
      );
      expect(wrong?.subarray(0, content.length)).not.toEqual(Buffer.from(content));
    }),
  );
});

test("a salt or a length that cannot be is a decryption error", () => {
  const key = Buffer.alloc(16, 1);
  const at = { boots: 1, time: 1 };
  expect(decrypt("aes", key, at, Buffer.alloc(7), Buffer.alloc(16))).toBeUndefined();
  expect(decrypt("des", key, at, Buffer.alloc(8), Buffer.alloc(15))).toBeUndefined();
});
