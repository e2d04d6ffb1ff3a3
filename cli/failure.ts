/** What a command could not do, in words for its user. */
export class Failure extends Error {
  static {
    this.prototype.name = "Failure";
  }
}
