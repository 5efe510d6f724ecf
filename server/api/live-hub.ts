import type { EntityKind } from "../../core/entities.ts";
export interface LiveHub {
  publish(site: string, entities: readonly string[]): void;
  subscribe(filter: LiveFilter, person: string, send: (change: LiveChange) => void): (() => void) | undefined;
}
export interface LiveFilter {
  readonly site?: string;
  readonly owners?: ReadonlySet<string>;
}
export interface LiveChange {
  readonly entity: string;
  readonly kind: EntityKind;
  readonly site: string;
}
