// Answers in all their forms: what reaches the provider, and what the client reads.
import assert from "node:assert/strict";
import { z } from "zod";

import { ask, assertAsked, assertCounted, assertVersion, ignore, question, stream } from "./asking.mjs";

async function plain(t) {
    t.provider.next(t.say({ text: "Yes, you may.", id: "answer_1" }));
    const answer = await ask(t, { agent: "refunds" });
    assert.equal(answer.text, "Yes, you may.");
    assert.equal(answer.id, "answer_1");
    assert.deepEqual(answer.usage, { input: 19, output: 7 });
    assertVersion(t, t.provider.requests[0], "refunds");
    assertAsked(t, t.provider.requests[0], question);
    assert.deepEqual(t.answers, [{ status: 200, agent: "refunds", version: "1.0.0" }]);
    const [counted] = await assertCounted(t, "success");
    assert.deepEqual([counted.input, counted.output, counted.calls], [19, 7, 0]);
}

async function streamed(t) {
    t.provider.next(t.say({ pieces: ["Yes", ", you", " may."], id: "answer_1" }));
    const pieces = [];
    const answer = await stream(t, { agent: "refunds" }, (piece) => pieces.push(piece));
    assert.deepEqual(pieces, ["Yes", ", you", " may."]);
    assert.equal(answer.text, "Yes, you may.");
    assert.equal(answer.id, "answer_1");
    assert.deepEqual(answer.usage, { input: 19, output: 7 });
    assertVersion(t, t.provider.requests[0], "refunds");
    assertAsked(t, t.provider.requests[0], question);
    assert.deepEqual(t.answers, [{ status: 200, agent: "refunds", version: "1.0.0" }]);
    const [counted] = await assertCounted(t, "success");
    assert.deepEqual([counted.input, counted.output, counted.calls], [19, 7, 0]);
}

// The provider says no more until the client has read what it said.
async function eachPieceAtOnce(t) {
    let open;
    const gate = new Promise((resolve) => (open = resolve));
    t.provider.next(t.say({ pieces: ["Yes", ", you may."] }, { gate }));
    const answer = await stream(t, {}, () => open());
    assert.equal(answer.text, "Yes, you may.");
    await assertCounted(t, "success");
}

const toolRoundTrip = (way) => async (t) => {
    const runs = [];
    const tool = {
        name: "lookup_order",
        description: "Reads an order.",
        parameters: z.object({ order_id: z.string() }),
        run: async (given) => {
            runs.push(given);
            return "delivered 12 days ago";
        },
    };
    const call = { id: "call_77", name: "lookup_order", arguments: '{"order_id":"4711"}' };
    t.provider.next(t.say({ calls: [call], id: "answer_1" }), t.say({ text: "Yes, you may.", id: "answer_2" }));
    const answer = await way(t, { agent: "refunds", tool });
    assert.deepEqual(runs, [{ order_id: "4711" }]);
    assert.equal(answer.text, "Yes, you may.");
    assert.equal(t.provider.requests.length, 2);
    for (const request of t.provider.requests) assertVersion(t, request, "refunds");
    const { body } = t.provider.requests[1];
    if (t.door.endpoint === "chat") {
        const [said, result] = body.messages.slice(-2);
        assert.deepEqual(said.tool_calls[0], {
            id: call.id,
            type: "function",
            function: { name: call.name, arguments: call.arguments },
        });
        assert.deepEqual(
            [result.role, result.tool_call_id, result.content],
            ["tool", call.id, "delivered 12 days ago"],
        );
    } else {
        const result = body.input.find(({ type }) => type === "function_call_output");
        assert.deepEqual([result.call_id, result.output], [call.id, "delivered 12 days ago"]);
        const said = body.input.find(
            ({ type, id }) => type === "function_call" || (type === "item_reference" && id === "fc_1"),
        );
        assert.ok(said, "the call stands before its result");
    }
    const counted = await assertCounted(t, "success", "success");
    assert.deepEqual(
        counted.map(({ calls }) => calls),
        [1, 0],
    );
};

async function twoCallsAtOnce(t) {
    const runs = [];
    const tool = {
        name: "lookup_order",
        description: "Reads an order.",
        parameters: z.object({ order_id: z.string() }),
        run: async ({ order_id: order }) => {
            runs.push(order);
            return `order ${order}`;
        },
    };
    const call = (id, order) => ({ id, name: "lookup_order", arguments: JSON.stringify({ order_id: order }) });
    t.provider.next(t.say({ calls: [call("call_1", "a"), call("call_2", "b")] }), t.say({ text: "Both." }));
    const answer = await stream(t, { agent: "refunds", tool });
    assert.deepEqual(runs.sort(), ["a", "b"]);
    assert.equal(answer.text, "Both.");
    const sent = t.provider.requests[1].raw;
    for (const word of ["order a", "order b", "call_1", "call_2"]) assert.ok(sent.includes(word), `${word} is sent`);
    const counted = await assertCounted(t, "success", "success");
    assert.equal(counted[0].calls, 2);
}

const structured = (way) => async (t) => {
    const schema = z.object({ allowed: z.boolean(), days: z.number() });
    t.provider.next(t.say({ text: '{"allowed":true,"days":30}' }));
    const answer = await way(t, { schema });
    assert.deepEqual(answer.object, { allowed: true, days: 30 });
    const [{ body }] = t.provider.requests;
    assertVersion(t, t.provider.requests[0], "brief");
    const format = t.door.endpoint === "chat" ? body.response_format.json_schema : body.text.format;
    assert.deepEqual(Object.keys(format.schema.properties), ["allowed", "days"]);
    assert.equal(format.schema.additionalProperties, false);
    await assertCounted(t, "success");
};

async function instructionsOfTheCaller(t) {
    t.provider.next(t.say({ text: "Oui." }));
    await ask(t, { agent: "refunds", instructions: "Answer in French." });
    const [request] = t.provider.requests;
    assertVersion(t, request, "refunds");
    if (t.door.endpoint === "chat") {
        assert.ok(["system", "developer"].includes(request.body.messages[1].role));
        assert.equal(request.body.messages[1].content, "Answer in French.");
    } else {
        const words = JSON.stringify([request.body.instructions, request.body.input]);
        assert.equal(words.split("Answer in French.").length, 2, "the caller's own words arrive, once");
    }
    await assertCounted(t, "success");
}

async function aPicture(t) {
    const picture =
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    t.provider.next(t.say({ text: "A dot." }));
    const answer = await ask(t, { picture });
    assert.equal(answer.text, "A dot.");
    assertVersion(t, t.provider.requests[0], "brief");
    assert.ok(t.provider.requests[0].raw.includes(picture), "the picture arrives whole");
    await assertCounted(t, "success");
}

async function anyText(t) {
    const text = `"\\u0041\n\t🙂 שלום 你好 \u2028 {{name}} </script> ${"ä".repeat(200_000)}`;
    t.provider.always(t.say({ text }));
    const answer = await ask(t, { text });
    assert.equal(answer.text, text);
    const again = await stream(t, { text });
    assert.equal(again.text, text);
    for (const request of t.provider.requests) assertAsked(t, request, text);
    await assertCounted(t, "success", "success");
}

async function manyAtOnce(t) {
    t.provider.always(async (request, response) => {
        const [, number] = /number (\d+)/.exec(request.raw);
        await new Promise((resolve) => setTimeout(resolve, (7 * number) % 40));
        await t.say({ text: `answer ${number}`, usage: { input: 100 + Number(number) } })(request, response);
    });
    const client = t.connect();
    const answers = await Promise.all(
        Array.from({ length: 24 }, (_, number) => {
            const q = { agent: "brief", text: `number ${number}` };
            return number % 2 === 0 ? client.ask(q) : client.stream(q, ignore);
        }),
    );
    answers.forEach((answer, number) => {
        assert.equal(answer.text, `answer ${number}`);
        assert.equal(answer.usage.input, 100 + number);
    });
    await assertCounted(t, ...Array(24).fill("success"));
}

async function endedByItsLimit(t) {
    t.provider.always(t.say({ text: "Yes, you", finish: "length" }));
    for (const way of [ask, stream]) {
        const answer = await way(t, {});
        assert.equal(answer.text, "Yes, you");
        assert.ok(["length", "max_output_tokens"].includes(answer.finish), `it ended by ${answer.finish}`);
    }
    await assertCounted(t, "success", "success");
}

async function refusedByTheModel(t) {
    t.provider.always(t.say({ refusal: "I cannot help with that." }));
    for (const way of [ask, stream]) {
        // A client has a word of its own for a refusal, hands it over as text, or fails and says it.
        const said = await way(t, {}).then(
            (answer) => answer.refusal || answer.text,
            (error) => error.message,
        );
        assert.match(said, /I cannot help with that\./);
    }
    await assertCounted(t, "success", "success");
}

async function aThoughtBeforeTheAnswer(t) {
    t.provider.always(t.say({ thought: "Is it within 30 days?", text: "Yes." }));
    for (const way of [ask, stream]) {
        const answer = await way(t, {});
        assert.equal(answer.text, "Yes.");
        assert.equal(answer.thought, "Is it within 30 days?");
    }
    await assertCounted(t, "success", "success");
}

async function completions(t) {
    t.provider.next((_, response) =>
        response.writeHead(200, { "content-type": "application/json" }).end(
            JSON.stringify({
                id: "cmpl-1",
                object: "text_completion",
                created: 1,
                model: "m",
                choices: [{ text: "Yes.", index: 0, logprobs: null, finish_reason: "stop" }],
                usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
            }),
        ),
    );
    const answer = await t.connect().completion({ agent: "brief", text: question });
    assert.equal(answer.choices[0].text, "Yes.");
    const [{ path, body }] = t.provider.requests;
    assert.equal(path, "/v1/completions");
    assert.equal(body.model, "model-of-1.0.0");
    assert.ok(body.prompt.startsWith("Be brief.\n\n"), `the prompt is ${body.prompt}`);
    assert.ok(body.prompt.includes(question));
    const [counted] = await assertCounted(t, "success");
    assert.deepEqual([counted.input, counted.output], [3, 2]);
}

async function embeddings(t) {
    t.provider.next((_, response) =>
        response.writeHead(200, { "content-type": "application/json" }).end(
            JSON.stringify({
                object: "list",
                data: [{ object: "embedding", index: 0, embedding: [0.5, -0.25] }],
                model: "m",
                usage: { prompt_tokens: 3, total_tokens: 3 },
            }),
        ),
    );
    const answer = await t.connect().embedding({ agent: "brief", text: question });
    assert.deepEqual(answer.data[0].embedding, [0.5, -0.25]);
    const [{ path, body }] = t.provider.requests;
    assert.equal(path, "/v1/embeddings");
    assert.equal(body.model, "model-of-1.0.0");
    assert.ok(JSON.stringify(body.input).includes(question));
    await assertCounted(t, "success");
}

async function listOfModels(t) {
    const { data } = await t.connect().models();
    assert.deepEqual(data.map(({ id }) => id).sort(), ["brief", "refunds", "split"]);
}

export const answers = {
    plain,
    streamed,
    "each piece at once": eachPieceAtOnce,
    "tool round trip": toolRoundTrip(ask),
    "tool round trip, streamed": toolRoundTrip(stream),
    "two calls at once": twoCallsAtOnce,
    structured: structured(ask),
    "structured, streamed": structured(stream),
    "instructions of the caller": instructionsOfTheCaller,
    "a picture in the question": aPicture,
    "any text, and much of it": anyText,
    "many at once": manyAtOnce,
    "ended by its limit": endedByItsLimit,
    "refused by the model": refusedByTheModel,
    "a thought before the answer": aThoughtBeforeTheAnswer,
};

export const otherEndpoints = { completions, embeddings, "list of models": listOfModels };
