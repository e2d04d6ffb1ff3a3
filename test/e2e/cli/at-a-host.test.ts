import { interrupts } from "./at-a-host/interrupts";
import { liveTree } from "./at-a-host/live-tree";
import { TypedStack } from "./at-a-host/typed-stack";

describe("an operation that is typed for a real host", function () {
  this.timeout(240_000);
  // One machine for all: it takes longer to make than all that is typed.
  const typed = new TypedStack();

  before(() => typed.begin());
  after(() => typed.end());

  describe("the live tree", () => liveTree(typed));
  describe("Ctrl-C", () => interrupts(typed));
});
