/** The command as its launch starts it, but for what that prepares. */
import { main } from "../../cli/main";

void main(false);
