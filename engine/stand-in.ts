/** Stands for a module, or for a class of one, until something of it is used. */
export function standIn(load: () => unknown): object {
  let real: object | undefined;
  const module = (): object => (real ??= load() as object);
  // A function as the target, so that it may stand for a class.
  return new Proxy(function () {}, {
    get: (_target, key) => {
      // Compiled imports ask this first; without it they would walk, and so load, the whole module.
      if (key === "__esModule") return true;
      const actual = module();
      if (key === "default" && !Reflect.get(actual, "__esModule")) return actual;
      return Reflect.get(actual, key);
    },
    has: (_target, key) => Reflect.has(module(), key),
    apply: (_target, self, args) => Reflect.apply(module() as () => unknown, self, args),
    construct: (_target, args) => Reflect.construct(module() as new () => object, args) as object,
  });
}
