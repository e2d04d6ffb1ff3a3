/** In the place of an id: this package's default provider was forbidden by the stack's configuration. */
export const deniedDefaultProvider = "denydefaultprovider";
