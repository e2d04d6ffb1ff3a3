import type { Metadata } from "@grpc/grpc-js";
import { ConfigureErrorMissingKeys, ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { fromStruct } from "../struct";
import { InitializationError, ProviderError, UnimplementedError } from "./provider-errors";

/** What a gRPC call fails with, be it over a channel or in process. */
interface CallError {
  readonly code?: number | undefined;
  readonly details?: string | undefined;
  readonly message?: string | undefined;
  readonly metadata?: Metadata | undefined;
}

/** gRPC's codes by number, as Go writes them. The library's own would load it where nothing else of it is used. */
const codes = [
  ...["OK", "Canceled", "Unknown", "InvalidArgument", "DeadlineExceeded", "NotFound", "AlreadyExists"],
  ...["PermissionDenied", "ResourceExhausted", "FailedPrecondition", "Aborted", "OutOfRange"],
  ...["Unimplemented", "Internal", "Unavailable", "DataLoss", "Unauthenticated"],
] as const;
const unknown = codes.indexOf("Unknown");
const unimplemented = codes.indexOf("Unimplemented");

/** An error of a provider's RPC in the engine's terms. */
export function toProviderError(rpc: string, error: CallError): Error {
  const code = error.code ?? unknown;
  if (code === unimplemented) return new UnimplementedError(rpc);
  const message = error.details || error.message || `the provider's ${rpc} failed without a reason`;
  for (const detail of detailsOf(error.metadata)) {
    const type = detail.getTypeUrl().split("/").at(-1);
    const bytes = detail.getValue_asU8();
    if (type === "pulumirpc.ErrorResourceInitFailed") return initializationError(message, bytes);
    if (type === "pulumirpc.ConfigureErrorMissingKeys") return missingKeys(bytes);
  }
  return new ProviderError(message, codes[code] ?? `Code(${code})`, { cause: error });
}

function detailsOf(metadata: Metadata | undefined): ReturnType<Status["getDetailsList"]> {
  const [bytes] = metadata?.get("grpc-status-details-bin") ?? [];
  return Buffer.isBuffer(bytes) ? Status.deserializeBinary(bytes).getDetailsList() : [];
}

function initializationError(message: string, bytes: Uint8Array): InitializationError {
  const failed = ErrorResourceInitFailed.deserializeBinary(bytes);
  const options = { rejectUnknowns: true, keepSecrets: true, keepResources: true };
  const properties = failed.getProperties();
  const inputs = failed.getInputs();
  return new InitializationError(message, failed.getReasonsList(), {
    id: failed.getId(),
    refreshBeforeUpdate: failed.getRefreshBeforeUpdate(),
    ...(properties && { properties: fromStruct(properties, options) }),
    ...(inputs && { inputs: fromStruct(inputs, options) }),
  });
}

function missingKeys(bytes: Uint8Array): ProviderError {
  const keys = ConfigureErrorMissingKeys.deserializeBinary(bytes).getMissingkeysList();
  const messages = keys.map(
    (key) =>
      `missing required configuration key "${key.getName()}": ${key.getDescription()}\n` +
      `Set a value using the command \`pulumi config set ${key.getName()} <value>\`.`,
  );
  return new ProviderError(messages.join("\n"), "InvalidArgument");
}
