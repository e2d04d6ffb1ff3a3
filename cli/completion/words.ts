import type { Argument, Command, Option } from "commander";

/** What may be typed at one place of the command line. */
export interface Place {
  /** The words that lead there: `moorage stack ls`. */
  readonly path: string;
  /** What an argument may be stands among them. */
  readonly commands: readonly Word[];
  readonly options: readonly Word[];
}

/** A word, and what it does. */
export interface Word {
  readonly text: string;
  readonly description: string;
}

/** All places of a tree of commands, the root first. */
export function placesOf(command: Command, parent = ""): Place[] {
  const path = parent === "" ? command.name() : `${parent} ${command.name()}`;
  const help = command.createHelp();
  const commands = help.visibleCommands(command);
  const options = help.visibleOptions(command).flatMap(wordsOf);
  const own = {
    path,
    commands: [
      ...commands.map((each) => ({ text: each.name(), description: each.description() })),
      ...command.registeredArguments.flatMap(choicesOf),
    ],
    // A group that is called alone is its default command.
    options: unique([...options, ...defaultOptions(command)]),
  };
  return [own, ...commands.flatMap((each) => placesOf(each, path))];
}

function choicesOf({ argChoices = [], description }: Argument): Word[] {
  return argChoices.map((text) => ({ text, description }));
}

function wordsOf({ long, short, description }: Option): Word[] {
  return [long, short].flatMap((text) =>
    text === null || text === undefined ? [] : [{ text, description }],
  );
}

function defaultOptions(command: Command): Word[] {
  const name = (command as unknown as { _defaultCommandName?: string | null })._defaultCommandName;
  const standard = command.commands.find((each) => each.name() === name);
  return standard === undefined ? [] : standard.createHelp().visibleOptions(standard).flatMap(wordsOf);
}

function unique(words: readonly Word[]): Word[] {
  return [...new Map(words.map((word) => [word.text, word])).values()];
}
