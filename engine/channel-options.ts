/** As large as what Pulumi's own engine and SDKs take and send: gRPC's default of 4 MB is less than some states. */
const maximumMessageBytes = 400 * 1024 * 1024;

/** What every channel of the engine is opened with. */
export const channelOptions = {
  "grpc.max_receive_message_length": maximumMessageBytes,
  "grpc.max_send_message_length": maximumMessageBytes,
  // A proxy of the environment is for the world outside, never for a process of this machine.
  "grpc.enable_http_proxy": 0,
} as const;
