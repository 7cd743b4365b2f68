// What the situations share. `t` is {door, provider, rig, say, connect, answers}: say(what, how) is a script for the
// provider in the door's dialect, connect({unit}) the client, `answers` what the gateway answered it.
import assert from "node:assert/strict";

const prompts = {
    refunds: 'You decide refunds.\nSay "yes" or „nein“ 🙂.',
    brief: "Be brief.",
};
const lookup = {
    name: "lookup_order",
    description: "Reads an order.",
    parameters: {
        type: "object",
        properties: { order_id: { type: "string" } },
        required: ["order_id"],
        additionalProperties: false,
    },
    strict: true,
};
const lookupOf = {
    chat: { type: "function", function: lookup },
    responses: { type: "function", ...lookup },
};
const limitOf = { chat: "max_completion_tokens", responses: "max_output_tokens" };
const pathOf = { chat: "/v1/chat/completions", responses: "/v1/responses" };
export const question = "May I return order 4711?";

// The version that a request reached the provider with: everything of it, and nothing of the caller's credential.
export function assertVersion(t, request, agent) {
    const { endpoint } = t.door;
    const { body, headers } = request;
    assert.equal(request.method, "POST");
    assert.equal(request.path, pathOf[endpoint]);
    assert.equal(headers.authorization, "Bearer provider-key");
    assert.ok(!JSON.stringify(headers).includes("caller-key"), "the caller's credential goes no further");
    assert.equal(body.model, "model-of-1.0.0");
    if (endpoint === "chat") assert.deepEqual(body.messages[0], { role: "system", content: prompts[agent] });
    else assert.ok(body.instructions.startsWith(prompts[agent]), `instructions are ${body.instructions}`);
    if (agent !== "refunds") return;
    assert.deepEqual(body.tools, [lookupOf[endpoint]]);
    assert.equal(body.temperature, 0.25);
    assert.equal(body[limitOf[endpoint]], 300);
}

// What the caller asked stands behind the version's words.
export function assertAsked(t, request, text) {
    const { body } = request;
    const asked = t.door.endpoint === "chat" ? JSON.stringify(body.messages.slice(1)) : JSON.stringify(body.input);
    assert.ok(asked.includes(JSON.stringify(text).slice(1, -1)), "the question arrives");
}

export async function assertCounted(t, ...outcomes) {
    const counted = await t.rig.counted(outcomes.length);
    assert.deepEqual(
        counted.map(({ outcome }) => outcome),
        outcomes,
    );
    return counted;
}

export async function rejection(t, promise) {
    let error;
    await promise.catch((caught) => (error = caught));
    assert.ok(error, "the client says that it failed");
    return t.door.errorOf(error);
}

export const ignore = () => {};
export const ask = (t, q) => t.connect().ask({ agent: "brief", text: question, ...q });
export const stream = (t, q, onText = ignore) => t.connect().stream({ agent: "brief", text: question, ...q }, onText);
