/** What a phone's camera makes is larger than the server takes: made smaller here, and freed of its place and time. */
const LONGEST = 1600;
const QUALITY = 0.8;

/** A JPEG of at most 1,600 pixels a side; undefined when the file is no picture that the browser can read. */
export async function shrinkPhoto(file: Blob): Promise<Blob | undefined> {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return await new Promise((resolve) => {
      canvas.toBlob((blob) => resolve(blob ?? undefined), "image/jpeg", QUALITY);
    });
  } catch {
    // Not a picture, or of a kind that this browser does not know.
    return undefined;
  }
}
