import { expect, test } from "vitest";
import { planDocument, wearTable } from "../../test/support/document-samples.ts";
import { unzip } from "../../test/support/unzip.ts";
import { DOCUMENT_FILES, makeDocument } from "./make.ts";

test("makes a document in a process of its own; one that cannot be made is an error, and the next is made", async () => {
  const broken = { ...wearTable, groups: null } as unknown as typeof wearTable;
  const [first, second] = await Promise.allSettled([
    makeDocument("wear", broken),
    makeDocument("proposal", planDocument()),
  ]);
  expect(first.status).toBe("rejected");
  expect(second.status === "fulfilled" && [...unzip(second.value).keys()]).toContain("word/document.xml");
});

test("file names survive any mail program", () => {
  for (const { name } of Object.values(DOCUMENT_FILES)) expect(name).toMatch(/^[a-z-]+\.(?:docx|xlsx|html)$/);
});
