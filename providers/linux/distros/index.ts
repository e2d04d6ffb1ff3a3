import { UnsupportedDistributionError } from "../errors";
import type { OsRelease } from "../facts";
import { debian } from "./debian";
import type { Distribution } from "./distribution";

const distributions: readonly Distribution[] = [debian];

/** The distribution of a machine. Throws UnsupportedDistributionError where nothing here fits. */
export function distributionOf(os: OsRelease, host: string): Distribution {
  const found = distributions.find((distribution) => distribution.supports(os));
  if (found !== undefined) return found;
  const supported = distributions.map((distribution) => distribution.title).join(", ");
  throw new UnsupportedDistributionError(
    `${host} runs ${os.prettyName}, and the engine can be installed on ${supported}. ` +
      `Install the Docker engine there yourself and set installEngine: false.`,
    { property: "installEngine" },
  );
}
