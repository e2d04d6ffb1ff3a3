import { PluginInfo, type PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import {
  GetSchemaResponse,
  ProviderHandshakeResponse,
  type CallRequest,
  type GetSchemaRequest,
  type ProviderHandshakeRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { UserError } from "../errors";
import { UnimplementedError } from "./failure";
import type { Session } from "./session";

/** Greets the engine, and says what of the protocol this provider speaks. */
export function handshake(
  session: Session,
  request: ProviderHandshakeRequest,
): Promise<ProviderHandshakeResponse> {
  session.log.connect(request.getEngineAddress());
  return Promise.resolve(
    new ProviderHandshakeResponse()
      .setAcceptSecrets(true)
      // Accepted so that one that stands where none may is refused by name; the engine would pass on its id instead.
      .setAcceptResources(true)
      .setAcceptOutputs(false)
      .setSupportsAutonamingConfiguration(false),
  );
}

/** Takes the address of an engine that found this process rather than started it. */
export function attach(session: Session, request: PluginAttach): Promise<Empty> {
  session.log.connect(request.getAddress());
  return Promise.resolve(new Empty());
}

export function getPluginInfo(session: Session): Promise<PluginInfo> {
  return Promise.resolve(new PluginInfo().setVersion(session.version));
}

/** The package's schema, with the version of the running plugin. */
export function getSchema(session: Session, request: GetSchemaRequest): Promise<GetSchemaResponse> {
  if (request.getVersion() !== 0) {
    throw new UserError(`moorage knows version 0 of Pulumi's schema format, not ${request.getVersion()}`);
  }
  const schema = { ...session.schema, version: session.version };
  return Promise.resolve(new GetSchemaResponse().setSchema(JSON.stringify(schema)));
}

/** No resource of Moorage has methods. */
export function callMethod(_session: Session, request: CallRequest): Promise<never> {
  return Promise.reject(new UnimplementedError(`moorage has no method ${request.getTok()}`));
}

/** An answer to a call of the protocol that Moorage has no part in. */
export function unimplemented(method: string): () => Promise<never> {
  return () => Promise.reject(new UnimplementedError(`moorage does not implement ${method}`));
}
