import { run } from "./moorage";

void run(process.argv.slice(2), process).then(async (code) => {
  // A program that was run here may have left timers; what was printed is still on its way.
  await Promise.all([process.stdout, process.stderr].map(written));
  process.exit(code);
});

function written(output: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => void output.write("", () => resolve()));
}
