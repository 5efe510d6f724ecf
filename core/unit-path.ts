/** The unit and those above it, nearest first; a circle ends where it began. */
export function unitPath(unit: string, parents: ReadonlyMap<string, string | null>): readonly string[] {
  const path: string[] = [];
  for (let at: string | null = unit; at !== null && !path.includes(at); at = parents.get(at) ?? null)
    path.push(at);
  return path;
}
