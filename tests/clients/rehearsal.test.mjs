// The official OpenAI client through a real gateway to the rehearsal server: plain, streamed and tool-call answers, and
// an abort that must reach the upstream. Argument: the program client_rig.
import assert from "node:assert/strict";
import OpenAI from "openai";

import { Rig } from "./rig.mjs";

const rig = new Rig();
await rig.start(process.argv[2]);
const { url: gateway, provider: rehearsal } = rig;
const client = new OpenAI({ baseURL: `${gateway}/v1`, apiKey: "caller-key", maxRetries: 0, timeout: 20_000 });
const question = {
    model: "refunds",
    messages: [{ role: "user", content: "Order #4711 was delivered 38 days ago and cost 59.90 EUR. May I return it?" }],
};

async function cancelled() {
    return (await (await fetch(`${rehearsal}/rehearsal/stats`)).json()).cancelled;
}

async function eventually(condition) {
    const end = Date.now() + 10_000;
    while (!(await condition())) {
        assert.ok(Date.now() < end, "it did not happen in time");
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

async function plain() {
    const { data, response } = await client.chat.completions.create(question).withResponse();
    assert.match(data.choices[0].message.content, /within 30 days/);
    assert.ok(data.usage.total_tokens > 0);
    assert.equal(response.headers.get("x-signalbox-agent"), "refunds");
    assert.equal(response.headers.get("x-signalbox-version"), "1.0.0");
}

async function streamed() {
    const whole = (await client.chat.completions.create(question)).choices[0].message.content;
    const stream = await client.chat.completions.create({
        ...question,
        stream: true,
        stream_options: { include_usage: true },
    });
    let text = "";
    let events = 0;
    let usage;
    for await (const event of stream) {
        text += event.choices[0]?.delta?.content ?? "";
        usage = event.usage ?? usage;
        events += 1;
    }
    assert.equal(text, whole);
    assert.ok(events > 5, `only ${events} events`);
    assert.ok(usage.completion_tokens > 0);
}

async function toolCall() {
    const answer = await client.chat.completions.create({ ...question, model: "verifying" });
    assert.equal(answer.choices[0].finish_reason, "tool_calls");
    const call = answer.choices[0].message.tool_calls[0];
    assert.equal(call.function.name, "verify_customer");
    assert.equal(JSON.parse(call.function.arguments).order_id, "4711");
    const messages = [
        ...question.messages,
        answer.choices[0].message,
        { role: "tool", tool_call_id: call.id, content: '{"result":"match"}' },
    ];
    const second = await client.chat.completions.create({ model: "verifying", messages });
    assert.match(second.choices[0].message.content, /45 days/);
}

async function abort() {
    const before = await cancelled();
    const stream = await client.chat.completions.create({ ...question, stream: true });
    for await (const event of stream) {
        if (event.choices[0]?.delta?.content) break; // leaving the loop aborts the request
    }
    await eventually(async () => (await cancelled()) === before + 1);

    const controller = new AbortController();
    const waiting = client.chat.completions.create(question, { signal: controller.signal });
    setTimeout(() => controller.abort(), 15);
    await assert.rejects(waiting, OpenAI.APIUserAbortError);
    await eventually(async () => (await cancelled()) === before + 2);
}

async function errors() {
    await assert.rejects(client.chat.completions.create({ ...question, model: "nobody" }), (error) => {
        assert.equal(error.status, 404);
        assert.equal(error.type, "signalbox_gateway_error");
        return true;
    });
    const names = (await client.models.list()).data.map((model) => model.id);
    assert.deepEqual(names.sort(), ["refunds", "verifying"]);
}

for (const test of [plain, streamed, toolCall, abort, errors]) {
    await test();
    console.log(`ok ${test.name}`);
}
rig.stop();
