/** What of `package-lock.json` is read here (lockfileVersion 3): each package by the place where it lies. */
export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}
export interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/**
 * Places (`node_modules/a/node_modules/b`) of all that the packages named under `dependencies` of the root need when they run.
 * npm's own word for that (`--omit=dev`) takes in whatever a package could work with, test runners and compilers included. What
 * is only there for one kind of machine (`optionalDependencies`) is left out: nothing of ours needs it.
 */
export function runtimePackages({ packages }: Lock): readonly string[] {
  const found = new Set<string>();
  const need = (from: string, names: readonly string[]): void => {
    for (const name of names) {
      const place = placeOf(packages, from, name);
      if (place === undefined || found.has(place)) continue;
      found.add(place);
      need(place, neededBy(packages[place] ?? {}));
    }
  };
  need("", Object.keys(packages[""]?.dependencies ?? {}));
  return [...found].toSorted();
}

function neededBy({
  dependencies,
  peerDependencies,
  peerDependenciesMeta,
}: LockedPackage): readonly string[] {
  const peers = Object.keys(peerDependencies ?? {}).filter(
    (name) => peerDependenciesMeta?.[name]?.optional !== true,
  );
  return [...Object.keys(dependencies ?? {}), ...peers];
}

/** As Node looks for it: below its user first, then further out. Undefined where the lock has none (an optional one). */
function placeOf(packages: Lock["packages"], from: string, name: string): string | undefined {
  let at = from;
  for (;;) {
    const place = at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (packages[place] !== undefined) return place;
    if (at === "") return undefined;
    at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")));
  }
}
