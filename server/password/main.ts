import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createLog } from "../../core/log.ts";
import { say } from "../../core/messages/say.ts";
import { FaultError } from "../../core/result.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { programClock as clock, programLanguage as language, reasonOf } from "../command-line.ts";
import { configOf } from "../read-config.ts";
import { registryTarget } from "../registry-target.ts";
import { openRegistry } from "../stores/registry/registry.ts";

/**
 * `npm run password -- USERNAME [--config FILE]`: what `npm start -- --recover` does, for a server that starts with its machine and
 * need not be stopped for it: who signs in is asked of the database each time. Exit code 2: what was asked for cannot be
 * understood; 1: it went wrong.
 */
function orderOf(
  args: string[],
): { readonly username: string; readonly config: string | undefined } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { config: { type: "string" } },
      allowPositionals: true,
    });
    const [username, ...more] = positionals;
    return username === undefined || more.length > 0 ? undefined : { username, config: values.config };
  } catch {
    return undefined;
  }
}

async function perform(username: string, option: string | undefined): Promise<void> {
  const { config, file } = configOf(option, language);
  if (registryTarget(config.registry) !== undefined) {
    // One server owns it, so nobody writes there beside it.
    process.stderr.write(`${say(language, "install.password.postgres")}\n`);
    process.exitCode = 1;
    return;
  }
  const dir = join(config.dataDir, "registry");
  if (!existsSync(join(dir, "registry.sqlite"))) {
    const mistakes = `  ${say(language, "server.config.no_data", { dir })}`;
    throw new FaultError("config_invalid", { file, mistakes });
  }
  const log = createLog((line) => process.stderr.write(line), clock, "warn");
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  const { registry, people } = await openRegistry(dir, { clock, newId, log });
  try {
    const password = randomBytes(8).toString("hex");
    const done = await people.recover(username, password);
    if (!done.ok) {
      const governing = (await people.all()).filter(({ role }) => role === "administrator");
      const known = governing.map((one) => one.username).join(", ");
      process.stderr.write(`${say(language, "install.password.unknown", { username, known })}\n`);
      process.exitCode = 1;
      return;
    }
    process.stdout.write(
      `${say(language, "install.password.done", { username: done.value.username, password })}\n`,
    );
  } finally {
    await registry.close();
  }
}

const order = orderOf(process.argv.slice(2));
if (order === undefined) {
  process.stderr.write(`${say(language, "install.password.usage")}\n`);
  process.exitCode = 2;
} else {
  try {
    await perform(order.username, order.config);
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n`);
    process.exitCode = 1;
  }
}
