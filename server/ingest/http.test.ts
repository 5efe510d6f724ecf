import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../core/clock.ts";
import { MAX_BLOCK_BYTES, MAX_BLOCK_POINTS, TIME_HEADER } from "../../core/wire/limits.ts";
import type { DeviceView, SiteView } from "../../core/wire/views.ts";
import {
  enrolAgent,
  enrolment,
  makeToken,
  newBlockId,
  startTestServer,
  type Person,
  type TestAgent,
  type TestServer,
} from "../../test/support/start-server.ts";

let server: TestServer;
let admin: Person;
let site: string;
let agent: TestAgent;
let stranger: TestAgent;
let device: string;

const post = async (path: string, body: object) =>
  (await admin.call<{ id: string }>("POST", path, body)).body.id;

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.setUp();
  const unit = await post("/api/units", { name: "Xã Hương Sơn", kind: "commune", parent: null });
  site = await post("/api/sites", { unit, name: "Trụ sở" });
  const other = await post("/api/sites", { unit, name: "Một cửa" });
  device = await post(`/api/sites/${site}/devices`, {
    address: "127.0.0.5",
    credential: { version: "2c", community: "s3cret-community" },
  });
  agent = await enrolAgent(server, admin, site);
  stranger = await enrolAgent(server, admin, other);
});
afterAll(() => server.end());

describe("a block", () => {
  test("that is good is stored and acknowledged; the same one again is known and changes nothing", async () => {
    const block = agent.block();
    const before = server.store.stats().points;
    const first = await agent.send(block);
    expect([first.status, first.body]).toEqual([
      200,
      {
        block: block.block,
        known: false,
        serverTime: server.clock.now(),
        settings: server.registry.revision(),
      },
    ]);
    const again = await agent.send(block);
    expect(again.body).toMatchObject({ known: true });
    expect(server.store.stats().points).toBe(before + 1);
    expect(server.store.last(`host:${agent.device}`)?.get("cpu")?.value).toBe(12.5);
  });

  test("may also come uncompressed", async () => {
    const answer = await fetch(`${server.url}/agent/v1/blocks`, {
      method: "POST",
      headers: { authorization: `Bearer ${agent.secret}` },
      body: JSON.stringify(agent.block()),
    });
    expect(answer.status).toBe(200);
  });

  const at = () => server.clock.now();
  const host = () => `host:${agent.device}`;
  const samples = (entity: string, fields: object, times = [at()]) => ({
    samples: [{ entity, at: times, fields: fields as Record<string, number[]> }],
  });
  const sweep = (finishedAt: number) => ({
    type: "found",
    device: agent.device,
    at: at(),
    revision: 1,
    part: 0,
    parts: 1,
    startedAt: at() - MINUTE,
    finishedAt,
    scanned: 254,
    hosts: [],
  });
  test.each<[string, () => object, number, string, string | undefined]>([
    ["of another protocol", () => ({ protocol: 2 }), 400, "protocol_unsupported", undefined],
    [
      "of another protocol, whatever else is wrong",
      () => ({ protocol: 7, x: 1 }),
      400,
      "protocol_unsupported",
      undefined,
    ],
    ["with an unknown key", () => ({ extra: 1 }), 400, "field_unknown", "extra"],
    [
      "with an unknown measurement",
      () => samples(host(), { cpuu: [1] }),
      400,
      "field_unknown",
      "samples.0.fields.cpuu",
    ],
    [
      "of an unknown kind",
      () => samples("toaster:1", { cpu: [1] }),
      400,
      "entity_kind_unknown",
      "samples.0.entity",
    ],
    [
      "whose port has no part",
      () => samples(`port:${device}`, {}),
      400,
      "entity_invalid",
      "samples.0.entity",
    ],
    [
      "with text for a number",
      () => samples(host(), { cpu: ["1"] }),
      400,
      "bad_input",
      "samples.0.fields.cpu.0",
    ],
    ["with too few values", () => samples(host(), { cpu: [] }), 400, "bad_input", "samples.0.fields.cpu"],
    ["from 1970", () => samples(host(), { cpu: [1] }, [0]), 400, "time_invalid", "samples.0.at.0"],
    [
      "from far ahead",
      () => samples(host(), { cpu: [1] }, [at() + 2 * DAY]),
      400,
      "time_invalid",
      "samples.0.at.0",
    ],
    ["made in 1999", () => ({ madeAt: Date.UTC(1999, 0) }), 400, "time_invalid", "madeAt"],
    [
      "whose event lies far ahead",
      () => ({ events: [{ type: "agent_started", at: at() + DAY, version: "1" }] }),
      400,
      "time_invalid",
      "events.0.at",
    ],
    [
      "of a sweep that ended tomorrow",
      () => ({ facts: [sweep(at() + DAY)] }),
      400,
      "time_invalid",
      "facts.0.finishedAt",
    ],
    [
      "of a sweep at a time that no calendar has",
      () => ({ facts: [{ ...sweep(at()), startedAt: Number.MIN_SAFE_INTEGER }] }),
      400,
      "time_invalid",
      "facts.0.startedAt",
    ],
    [
      "whose port hides a sign in its name that turns text around",
      () => ({
        facts: [{ type: "ports", device, at: at(), ports: [{ part: "Gi0/1\u202e", name: "Gi0/1" }] }],
      }),
      400,
      "bad_input",
      "facts.0.ports.0.part",
    ],
    [
      "with an object id as long as a datagram",
      () => ({ facts: [{ type: "device", device, at: at(), objectId: `1${".1".repeat(1_000)}` }] }),
      400,
      "bad_input",
      "facts.0.objectId",
    ],
    [
      "with more points than a block may hold",
      () => {
        const times = Array.from({ length: 3_000 }, (_, index) => at() - index);
        const values = times.map(() => 1);
        return samples(host(), { cpu: values, load: values }, times);
      },
      413,
      "block_too_large",
      undefined,
    ],
    [
      "with a sample of another site's PC",
      () => samples(`host:${stranger.device}`, { cpu: [1] }),
      403,
      "entity_foreign",
      undefined,
    ],
    [
      "with a sample of nobody's device",
      () => samples("device:nobody", { up: [1] }),
      403,
      "entity_foreign",
      undefined,
    ],
    ["in another agent's name", () => ({ agent: stranger.agent }), 403, "entity_foreign", "agent"],
    [
      "with facts of another site's PC",
      () => ({ facts: [{ type: "contact", device: stranger.device, at: at(), ok: true }] }),
      403,
      "entity_foreign",
      "facts.0.device",
    ],
    [
      "with facts of what is no device, though it is of this site",
      () => ({ facts: [{ type: "contact", device: agent.agent, at: at(), ok: true }] }),
      403,
      "entity_foreign",
      "facts.0.device",
    ],
    [
      "with an event of a device that is none, though it is of this site",
      () => ({ events: [{ type: "device_restarted", device: agent.agent, at: at(), uptime: 1 }] }),
      403,
      "entity_foreign",
      "events.0.device",
    ],
    [
      "with an event of another site's port",
      () => ({
        events: [{ type: "port_changed", entity: `port:${stranger.device}/1`, at: at(), from: 1, to: 2 }],
      }),
      403,
      "entity_foreign",
      "events.0.entity",
    ],
    [
      "whose facts have an unknown key",
      () => ({ facts: [{ type: "contact", device, at: at(), ok: true, x: 1 }] }),
      400,
      "field_unknown",
      "facts.0.x",
    ],
  ])("%s is refused, and nothing of it is stored", async (_, change, status, code, field) => {
    const before = server.store.stats().points;
    const answer = await agent.send(agent.block(change()));
    expect([answer.status, answer.code]).toEqual([status, code]);
    if (field !== undefined) expect(answer.body).toMatchObject({ error: { params: { field } } });
    expect(JSON.stringify(answer.body)).not.toContain('…"');
    expect(server.store.stats().points).toBe(before);
  });

  test.each<[string, unknown, number, string]>([
    ["that is no JSON", "{", 400, "bad_json"],
    ["that is a list", [], 400, "bad_json"],
    ["that is null", null, 400, "bad_json"],
  ])("%s is refused", async (_, body, status, code) => {
    const answer = await agent.send(typeof body === "string" ? body : JSON.stringify(body));
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  test("at the most that is allowed is taken", async () => {
    const times = Array.from({ length: MAX_BLOCK_POINTS }, (_, index) => at() - index);
    const answer = await agent.send(agent.block(samples(host(), { cpu: times.map(() => 1.25) }, times)));
    expect(answer.status).toBe(200);
  });

  test("of an earlier enrolment of the same site is taken: its PC still has it in the spool", async () => {
    const earlier = await enrolAgent(server, admin, site);
    await admin.call("POST", `/api/agents/${earlier.agent}/revoke`);
    expect((await agent.send(earlier.block())).status).toBe(200);
  });

  test("with samples of a device that was removed meanwhile is taken: nothing else in it may be lost", async () => {
    const gone = await post(`/api/sites/${site}/devices`, { address: "127.0.0.77" });
    await admin.call("DELETE", `/api/devices/${gone}`);
    expect((await agent.send(agent.block(samples(`device:${gone}`, { up: [1] })))).status).toBe(200);
  });
});

describe("the body", () => {
  test("that says it is too long is refused before it is read", async () => {
    const answer = await fetch(`${server.url}/agent/v1/blocks`, {
      method: "POST",
      headers: { authorization: `Bearer ${agent.secret}` },
      body: "x".repeat(MAX_BLOCK_BYTES + 1),
    });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({
      error: { code: "body_too_large", params: { max: MAX_BLOCK_BYTES } },
    });
  });

  test("that turns out too long while it comes is refused", async () => {
    const chunk = new Uint8Array(100_000);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        if (sent > 30) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const init = {
      method: "POST",
      headers: { authorization: `Bearer ${agent.secret}` },
      body,
      duplex: "half",
    };
    const answer = await fetch(`${server.url}/agent/v1/blocks`, init as RequestInit);
    expect(answer.status).toBe(413);
  });

  test("that grows beyond measure when unpacked is refused", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * MAX_BLOCK_BYTES, 0x20));
    expect(bomb.length).toBeLessThan(MAX_BLOCK_BYTES);
    const before = process.memoryUsage().rss;
    const answer = await fetch(`${server.url}/agent/v1/blocks`, {
      method: "POST",
      headers: { authorization: `Bearer ${agent.secret}`, "content-encoding": "gzip" },
      body: new Uint8Array(bomb),
    });
    expect(answer.status).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MAX_BLOCK_BYTES);
  });

  test.each([
    ["br", "body_encoding"],
    ["gzip", "body_encoding"],
  ])("with the encoding %s that it does not have is refused", async (encoding, code) => {
    const answer = await fetch(`${server.url}/agent/v1/blocks`, {
      method: "POST",
      headers: { authorization: `Bearer ${agent.secret}`, "content-encoding": encoding },
      body: JSON.stringify(agent.block()),
    });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ error: { code } });
  });
});

describe("an agent", () => {
  test.each([
    ["without a secret", ""],
    ["with a wrong secret", `Bearer ${"x".repeat(43)}`],
    ["with another scheme", `Basic ${"x".repeat(43)}`],
  ])("%s is not known", async (_, authorization) => {
    const answer = await agent.send(agent.block(), { authorization });
    expect([answer.status, answer.code]).toEqual([401, "agent_unauthorized"]);
  });

  test("that is revoked is refused at once, and says so", async () => {
    const one = await enrolAgent(server, admin, site);
    expect((await one.send(one.block())).status).toBe(200);
    await admin.call("POST", `/api/agents/${one.agent}/revoke`);
    const answer = await one.send(one.block());
    expect([answer.status, answer.code]).toEqual([403, "agent_revoked"]);
    expect((await one.request("GET", "/agent/v1/assignment")).code).toBe("agent_revoked");
  });

  test("that sends without end has to wait, and is told how long", async () => {
    const one = await enrolAgent(server, admin, site);
    let limited;
    for (let sent = 0; sent < 600 && limited === undefined; sent += 1) {
      const answer = await one.send("{");
      if (answer.status === 429) limited = answer;
    }
    expect(limited?.code).toBe("rate_limited");
    expect(Number(limited?.headers.get("retry-after"))).toBeGreaterThan(0);
    await server.clock.advance(MINUTE);
    expect((await one.send(one.block())).status).toBe(200);
  });

  test("is told in its own language", async () => {
    const answer = await agent.send("{", { "accept-language": "vi" });
    expect(answer.body).toMatchObject({
      error: { says: expect.stringContaining("JSON đọc được") as string },
    });
  });

  test("finds nothing but its three addresses", async () => {
    for (const path of ["/agent/v1/blocks/", "/agent/v1/", "/agent/v2/blocks", "/agent/v1/blocks?x=1"]) {
      expect((await agent.request("POST", path)).code, path).toBe("not_found");
    }
    expect((await agent.request("GET", "/agent/v1/blocks")).code).toBe("not_found");
  });
});

describe("enrolment", () => {
  const enrol = (body: unknown) => server.person().call("POST", "/agent/v1/enrol", body);

  test("gives the agent an identity, a device for its PC, and a secret that nobody can read again", async () => {
    const one = await enrolAgent(server, admin, site);
    expect(one).toMatchObject({ protocol: 1, site: { id: site, name: "Trụ sở" } });
    expect(one.secret.length).toBeGreaterThanOrEqual(43);
    const view = await admin.call<DeviceView>("GET", `/api/devices/${one.device}`);
    expect(view.body).toMatchObject({
      class: "workstation",
      agent: one.agent,
      name: "PC-01",
      state: "unknown",
    });
    expect(JSON.stringify(view.body)).not.toContain(one.secret);
  });

  test("uses a token up", async () => {
    const token = await makeToken(admin, site, { uses: 2 });
    expect((await enrol(enrolment(token))).status).toBe(200);
    expect((await enrol(enrolment(token))).status).toBe(200);
    const third = await enrol(enrolment(token));
    expect([third.status, third.code]).toEqual([401, "token_used"]);
  });

  test("refuses a token that has expired", async () => {
    const token = await makeToken(admin, site, { hours: 1 });
    await server.clock.advance(HOUR);
    expect((await enrol(enrolment(token))).code).toBe("token_expired");
  });

  test.each<[string, object, string]>([
    ["an unknown token", enrolment("x".repeat(43)), "token_unknown"],
    ["another protocol", { ...enrolment("x".repeat(43)), protocol: 2 }, "protocol_unsupported"],
    ["an unknown field", { ...enrolment("x".repeat(43)), root: true }, "field_unknown"],
    ["a missing field", { protocol: 1, token: "x".repeat(43) }, "bad_input"],
  ])("refuses %s", async (_, body, code) => expect((await enrol(body)).code).toBe(code));

  test("refuses a large body", async () => {
    expect((await enrol({ ...enrolment("x".repeat(43)), hostname: "x".repeat(9_000) })).code).toBe(
      "body_too_large",
    );
  });

  test("is slowed down for whoever tries token after token", async () => {
    const codes = new Set<string | undefined>();
    for (let tried = 0; tried < 40; tried += 1) codes.add((await enrol(enrolment("x".repeat(43)))).code);
    expect(codes).toContain("rate_limited");
    await server.clock.advance(HOUR);
  });
});

describe("the assignment", () => {
  test("gives the site's devices to the holder of the lease, and answers 304 while nothing changes", async () => {
    const first = await agent.request("GET", "/agent/v1/assignment");
    expect(first.body).toMatchObject({ protocol: 1, agent: agent.agent, device: agent.device });
    const etag = first.headers.get("etag") ?? "";
    const again = await agent.request("GET", "/agent/v1/assignment", { "if-none-match": etag });
    expect([again.status, again.body]).toEqual([304, ""]);
    expect(again.headers.get("etag")).toBe(etag);
    await post(`/api/sites/${site}/targets`, { name: "cổng ra", address: "127.0.0.1" });
    const changed = await agent.request("GET", "/agent/v1/assignment", { "if-none-match": etag });
    expect(changed.status).toBe(200);
  });

  test("goes to another agent of the site when the holder is silent for over three minutes", async () => {
    const unit = await post("/api/units", { name: "Xã Thuê", kind: "commune", parent: null });
    const place = await post("/api/sites", { unit, name: "Nhà" });
    await post(`/api/sites/${place}/devices`, {
      address: "127.0.0.6",
      credential: { version: "2c", community: "public1" },
    });
    const [one, two] = [await enrolAgent(server, admin, place), await enrolAgent(server, admin, place)];
    const polled = async (who: TestAgent) => {
      const { body } = await who.request("GET", "/agent/v1/assignment");
      return (body as { snmp: unknown[] }).snmp.length;
    };
    expect([await polled(one), await polled(two)]).toEqual([1, 0]);
    await server.clock.advance(2 * MINUTE);
    await one.send(one.block());
    await server.clock.advance(2 * MINUTE);
    expect([await polled(two), await polled(one)]).toEqual([0, 1]);
    await server.clock.advance(3 * MINUTE + 1);
    expect([await polled(two), await polled(one)]).toEqual([1, 0]);
    const view = await admin.call<SiteView>("GET", `/api/sites/${place}`);
    expect(view.body.agentList.find(({ id }) => id === two.agent)?.polls).toBe(true);
    await admin.call("POST", `/api/agents/${two.agent}/revoke`);
    expect(await polled(one)).toBe(1);
  });
});

describe("facts and events", () => {
  test("appear once however often the block comes, and late ones are marked", async () => {
    const now = server.clock.now();
    const block = agent.block({
      block: newBlockId(now),
      samples: [],
      events: [
        { type: "port_changed", entity: `port:${device}/Gi0/1`, at: now, from: 1, to: 2 },
        { type: "device_restarted", device, at: now - HOUR, uptime: 12 },
        { type: "trap", device, at: now - 2 * HOUR, kind: "linkDown", ifIndex: 7, port: "Gi0/7" },
      ],
      facts: [
        { type: "device", device, at: now, name: "SW-TRU-SO" },
        {
          type: "ports",
          device,
          at: now,
          ports: [{ part: "Gi0/1", ifIndex: 1, name: "Gi0/1", alias: "Máy in" }],
        },
        { type: "contact", device, at: now, ok: false, fault: "snmp_timeout" },
      ],
    });
    for (let time = 0; time < 3; time += 1) expect((await agent.send(block)).status).toBe(200);
    const { body } = await admin.call<DeviceView>("GET", `/api/devices/${device}`);
    expect(body).toMatchObject({ name: "SW-TRU-SO", fault: "snmp_timeout" });
    expect(body.ports).toMatchObject([{ part: "Gi0/1", alias: "Máy in", inBps: null }]);
    expect(body.events.map(({ type, late, detail }) => ({ type, late, detail }))).toEqual([
      { type: "port_changed", late: false, detail: { from: 1, to: 2 } },
      { type: "device_restarted", late: true, detail: { uptime: 12 } },
      { type: "trap", late: true, detail: { kind: "linkDown", ifIndex: 7, port: "Gi0/7" } },
    ]);
  });

  test("of a port that is told by its number only get its name", async () => {
    const now = server.clock.now();
    const trap = { type: "trap", device, at: now, kind: "linkUp" } as const;
    const events = [1, 99].map((ifIndex) => ({ ...trap, ifIndex }));
    expect((await agent.send(agent.block({ samples: [], events, facts: [] }))).status).toBe(200);
    const { body } = await admin.call<DeviceView>("GET", `/api/devices/${device}`);
    const told = body.events.filter(({ detail }) => detail["kind"] === "linkUp");
    expect(
      told.map(({ detail }) => detail).toSorted((a, b) => Number(a["ifIndex"]) - Number(b["ifIndex"])),
    ).toEqual([
      { kind: "linkUp", ifIndex: 1, port: "Gi0/1" },
      { kind: "linkUp", ifIndex: 99 },
    ]);
  });

  test("that are older than what is known change nothing", async () => {
    const now = server.clock.now();
    const facts = [{ type: "device", device, at: now - DAY, name: "TEN-CU" }] as const;
    await agent.send(agent.block({ samples: [], facts: [...facts] }));
    const { body } = await admin.call<DeviceView>("GET", `/api/devices/${device}`);
    expect(body.name).toBe("SW-TRU-SO");
  });
});

test("every answer says the server's time", async () => {
  const answers = [
    await agent.send(agent.block()),
    await agent.send("{"),
    await agent.request("GET", "/agent/v1/assignment"),
    await agent.request("GET", "/agent/nothing"),
    await admin.call("GET", "/api/overview"),
    await server.person().call("GET", "/api/overview"),
    await server.person().call("GET", "/"),
    await server.person().call("GET", "/assets/missing.js"),
  ];
  for (const { headers } of answers) {
    expect(Number(headers.get(TIME_HEADER))).toBe(server.clock.now());
  }
});
