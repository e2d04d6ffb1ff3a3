import Module from "node:module";
import { dirname, sep } from "node:path";
import { standIn } from "../engine/stand-in";

/** Node's loader, whose hook has no public name. */
const loader = Module as unknown as {
  _load(request: string, parent: NodeJS.Module | undefined, isMain: boolean): unknown;
};

const grpc = "@grpc/grpc-js";
/** What generated modules call while they are loaded. */
const makeClient = "makeGenericClientConstructor";
const installation = dirname(__dirname) + sep;
const sdk = `${sep}@pulumi${sep}pulumi${sep}`;

/**
 * From now on, Moorage and Pulumi's SDK load gRPC when they first use it, and with it Node's HTTP/2: where the program,
 * the engine and the provider are in one process, as a rule nobody dials anybody. What others load is not touched.
 */
export function loadGrpcLazily(): void {
  const load = loader._load.bind(loader);
  loader._load = (request, parent, isMain) =>
    request === grpc && isOurs(parent?.filename)
      ? lazyGrpc(() => load(request, parent, isMain) as object)
      : load(request, parent, isMain);
}

function isOurs(filename: string | null | undefined): boolean {
  return filename?.startsWith(installation) === true || filename?.includes(sdk) === true;
}

function lazyGrpc(load: () => object): object {
  return new Proxy(standIn(load), {
    get: (module, key) =>
      key === makeClient
        ? (...args: unknown[]) =>
            standIn(() => Reflect.apply(Reflect.get(load(), makeClient) as never, undefined, args))
        : (Reflect.get(module, key) as unknown),
  });
}
