import { DOCUMENT_FILES, makeDocument, type DocumentInputs, type DocumentKind } from "../documents/make.ts";
import type { MadeFile } from "../planning-port.ts";

/** A document with its file name. */
export const fileOf = async <Kind extends DocumentKind>(
  kind: Kind,
  input: DocumentInputs[Kind],
): Promise<MadeFile> => Object.assign({ data: await makeDocument(kind, input) }, DOCUMENT_FILES[kind]);
