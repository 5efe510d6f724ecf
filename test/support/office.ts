import { accessSync, constants, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "./run.ts";

/** LibreOffice and poppler, to see documents as an officer prints them. */
const PROGRAMS = ["soffice", "pdftoppm", "pdftotext"];
const found = (program: string): boolean =>
  (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
/** Why documents cannot be rendered here; undefined: they can. */
export const whyNoOffice: string | undefined = ((missing) =>
  missing.length === 0 ? undefined : `not installed: ${missing.join(", ")}`)(
  PROGRAMS.filter((name) => !found(name)),
);

/** Converts files to PDF beside them, all in one run, with a profile of its own under `dir`. */
export async function toPdf(dir: string, files: readonly string[]): Promise<void> {
  const profile = pathToFileURL(join(dir, "profile")).href;
  const { code, output } = await run(
    "soffice",
    [
      `-env:UserInstallation=${profile}`,
      "--headless",
      "--norestore",
      "--convert-to",
      "pdf",
      "--outdir",
      dir,
      ...files,
    ],
    false,
  );
  if (code !== 0) throw new Error(`soffice ended with ${code}: ${output}`);
}

export interface Word {
  readonly text: string;
  /** Points from the top left corner. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
export interface Page {
  readonly width: number;
  readonly height: number;
  readonly words: readonly Word[];
}

/** Every word of a PDF with its place. */
export async function pagesOf(pdf: string): Promise<Page[]> {
  const { code, output } = await run("pdftotext", ["-bbox", pdf, "-"], false);
  if (code !== 0) throw new Error(`pdftotext ended with ${code}: ${output}`);
  return output
    .split("<page ")
    .slice(1)
    .map((page) => ({
      width: Number(/width="([\d.]+)"/.exec(page)?.[1]),
      height: Number(/height="([\d.]+)"/.exec(page)?.[1]),
      words: [
        ...page.matchAll(
          /<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)</g,
        ),
      ].map(([, left, top, right, bottom, text = ""]) => ({
        text: unescape(text),
        left: Number(left),
        top: Number(top),
        right: Number(right),
        bottom: Number(bottom),
      })),
    }));
}
const unescape = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

/** Where anything dark is on each page, mm from the left and right edge: text, rules and the lines of tables. */
export async function inkOf(
  pdf: string,
  pages: number,
): Promise<{ left: number; right: number; share: number }[]> {
  const root = pdf.replace(/\.pdf$/, "");
  const { code, output } = await run("pdftoppm", ["-r", "50", "-gray", pdf, root], false);
  if (code !== 0) throw new Error(`pdftoppm ended with ${code}: ${output}`);
  const digits = String(pages).length;
  return Array.from({ length: pages }, (_, i) =>
    inkOfPicture(readFileSync(`${root}-${String(i + 1).padStart(digits, "0")}.pgm`)),
  );
}

/** A picture as PGM: "P5 WIDTH HEIGHT 255" and one byte a point. */
function inkOfPicture(pgm: Buffer): { left: number; right: number; share: number } {
  const [head = "", ...sides] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.toString("latin1", 0, 64)) ?? [];
  const [width = 0, height = 0] = sides.map(Number);
  let [left, right, dark] = [width, 0, 0];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      if ((pgm[head.length + y * width + x] ?? 255) > 160) continue;
      dark += 1;
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
  const mm = 25.4 / 50;
  return { left: left * mm, right: (width - right - 1) * mm, share: dark / (width * height) };
}
