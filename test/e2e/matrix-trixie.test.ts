import { describeMatrix } from "./matrix";

describeMatrix("trixie");
