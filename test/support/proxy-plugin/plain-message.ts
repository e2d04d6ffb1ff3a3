import type { Message } from "google-protobuf";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** A message's fields as JSON; property bags, which would come as protobuf's own tree, as plain objects. */
export function plainMessage(message: Message): Record<string, unknown> {
  const fields = Object.entries(message.toObject()).map(([name, value]) => {
    const getter = `get${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const read = (message as unknown as Record<string, (() => unknown) | undefined>)[getter];
    const field = read?.call(message);
    return [name, field instanceof Struct ? field.toJavaScript() : value];
  });
  return Object.fromEntries(fields) as Record<string, unknown>;
}
