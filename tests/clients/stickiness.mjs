// One user, one conversation, one version.
import assert from "node:assert/strict";
import { z } from "zod";

import { ignore } from "./asking.mjs";

// Asks in turns; all that one key asks reaches one version, and both versions are reached.
async function assertSticky(t, keys, turns) {
    const reached = new Set();
    for (const key of keys) {
        t.provider.reset();
        t.provider.always(t.say({ text: "Yes." }));
        await turns(key);
        const models = new Set(t.provider.requests.map(({ body }) => body.model));
        assert.ok(t.provider.requests.length >= 2);
        assert.equal(models.size, 1, `${key} reached ${[...models]}`);
        reached.add([...models][0]);
        await t.rig.counted(t.provider.requests.length);
    }
    assert.deepEqual([...reached].sort(), ["model-of-1.0.0", "model-of-2.0.0"]);
}

const keysOf = (word) => Array.from({ length: 14 }, (_, number) => `${word}_${number}`);

const stickyBy = (turn) => (t) =>
    assertSticky(t, keysOf("key"), async (key) => {
        const { client, q } = turn(t, key);
        await client.ask({ agent: "split", text: "One.", ...q });
        await client.stream({ agent: "split", text: "Two.", ...q }, ignore);
        await client.ask({ agent: "split", text: "Three.", ...q });
    });

const byUser = stickyBy((t, key) => ({ client: t.connect(), q: { user: key } }));
const byHeader = stickyBy((t, key) => ({ client: t.connect({ unit: key }), q: {} }));
const byConversation = stickyBy((t, key) => ({ client: t.connect(), q: { conversation: key } }));

const aRoundTripOnOneVersion = (t) =>
    assertSticky(t, keysOf("user"), async (key) => {
        const tool = { name: "look", description: "Looks.", parameters: z.object({}), run: async () => "seen" };
        t.provider.next(t.say({ calls: [{ id: "call_1", name: "look", arguments: "{}" }] }));
        await t.connect().ask({ agent: "split", text: "Look.", user: key, tool });
    });

// Who names no user: the answer to an earlier response comes from the version that gave it.
const previousResponse = (t) =>
    assertSticky(t, keysOf("chain"), async (key) => {
        t.provider.next(...[1, 2, 3].map((turn) => t.say({ text: "Yes.", id: `resp_${key}_${turn}` })));
        const client = t.connect();
        const first = await client.ask({ agent: "split", text: "One." });
        const second = await client.stream({ agent: "split", text: "Two.", previous: first.id }, ignore);
        await client.ask({ agent: "split", text: "Three.", previous: second.id });
        const before = t.provider.requests.map(({ body }) => body.previous_response_id ?? null);
        assert.deepEqual(before, [null, `resp_${key}_1`, `resp_${key}_2`]);
    });

export const stickiness = {
    "sticky by user": byUser,
    "sticky by header": byHeader,
    "sticky by conversation": byConversation,
    "a tool round trip on one version": aRoundTripOnOneVersion,
    "previous response": previousResponse,
};
