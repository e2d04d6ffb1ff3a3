import { InvalidArgumentError } from "commander";

/** Where to listen on this machine, and for which port of the container. */
export interface Forward {
  readonly address: string;
  /** 0 is any that is free. */
  readonly local: number;
  readonly port: number;
}

/** Reads `PORT`, `LOCAL:PORT` or `ADDRESS:LOCAL:PORT`; an IPv6 address stands in brackets. */
export function forwardArgument(value: string): Forward {
  const parts = /^(?:(?:(\[[\da-f:.]+\]|[\w.-]+):)?(\d+):)?(\d+)$/i.exec(value);
  const [, address = "127.0.0.1", local, port = ""] = parts ?? [];
  const forward = {
    address: address.replace(/^\[|\]$/g, ""),
    local: Number(local ?? port),
    port: Number(port),
  };
  if (parts === null || forward.local > 65_535 || forward.port > 65_535 || forward.port === 0) {
    throw new InvalidArgumentError("LOCAL:PORT was expected, as 8080:80; or PORT, or ADDRESS:LOCAL:PORT.");
  }
  return forward;
}
