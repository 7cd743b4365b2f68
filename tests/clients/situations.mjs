// The situations of README.md's table, each for any client at either endpoint, in the table's order.
import { answers, otherEndpoints } from "./answers.mjs";
import { failures } from "./failures.mjs";
import { stickiness } from "./stickiness.mjs";

export const situations = { ...answers, ...failures, ...stickiness, ...otherEndpoints };
