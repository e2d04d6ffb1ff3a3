import { adoption } from "./daily/adoption";
import { commands } from "./daily/commands";
import { deadLine } from "./daily/dead-line";
import { listing } from "./daily/listing";
import { logs } from "./daily/logs";
import { portForward } from "./daily/port-forward";
import { WorkingDay } from "./daily/working-day";

describe("daily work on a host", function () {
  this.timeout(120_000);
  // One machine for all: it takes longer to make than all that is typed.
  const day = new WorkingDay();

  before(function () {
    this.timeout(300_000);
    return day.begin();
  });
  after(() => day.end());

  listing(day);
  logs(day);
  commands(day);
  portForward(day);
  adoption(day);
  deadLine(day);
});
