import { startTestServer, certificate, TOKEN_SECRET } from "/work/main/test/support/agent-server.ts";
import { formatToken } from "/work/main/core/wire/enrolment.ts";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
const [,, entry, ...flags] = process.argv;
const server = await startTestServer(await certificate());
const ping = process.env.NOPING ? [] : [{target:"t1",address:"127.0.0.1",everyMs:30000,count:5}];
const snmp = process.env.NOSNMP ? [] : [{device:"d1",address:"127.0.0.1",port:39999,everyMs:60000,credential:{version:"2c",community:"public"}}];
server.assignment = { protocol: 1, agent: "agent1", device: "pc1", site: { id: "site1", name: "X" }, host: { everyMs: 15000 }, inventory: { cron: "0 9 * * *" }, snmp, ping };
const data = mkdtempSync("/tmp/cayda-mem-");
const token = formatToken({ server: server.origin, fingerprint: server.fingerprint, secret: TOKEN_SECRET });
for (const round of [1,2]) {
  const child = spawn(process.execPath, [...(round===2?["--require","/tmp/hook.cjs"]:[]), ...flags, entry, "run", "--data", data], { env: { ...process.env, CAYDA_AGENT_ENROL_TOKEN: token, CAYDA_AGENT_LOG_LEVEL: "error" }, stdio: ["ignore", "ignore", round===2?"inherit":"ignore"] });
  await new Promise(r => setTimeout(r, round===1?4000:9500));
  child.kill("SIGTERM"); await new Promise(r => child.once("exit", r));
}
await server.close(); rmSync(data, { recursive: true, force: true }); process.exit(0);
