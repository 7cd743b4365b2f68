// Callers that go away, providers that fail, and who asks again.
import assert from "node:assert/strict";

import { ask, assertCounted, assertVersion, ignore, rejection, stream } from "./asking.mjs";
import { failing, resetting, streamError } from "./speech.mjs";

const wrongKey = {
    message: "Incorrect API key provided.",
    type: "invalid_request_error",
    param: null,
    code: "invalid_api_key",
};
const badValue = {
    message: "Unknown parameter: 'colour'.",
    type: "invalid_request_error",
    param: "colour",
    code: "unknown_parameter",
};
const inside = { message: "The server had an error.", type: "server_error", param: null, code: "internal" };

async function abortedInAStream(t) {
    const controller = new AbortController();
    t.provider.next(t.say({ pieces: ["Yes", ", you may."] }, { gate: new Promise(ignore) }));
    const pieces = [];
    await stream(t, { signal: controller.signal }, (piece) => {
        pieces.push(piece);
        controller.abort();
    }).catch(ignore); // whether a client that left says so is its own choice
    assert.deepEqual(pieces, ["Yes"]);
    assert.equal(await t.provider.requests[0].closed, true, "the provider stops too");
    await assertCounted(t, "cancelled");
}

async function abortedBeforeTheAnswer(t) {
    const controller = new AbortController();
    t.provider.next(async () => {
        controller.abort();
        await new Promise(ignore);
    });
    await assert.rejects(ask(t, { signal: controller.signal }));
    assert.equal(await t.provider.requests[0].closed, true, "the provider stops too");
    await assertCounted(t, "cancelled");
}

const again = (first, outcome, least) => async (t) => {
    t.provider.next(first, t.say({ text: "Yes, you may." }));
    const begun = Date.now();
    const answer = await ask(t, { agent: "refunds", retries: 2 });
    assert.equal(answer.text, "Yes, you may.");
    assert.ok(Date.now() - begun >= least, `asked again after ${Date.now() - begun} ms`);
    assert.equal(t.provider.requests.length, 2, "asked again once, by the client alone");
    for (const request of t.provider.requests) assertVersion(t, request, "refunds");
    await assertCounted(t, outcome, "success");
};

const tooMany = { message: "Slow down.", type: "requests", param: null, code: "rate_limit_exceeded" };

const failed = (count, status, error, outcome, headers) => async (t) => {
    t.provider.always(failing(status, error, headers));
    for (const way of [ask, stream]) {
        t.provider.requests = [];
        const said = await rejection(t, way(t, { retries: 2 }));
        assert.equal(said.status, status);
        assert.match(said.message, new RegExp(error.message));
        assert.equal(said.code, error.code);
        assert.equal(said.type, error.type);
        assert.equal(t.provider.requests.length, count);
        await assertCounted(t, ...Array(count).fill(outcome));
    }
};

async function noSuchAgent(t) {
    for (const way of [ask, stream]) {
        const said = await rejection(t, way(t, { agent: "nobody", retries: 2 }));
        assert.equal(said.status, 404);
        assert.match(said.message, /no agent named "nobody"/);
        assert.equal(said.code, "unknown_agent");
        assert.equal(said.type, "signalbox_gateway_error");
    }
    assert.deepEqual(t.provider.requests, []);
    assert.equal(t.answers.length, 2, "nobody asks again");
}

async function anErrorInTheStream(t) {
    const error = streamError[t.door.endpoint]("The provider lost its mind.");
    t.provider.next(t.say({ pieces: ["Yes", ", you may."] }, { error }));
    const pieces = [];
    const said = await rejection(
        t,
        stream(t, {}, (piece) => pieces.push(piece)),
    );
    assert.match(said.message, /The provider lost its mind\./);
    assert.ok(pieces.length <= 1);
    await assertCounted(t, "error_in_answer");
}

async function theStreamBreaksOff(t) {
    t.provider.next(t.say({ pieces: ["Yes", ", you may."] }, { cut: true }));
    const pieces = [];
    await rejection(
        t,
        stream(t, {}, (piece) => pieces.push(piece)),
    );
    assert.deepEqual(pieces, ["Yes"]);
    await assertCounted(t, "upstream_lost");
}

export const failures = {
    "aborted in a stream": abortedInAStream,
    "aborted before the answer": abortedBeforeTheAnswer,
    "429 with Retry-After": again(failing(429, tooMany, { "retry-after": "1" }), "rejected", 1_000),
    "500, then well": again(failing(500, inside), "server_error", 0),
    "connection reset, then well": again(resetting(), "upstream_lost", 0),
    "429 for ever": failed(3, 429, tooMany, "rejected", { "retry-after-ms": "20" }),
    "400 of the provider": failed(1, 400, badValue, "client_error"),
    "401 of the provider": failed(1, 401, wrongKey, "rejected"),
    "no such agent": noSuchAgent,
    "an error in the stream": anErrorInTheStream,
    "the stream breaks off": theStreamBreaksOff,
};
