// Runs each cell of README.md's table as a test of its own. Arguments: the program client_rig, the word that the columns
// to run begin with ("openai", "ai" or "agents").
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { Provider } from "./provider.mjs";
import { Rig } from "./rig.mjs";
import { situations } from "./situations.mjs";
import { speech } from "./speech.mjs";

const [program, which] = process.argv.slice(2);
const { [`${which}Doors`]: doors } = await import(`./${which}_doors.mjs`);

// {situation, cells: {column: "yes", "not yet" or why not}}
function readTable() {
    const text = readFileSync(new URL("README.md", import.meta.url), "utf8");
    const lines = text.split("\n").filter((line) => line.startsWith("| "));
    const [head, , ...rows] = lines.map((line) =>
        line
            .split("|")
            .slice(1, -1)
            .map((cell) => cell.trim()),
    );
    return rows.map(([situation, ...cells]) => ({
        situation,
        cells: Object.fromEntries(cells.map((cell, column) => [head[column + 1], cell])),
    }));
}

const table = readTable();
const provider = new Provider();
const rig = new Rig();

before(async () => {
    await provider.start();
    await rig.start(program, provider.url);
});
after(() => {
    rig.stop();
    provider.stop();
});

test("the table and the situations are the same", () => {
    assert.deepEqual(
        table.map(({ situation }) => situation),
        Object.keys(situations),
    );
    for (const door of doors)
        for (const { cells } of table) assert.match(cells[door.name], /^(yes|not yet|\([a-e]\))$/);
});

// As a client's own fetch: sees what the gateway answered.
function witness(answers) {
    return async (...request) => {
        const answer = await fetch(...request);
        const { headers, status } = answer;
        answers.push({ status, agent: headers.get("x-signalbox-agent"), version: headers.get("x-signalbox-version") });
        return answer;
    };
}

for (const door of doors)
    for (const { situation, cells } of table)
        if (cells[door.name] === "yes" || cells[door.name] === "not yet")
            test(`${door.name}: ${situation}`, { timeout: 30_000, todo: cells[door.name] === "not yet" }, async () => {
                provider.reset();
                rig.forget(); // what a test left that failed
                const answers = [];
                const connect = (how = {}) => door.make({ base: rig.url, fetch: witness(answers), ...how });
                await situations[situation]({ door, provider, rig, say: speech[door.endpoint], connect, answers });
                rig.assertQuiet();
            });
