import assert from "node:assert/strict";
import { announce } from "./setup/announce";
import { startVm, whyNoVm, type TestVm } from "./vm";

describe("virtual machine", function () {
  this.timeout(900_000);
  let vm: TestVm | undefined;

  before(function () {
    const reason = whyNoVm();
    if (reason === undefined) return;
    announce(`no virtual machine here: ${reason}`);
    this.skip();
  });

  afterEach(async () => vm?.remove());

  it("must be a machine that has come to rest, with AppArmor, cgroup v2, today's date and no Docker", async () => {
    vm = await startVm();
    assert.match(await vm.exec("cloud-init status"), /done/);
    assert.equal(await vm.exec("cat /sys/module/apparmor/parameters/enabled"), "Y");
    assert.equal(await vm.exec("stat -f -c %T /sys/fs/cgroup"), "cgroup2fs");
    assert.equal(await vm.exec("date --iso-8601"), new Date().toISOString().slice(0, 10));
    assert.notEqual((await vm.capture("command -v docker")).code, 0);
  });
});
