import { MOST_PHOTO_BYTES } from "../../../core/assets/photos.ts";

/** What a phone's camera makes is larger than the server takes: made smaller here, and freed of its place and time. */
const LONGEST = 1600;
/** Tried one after the other until it is small enough: a carpet or a tree is many bytes. */
const QUALITIES = [0.8, 0.6, 0.4, 0.2];

/** A JPEG of at most 1,600 pixels a side that the server takes; undefined when the file is no picture that the browser can read. */
export async function shrinkPhoto(file: Blob): Promise<Blob | undefined> {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    if (pen === null) return undefined;
    // What is transparent would become black.
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    let made: Blob | undefined;
    for (const quality of QUALITIES) {
      made = await jpegOf(canvas, quality);
      if (made === undefined || made.size <= MOST_PHOTO_BYTES) break;
    }
    return made;
  } catch {
    // Not a picture, or of a kind that this browser does not know.
    return undefined;
  }
}

const jpegOf = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | undefined> =>
  new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(blob ?? undefined), "image/jpeg", quality);
  });
