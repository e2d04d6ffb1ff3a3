/** A plugin that starts the real one, passes every call on, and writes each to a file as a line of JSON. */
import { spawn, type ChildProcess } from "node:child_process";
import { appendFileSync } from "node:fs";
import {
  Server,
  ServerCredentials,
  credentials,
  type ServiceError,
  type UntypedHandleCall,
} from "@grpc/grpc-js";
import { ResourceProviderClient, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Message } from "google-protobuf";
import { proxyLogVariable, proxyTargetVariable, type ProxyCall } from "./calls";
import { plainMessage } from "./plain-message";

type Done = (error: ServiceError | null, response?: Message) => void;
type Methods = Record<string, (request: Message, done: Done) => { cancel(): void }>;

const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

void main();

async function main(): Promise<void> {
  const log = variable(proxyLogVariable);
  const child = spawn(variable(proxyTargetVariable), process.argv.slice(2), {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.on("exit", (code) => process.exit(code ?? 1));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  const client = new ResourceProviderClient(
    `127.0.0.1:${await portOf(child)}`,
    credentials.createInsecure(),
    unlimited,
  );

  const server = new Server(unlimited);
  const methods = Object.keys(ResourceProviderService);
  server.addService(
    ResourceProviderService,
    Object.fromEntries(methods.map((method) => [method, forward(client, method, log)])),
  );
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${port}\n`);
  });
}

function forward(client: ResourceProviderClient, method: string, log: string): UntypedHandleCall {
  const handle = (
    call: { request: Message; on(event: "cancelled", then: () => void): void },
    done: Done,
  ): void => {
    const askedAt = Date.now();
    const asked = (client as unknown as Methods)[method]?.call(client, call.request, (error, response) => {
      const answer =
        error === null ? { response: plainMessage(response as Message) } : { error: failure(error) };
      const record: ProxyCall = {
        process: process.pid,
        askedAt,
        answeredAt: Date.now(),
        method: method.charAt(0).toUpperCase() + method.slice(1),
        request: plainMessage(call.request),
        ...answer,
      };
      appendFileSync(log, `${JSON.stringify(record)}\n`);
      done(error, response);
    });
    call.on("cancelled", () => asked?.cancel());
  };
  return handle as UntypedHandleCall;
}

function failure(error: ServiceError): { code: number; message: string } {
  return { code: error.code, message: error.details };
}

/** The port that the plugin prints; what it prints later is passed on. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.once("error", reject);
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const end = text.indexOf("\n");
      if (end >= 0) resolve(Number(text.slice(0, end)));
    });
  });
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
