import { run } from "./moorage";

void run(process.argv.slice(2), process).then((code) => (process.exitCode = code));
