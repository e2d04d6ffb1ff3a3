/** A mistake to be made in a copy of our engine, and the trap that must catch it. */
export interface Mutation {
  readonly title: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Words of the trap's title. */
  readonly trap: string;
}

export const mutations: readonly Mutation[] = [
  {
    title: "a same step forgets the new inputs",
    file: "steps/kinds/same.ts",
    from: "this.new.set({ id, outputs });",
    to: "this.new.set({ id, outputs, inputs });",
    trap: "a same step must",
  },
  {
    title: "a partly failed update is taken for done",
    file: "steps/kinds/update.ts",
    from: 'if (outcome === "partial") this.new.set({ inputs: this.old.state.inputs });',
    to: 'if (outcome === "partial") this.new.set({ initErrors: [] });',
    trap: "a partly failed update",
  },
  {
    title: "the provider's wish for a refresh is forgotten",
    file: "steps/kinds/create.ts",
    from: "this.new.set({ id, outputs: properties, refreshBeforeUpdate });",
    to: "this.new.set({ id, outputs: properties });",
    trap: "asks for a refresh",
  },
  {
    title: "a default provider's version is not taken apart",
    file: "steps/default-providers.ts",
    from: 'parts.push(...numbers.split("."), ',
    to: "parts.push(numbers, ",
    trap: "default providers must",
  },
  {
    title: "a refresh tells its differences the wrong way round",
    file: "steps/kinds/refresh.ts",
    from: "this.#diff = invert(diff);",
    to: "this.#diff = diff;",
    trap: "a refresh must tell",
  },
  {
    title: "dependents are compared without unknowns",
    file: "steps/generator/dependents.ts",
    from: "isAffected(key) ? new Unknown() : value",
    to: "value",
    trap: "take along",
  },
  {
    title: "replaceOnChanges is not looked at",
    file: "steps/generator/difference-steps.ts",
    from: "goal.replaceOnChanges ?? []",
    to: "[]",
    trap: "ignoreChanges must",
  },
  {
    title: "what was replaced is not marked for its deletion",
    file: "steps/kinds/create.ts",
    from: "if (this.#deleteLater) this.old?.set({ delete: true });",
    to: "",
    trap: "nothing must be deleted",
  },
  {
    title: "children do not inherit the aliases of their parent",
    file: "steps/generator/aliases.ts",
    from: "resource.parent === undefined ? undefined : tracker.aliases.get(resource.parent)",
    to: "undefined as typeof resource.parent",
    trap: "aliases of a parent",
  },
  {
    title: "a deletion that failed is taken for done",
    file: "steps/kinds/delete.ts",
    from: 'if (outcome !== "succeeded") return true;',
    to: 'if (outcome === "partial") return true;',
    trap: "could not be deleted",
  },
];
