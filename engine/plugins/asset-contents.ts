import {
  Archive,
  Asset,
  mapElements,
  mapProperties,
  resealed,
  Secret,
  type PropertyMap,
  type PropertyValue,
} from "../values";

/** The properties with assets and archives as their hashes only: a provider compares them by those. */
export function elideAssets(map: PropertyMap): PropertyMap {
  return changeAssets(map, (value) =>
    value instanceof Asset ? new Asset({ hash: value.hash }) : new Archive({ hash: value.hash }),
  );
}

/** Gives assets and archives that a provider sent back as hashes their contents again. */
export function restoreAssets(map: PropertyMap, original: PropertyMap): PropertyMap {
  const known = new Map<string, Asset | Archive>();
  changeAssets(original, (value) => {
    known.set(kindAndHash(value), value);
    return value;
  });
  return changeAssets(map, (value) => (isElided(value) ? (known.get(kindAndHash(value)) ?? value) : value));
}

function isElided(value: Asset | Archive): boolean {
  const content = value instanceof Asset ? value.text !== "" : value.assets !== undefined;
  return value.path === "" && value.uri === "" && !content;
}

function kindAndHash(value: Asset | Archive): string {
  return `${value instanceof Asset ? "asset" : "archive"} ${value.hash}`;
}

function changeAssets(map: PropertyMap, change: (value: Asset | Archive) => PropertyValue): PropertyMap {
  const inside = (value: PropertyValue): PropertyValue => {
    if (value instanceof Asset || value instanceof Archive) return change(value);
    if (value instanceof Secret) return resealed(value, inside(value.element));
    return mapElements(value, inside);
  };
  return mapProperties(map, inside);
}
