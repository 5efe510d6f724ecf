import QRCode from "qrcode";

/** A QR code for an SVG of `side` × `side` units. */
export interface QrDrawing {
  readonly side: number;
  /** The dark modules, a run of a row each: small, and sharp at any size. */
  readonly path: string;
}

/** Level M (ISO/IEC 18004). `quiet`: modules of white border; the standard wants four. */
export function qrOf(text: string, quiet = 4): QrDrawing {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: "M" });
  const { size } = modules;
  let path = "";
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      if (!modules.get(y, x)) continue;
      const from = x;
      while (x + 1 < size && modules.get(y, x + 1)) x += 1;
      const run = x - from + 1;
      path += `M${from + quiet} ${y + quiet}h${run}v1h-${run}z`;
    }
  return { side: size + quiet * 2, path };
}
