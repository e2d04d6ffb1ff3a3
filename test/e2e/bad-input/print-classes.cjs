// `--require` this before the `moorage` command: it prints what the plugin says to those who write Moorage, the classes of
// its errors among it, as the CLI does with `--debug`. A person who runs the command is not told.
const provider = require("../../../dist/providers/in-process.js");

const { openInProcess } = provider;
// Later the command keeps what a program prints from its own output.
const print = process.stdout.write.bind(process.stdout);
provider.openInProcess = (environment, tell, ...rest) => {
  const tellAll = (line) => {
    if (line.severity === "debug") print(`${JSON.stringify({ diagnosticEvent: line })}\n`);
    tell(line);
  };
  return openInProcess(environment, tellAll, ...rest);
};
