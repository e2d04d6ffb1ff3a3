/** A page with what is between two marks written anew; what is around them stays. */
export function between(page: string, name: string, source: string, text: string): string {
  const begin = `<!-- from ${source}: written by npm run generate -->`;
  const end = "<!-- to here -->";
  const [before, rest] = split(page, name, begin);
  const [, after] = split(rest, name, end);
  return [before, begin, text, end, after].join("");
}

function split(text: string, name: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`docs/${name} has no ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
