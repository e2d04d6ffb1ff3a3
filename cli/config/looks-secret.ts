const SECRET_KEY = /passw|pwd|passphrase|secret|token|credential|private.?key|api.?key/i;
/** Such a key says something about a secret, and is none. */
const ABOUT_KEY = /(file|path|name|type|seconds|id|url)$/i;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/**
 * Whether a value is one that should not be kept in plain: a private key, whatever it is called, and what is called
 * like a secret and is more than a number or a switch.
 */
export function looksSecret(key: string, value: string): boolean {
  if (PRIVATE_KEY.test(value)) return true;
  return SECRET_KEY.test(key) && !ABOUT_KEY.test(key) && !/^(-?[\d.]*|true|false)$/.test(value);
}
