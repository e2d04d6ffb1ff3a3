/** What a new project is made from. */
export interface Project {
  readonly name: string;
  /** What package.json asks of npm for `moorage`. */
  readonly moorage: string;
  readonly nodeMajor: number;
  /** A machine that there is, or else a sandbox. */
  readonly host?: { readonly address: string; readonly port?: number; readonly user?: string };
}

/** The files of a new project: text by path. */
export function projectFiles(project: Project): Readonly<Record<string, string>> {
  const { name, host } = project;
  return {
    "package.json": packageJson(project),
    "Pulumi.yaml": pulumiYaml(name),
    ...(host === undefined ? {} : { "Pulumi.dev.yaml": stackYaml(name, host) }),
    "index.ts": host === undefined ? program(SANDBOX) : program(MACHINE),
    "app/Dockerfile": DOCKERFILE,
    "app/index.html": PAGE,
    "tsconfig.json": json(TSCONFIG),
    ".gitignore": "node_modules/\n",
  };
}

/** From 3.249 on, @pulumi/pulumi wants Node 22. */
function pulumiVersion(nodeMajor: number): string {
  return nodeMajor < 22 ? ">=3.230.0 <3.249.0" : "^3.230.0";
}

function packageJson({ name, moorage, nodeMajor }: Project): string {
  return json({
    name,
    private: true,
    dependencies: { "@pulumi/pulumi": pulumiVersion(nodeMajor), moorage },
    devDependencies: { "ts-node": "^10.9.2", typescript: "~5.9.3" },
  });
}

const TSCONFIG = {
  compilerOptions: {
    target: "ES2022",
    module: "node16",
    moduleResolution: "node16",
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["*.ts"],
};

/** The plugin comes with the package, so Pulumi is told where it lies. */
function pulumiYaml(name: string): string {
  return `name: ${text(name)}
runtime: nodejs
main: index.ts
options:
  # Every \`up\` looks at the host first, so that changes made by hand are seen and repaired.
  refresh: always
plugins:
  providers:
    - name: moorage
      path: node_modules/moorage/dist/bin
`;
}

/** The configuration of the stack `dev`; `stack init` adds its own to it. */
function stackYaml(name: string, { address, port, user }: NonNullable<Project["host"]>): string {
  const lines = [
    `${text(`${name}:address`)}: ${text(address)}`,
    ...(port === undefined ? [] : [`${text(`${name}:port`)}: ${text(String(port))}`]),
    ...(user === undefined ? [] : [`${text(`${name}:user`)}: ${text(user)}`]),
  ];
  return ["config:", ...lines.map((line) => `  ${line}`), ""].join("\n");
}

const MACHINE = `const config = new pulumi.Config();

// A Linux machine that answers SSH. Docker is installed where it is missing.
const host = new moorage.Host("web-1", {
  connection: {
    address: config.require("address"),
    port: config.getNumber("port") ?? 22,
    user: config.get("user") ?? "root",
  },
});
`;

const SANDBOX = `// A throwaway Linux machine in a container of this computer's Docker, in the place of a real one.
const box = new moorage.Sandbox("box", { ports: [{ container: 8080, host: 8080 }] });
const host = new moorage.Host("box", { connection: box.connection });
`;

function program(host: string): string {
  const imports = host.includes("pulumi.") ? 'import * as pulumi from "@pulumi/pulumi";\n' : "";
  return `${imports}import * as moorage from "moorage";

${host}
// Built on the host from app/Dockerfile.
const image = new moorage.Image("web", { host, build: { context: "./app" } });

new moorage.Container("web", {
  host,
  image,
  ports: [{ host: 8080, container: 80, public: true }],
  healthcheck: { test: ["CMD-SHELL", "wget -q -O /dev/null http://127.0.0.1/"], intervalSeconds: 2 },
  restart: "unless-stopped",
});
`;
}

/** Alpine's, since it has a wget for the health check. */
const DOCKERFILE = `FROM nginx:1.27-alpine
COPY index.html /usr/share/nginx/html/
`;

const PAGE = `<!doctype html>
<title>Moorage</title>
<h1>Hello from Moorage</h1>
`;

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** A JSON string is a YAML string too. */
function text(value: string): string {
  return JSON.stringify(value);
}
