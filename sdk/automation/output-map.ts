import { Secret, marshalValue, type PropertyMap, type PropertyValue } from "../../engine/values";

/** An output of a program. */
export interface OutputValue {
  /** In plain. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in @pulumi/pulumi/automation, of which programs take it
  value: any;
  secret: boolean;
}

/** The outputs of a program, by name. */
export interface OutputMap {
  [key: string]: OutputValue;
}

/** The outputs in a state as a program is given them: in plain, assets and resources as JSON has them. */
export function outputMap(outputs: PropertyMap): OutputMap {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [
      name,
      { value: plain(name, value ?? null), secret: value instanceof Secret },
    ]),
  );
}

function plain(name: string, value: PropertyValue): unknown {
  return marshalValue(name, value, { keepUnknowns: true, keepResources: true });
}
