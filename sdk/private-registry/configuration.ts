/** Where the files of a registry lie in its container. */
export const FILES = {
  configuration: "/etc/moorage-registry/config.yml",
  certificate: "/etc/moorage-registry/certificate.pem",
  privateKey: "/etc/moorage-registry/key.pem",
  htpasswd: "/etc/moorage-registry/htpasswd",
} as const;

/** Where a registry keeps its images, in its container. */
export const STORAGE = "/var/lib/registry";

/** The port of a registry in its container. */
export const CONTAINER_PORT = 5000;

/** The configuration of a distribution registry, 2.x and 3.x. JSON is YAML. */
export function configuration(): string {
  return JSON.stringify(
    {
      version: "0.1",
      log: { level: "info" },
      storage: { filesystem: { rootdirectory: STORAGE }, delete: { enabled: true } },
      http: {
        addr: `:${CONTAINER_PORT}`,
        tls: { certificate: FILES.certificate, key: FILES.privateKey },
      },
      auth: { htpasswd: { realm: "registry", path: FILES.htpasswd } },
    },
    undefined,
    2,
  );
}
