import { setFlagsFromString } from "node:v8";
import { run } from "./moorage";

// What a program makes lives as long as its run: to wait with the collection of what is young only takes memory.
setFlagsFromString("--semi-space-growth-factor=1");

void run(process.argv.slice(2), process).then(async (code) => {
  // A program that was run here may have left timers; what was printed is still on its way.
  await Promise.all([process.stdout, process.stderr].map(written));
  process.exit(code);
});

function written(output: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => void output.write("", () => resolve()));
}
