// What a provider says, in both dialects and in the form that was asked for: whole, or as a stream of events. `said` is
// {text, pieces, calls, usage, refusal, thought, finish, id}; `how` is {gate, cut, error, model}: a promise to wait for
// after the first piece, whether to break off there, and the error to say there.
const created = 1_767_225_600;

function piecesOf(said) {
    if (said.pieces) return said.pieces;
    const text = said.text ?? said.refusal ?? "";
    return text === "" ? [] : [text.slice(0, 2), text.slice(2)].filter((piece) => piece !== "");
}

const textOf = (said) => said.text ?? said.pieces?.join("") ?? null;
const usageOf = (said) => ({ input: 19, output: 7, cached: 4, ...said.usage });

async function stream(response, events, how) {
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
    let begun = false;
    for (const { data, type, content } of events) {
        response.write(
            `${type ? `event: ${type}\n` : ""}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`,
        );
        if (!content || begun) continue;
        begun = true;
        if (how.gate) await how.gate;
        if (how.cut) {
            setTimeout(() => response.destroy(), 30);
            return;
        }
        if (how.error) {
            response.end(how.error);
            return;
        }
    }
    response.end();
}

function answer(response, body) {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

// A script that answers with a status and an error as OpenAI writes it.
export const failing =
    (status, error, headers = {}) =>
    (_, response) =>
        response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify({ error }));

export const resetting = () => (_, response) => response.socket.resetAndDestroy();

function chatUsage(said) {
    const { input, output, cached } = usageOf(said);
    return {
        prompt_tokens: input,
        completion_tokens: output,
        total_tokens: input + output,
        prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
    };
}

const chatCall = ({ id, name, arguments: given }) => ({ id, type: "function", function: { name, arguments: given } });

function chatEvents(said, id, model, withUsage) {
    const event = (delta, finish = null) => ({
        data: {
            id,
            object: "chat.completion.chunk",
            created,
            model,
            choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
            ...(withUsage ? { usage: null } : {}),
        },
        content: Boolean(delta.content || delta.refusal || delta.tool_calls),
    });
    const events = [event({ role: "assistant", content: said.calls ? null : "", refusal: null })];
    for (const piece of piecesOf(said)) events.push(event(said.refusal ? { refusal: piece } : { content: piece }));
    (said.calls ?? []).forEach((call, index) => {
        const { id: callId, function: made } = chatCall(call);
        const first = { index, id: callId, type: "function", function: { name: made.name, arguments: "" } };
        events.push(event({ tool_calls: [first] }));
        for (const part of [made.arguments.slice(0, 3), made.arguments.slice(3)])
            events.push(event({ tool_calls: [{ index, function: { arguments: part } }] }));
    });
    events.push(event({}, said.finish ?? (said.calls ? "tool_calls" : "stop")));
    if (withUsage)
        events.push({
            data: { id, object: "chat.completion.chunk", created, model, choices: [], usage: chatUsage(said) },
        });
    events.push({ data: "[DONE]" });
    return events;
}

const chat =
    (said, how = {}) =>
    async (request, response) => {
        const id = said.id ?? "chatcmpl-1";
        const { model } = request.body;
        if (request.body.stream)
            return stream(response, chatEvents(said, id, model, request.body.stream_options?.include_usage), how);
        const message = { role: "assistant", content: textOf(said), refusal: said.refusal ?? null, annotations: [] };
        if (said.calls) message.tool_calls = said.calls.map(chatCall);
        const finish = said.finish ?? (said.calls ? "tool_calls" : "stop");
        if (how.gate) await how.gate;
        answer(response, {
            id,
            object: "chat.completion",
            created,
            model,
            choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
            usage: chatUsage(said),
            service_tier: "default",
            system_fingerprint: "fp_1",
        });
    };

function responseOf(said, request, output) {
    const { input, output: made, cached } = usageOf(said);
    const cut = said.finish === "length" ? "max_output_tokens" : said.finish === "content_filter" ? said.finish : null;
    return {
        id: said.id ?? "resp_1",
        object: "response",
        created_at: created,
        status: cut ? "incomplete" : "completed",
        background: false,
        error: null,
        incomplete_details: cut ? { reason: cut } : null,
        instructions: request.body.instructions ?? null,
        max_output_tokens: request.body.max_output_tokens ?? null,
        model: request.body.model,
        output,
        parallel_tool_calls: true,
        previous_response_id: request.body.previous_response_id ?? null,
        reasoning: { effort: null, summary: null },
        store: true,
        temperature: 1,
        text: request.body.text ?? { format: { type: "text" } },
        tool_choice: "auto",
        tools: request.body.tools ?? [],
        top_p: 1,
        truncation: "disabled",
        usage: {
            input_tokens: input,
            input_tokens_details: { cached_tokens: cached },
            output_tokens: made,
            output_tokens_details: { reasoning_tokens: 0 },
            total_tokens: input + made,
        },
        user: null,
        metadata: {},
    };
}

const partOf = (said, text) =>
    said.refusal ? { type: "refusal", refusal: text } : { type: "output_text", text, annotations: [], logprobs: [] };

function itemsOf(said) {
    const items = [];
    if (said.thought)
        items.push({ id: "rs_1", type: "reasoning", summary: [{ type: "summary_text", text: said.thought }] });
    if (said.refusal || textOf(said) !== null) {
        const content = [partOf(said, said.refusal ?? textOf(said))];
        items.push({ id: "msg_1", type: "message", status: "completed", role: "assistant", content });
    }
    (said.calls ?? []).forEach((call, index) =>
        items.push({
            id: `fc_${index + 1}`,
            type: "function_call",
            status: "completed",
            call_id: call.id,
            name: call.name,
            arguments: call.arguments,
        }),
    );
    return items;
}

// The events of one item: added, its parts in pieces, done.
function itemEvents(item, index, said, add) {
    const place = { item_id: item.id, output_index: index };
    if (item.type === "message") {
        add("response.output_item.added", {
            output_index: index,
            item: { ...item, status: "in_progress", content: [] },
        });
        const kind = said.refusal ? "refusal" : "output_text";
        add("response.content_part.added", { ...place, content_index: 0, part: partOf(said, "") });
        for (const piece of piecesOf(said)) {
            const rest = said.refusal ? {} : { logprobs: [] };
            add(`response.${kind}.delta`, { ...place, content_index: 0, delta: piece, ...rest }, true);
        }
        const whole = said.refusal ? { refusal: said.refusal } : { text: textOf(said), logprobs: [] };
        add(`response.${kind}.done`, { ...place, content_index: 0, ...whole });
        add("response.content_part.done", { ...place, content_index: 0, part: item.content[0] });
    } else if (item.type === "function_call") {
        add("response.output_item.added", {
            output_index: index,
            item: { ...item, status: "in_progress", arguments: "" },
        });
        for (const part of [item.arguments.slice(0, 3), item.arguments.slice(3)])
            add("response.function_call_arguments.delta", { ...place, delta: part }, true);
        add("response.function_call_arguments.done", { ...place, name: item.name, arguments: item.arguments });
    } else {
        const [{ text }] = item.summary;
        add("response.output_item.added", { output_index: index, item: { ...item, summary: [] } });
        add("response.reasoning_summary_part.added", {
            ...place,
            summary_index: 0,
            part: { type: "summary_text", text: "" },
        });
        add("response.reasoning_summary_text.delta", { ...place, summary_index: 0, delta: text }, true);
        add("response.reasoning_summary_text.done", { ...place, summary_index: 0, text });
        add("response.reasoning_summary_part.done", {
            ...place,
            summary_index: 0,
            part: { type: "summary_text", text },
        });
    }
    add("response.output_item.done", { output_index: index, item });
}

const responses =
    (said, how = {}) =>
    async (request, response) => {
        const items = itemsOf(said);
        const whole = responseOf(said, request, items);
        if (!request.body.stream) {
            if (how.gate) await how.gate;
            return answer(response, whole);
        }
        const events = [];
        const add = (type, rest, content = false) =>
            events.push({ type, data: { type, sequence_number: events.length, ...rest }, content });
        const begun = { ...whole, status: "in_progress", output: [], usage: null, incomplete_details: null };
        add("response.created", { response: begun });
        add("response.in_progress", { response: begun });
        items.forEach((item, index) => itemEvents(item, index, said, add));
        add(`response.${whole.status}`, { response: whole });
        return stream(response, events, how);
    };

export const speech = { chat, responses };

// An error in the middle of a stream, as the provider of each dialect writes it.
export const streamError = {
    chat: (message) =>
        `data: ${JSON.stringify({ error: { message, type: "server_error", param: null, code: "busy" } })}\n\n`,
    responses: (message) =>
        `event: error\ndata: ${JSON.stringify({ type: "error", sequence_number: 9, code: "busy", message, param: null })}\n\n`,
};
