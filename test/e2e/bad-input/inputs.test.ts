import { withContainer, machine } from "./programs";
import { describeRows } from "./describe-rows";
import { image, marker, type BadInputRow } from "./row";

/** The machine and the image are made all the same; the CLI checks each resource when its turn comes. */
const aroundTheContainer = { onHost: [...image, marker], inState: ["Host host", "Image web"] };
const good = withContainer("image");

const rows: readonly BadInputRow[] = [
  {
    input: "an unknown property",
    program: machine.replace("connection: {", "conection: {"),
    failsAtPreview: true,
    error: "check",
    names: /conection/,
    says: [/did you mean "connection"\?/],
    onHost: [],
    inState: [],
    mend: { program: machine },
    next: ["create Host host"],
  },
  {
    input: "a value of the wrong type, deep in a property",
    program: withContainer('image, ports: [{ container: 80 }, { container: "eighty" }]'),
    failsAtPreview: true,
    error: "check",
    names: /ports\[1\]\.container/,
    says: [/must be a.* number/],
    ...aroundTheContainer,
    mend: { program: good },
    next: ["create Container web"],
  },
  {
    input: "two errors at once",
    underPulumi: true,
    program: withContainer('image, restart: "often", ports: [{ container: 0 }]'),
    failsAtPreview: true,
    error: "check",
    names: /restart.*has a problem/,
    says: [/must be .*"unless-stopped"/, /ports\[0\]\.container.*has a problem/, /must be .*1/],
    ...aroundTheContainer,
    mend: { program: good },
    next: ["create Container web"],
  },
  {
    input: "credentials with a mistake in them",
    underPulumi: true,
    config: () => ({ "moorage:credentials": { test: { privateKeyFil: "~/.ssh/key" } } }),
    failsAtPreview: true,
    error: "check",
    names: /credentials\.test\.privateKeyFil/,
    says: [/did you mean "privateKeyFile"\?/],
    onHost: [],
    inState: [],
    mend: {
      config: ({ host }) => ({
        "moorage:credentials": { test: { privateKeyFile: host.key.privateKeyPath } },
      }),
    },
    next: ["create Host host"],
  },
];

describeRows("In the program and its configuration,", { flavour: "docker" }, rows);
