import type { Declared, Program } from "../trial/program";
import { weighted, type Draw } from "./random";
import { drawOptions, drawProperty, drawResource } from "./resources";

type Edit = (draw: Draw, program: Program, serial: number) => Program;

/** Changes a program as people do: mostly a property, sometimes its shape. */
export function drawEdit(draw: Draw, program: Program, serial: number): Program {
  const edit = weighted<Edit>(draw, [
    [18, editProperty],
    [3, dropProperty],
    [5, remove],
    [3, insert],
    [3, rename],
    [3, move],
    [2, retype],
    [5, editOptions],
    [2, (_, now) => ({ ...now, throws: true })],
  ]);
  return edit(draw, program, serial);
}

function at(draw: Draw, { resources }: Program): number {
  return draw.number(0, Math.max(0, resources.length - 1));
}

function replaceAt(program: Program, index: number, change: (declared: Declared) => Declared): Program {
  return {
    ...program,
    resources: program.resources.map((declared, each) => (each === index ? change(declared) : declared)),
  };
}

const editProperty: Edit = (draw, program) => {
  const customs = [...program.resources.entries()].filter(([, { kind }]) => kind === "resource");
  // A change of what a provider makes shows the most.
  const index = (draw.percent(70) ? draw.one(customs)?.[0] : undefined) ?? at(draw, program);
  const before = program.resources.slice(0, index);
  const name = draw.one(["value", "value", "key", "slot", "note", "more", "size", "quiet"]);
  return replaceAt(program, index, (declared) => {
    if (declared.kind === "read") return declared;
    const property = declared.kind === "provider" ? draw.one(["tone", "zone", "quiet"]) : name;
    const value = drawProperty(draw, property, before);
    return { ...declared, properties: { ...declared.properties, [property]: value } };
  });
};

const dropProperty: Edit = (draw, program) =>
  replaceAt(program, at(draw, program), (declared) => {
    const dropped = draw.one(Object.keys(declared.properties));
    const kept = Object.entries(declared.properties).filter(([name]) => name !== dropped);
    return { ...declared, properties: Object.fromEntries(kept) };
  });

const remove: Edit = (draw, program) => {
  const index = at(draw, program);
  return { ...program, resources: program.resources.filter((_, each) => each !== index) };
};

const insert: Edit = (draw, program, serial) => {
  const index = draw.number(0, program.resources.length);
  const before = program.resources.slice(0, index);
  const declared = drawResource(draw, `n${serial}`, before);
  return { ...program, resources: [...before, declared, ...program.resources.slice(index)] };
};

const rename: Edit = (draw, program, serial) =>
  replaceAt(program, at(draw, program), (declared) => {
    const { name, options } = declared;
    const aliases = draw.percent(75) ? { aliases: [...(options.aliases ?? []), { name }] } : {};
    return { ...declared, name: `${declared.slot}-${serial}`, options: { ...options, ...aliases } };
  });

const move: Edit = (draw, program) => {
  const index = at(draw, program);
  const parents = program.resources
    .slice(0, index)
    .filter(({ kind }) => kind === "component" || kind === "resource");
  const to = draw.percent(70) ? draw.one(parents) : undefined;
  return replaceAt(program, index, (declared) => {
    const { parent, ...others } = declared.options;
    const alias = { parent: parent ?? null };
    const aliases = draw.percent(75) ? { aliases: [...(others.aliases ?? []), alias] } : {};
    return {
      ...declared,
      options: { ...others, ...aliases, ...(to === undefined ? {} : { parent: to.slot }) },
    };
  });
};

const retype: Edit = (draw, program) =>
  replaceAt(program, at(draw, program), (declared) => {
    if (declared.kind !== "resource" && declared.kind !== "component") return declared;
    const { type, options } = declared;
    const changed =
      declared.kind === "component"
        ? draw.one(["trial:index:Group", "trial:index:Team", "trial:index:Crew"])
        : `${type.split(":")[0]}:index:${draw.one(["Plain", "Terse", "Secretive"])}`;
    const aliases = draw.percent(75) ? { aliases: [...(options.aliases ?? []), { type }] } : {};
    return { ...declared, type: changed, options: { ...options, ...aliases } };
  });

const editOptions: Edit = (draw, program) => {
  const index = at(draw, program);
  const before = program.resources.slice(0, index);
  return replaceAt(program, index, (declared) => {
    const { parent, import: id, aliases } = declared.options;
    const drawn = drawOptions(draw, declared, before);
    const kept = Object.entries({ ...drawn, parent, import: id, aliases });
    const options = Object.fromEntries(kept.filter(([, value]) => value !== undefined));
    return { ...declared, options: options as Declared["options"] };
  });
};
