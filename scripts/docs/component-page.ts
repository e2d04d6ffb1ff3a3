import * as ts from "typescript";
import { propertyDoc, typeDoc } from "../../providers/schema/doc";
import { table } from "./table";

export interface ComponentPage {
  readonly name: string;
  readonly text: string;
}

/**
 * The pages of a source file's components. The schema knows resources only: a component is put together in the
 * program, and has its arguments from its own interfaces.
 */
export function componentPages(file: string, source: string): ComponentPage[] {
  const { statements } = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const interfaces = statements.filter(ts.isInterfaceDeclaration);
  return statements.filter(ts.isClassDeclaration).flatMap((declaration) => {
    const [heritage] = declaration.heritageClauses ?? [];
    const name = declaration.name?.text;
    if (name === undefined || heritage?.types[0]?.expression.getText() !== "pulumi.ComponentResource")
      return [];
    const isOwn = ({ name: { text } }: ts.InterfaceDeclaration) => text === `${name}Args`;
    const text = [
      `<!-- Written by \`npm run generate\` from the doc comments in sdk/. -->`,
      `# ${name}`,
      typeDoc(declaration, name).replaceAll("```typescript", "```ts"),
      ...interfaces.filter(isOwn).flatMap((each) => section("Arguments", each)),
      ...interfaces
        .filter((each) => !isOwn(each))
        .flatMap((each) => section(each.name.text.replace(/Args$/, ""), each)),
      "",
    ].join("\n\n");
    return [{ name, text }];
  });
}

function section(title: string, declaration: ts.InterfaceDeclaration): string[] {
  const rows = declaration.members.filter(ts.isPropertySignature).map((member) => {
    const name = member.name.getText();
    const { text, tags } = propertyDoc(member, name);
    const fallback = member.questionToken === undefined ? "**required**" : (tags.get("default") ?? "");
    return [`\`${name}\``, `\`${typeText(member)}\``, fallback, text];
  });
  return [
    `## ${title}`,
    typeDoc(declaration, declaration.name.text),
    table(["argument", "type", "default", "what it is"], rows),
  ];
}

function typeText({ type }: ts.PropertySignature): string {
  return (type?.getText() ?? "any").replaceAll(/\s+/g, " ");
}
