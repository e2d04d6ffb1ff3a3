import url from "node:url";

/**
 * Node's module of URLs for the SDK, which turns each path in the stack of each resource's constructor into one: they
 * are a dozen paths, thousands of times.
 */
export function rememberingUrls(): typeof url {
  const known = new Map<string, URL>();
  return {
    ...url,
    pathToFileURL(path, ...options) {
      if (options.length > 0) return url.pathToFileURL(path, ...options);
      const found = known.get(path) ?? url.pathToFileURL(path);
      known.set(path, found);
      return found;
    },
  };
}
