import { formatDuration } from "../../../core/format.ts";
import type { DeviceSummary } from "../../../core/wire/views.ts";
import { deviceHref } from "../lib/router.ts";
import { computerMark, isComputer, lastAnswer, markOf, stateRank } from "../lib/states.ts";
import type { Column } from "../pieces/data-table.tsx";
import { StateMark } from "../pieces/state-mark.tsx";
import { Moment, Now, Unknown } from "../pieces/value.tsx";
import { language, t, tAny } from "../state/preferences.ts";
import { makeText, memoryShare, momentText, nowOf, nowText, percentText } from "../state/texts.ts";

/** The columns that tables of devices and PCs share. */

export const deviceMark = (device: DeviceSummary) =>
  isComputer(device) ? computerMark(device.state) : markOf(device.state);

export const stateColumn = (): Column<DeviceSummary> => ({
  id: "state",
  label: t("web.col.state"),
  sort: ({ state }) => stateRank(state),
  text: (device) => tAny(deviceMark(device).word),
  cell: (device) => <StateMark mark={deviceMark(device)} />,
});

export const nameColumn = (): Column<DeviceSummary> => ({
  id: "name",
  label: t("web.col.name"),
  head: true,
  sort: ({ name }) => name,
  text: ({ name }) => name,
  cell: ({ id, name }) => (
    <a class="cell-name" href={deviceHref(id)}>
      {name}
    </a>
  ),
});

export const classColumn = (): Column<DeviceSummary> => ({
  id: "class",
  label: t("web.col.class"),
  sort: (device) => t(`web.class.${device.class}`),
  text: (device) => t(`web.class.${device.class}`),
  cell: (device) => t(`web.class.${device.class}`),
});

export const addressColumn = (): Column<DeviceSummary> => ({
  id: "address",
  label: t("web.col.address"),
  sort: ({ address }) => address,
  text: ({ address }) => address ?? "",
  cell: ({ address }) => (address === null ? <Unknown /> : <span class="nowrap">{address}</span>),
  blank: ({ address }) => address === null,
});

export const makeColumn = (): Column<DeviceSummary> => ({
  id: "make",
  label: t("web.col.model"),
  rank: 3,
  sort: (device) => makeText(device) || null,
  text: makeText,
  cell: (device) => makeText(device) || <Unknown />,
});

export const cpuColumn = (): Column<DeviceSummary> => ({
  id: "cpu",
  label: t("web.col.cpu"),
  numeric: true,
  sort: ({ latest }) => nowOf(latest, "cpu"),
  text: ({ latest }) => nowText(latest, "cpu", percentText),
  cell: ({ latest }) => <Now reading={latest["cpu"]} format={percentText} />,
  blank: ({ latest }) => latest["cpu"] === undefined,
});

export const memoryColumn = (): Column<DeviceSummary> => ({
  id: "memory",
  label: t("web.col.memory"),
  numeric: true,
  sort: ({ latest }) => memoryShare(latest),
  text: ({ latest }) => {
    const share = memoryShare(latest);
    return share === undefined ? "" : percentText(share);
  },
  cell: ({ latest }) => {
    const share = memoryShare(latest);
    const read = latest["memory_used"] ?? latest["memory"];
    return share === undefined ? <Unknown at={read?.at} /> : percentText(share);
  },
  blank: ({ latest }) => latest["memory_used"] === undefined && latest["memory"] === undefined,
});

export const uptimeColumn = (): Column<DeviceSummary> => ({
  id: "uptime",
  label: t("web.col.uptime"),
  numeric: true,
  rank: 2,
  sort: ({ latest }) => nowOf(latest, "uptime"),
  text: ({ latest }) => nowText(latest, "uptime", uptimeText),
  cell: ({ latest }) => <Now reading={latest["uptime"]} format={uptimeText} />,
});

export const uptimeText = (seconds: number) => formatDuration(seconds * 1_000, language.value);

/** That a device did not answer is no news of it: the time is that of its last answer. */
export const newestColumn = (): Column<DeviceSummary> => ({
  id: "newest",
  label: t("web.col.newest"),
  sort: lastAnswer,
  text: (device) => momentText(lastAnswer(device)),
  cell: (device) => <Moment at={lastAnswer(device)} />,
});
