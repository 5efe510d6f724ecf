import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { buildAll, DEFAULT_APP_URL } from "./build.ts";

/** `npm run dashboards [-- --app-url https://cayda.example --out FOLDER]`: writes all files for Grafana. */
const OUT = join(import.meta.dirname, "out");

const { values } = parseArgs({
  options: { "app-url": { type: "string", default: DEFAULT_APP_URL }, out: { type: "string", default: OUT } },
});
const appUrl = values["app-url"].replace(/\/+$/, "");
if (!/^https?:\/\/[^\s/]+$/.test(appUrl)) {
  process.stderr.write(`--app-url: ${appUrl} is not an address such as https://cayda.example:8443\n`);
  process.exitCode = 2;
} else {
  const files = buildAll(appUrl);
  // What was renamed must not stay behind; only our own folder is ever emptied.
  if (values.out === OUT) rmSync(OUT, { recursive: true, force: true });
  for (const [path, content] of files) {
    mkdirSync(dirname(join(values.out, path)), { recursive: true });
    writeFileSync(join(values.out, path), content);
  }
  process.stdout.write(`${files.size} files in ${values.out}\n`);
}
