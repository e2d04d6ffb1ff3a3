import { Server, ServerCredentials, status, type handleUnaryCall } from "@grpc/grpc-js";
import { ResourceProviderService, type IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckFailure,
  CheckResponse,
  ConfigureResponse,
  InvokeResponse,
  ProviderHandshakeResponse,
  type InvokeRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { Message } from "google-protobuf";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { nameOf, type Cloud, type LabCall } from "./cloud";
import { answerDiff } from "./diff";
import { refusal } from "./failure";
import { dialects, type PackageName } from "./kinds";
import { Lifecycle, asServerError } from "./lifecycle";
import { decode, encode, readable, type Json } from "./wire";

/** Fields that differ from run to run, or that are none of a provider's business. */
const unlogged =
  /^(randomseed|resourceStatus(Address|Token)|oldViewsList|engineAddress|rootDirectory|programDirectory)$/;

/** A provider of its own for one plugin process: a server on a free port. */
export async function startProvider(
  packageName: PackageName,
  cloud: Cloud,
): Promise<{ port: number; server: Server }> {
  const server = new Server({ "grpc.max_receive_message_length": -1 });
  server.addService(ResourceProviderService, labProvider(packageName, cloud));
  const port = await new Promise<number>((resolve, reject) => {
    const bound = (error: Error | null, port: number) => (error === null ? resolve(port) : reject(error));
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), bound);
  });
  return { port, server };
}

/** The same without a server, for an engine in this process. */
export function labProvider(packageName: PackageName, cloud: Cloud): IResourceProviderServer {
  const dialect = dialects[packageName];
  const life = new Lifecycle(cloud, dialect);
  const instance = cloud.nextInstance();
  let provider: string = packageName;

  function unary<Request extends Message, Response>(
    method: string,
    answer: (request: Request) => Response,
  ): handleUnaryCall<Request, Response> {
    return ({ request }, callback) => {
      const { urn = "", ...sent } = plain(request);
      const record: LabCall = { instance, provider, method, urn: String(urn), sent: readable(sent) };
      cloud.calls.push(record);
      try {
        cloud.watch?.("asked");
        const response = answer(request);
        cloud.watch?.("done");
        callback(null, response);
      } catch (error) {
        const failure = asServerError(error);
        record.failure = failure.details ?? "without a reason";
        callback(failure);
      }
    };
  }
  const unimplemented = (method: string) =>
    unary(method, () => {
      throw refusal(`${packageName} knows no ${method}`, status.UNIMPLEMENTED);
    });
  const methods: IResourceProviderServer = {
    handshake: dialect.handshake
      ? unary("Handshake", () =>
          new ProviderHandshakeResponse()
            .setAcceptSecrets(dialect.acceptSecrets)
            .setSupportsAutonamingConfiguration(true),
        )
      : unimplemented("Handshake"),
    checkConfig: unary("CheckConfig", (request) => {
      const news = decode(request.getNews());
      const response = new CheckResponse().setInputs(encode(news));
      if (news["tone"] !== "invalid") return response;
      return response.setFailuresList([new CheckFailure().setProperty("tone").setReason("it is invalid")]);
    }),
    diffConfig: unary("DiffConfig", (request) =>
      answerDiff(
        { diff: "detailed", token: false, defaults: false, stale: false },
        {
          oldInputs: decode(request.getOldInputs()),
          oldState: {},
          news: decode(request.getNews()),
          ignored: request.getIgnorechangesList(),
        },
      ),
    ),
    configure: unary("Configure", (request) => {
      const urn = request.getUrn() ?? "";
      if (urn !== "") provider = nameOf(urn);
      return new ConfigureResponse()
        .setSupportspreview(dialect.supportsPreview)
        .setAcceptsecrets(dialect.acceptSecrets);
    }),
    check: unary("Check", (request) => life.check(request)),
    diff: unary("Diff", (request) => life.diff(request)),
    create: unary("Create", (request) => life.create(request)),
    update: unary("Update", (request) => life.update(request)),
    delete: unary("Delete", (request) => life.remove(request)),
    read: unary("Read", (request) => life.read(request)),
    invoke: unary("Invoke", invoke),
    getPluginInfo: (_call, callback) => callback(null, new PluginInfo().setVersion("1.2.3")),
    cancel: (_call, callback) => callback(null, new Empty()),
    attach: unimplemented("Attach"),
    getSchema: unimplemented("GetSchema"),
    call: unimplemented("Call"),
    construct: unimplemented("Construct"),
    parameterize: unimplemented("Parameterize"),
    getMapping: unimplemented("GetMapping"),
    getMappings: unimplemented("GetMappings"),
  };
  return methods;
}

function invoke(request: InvokeRequest): InvokeResponse {
  const args = decode(request.getArgs());
  if (args["word"] === "fail") {
    const failure = new CheckFailure().setProperty("word").setReason("it was told to fail");
    return new InvokeResponse().setFailuresList([failure]);
  }
  return new InvokeResponse().setReturn(encode({ ...args, answered: true }));
}

/** A message's fields that matter, property bags as plain objects. */
function plain(message: Message): Record<string, Json> {
  const fields = Object.entries(message.toObject()).flatMap(([name, value]): [string, Json][] => {
    const getter = `get${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const field = (message as unknown as Record<string, (() => unknown) | undefined>)[getter]?.call(message);
    if (unlogged.test(name) || value === undefined) return [];
    return [[name, (field instanceof Struct ? field.toJavaScript() : value) as Json]];
  });
  return Object.fromEntries(fields);
}
