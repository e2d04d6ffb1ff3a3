import { readdirSync, readFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import { setTimeout } from "node:timers/promises";
import type { TestHost } from "./host";
import { run } from "./setup/command";

/** Process lists, looked at again and again for as long as it takes. */
export interface ProcessSamples {
  /** Looks no longer, and tells every command line (and on a host every environment) that was seen, one a line. */
  stop(): Promise<string>;
}

const PAUSE_MILLISECONDS = 10;

/** Every host has perl. It ends when its standard input does; processes in containers are not the host's. */
const SAMPLER = String.raw`
sub content { open(my $file, "<", $_[0]) or return ""; local $/; my $text = <$file> // ""; $text =~ tr/\0\n/  /; return $text }
my $own = readlink("/proc/1/ns/pid");
my (%seen, $ended);
until ($ended) {
  for my $process (glob "/proc/[0-9]*") {
    next if (readlink("$process/ns/pid") // "") ne $own;
    $seen{content("$process/cmdline")} = $seen{content("$process/environ")} = 1;
  }
  my $input = "";
  vec($input, 0, 1) = 1;
  $ended = select($input, undef, undef, ${PAUSE_MILLISECONDS} / 1000);
}
print "$_\n" for keys %seen;
`;

/** Samples the processes of a host, those in containers left out. */
export function sampleHost(host: TestHost): ProcessSamples {
  const input = new PassThrough();
  const seen = host.exec(["perl", "-e", SAMPLER], { input });
  return {
    async stop() {
      input.end();
      return seen;
    },
  };
}

/** Samples the command lines of this machine. */
export function sampleHere(): ProcessSamples {
  const seen = new Set<string>();
  let isOver = false;
  const sample = async (): Promise<void> => {
    const list = process.platform === "linux" ? commandLinesFromProc : commandLinesFromPs;
    while (!isOver) {
      for (const line of await list()) seen.add(line);
      await setTimeout(PAUSE_MILLISECONDS);
    }
  };
  const sampled = sample();
  return {
    async stop() {
      isOver = true;
      await sampled;
      return [...seen].join("\n");
    },
  };
}

function commandLinesFromProc(): string[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    } catch {
      // It ended between being listed and being read.
      return "";
    }
  });
}

async function commandLinesFromPs(): Promise<string[]> {
  return (await run(["ps", "-A", "-ww", "-o", "args="])).split("\n");
}
