import type { ProbeArgs } from "../../../sdk/container";
import type { Lowered } from "../../resources/lowered";

const INTERVAL_SECONDS = 1;
const TIMEOUT_SECONDS = 5;

/** What a container must answer before it counts as working. */
export type Probe = {
  /** In the container. */
  readonly port: number;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
} & (
  | { readonly kind: "tcp" }
  | {
      readonly kind: "http";
      readonly scheme: "http" | "https";
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
    }
);

/** The probe of checked arguments; undefined where they ask for nothing. */
export function probeOf(args: Lowered<ProbeArgs>): Probe | undefined {
  const { http, tcp, intervalSeconds = INTERVAL_SECONDS, timeoutSeconds = TIMEOUT_SECONDS } = args;
  if (http !== undefined) {
    const { port, scheme = "http", path = "/", headers = {} } = http;
    return { kind: "http", port, scheme, path, headers, intervalSeconds, timeoutSeconds };
  }
  return tcp && { kind: "tcp", port: tcp.port, intervalSeconds, timeoutSeconds };
}

/** A probe in words, without its headers: `GET /health on port 80`. */
export function formatProbe(probe: Probe): string {
  if (probe.kind === "tcp") return `on port ${probe.port}`;
  const secure = probe.scheme === "https" ? " with TLS" : "";
  return `GET ${probe.path} on port ${probe.port}${secure}`;
}
