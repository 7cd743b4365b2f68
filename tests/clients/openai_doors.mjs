// OpenAI's client at both endpoints, as its documentation uses it.
import OpenAI from "openai";
import { zodResponseFormat, zodTextFormat } from "openai/helpers/zod";
import { z } from "zod";

function clientFor({ base, unit, fetch }) {
    const defaultHeaders = unit ? { "x-signalbox-unit": unit } : {};
    return new OpenAI({ baseURL: `${base}/v1`, apiKey: "caller-key", timeout: 20_000, defaultHeaders, fetch });
}

const optionsOf = (q) => ({ signal: q.signal, maxRetries: q.retries ?? 0 });
const present = (members) => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

function messagesOf(q) {
    const content = q.picture
        ? [
              { type: "text", text: q.text },
              { type: "image_url", image_url: { url: q.picture } },
          ]
        : q.text;
    const messages = [{ role: "user", content }];
    return q.instructions ? [{ role: "developer", content: q.instructions }, ...messages] : messages;
}

const schemaOf = (tool) => {
    const { $schema, ...schema } = z.toJSONSchema(tool.parameters);
    return schema;
};

function chatTool(tool) {
    const { name, description, run } = tool;
    const made = { name, description, strict: true, parameters: schemaOf(tool), parse: JSON.parse, function: run };
    return { type: "function", function: made };
}

const chatResult = (completion) => {
    const [choice] = completion.choices;
    return {
        id: completion.id,
        text: choice.message.content,
        object: choice.message.parsed,
        refusal: choice.message.refusal,
        finish: choice.finish_reason,
        usage: completion.usage && {
            input: completion.usage.prompt_tokens,
            output: completion.usage.completion_tokens,
        },
    };
};

class ChatDoor {
    constructor(where) {
        this.completions = clientFor(where).chat.completions;
    }

    #body(q) {
        return present({
            model: q.agent,
            messages: messagesOf(q),
            user: q.user,
            tools: q.tool && [chatTool(q.tool)],
            response_format: q.schema && zodResponseFormat(q.schema, "answer"),
        });
    }

    async ask(q) {
        const body = this.#body(q);
        if (q.tool) return chatResult(await this.completions.runTools(body, optionsOf(q)).finalChatCompletion());
        if (q.schema) return chatResult(await this.completions.parse(body, optionsOf(q)));
        return chatResult(await this.completions.create(body, optionsOf(q)));
    }

    async stream(q, onText) {
        const body = { ...this.#body(q), stream: true, stream_options: { include_usage: true } };
        if (q.tool) {
            const runner = this.completions.runTools(body, optionsOf(q)).on("content", onText);
            return chatResult(await runner.finalChatCompletion());
        }
        if (q.schema) {
            const stream = this.completions.stream(body, optionsOf(q)).on("content", onText);
            return chatResult(await stream.finalChatCompletion());
        }
        const result = { text: "", refusal: "" };
        for await (const event of await this.completions.create(body, optionsOf(q))) {
            const [choice] = event.choices;
            const piece = choice?.delta.content ?? choice?.delta.refusal ?? "";
            result[choice?.delta.refusal ? "refusal" : "text"] += piece;
            result.id = event.id;
            result.finish = choice?.finish_reason ?? result.finish;
            if (event.usage) result.usage = { input: event.usage.prompt_tokens, output: event.usage.completion_tokens };
            if (piece !== "") onText(piece);
        }
        return result;
    }

    completion = (q) => this.completions._client.completions.create({ model: q.agent, prompt: q.text });
    embedding = (q) =>
        this.completions._client.embeddings.create({ model: q.agent, input: q.text, encoding_format: "float" });
    models = () => this.completions._client.models.list();
}

function inputOf(q) {
    if (!q.picture) return q.text;
    const content = [
        { type: "input_text", text: q.text },
        { type: "input_image", image_url: q.picture, detail: "auto" },
    ];
    return [{ role: "user", content }];
}

const responseResult = (response) => {
    const parts = response.output.filter(({ type }) => type === "message").flatMap(({ content }) => content);
    return {
        id: response.id,
        text: response.output_text,
        object: response.output_parsed,
        refusal: parts.find(({ type }) => type === "refusal")?.refusal,
        thought: response.output.find(({ type }) => type === "reasoning")?.summary[0].text,
        finish: response.incomplete_details?.reason ?? response.status,
        usage: { input: response.usage.input_tokens, output: response.usage.output_tokens },
    };
};

class ResponsesDoor {
    constructor(where) {
        this.responses = clientFor(where).responses;
    }

    #body(q) {
        const tool = q.tool && { type: "function", name: q.tool.name, description: q.tool.description, strict: true };
        return present({
            model: q.agent,
            input: inputOf(q),
            user: q.user,
            conversation: q.conversation,
            previous_response_id: q.previous,
            instructions: q.instructions,
            tools: tool && [{ ...tool, parameters: schemaOf(q.tool) }],
            text: q.schema && { format: zodTextFormat(q.schema, "answer") },
        });
    }

    // Asks until the model calls no more tools, as the documentation's loop does.
    async #converse(q, once) {
        const body = this.#body(q);
        for (;;) {
            const response = await once(body);
            const calls = response.output.filter(({ type }) => type === "function_call");
            if (calls.length === 0 || !q.tool) return responseResult(response);
            if (typeof body.input === "string") body.input = [{ role: "user", content: body.input }];
            body.input = [...body.input, ...response.output];
            for (const call of calls)
                body.input.push({
                    type: "function_call_output",
                    call_id: call.call_id,
                    output: await q.tool.run(JSON.parse(call.arguments)),
                });
        }
    }

    ask(q) {
        return this.#converse(q, (body) =>
            q.schema ? this.responses.parse(body, optionsOf(q)) : this.responses.create(body, optionsOf(q)),
        );
    }

    stream(q, onText) {
        return this.#converse(q, async (body) => {
            const stream = this.responses.stream(body, optionsOf(q));
            for await (const event of stream)
                if (event.type === "response.output_text.delta" || event.type === "response.refusal.delta")
                    onText(event.delta);
            return stream.finalResponse();
        });
    }
}

const errorOf = ({ status, message, code, type, constructor }) => ({
    status,
    message,
    code,
    type,
    name: constructor.name,
});

export const openaiDoors = [
    { name: "openai chat", endpoint: "chat", make: (where) => new ChatDoor(where), errorOf },
    { name: "openai responses", endpoint: "responses", make: (where) => new ResponsesDoor(where), errorOf },
];
