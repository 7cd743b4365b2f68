// The gateway under test as a process: its URL, and what it counted of each request that is over.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export class Rig {
    url = "";
    provider = ""; // without /v1
    #counted = [];
    #waiting = () => {};

    // Without a provider's URL the gateway stands in front of a rehearsal server.
    async start(program, ...provider) {
        this.process = spawn(program, provider, { stdio: ["pipe", "pipe", "inherit"] });
        const lines = createInterface({ input: this.process.stdout });
        await new Promise((resolve, reject) => {
            this.process.once("exit", (code) => reject(new Error(`the gateway ended with ${code}`)));
            lines.on("line", (line) => {
                const words = line.split(" ");
                if (words[0] !== "seen") {
                    [this.url, this.provider] = words;
                    resolve();
                    return;
                }
                const [agent, version, outcome] = words.slice(1);
                const [status, calls, input, output] = words.slice(4).map(Number);
                this.#counted.push({ agent, version, outcome, status, calls, input, output });
                this.#waiting();
            });
        });
    }

    stop() {
        this.process.removeAllListeners("exit");
        this.process.stdin.end();
    }

    // The next requests that are over, so many, in the order in which they ended.
    async counted(count) {
        let late;
        const tooLate = new Promise((_, reject) => {
            late = setTimeout(
                () => reject(new Error(`${this.#counted.length} of ${count} requests were counted`)),
                10_000,
            );
        });
        while (this.#counted.length < count)
            await Promise.race([tooLate, new Promise((resolve) => (this.#waiting = resolve))]);
        clearTimeout(late);
        return this.#counted.splice(0, count);
    }

    forget() {
        this.#counted = [];
    }

    // Nothing is left that a test did not ask for.
    assertQuiet() {
        assert.deepEqual(this.#counted, [], "more requests were counted than the test knows");
    }
}
