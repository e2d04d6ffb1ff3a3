import { describeMatrix } from "./matrix";

describeMatrix("bookworm");
