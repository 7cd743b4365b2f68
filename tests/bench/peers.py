"""Starts the mock upstream (nginx) and the peers (HAProxy, nginx) of the gateway's benchmarks; one worker each."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

ANSWER = (
    '{"id":"chatcmpl-1","object":"chat.completion","created":1767225600,"model":"m","choices":[{"index":0,'
    '"message":{"role":"assistant","content":"The order can be refunded in 30 days of buying."},'
    '"finish_reason":"stop"}],"usage":{"prompt_tokens":64,"completion_tokens":12,"total_tokens":76}}'
)
PORTKEY = "@portkey-ai/gateway@1.15.2"


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"nothing listens on port {port}")


class Peers:
    """Programs and their files; all end with the object."""

    def __init__(self) -> None:
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="signalbox-bench-"))
        self.programs: list[subprocess.Popen] = []

    def __enter__(self) -> "Peers":
        return self

    def __exit__(self, *_: object) -> None:
        for program in reversed(self.programs):
            program.terminate()
        for program in self.programs:
            program.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *command: str, **options: object) -> subprocess.Popen:
        program = subprocess.Popen(command, stderr=subprocess.DEVNULL, **options)
        self.programs.append(program)
        return program

    def nginx(self, name: str, http: str) -> None:
        config = self.folder / f"{name}.conf"
        places = "".join(
            f"{kind}_temp_path {self.folder}/{name}-{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        config.write_text(
            f"daemon off; worker_processes 1; pid {self.folder}/{name}.pid; error_log /dev/null;\n"
            f"events {{ worker_connections 4096; }}\n"
            f"http {{ access_log off; keepalive_requests 100000000; default_type application/json;\n{places}{http} }}\n"
        )
        self.run("/usr/sbin/nginx", "-c", str(config), "-p", str(self.folder))

    def mock(self) -> int:
        port = free_port()
        self.nginx("mock", f"server {{ listen 127.0.0.1:{port} backlog=4096; location / {{ return 200 '{ANSWER}'; }} }}")
        wait_for(port)
        return port

    def nginx_proxy(self, upstream: int, more: str = "") -> int:
        port = free_port()
        server = f"server 127.0.0.1:{upstream}; keepalive 256; keepalive_requests 100000000;"
        self.nginx(
            "proxy",
            f"upstream a {{ {server} }} upstream b {{ {server} }}\n"
            'split_clients "$request_id" $where { 50% a; * b; }\n'
            f"server {{ listen 127.0.0.1:{port} backlog=4096; location / {{ proxy_pass http://$where;"
            f' proxy_http_version 1.1; proxy_set_header Connection ""; {more} }} }}',
        )
        wait_for(port)
        return port

    def haproxy(self, upstream: int) -> int:
        port = free_port()
        config = self.folder / "haproxy.cfg"
        config.write_text(
            "global\n  nbthread 1\n  maxconn 8192\n"
            "defaults\n  mode http\n  timeout client 60s\n  timeout server 60s\n  timeout connect 5s\n"
            "  http-reuse always\n  option http-no-delay\n"
            f"frontend f\n  bind 127.0.0.1:{port}\n  default_backend b\n"
            f"backend b\n  balance random\n  server a 127.0.0.1:{upstream} weight 50 pool-max-conn 256\n"
            f"  server c 127.0.0.1:{upstream} weight 50 pool-max-conn 256\n"
        )
        self.run("/usr/sbin/haproxy", "-f", str(config), "-db")
        wait_for(port)
        return port

    def portkey(self, upstream: int, cache: pathlib.Path) -> tuple[int, dict[str, str]] | str:
        """Portkey's gateway from the npm registry that npm is configured with: its port and the headers that name the
        upstream, or one sentence that says why it is not there."""
        if shutil.which("npm") is None or shutil.which("node") is None:
            return "Portkey is left out: node and npm are not installed."
        cache.mkdir(parents=True, exist_ok=True)
        start = cache / "node_modules" / "@portkey-ai" / "gateway" / "build" / "start-server.js"
        if not start.is_file():
            command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts",
                       "--prefix", str(cache), PORTKEY]
            try:
                done = subprocess.run(command, cwd=cache, capture_output=True, text=True, timeout=300)
            except subprocess.TimeoutExpired:
                return "Portkey is left out: npm did not get it within 5 minutes."
            if done.returncode != 0 or not start.is_file():
                return f"Portkey is left out: npm could not install it ({done.stderr.strip()[-200:]})."
        port = free_port()
        environment = {**os.environ, "TRUSTED_CUSTOM_HOSTS": "127.0.0.1,localhost", "NODE_ENV": "production"}
        self.run("node", str(start), f"--port={port}", "--headless", cwd=cache, env=environment, stdout=subprocess.DEVNULL)
        wait_for(port)
        host = f"http://127.0.0.1:{upstream}/v1"
        config = json.dumps({"provider": "openai", "api_key": "none", "custom_host": host})
        return port, {"x-portkey-config": config.replace('"', '\\"')}

    def gateway(self, programs: pathlib.Path, upstream: int) -> int:
        program = self.run(
            str(programs / "bench_gateway_server"),
            f"http://127.0.0.1:{upstream}/v1",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert program.stdout is not None
        line = program.stdout.readline().strip()
        if not line:
            raise SystemExit("bench_gateway_server did not start")
        return int(line)
