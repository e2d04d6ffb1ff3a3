import type { ResourceState } from "../state/resource-state";
import type { Urn } from "../urn";
import { DependencyGraph } from "./dependency-graph";
import { Entry } from "./entry";
import type { Goal } from "./goal";

/** What an operation knows of its stack's resources: as they were, and as they have become so far. */
export class World {
  /** The resources of the state, in order of dependency. */
  base: readonly Entry[] = [];
  /** The living ones by URN. */
  olds = new Map<Urn, Entry>();
  /** All by URN, those among them that are to be deleted. */
  allOlds = new Map<Urn, Entry[]>();
  /** Records that some provider keeps beside a resource of its own, by that one's URN. */
  views = new Map<Urn, Entry[]>();
  graph = new DependencyGraph([]);
  /** What was registered in this operation, and what came of it. */
  readonly goals = new Map<Urn, Goal>();
  readonly news = new Map<Urn, Entry>();
  readonly reads = new Map<Urn, Entry>();

  constructor(resources: readonly ResourceState[]) {
    this.rebase(resources.map((state) => new Entry(state)));
  }

  /** Puts other resources in the place of those of the state, as a refresh found them. */
  rebase(base: readonly Entry[]): void {
    this.base = base;
    this.olds = new Map(base.filter(({ state }) => !state.delete).map((entry) => [entry.state.urn, entry]));
    this.allOlds = new Map();
    this.views = new Map();
    for (const entry of base) {
      const { urn, viewOf } = entry.state;
      append(this.allOlds, urn, entry);
      if (viewOf) append(this.views, viewOf, entry);
    }
    this.graph = new DependencyGraph(base);
  }

  /** A resource that this operation has registered or read. */
  current(urn: Urn): ResourceState | undefined {
    return (this.news.get(urn) ?? this.reads.get(urn))?.state;
  }
}

function append(map: Map<Urn, Entry[]>, urn: Urn, entry: Entry): void {
  const entries = map.get(urn);
  if (entries) entries.push(entry);
  else map.set(urn, [entry]);
}
