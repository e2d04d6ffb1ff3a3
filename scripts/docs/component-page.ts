import * as ts from "typescript";
import { propertyDoc, typeDoc } from "../../providers/schema/doc";
import { table } from "./table";

export interface ComponentPage {
  readonly name: string;
  readonly text: string;
}

/** The page that describes a noun or a type, from docs/nouns/; undefined where there is none. */
export type PlaceOf = (name: string) => string | undefined;

/**
 * The pages of a source file's components, and of the function that the file is named after. The schema knows
 * resources only: a component is put together in the program, and has its arguments from its own interfaces.
 */
export function componentPages(file: string, source: string, placeOf: PlaceOf): ComponentPage[] {
  const { statements } = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const interfaces = statements.filter(ts.isInterfaceDeclaration);
  return statements.flatMap((declaration) => {
    const name = pageName(declaration, file);
    if (name === undefined) return [];
    const own = `${name.charAt(0).toUpperCase()}${name.slice(1)}Args`;
    const isOwn = ({ name: { text } }: ts.InterfaceDeclaration) => text === own;
    const text = [
      `<!-- Written by \`npm run generate\` from the doc comments in sdk/. -->`,
      `# ${name}`,
      typeDoc(declaration, name).replaceAll("```typescript", "```ts"),
      ...interfaces.filter(isOwn).flatMap((each) => section("Arguments", each, placeOf)),
      ...(ts.isClassDeclaration(declaration) ? outputs(declaration) : []),
      ...interfaces
        .filter((each) => !isOwn(each))
        .flatMap((each) => section(each.name.text.replace(/Args$/, ""), each, placeOf)),
      "",
    ].join("\n\n");
    return [{ name, text }];
  });
}

/** The name of what has a page of its own. */
function pageName(declaration: ts.Statement, file: string): string | undefined {
  if (ts.isFunctionDeclaration(declaration)) {
    const name = declaration.name?.text;
    return name === file.replace(/\.ts$/, "") ? name : undefined;
  }
  if (!ts.isClassDeclaration(declaration)) return undefined;
  const [heritage] = declaration.heritageClauses ?? [];
  const isComponent = heritage?.types[0]?.expression.getText() === "pulumi.ComponentResource";
  return isComponent ? declaration.name?.text : undefined;
}

function section(title: string, declaration: ts.InterfaceDeclaration, placeOf: PlaceOf): string[] {
  const rows = declaration.members.filter(ts.isPropertySignature).map((member) => {
    const name = member.name.getText();
    const { text, tags } = propertyDoc(member, name);
    const fallback = member.questionToken === undefined ? "**required**" : (tags.get("default") ?? "");
    return [`\`${name}\``, code(typeText(member)), fallback, text];
  });
  return [
    `## ${title}`,
    typeDoc(declaration, declaration.name.text),
    table(["argument", "type", "default", "what it is"], rows),
    ...inherited(declaration, placeOf),
  ];
}

/** Which arguments there are beside those of the table: `extends Omit<ContainerArgs, "host">`. */
function inherited({ heritageClauses }: ts.InterfaceDeclaration, placeOf: PlaceOf): string[] {
  return [...(heritageClauses ?? [])]
    .flatMap(({ types }) => types)
    .map((type) => {
      const [from = type, left] = type.typeArguments ?? [];
      const name = from.getText().replace(/Args$/, "");
      const place = placeOf(name);
      const link = place === undefined ? `\`${name}\`` : `[${name}](${place})`;
      const without = quoted(left).map((argument) => `\`${argument}\``);
      return `And those of ${link}${without.length === 0 ? "" : ` but for ${without.join(", ")}`}.`;
    });
}

function quoted(node: ts.Node | undefined): string[] {
  return [...(node?.getText() ?? "").matchAll(/"(\w+)"/g)].map(([, text = ""]) => text);
}

/** What a component has for the program, but what is private and what each class has. */
function outputs(declaration: ts.ClassDeclaration): string[] {
  const rows = declaration.members.flatMap((member) => {
    const isShown =
      ts.isPropertyDeclaration(member) ||
      ts.isGetAccessorDeclaration(member) ||
      ts.isMethodDeclaration(member);
    if (!isShown || ts.isPrivateIdentifier(member.name) || isStatic(member)) return [];
    const name = member.name.getText();
    const shown = ts.isMethodDeclaration(member)
      ? `${name}(${member.parameters.map((each) => each.getText()).join(", ")})`
      : name;
    return [[code(shown), code(typeText(member)), propertyDoc(member, name).text]];
  });
  return rows.length === 0 ? [] : ["## Outputs", table(["output", "type", "what it is"], rows)];
}

function isStatic(member: ts.ClassElement): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
}

function typeText({ type }: { readonly type?: ts.TypeNode | undefined }): string {
  return (type?.getText() ?? "any").replaceAll(/\s+/g, " ");
}

/** Text as code, also where there is a backtick in it. */
function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}
