/** What the library does: how wide a text is, and where it must be cut to be no wider than a limit. */
type Measure = (
  text: string,
  options?: { limit?: number; ellipsis?: string; ellipsisWidth?: number },
) => { width: number; index: number; truncated: boolean };

/** Measures and cuts texts by the columns that they take on a terminal: wide characters and emoji take two. */
export interface TextWidth {
  of(text: string): number;
  /** The text, cut to a width; what is cut off is shown by an ellipsis. */
  cut(text: string, width: number): string;
  /** The text at exactly a width. */
  fit(text: string, width: number): string;
}

/** The library is a module of the newer kind, which takes a moment to come. */
export async function loadTextWidth(): Promise<TextWidth> {
  const library = await import("fast-string-truncated-width");
  return textWidth(library.default);
}

function textWidth(measure: Measure): TextWidth {
  const of = (text: string): number => measure(text).width;
  const cut = (text: string, width: number): string => {
    if (width <= 0) return "";
    const { index, truncated } = measure(text, { limit: width, ellipsis: "…", ellipsisWidth: 1 });
    return truncated ? `${text.slice(0, index)}…` : text;
  };
  const fit = (text: string, width: number): string => {
    const shortened = cut(text, width);
    return shortened + " ".repeat(Math.max(0, width - of(shortened)));
  };
  return { of, cut, fit };
}
