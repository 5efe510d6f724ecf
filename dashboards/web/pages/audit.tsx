import { useState } from "preact/hooks";
import { formatCount, formatDateTime } from "../../../core/format.ts";
import type { AuditView } from "../../../core/wire/organisation.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Section } from "../pieces/page-head.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { words } from "../state/organisation-words.ts";
import { language, locale } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";

/** What the server gives at once at most. */
const MOST = 500;
const FIRST = 20;

/** Who changed what: for those who govern the whole system. */
export function AuditSection() {
  const [limit, setLimit] = useState(FIRST);
  const resource = useResource(`audit ${limit} ${language.value}`, () =>
    ask(api.audit.$get({ query: { limit: String(limit) } })),
  );
  const next = Math.min(MOST, limit * 5);
  return (
    <Section title={words("web.audit.title")}>
      <p class="quiet small">{words("web.audit.about")}</p>
      <View resource={resource} lines={4}>
        {({ entries, more }) => (
          <>
            <DataTable
              label={words("web.audit.title")}
              columns={columns()}
              rows={entries}
              rowKey={({ id }) => id}
              initial={{ by: "at", descending: true }}
              empty={<Empty body={words("web.audit.none")} />}
            />
            {more && next > limit ? (
              <p>
                <button type="button" class="button" onClick={() => setLimit(next)}>
                  {words("web.audit.more", { n: formatCount(next, language.value) })}
                </button>
              </p>
            ) : null}
          </>
        )}
      </View>
    </Section>
  );
}

function columns(): readonly Column<AuditView>[] {
  const at = ({ at }: AuditView) => formatDateTime(at, locale.value);
  const who = ({ who }: AuditView) => who;
  const what = ({ what }: AuditView) => what;
  const subject = ({ subject }: AuditView) => subject ?? "";
  const detail = ({ detail }: AuditView) => detail ?? "";
  return [
    { id: "at", label: words("web.audit.at"), sort: (line) => line.at, text: at, cell: at },
    {
      id: "what",
      label: words("web.audit.what"),
      head: true,
      sort: what,
      text: what,
      cell: (line) => <span class="cell-name">{what(line)}</span>,
    },
    { id: "subject", label: words("web.audit.subject"), sort: subject, text: subject, cell: subject },
    { id: "detail", label: words("web.audit.detail"), sort: detail, text: detail, cell: detail },
    { id: "who", label: words("web.audit.who"), sort: who, text: who, cell: who },
  ];
}
