// Vercel's AI SDK with its OpenAI provider: openai.chat(NAME), and openai(NAME), which asks for responses.
import { createOpenAI } from "@ai-sdk/openai";
import { embed, generateText, Output, stepCountIs, streamText, tool } from "ai";

globalThis.AI_SDK_LOG_WARNINGS = false;

class AiDoor {
    constructor({ base, unit, fetch }, endpoint) {
        const headers = unit ? { "x-signalbox-unit": unit } : {};
        this.openai = createOpenAI({ baseURL: `${base}/v1`, apiKey: "caller-key", headers, fetch });
        this.endpoint = endpoint;
    }

    #settings(q) {
        const content = q.picture
            ? [
                  { type: "text", text: q.text },
                  { type: "image", image: q.picture },
              ]
            : q.text;
        const own = Object.entries({ user: q.user, conversation: q.conversation, previousResponseId: q.previous });
        const made =
            q.tool && tool({ description: q.tool.description, inputSchema: q.tool.parameters, execute: q.tool.run });
        return {
            model: this.endpoint === "chat" ? this.openai.chat(q.agent) : this.openai(q.agent),
            system: q.instructions,
            messages: [{ role: "user", content }],
            tools: made && { [q.tool.name]: made },
            stopWhen: stepCountIs(4),
            output: q.schema && Output.object({ schema: q.schema }),
            abortSignal: q.signal,
            maxRetries: q.retries ?? 0,
            providerOptions: { openai: Object.fromEntries(own.filter(([, value]) => value !== undefined)) },
        };
    }

    async ask(q) {
        const result = await generateText(this.#settings(q));
        return {
            id: result.response.id,
            text: result.text,
            object: q.schema && result.output,
            finish: result.finishReason,
            thought: result.reasoningText,
            usage: { input: result.usage.inputTokens, output: result.usage.outputTokens },
        };
    }

    async stream(q, onText) {
        const result = streamText({ ...this.#settings(q), onError: () => {} });
        for await (const part of result.fullStream) {
            if (part.type === "text-delta") onText(part.text);
            if (part.type === "error") throw part.error;
            if (part.type === "abort") throw new Error("aborted");
        }
        const usage = await result.usage;
        return {
            id: (await result.response).id,
            text: await result.text,
            object: q.schema && (await result.output),
            finish: await result.finishReason,
            thought: await result.reasoningText,
            usage: { input: usage.inputTokens, output: usage.outputTokens },
        };
    }

    async completion(q) {
        const { text } = await generateText({ model: this.openai.completion(q.agent), prompt: q.text, maxRetries: 0 });
        return { choices: [{ text }] };
    }

    async embedding(q) {
        const { embedding } = await embed({ model: this.openai.embedding(q.agent), value: q.text, maxRetries: 0 });
        return { data: [{ embedding }] };
    }
}

function errorOf(error) {
    const last = error.lastError ?? error;
    const said = last.data?.error;
    return { status: last.statusCode, message: last.message, code: said?.code, type: said?.type, name: last.name };
}

export const aiDoors = [
    { name: "ai chat", endpoint: "chat", make: (where) => new AiDoor(where, "chat"), errorOf },
    { name: "ai responses", endpoint: "responses", make: (where) => new AiDoor(where, "responses"), errorOf },
];
