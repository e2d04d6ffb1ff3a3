import assert from "node:assert/strict";
import type { Configuration } from "../../../sdk/stack-file/configuration";
import { parseStackFile } from "../../../sdk/stack-file/load";
import { StackFileError } from "../../../sdk/stack-file/problem";

const values: Readonly<Record<string, { text: string; isSecret: boolean }>> = {
  port: { text: "2222", isSecret: false },
  colour: { text: "blue", isSecret: false },
  token: { text: "canary", isSecret: true },
};
const configuration: Configuration = { get: (key) => values[key] };

/** Two hosts, so that the rows below need only what they are about. */
const hosts = "hosts: { a: { local: true }, b: { connection: { address: b.example } } }\n";

function mistakes(text: string): string[] {
  try {
    parseStackFile("dev.yaml", text, configuration);
  } catch (error) {
    if (error instanceof StackFileError) return error.message.split("\n");
    throw error;
  }
  return [];
}

const rows: [what: string, text: string, expected: string[]][] = [
  [
    "a tab",
    "hosts:\n\ta: { local: true }\n",
    ["dev.yaml:2:1: a tab in the indentation; YAML takes spaces only"],
  ],
  [
    "a key that stands twice",
    "hosts:\n  a: { local: true }\n  a: { local: true }\n",
    ["dev.yaml:3:3: this key stands here a second time"],
  ],
  [
    "a second document",
    "hosts: {}\n---\n{}\n",
    ["dev.yaml:2:1: a second document begins here; a stack file has one"],
  ],
  ["an alias of nothing", "hosts: *all\n", ["dev.yaml:1:8: no anchor &all stands before it"]],
  [
    "an alias of itself",
    "hosts: &all { a: *all }\n",
    ["dev.yaml:1:18: *all is a part of what it stands for"],
  ],
  ["an unknown list", "host: {}\n", ['dev.yaml:1:1: host is not a known key; did you mean "hosts"?']],
  [
    "an unknown key",
    "hosts:\n  a:\n    conection: { address: a.example }\n",
    ['dev.yaml:3:5: hosts.a.conection is not a known key; did you mean "connection"?'],
  ],
  [
    "a key like no other",
    "hosts:\n  a: { colour: red }\n",
    ["dev.yaml:2:8: hosts.a.colour is not a known key"],
  ],
  [
    "a key that every object has",
    "hosts:\n  a: { constructor: red }\n",
    ["dev.yaml:2:8: hosts.a.constructor is not a known key"],
  ],
  ["a list in the place of a map", "hosts:\n  - a\n", ["dev.yaml:2:3: hosts must be a map, not a list"]],
  ["a list in the place of the file", "- a\n", ["dev.yaml:1:1: must be a map, not a list"]],
  [
    "a key without a value",
    "hosts:\n  a:\n",
    ["dev.yaml:2:3: hosts.a has no value: give it one, or leave the key out"],
  ],
  [
    "a text for a number",
    "hosts: { a: { connection: { address: a, port: ssh } } }\n",
    ["dev.yaml:1:47: hosts.a.connection.port must be a whole number, not text"],
  ],
  [
    "a number in quotes",
    'hosts: { a: { connection: { address: a, port: "22" } } }\n',
    ["dev.yaml:1:47: hosts.a.connection.port must be a whole number, not text: leave the quotes out"],
  ],
  [
    "a number for a text",
    hosts +
      "containers:\n  c: { host: a, image: i, env: { PORT: 80 } }\nimages: { i: { host: a, name: i } }\n",
    ["dev.yaml:3:40: containers.c.env.PORT must be text, not a number: put it in quotes"],
  ],
  [
    "a number beyond its limits",
    "hosts: { a: { connection: { address: a, port: 65536 } } }\n",
    ["dev.yaml:1:47: hosts.a.connection.port must be at most 65535"],
  ],
  [
    "what is not one of a few",
    "hosts: { a: { connection: { address: a, hostKeyPolicy: stric } } }\n",
    [
      'dev.yaml:1:56: hosts.a.connection.hostKeyPolicy must be one of accept-new, strict; did you mean "strict"?',
    ],
  ],
  [
    "a key that is missing",
    "hosts: { a: { connection: { port: 22 } } }\n",
    ["dev.yaml:1:15: hosts.a.connection lacks address"],
  ],
  [
    "configuration that is not set",
    "hosts: { a: { connection: { address: '${config:adress}' } } }\n",
    ["dev.yaml:1:38: hosts.a.connection.address needs the configuration adress: pulumi config set adress …"],
  ],
  [
    "a secret that is not set",
    "hosts: { a: { connection: { address: a, password: '${secret:pw}' } } }\n",
    [
      "dev.yaml:1:51: hosts.a.connection.password needs the configuration pw: pulumi config set --secret pw …",
    ],
  ],
  [
    "a secret as plain configuration",
    "hosts: { a: { connection: { address: '${config:token}' } } }\n",
    [
      "dev.yaml:1:38: hosts.a.connection.address has ${config:token}, but token is a secret: write ${secret:token}",
    ],
  ],
  [
    "a secret that stands in the file",
    "hosts: { a: { connection: { address: a, password: canary } } }\n",
    [
      "dev.yaml:1:51: hosts.a.connection.password must not stand in the file: pulumi config set --secret NAME, and write ${secret:NAME}",
    ],
  ],
  [
    "configuration of the wrong type",
    "hosts: { a: { connection: { address: a, port: '${config:colour}' } } }\n",
    ["dev.yaml:1:47: hosts.a.connection.port must be a whole number, not text"],
  ],
  [
    "a secret of the wrong type",
    "hosts: { a: { connection: { address: a, port: '${secret:token}' } } }\n",
    ["dev.yaml:1:47: hosts.a.connection.port must be a whole number, not text"],
  ],
  [
    "a reference of another kind",
    "hosts: { a: { connection: { address: '${env:HOST}' } } }\n",
    [
      'dev.yaml:1:38: hosts.a.connection.address has "${env:HOST}", which is neither ${config:NAME} nor ${secret:NAME}; write $${ for the text itself',
    ],
  ],
  [
    "an unknown host",
    hosts + "volumes:\n  data: { host: c }\n",
    ['dev.yaml:3:17: volumes.data.host names "c", which is not among hosts'],
  ],
  [
    "a mistyped name",
    "hosts: { web-1: { local: true } }\nvolumes:\n  data: { host: web1 }\n",
    ['dev.yaml:3:17: volumes.data.host names "web1", which is not among hosts; did you mean "web-1"?'],
  ],
  [
    "names in a circle",
    hosts +
      "images: { i: { host: a, name: i } }\ncontainers:\n  c: { host: a, image: i, dependsOn: [d] }\n  d: { host: a, image: i, dependsOn: [c] }\n",
    ["dev.yaml:5:39: containers.d.dependsOn[0] goes in a circle: containers.c → containers.d → containers.c"],
  ],
  [
    "a thing on no host",
    hosts + "volumes:\n  data: { driver: local }\n",
    ["dev.yaml:3:3: volumes.data needs host, or hosts with at least one"],
  ],
  [
    "a thing on one host and on several",
    hosts + "volumes:\n  data: { host: a, hosts: [b] }\n",
    ["dev.yaml:3:20: volumes.data.hosts cannot stand beside host: leave one of them out"],
  ],
  [
    "a sandbox that has a connection",
    "hosts:\n  a: { sandbox: {}, connection: { address: a.example } }\n",
    ["dev.yaml:2:8: hosts.a.sandbox cannot stand beside connection: leave one of them out"],
  ],
  [
    "a host that is there twice",
    hosts + "volumes:\n  data: { hosts: [a, b, a] }\n",
    ["dev.yaml:3:25: volumes.data.hosts[2] is there a second time"],
  ],
  [
    "a volume of another host",
    hosts +
      "images: { i: { hosts: [a, b], name: i } }\nvolumes: { data: { host: a } }\ncontainers:\n  c: { host: b, image: i, volumes: [{ volume: data, target: /d }] }\n",
    ["dev.yaml:5:47: containers.c.volumes[0].volume must be on b as well, but volumes.data is on a"],
  ],
  [
    "a network that an app lacks on a host",
    hosts +
      "networks: { front: { hosts: [a] } }\napps:\n  web: { hosts: [a, b], image: { name: i }, networks: [{ network: front }] }\n",
    ["dev.yaml:4:67: apps.web.networks[0].network must be on b as well, but networks.front is on a"],
  ],
  [
    "an app with the name of a container",
    hosts +
      "images: { i: { host: a, name: i } }\ncontainers: { c: { host: a, image: i } }\napps:\n  c: { hosts: [a], image: { name: i } }\n",
    ["dev.yaml:5:3: apps.c has the name of a container: give it another"],
  ],
  [
    "several mistakes at once, in their order",
    "hosts:\n  a: { local: 1 }\n  b: { lokal: true }\n",
    [
      "dev.yaml:2:15: hosts.a.local must be true or false, not a number",
      'dev.yaml:3:8: hosts.b.lokal is not a known key; did you mean "local"?',
    ],
  ],
];

describe("A stack file with a mistake", () => {
  for (const [what, text, expected] of rows) {
    it(`must be refused with line, column and reason: ${what}`, () => {
      assert.deepEqual(mistakes(text), expected);
    });
  }

  it("must never have a secret's value in its errors", () => {
    for (const [, text] of rows) assert.doesNotMatch(mistakes(text).join(), /canary/);
  });
});
