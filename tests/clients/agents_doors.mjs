// OpenAI's Agents SDK, whose runner asks for responses unless it is told otherwise.
import { Agent, OpenAIProvider, Runner, setTracingDisabled, tool } from "@openai/agents";
import OpenAI from "openai";

setTracingDisabled(true);

class AgentsDoor {
    constructor({ base, unit, fetch }, endpoint) {
        this.where = { base, unit, fetch };
        this.useResponses = endpoint === "responses";
    }

    #runner(q) {
        const openAIClient = new OpenAI({
            baseURL: `${this.where.base}/v1`,
            apiKey: "caller-key",
            timeout: 20_000,
            maxRetries: q.retries ?? 0,
            defaultHeaders: this.where.unit ? { "x-signalbox-unit": this.where.unit } : {},
            fetch: this.where.fetch,
        });
        const modelProvider = new OpenAIProvider({ openAIClient, useResponses: this.useResponses });
        return new Runner({ modelProvider, tracingDisabled: true });
    }

    #agent(q) {
        return new Agent({
            name: "Caller",
            model: q.agent,
            ...(q.instructions ? { instructions: q.instructions } : {}),
            ...(q.schema ? { outputType: q.schema } : {}),
            tools: q.tool ? [tool({ ...q.tool, execute: q.tool.run })] : [],
            modelSettings: q.user ? { providerData: { user: q.user } } : {},
        });
    }

    #input(q) {
        if (!q.picture) return q.text;
        return [
            {
                role: "user",
                content: [
                    { type: "input_text", text: q.text },
                    { type: "input_image", image: q.picture },
                ],
            },
        ];
    }

    #result(q, result) {
        const { inputTokens, outputTokens } = result.state.usage;
        const thought = result.newItems.find(({ type }) => type === "reasoning_item");
        return {
            id: result.lastResponseId,
            text: q.schema ? JSON.stringify(result.finalOutput) : result.finalOutput,
            object: result.finalOutput,
            thought: thought?.rawItem.content[0]?.text,
            usage: { input: inputTokens, output: outputTokens },
        };
    }

    async ask(q) {
        const settings = { signal: q.signal, previousResponseId: q.previous, conversationId: q.conversation };
        return this.#result(q, await this.#runner(q).run(this.#agent(q), this.#input(q), settings));
    }

    async stream(q, onText) {
        const settings = {
            signal: q.signal,
            previousResponseId: q.previous,
            conversationId: q.conversation,
            stream: true,
        };
        const result = await this.#runner(q).run(this.#agent(q), this.#input(q), settings);
        let said = "";
        try {
            for await (const { type, data } of result) {
                if (type !== "raw_model_stream_event") continue;
                if (data.type === "output_text_delta") onText(data.delta);
                if (data.type === "model" && data.event.type === "error") said = data.event.message;
            }
            await result.completed;
        } catch (error) {
            throw said === "" ? error : new Error(said, { cause: error }); // its own error does not repeat the event's words
        }
        return this.#result(q, result);
    }
}

const errorOf = (error) => ({
    status: error.status,
    message: error.message,
    code: error.code,
    type: error.type,
    name: error.constructor.name,
});

export const agentsDoors = [
    { name: "agents chat", endpoint: "chat", make: (where) => new AgentsDoor(where, "chat"), errorOf },
    { name: "agents responses", endpoint: "responses", make: (where) => new AgentsDoor(where, "responses"), errorOf },
];
