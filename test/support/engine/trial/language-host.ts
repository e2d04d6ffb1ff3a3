import { createRequire } from "node:module";
import { Server, ServerCredentials, type handleUnaryCall } from "@grpc/grpc-js";
import { LanguageRuntimeService, type ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb";
import { GetRequiredPluginsResponse, RunResponse, type RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";

const load = createRequire(__filename);

/** Parts of the SDK's runtime that are not in its types: the real host of Node programs uses them as we do here. */
const settings = load("@pulumi/pulumi/runtime/settings") as {
  resetOptions(...options: unknown[]): void;
  disconnect(signalShutdown: boolean): Promise<void>;
};
const configuration = load("@pulumi/pulumi/runtime/config") as {
  setAllConfig(config: Record<string, string>, secretKeys: string[]): void;
};
const runtimeState = load("@pulumi/pulumi/runtime/state") as {
  getStore(): { settings: Record<"monitor" | "engine", { close?(): void } | undefined> };
};
const stacks = load("@pulumi/pulumi/runtime/stack") as {
  runInPulumiStack(program: () => Promise<unknown>): Promise<unknown>;
};
const log = load("@pulumi/pulumi/log") as { hasErrors(): boolean };

/** A language host in this process: the CLI need not start a Node, and load the SDK, for every operation. */
export class LanguageHost {
  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  static async open(program: () => unknown): Promise<LanguageHost> {
    const server = new Server({ "grpc.max_receive_message_length": -1 });
    const run: handleUnaryCall<RunRequest, RunResponse> = ({ request }, callback) => {
      // The host's callbacks find no store but the process's own, as in a process that runs one program.
      (globalThis as { globalStore?: unknown }).globalStore = undefined;
      void runProgram(request, program).then((error) =>
        callback(null, error === undefined ? new RunResponse() : new RunResponse().setError(error)),
      );
    };
    const methods: Partial<ILanguageRuntimeServer> = {
      run,
      getRequiredPlugins: (_call, callback) => callback(null, new GetRequiredPluginsResponse()),
      getPluginInfo: (_call, callback) => callback(null, new PluginInfo().setVersion("1.0.0")),
    };
    server.addService(LanguageRuntimeService, methods as ILanguageRuntimeServer);
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
        if (error === null) resolve(bound);
        else reject(error);
      });
    });
    return new LanguageHost(server, `127.0.0.1:${port}`);
  }

  close(): void {
    this.server.forceShutdown();
  }
}

/** Runs the program to the end of all that it has begun, as a process of its own would; returns what went wrong. */
async function runProgram(request: RunRequest, program: () => unknown): Promise<string | undefined> {
  const [engineAddress = ""] = request.getArgsList();
  settings.resetOptions(
    request.getProject(),
    request.getStack(),
    request.getParallel(),
    engineAddress,
    request.getMonitorAddress(),
    request.getDryrun(),
    request.getOrganization(),
  );
  configuration.setAllConfig(
    Object.fromEntries(request.getConfigMap().entries()),
    request.getConfigsecretkeysList(),
  );
  const errors = new Set<unknown>();
  const note = (error: unknown): void => void errors.add(error);
  process.on("uncaughtException", note).on("unhandledRejection", note);
  try {
    await stacks.runInPulumiStack(() => Promise.resolve(program()));
    await settings.disconnect(true);
  } catch (error) {
    note(error);
    await settings.disconnect(false);
  }
  // Whatever was rejected on the way is told one turn later.
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  process.off("uncaughtException", note).off("unhandledRejection", note);
  const failed = errors.size > 0 || log.hasErrors();
  closeClients();
  return failed ? [...errors].map(String).join("; ") || "an error was logged" : undefined;
}

/** The SDK leaves these open, to the end of its process. */
function closeClients(): void {
  const { monitor, engine } = runtimeState.getStore().settings;
  monitor?.close?.();
  engine?.close?.();
}
