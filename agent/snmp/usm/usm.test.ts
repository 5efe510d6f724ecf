import { createHmac, randomFillSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AUTH_PROTOCOLS, PRIV_PROTOCOLS } from "../../../core/wire/limits.ts";
import * as responder from "../../../test/fakes/snmp-device/usm.ts";
import { createKeyMaker, passwordKey } from "./keys.ts";
import { createCipher, createSalts, createSigner } from "./protect.ts";
import { missingAlgorithm, privacyOf, type Dialect } from "./protocols.ts";

const MAPLESYRUP = "maplesyrup";
const ENGINE = Buffer.from("000000000000000000000002", "hex");
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");

describe("keys", () => {
  test.each([
    ["md5", "9faf3283884e92834ebc9847d8edd963", "526f5eed9fcce26f8964c2930787d82b"],
    ["sha", "9fb5cc0381497b3793528939ff788d5d79145211", "6695febc9288e36282235fc7151f128497b38f3f"],
  ] as const)("of %s are those of RFC 3414 A.3", (protocol, ku, kul) => {
    expect(hex(passwordKey(protocol, Buffer.from(MAPLESYRUP)))).toBe(ku);
    expect(hex(createKeyMaker().local(protocol, MAPLESYRUP, ENGINE))).toBe(kul);
  });

  test.each([
    ["md5", "526f5eed9fcce26f8964c2930787d82b79eff44a90650ee0a3a40abfac5acc12"],
    ["sha", "6695febc9288e36282235fc7151f128497b38f3f9b8b6d78936ba6e7d19dfd9c"],
  ] as const)("stretched over %s by Reeder are those of the draft's appendix", (auth, key) => {
    const keys = createKeyMaker();
    const spec = { auth, dialect: "reeder", password: MAPLESYRUP } as const;
    expect(hex(keys.privacy({ ...spec, cipher: "aes256" }, ENGINE))).toBe(key);
    expect(hex(keys.privacy({ ...spec, cipher: "aes192" }, ENGINE))).toBe(key.slice(0, 48));
  });

  test("are the responder's, whatever the password, its language and the engine", () => {
    const keys = createKeyMaker();
    const password = fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" });
    const engine = fc.uint8Array({ minLength: 5, maxLength: 32 });
    fc.assert(
      fc.property(fc.constantFrom(...AUTH_PROTOCOLS), password, engine, (auth, text, id) => {
        expect(hex(keys.local(auth, text, id))).toBe(hex(responder.localKey(auth, Buffer.from(text), id)));
      }),
      { numRuns: 30 },
    );
    for (const auth of AUTH_PROTOCOLS) {
      for (const protocol of responder.PRIV_PROTOCOLS) {
        const { cipher, dialects } = privacyOf(auth, protocol);
        for (const dialect of dialects) {
          const spec = { auth, cipher, dialect, password: "priv-secret" };
          const theirs = responder.privacyKey({ protocol, password: "priv-secret" }, auth, ENGINE);
          expect(hex(keys.privacy(spec, ENGINE)), `${auth} ${protocol}`).toBe(hex(theirs));
        }
      }
    }
  });

  test("are remembered for so many passwords, and the longest unused is worked out anew", () => {
    const keys = createKeyMaker(2);
    const first = keys.local("md5", "password-1", ENGINE);
    for (const password of ["password-2", "password-1", "password-3"]) keys.local("md5", password, ENGINE);
    expect(keys.local("md5", "password-1", ENGINE)).toEqual(first);
    expect(keys.local("md5", "password-2", ENGINE)).not.toEqual(first);
  });

  test("of an empty password do not exist", () => {
    expect(() => passwordKey("sha", new Uint8Array(0))).toThrow(RangeError);
  });
});

test("the dialect is open only where the name and the hash leave it open", () => {
  const both: readonly Dialect[] = ["blumenthal", "reeder"];
  expect(privacyOf("sha", "aes256").dialects).toEqual(both);
  expect(privacyOf("sha224", "aes256").dialects).toEqual(both);
  expect(privacyOf("sha256", "aes256").dialects).toHaveLength(1);
  expect(privacyOf("sha", "aes192").dialects).toEqual(both);
  expect(privacyOf("sha224", "aes192").dialects).toHaveLength(1);
  expect(privacyOf("sha", "aes256r").dialects).toEqual(["reeder"]);
  expect(privacyOf("md5", "aes").dialects).toHaveLength(1);
});

describe("digests", () => {
  test.each([
    ["md5", 12],
    ["sha", 12],
    ["sha224", 16],
    ["sha256", 24],
    ["sha384", 32],
    ["sha512", 48],
  ] as const)("of %s are HMACs cut to %i bytes (RFC 3414, RFC 7860)", (protocol, size) => {
    const name = protocol === "sha" ? "sha1" : protocol;
    const whole = createHmac(name, ENGINE).update(MAPLESYRUP).digest();
    const signer = createSigner(protocol, ENGINE);
    expect(signer.size).toBe(size);
    expect(hex(signer.digest(Buffer.from(MAPLESYRUP)))).toBe(hex(whole.subarray(0, size)));
  });

  test("of SHA-256 are those of RFC 4231, test case 1", () => {
    const digest = createSigner("sha256", Buffer.alloc(20, 0x0b)).digest(Buffer.from("Hi There"));
    expect(hex(digest)).toBe("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da7");
  });

  test("are right for the message that they were made for, and wrong after any change or elsewhere", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...AUTH_PROTOCOLS),
        fc.uint8Array({ minLength: 100, maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (protocol, message, place, flip) => {
          const signer = createSigner(protocol, ENGINE);
          const at = 20;
          message.fill(0, at, at + signer.size);
          const signed = Uint8Array.from(message);
          signed.set(signer.digest(message), at);
          expect(signer.verify(Uint8Array.from(signed), at)).toBe(true);
          expect(signer.verify(Uint8Array.from(signed), signed.length - 2)).toBe(false);
          const changed = Uint8Array.from(signed);
          changed[place % changed.length] = (changed[place % changed.length] ?? 0) ^ flip;
          expect(signer.verify(changed, at)).toBe(false);
        },
      ),
    );
  });
});

describe("ciphers", () => {
  test("DES is single DES, although OpenSSL only has triple DES left (FIPS 81, table C1)", () => {
    const cipher = createCipher("des", Buffer.from("0123456789abcdef0000000000000000", "hex"));
    const salt = Buffer.from("1234567890abcdef", "hex");
    const secret = cipher.encrypt(Buffer.from("Now is the time for all "), { boots: 0, time: 0 }, salt);
    expect(hex(secret)).toBe("e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6");
  });

  test("are the responder's in both directions", () => {
    const plain = fc.uint8Array({ minLength: 1, maxLength: 200 });
    const moment = fc.record({ boots: fc.nat(2 ** 31 - 1), time: fc.nat(2 ** 31 - 1) });
    const salts = fc.uint8Array({ minLength: 8, maxLength: 8 });
    const keys = createKeyMaker();
    fc.assert(
      fc.property(
        fc.constantFrom(...responder.PRIV_PROTOCOLS),
        plain,
        moment,
        salts,
        (protocol, content, at, salt) => {
          const { cipher, dialects } = privacyOf("sha", protocol);
          const [dialect = "blumenthal"] = dialects;
          const key = keys.privacy({ auth: "sha", cipher, dialect, password: "secret-priv" }, ENGINE);
          const ours = createCipher(cipher, key);
          const theirs = responder.encrypt(protocol, key, at, salt, content);
          expect(hex(ours.encrypt(content, at, salt))).toBe(hex(theirs));
          expect(hex(ours.decrypt(theirs, at, salt)?.subarray(0, content.length))).toBe(hex(content));
        },
      ),
    );
  });

  test("say when salt or length cannot be right", () => {
    const at = { boots: 1, time: 1 };
    const [des, aes] = (["des", "aes128"] as const).map((name) => createCipher(name, Buffer.alloc(16)));
    expect(des?.decrypt(new Uint8Array(9), at, new Uint8Array(8))).toBeUndefined();
    expect(des?.decrypt(new Uint8Array(16), at, new Uint8Array(7))).toBeUndefined();
    expect(aes?.decrypt(new Uint8Array(9), at, new Uint8Array(0))).toBeUndefined();
  });

  test("are all there in this runtime", () => {
    for (const auth of AUTH_PROTOCOLS) {
      for (const priv of PRIV_PROTOCOLS) expect(missingAlgorithm(auth, priv)).toBeUndefined();
    }
  });
});

test("salts begin anywhere, never repeat, and carry over", () => {
  const next = createSalts((bytes) => bytes.fill(0xff, 1));
  expect([hex(next()), hex(next())]).toEqual(["0100000000000000", "0100000000000001"]);
  const random = createSalts(randomFillSync);
  expect(new Set(Array.from({ length: 1_000 }, () => hex(random()))).size).toBe(1_000);
});
