import type { Configuration } from "./configuration";

/** A text with its references to the configuration followed. */
export interface Interpolated {
  readonly text: string;
  /** Whether a part of it is secret. */
  readonly isSecret: boolean;
  /** What could not be followed; no value of the configuration is in it. */
  readonly problems: readonly string[];
}

/** `$${`, or a reference, or the beginning of one that has no end. */
const references = /\$\$\{|\$\{([^}]*)(\})?/g;

/** Follows `${config:NAME}` and `${secret:NAME}`; `$${` is the text `${`. */
export function interpolate(text: string, configuration: Configuration): Interpolated {
  const problems: string[] = [];
  let isSecret = false;
  const result = text.replaceAll(
    references,
    (whole, reference: string | undefined, end: string | undefined) => {
      if (reference === undefined) return "${";
      const [, kind, key = ""] = /^(config|secret):([^\s]+)$/.exec(reference) ?? [];
      if (end === undefined || kind === undefined) {
        problems.push(
          `has ${JSON.stringify(whole)}, which is neither \${config:NAME} nor \${secret:NAME}; write $\${ for the text itself`,
        );
        return whole;
      }
      const value = configuration.get(key);
      if (value === undefined) {
        const flag = kind === "secret" ? "--secret " : "";
        problems.push(`needs the configuration ${key}: pulumi config set ${flag}${key} …`);
        return whole;
      }
      if (kind === "config" && value.isSecret) {
        problems.push(`has \${config:${key}}, but ${key} is a secret: write \${secret:${key}}`);
        return whole;
      }
      isSecret ||= kind === "secret";
      return value.text;
    },
  );
  return { text: result, isSecret, problems };
}
