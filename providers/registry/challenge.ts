/** How a server wants a request to be authorised, from `WWW-Authenticate`. */
export type Challenge =
  | { readonly scheme: "basic" }
  | {
      readonly scheme: "bearer";
      /** Where tokens are given out. */
      readonly realm: string;
      readonly service: string | undefined;
      readonly scope: string | undefined;
    };

const SCHEME = /(?:^|,)\s*(basic|bearer)(?=\s|,|$)/gi;
const PARAMETER = /([a-z_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/gi;

/** The challenge of a header that a client can meet, a token's rather than a password's; undefined where there is none. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const text = header ?? "";
  const schemes = [...text.matchAll(SCHEME)];
  const challenges = schemes.flatMap((match, index) => {
    const rest = text.slice(match.index + match[0].length, schemes[index + 1]?.index);
    return challenge(match[1]?.toLowerCase(), rest) ?? [];
  });
  return challenges.find(({ scheme }) => scheme === "bearer") ?? challenges[0];
}

function challenge(scheme: string | undefined, text: string): Challenge | undefined {
  if (scheme === "basic") return { scheme };
  const parameters = new Map(
    [...text.matchAll(PARAMETER)].map(([, key = "", quoted, bare]) => [
      key.toLowerCase(),
      quoted?.replaceAll(/\\(.)/g, "$1") ?? bare ?? "",
    ]),
  );
  const realm = parameters.get("realm");
  if (realm === undefined) return undefined;
  return { scheme: "bearer", realm, service: parameters.get("service"), scope: parameters.get("scope") };
}
