import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { say } from "../../core/messages/say.ts";
import { programLanguage as language } from "../command-line.ts";
import { makeBundle, missingParts, TARGETS, type Target } from "./bundle.ts";
import { fetchNode, nodeHere } from "./fetch-node.ts";

/**
 * `npm run bundle -- --out FOLDER [--for win-x64,linux-x64,linux-arm64]`: one folder to carry to an office without Internet. Exit
 * code 2: what was asked for cannot be understood; 1: it went wrong.
 */
const ROOT = resolve(import.meta.dirname, "..", "..");

interface Order {
  readonly out: string;
  readonly targets: readonly Target[];
}

function orderOf(args: string[]): Order | undefined {
  try {
    const text = { type: "string" } as const;
    const { values } = parseArgs({ args, options: { out: text, for: text } });
    const names = (values.for ?? "win-x64,linux-x64").split(",");
    const targets = names.filter((name): name is Target => Object.hasOwn(TARGETS, name));
    const { out } = values;
    return out === undefined || out === "" || targets.length < names.length
      ? undefined
      : { out: resolve(out), targets };
  } catch {
    return undefined;
  }
}

async function perform({ out, targets }: Order): Promise<void> {
  if (existsSync(out) && readdirSync(out).length > 0) {
    complain(say(language, "install.bundle.not_empty", { folder: out }));
    return;
  }
  const nodes: { target: Target; node: string }[] = [];
  const fetched: (() => void)[] = [];
  try {
    for (const target of targets) {
      const here = nodeHere(ROOT, target);
      if (here !== undefined) {
        nodes.push({ target, node: here });
        continue;
      }
      tell(say(language, "install.bundle.fetching", { target }));
      const { node, remove } = await fetchNode(ROOT, target).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(say(language, "install.bundle.no_node", { target, reason }), { cause: error });
      });
      fetched.push(remove);
      nodes.push({ target, node });
    }
    mkdirSync(out, { recursive: true });
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
    const guides = {
      "DOC-TRUOC.txt": say("vi", "install.bundle.guide", { version }),
      "READ-ME.txt": say("en", "install.bundle.guide", { version }),
    };
    const bytes = makeBundle({ root: ROOT, out, targets: nodes, guides });
    tell(say(language, "install.bundle.done", { folder: out, megabytes: Math.round(bytes / 1e6) }));
  } finally {
    for (const remove of fetched) remove();
  }
}

const tell = (line: string): void => void process.stdout.write(`${line}\n`);
function complain(line: string): void {
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}

const order = orderOf(process.argv.slice(2));
const missing = missingParts(ROOT);
if (order === undefined) {
  process.stderr.write(`${say(language, "install.bundle.usage")}\n`);
  process.exitCode = 2;
} else if (missing.length > 0) {
  complain(say(language, "install.bundle.missing", { files: missing.join(", ") }));
} else {
  try {
    await perform(order);
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
  }
}
