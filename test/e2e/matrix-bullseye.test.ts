import { describeMatrix } from "./matrix";

describeMatrix("bullseye");
