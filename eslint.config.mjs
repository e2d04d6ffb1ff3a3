import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist*/**", ".moorage/**", "node_modules/**"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }],
      "max-lines": ["error", { max: 300, skipComments: true, skipBlankLines: true }],
    },
  },
  {
    // What is pure depends on nothing but its arguments.
    files: ["providers/reconcile/**/*.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        "process",
        "Date",
        "performance",
        "fetch",
        "setTimeout",
        "setInterval",
      ],
      "no-restricted-properties": ["error", { object: "Math", property: "random" }],
      "no-restricted-imports": [
        "error",
        {
          paths: [
            { name: "node:crypto", allowImportNames: ["createHash"] },
            { name: "node:net", allowImportNames: ["isIP", "isIPv4", "isIPv6", "BlockList"] },
          ],
        },
      ],
    },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: {
      globals: {
        module: "writable",
        require: "readonly",
        process: "readonly",
        console: "readonly",
        __dirname: "readonly",
        __filename: "readonly",
      },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    // Runs in a browser.
    files: ["cli/plan/page/*.js"],
    languageOptions: {
      globals: Object.fromEntries(
        ["document", "location", "ResizeObserver", "addEventListener", "scrollTo", "scrollX", "scrollY"].map(
          (name) => [name, "readonly"],
        ),
      ),
    },
  },
  { files: ["**/*.mjs"], languageOptions: { globals: { process: "readonly", console: "readonly" } } },
);
