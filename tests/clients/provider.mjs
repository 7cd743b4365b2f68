// A provider that a test writes: each request takes the next script, and what arrived stays to be looked at. Scripts get
// the request and the response of node:http; speech.mjs has them for both dialects.
import { createServer } from "node:http";

export class Provider {
    requests = [];
    #scripts = [];
    #always = null;
    #server = createServer((request, response) => this.#serve(request, response));

    async start() {
        this.#server.keepAliveTimeout = 60_000; // none closes while a test asks
        await new Promise((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
        this.url = `http://127.0.0.1:${this.#server.address().port}/v1`;
    }

    stop() {
        this.#server.closeAllConnections();
        this.#server.close();
    }

    // What the next requests are answered with, in turn; what always() has when there are no more.
    next(...scripts) {
        this.#scripts.push(...scripts);
    }

    always(script) {
        this.#always = script;
    }

    // Forgets everything, for the next test.
    reset() {
        this.requests = [];
        this.#scripts = [];
        this.#always = null;
    }

    async #serve(request, response) {
        const pieces = [];
        for await (const piece of request) pieces.push(piece);
        const raw = Buffer.concat(pieces).toString("utf8");
        const seen = { method: request.method, path: request.url, headers: request.headers, raw };
        seen.body = raw === "" ? undefined : JSON.parse(raw);
        seen.closed = new Promise((resolve) => response.on("close", () => resolve(!response.writableFinished)));
        this.requests.push(seen);
        const script = this.#scripts.shift() ?? this.#always;
        if (script) await script(seen, response);
        else response.writeHead(418).end("nobody wrote what to answer");
    }
}
