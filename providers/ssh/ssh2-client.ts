import type * as ssh2 from "ssh2";

/* eslint-disable @typescript-eslint/no-require-imports -- parts of a package whose entry has no others' names */

/**
 * What of ssh2 logs in to a server. Its entry loads a server, a generator of keys and an agent for HTTPS besides, with
 * all of Node's TLS: a command that dials has to wait for that.
 */
export const { createAgent } = require("ssh2/lib/agent.js") as Pick<typeof ssh2, "createAgent">;
export const { parseKey } = require("ssh2/lib/protocol/keyParser.js") as Pick<typeof ssh2.utils, "parseKey">;
export const Client = require("ssh2/lib/client.js") as typeof ssh2.Client;
