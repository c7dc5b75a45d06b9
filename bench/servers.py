"""What the benches start and ask: the emulator, the bare server, and this folder's own programs."""
import http.client
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

HOME = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(os.environ.get("FEEDMILL_BUILD", HOME / "build"))
FEEDMILL = BUILD / "emulator/feedmill"
READY_WITHIN_SECONDS = 60
# Keys that nobody was given: the emulator takes whoever signs with them for the account's owner.
SCOPE = "Credential=BENCH/20260101/us-east-1/{}/aws4_request, SignedHeaders=host, Signature=" + "0" * 64


class Wrong(Exception):
    """A result is not what it has to be: no figure is printed."""


def say(text):
    print(f"feedmill bench: {text}", file=sys.stderr, flush=True)


def program(name):
    return str(BUILD / "bench" / f"bench_{name}")


# CI forbids `replay --update` of what people look at; the cases of a bench are its own.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "CI"}


def run(*command):
    """What it prints. A program of ours that does not exit with 0 has found something wrong, and has said what."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env=ENVIRONMENT)
    if done.returncode != 0:
        raise Wrong(f"{pathlib.Path(str(command[0])).name}: {done.stderr.strip()[-2000:]} (exit status {done.returncode})")
    return done


def run_json(*command):
    return json.loads(run(*command).stdout)


def feedmill_command(directory, ready_file, *options):
    """`options` may say --template and --functions again: the last one counts."""
    chosen = {"--template": HOME / "infra/template.yaml", "--functions": BUILD / "functions"}
    given = dict(zip(options[::2], options[1::2]))
    chosen.update(given)
    words = [str(word) for pair in chosen.items() for word in pair]
    return [str(FEEDMILL), "up", "--port", "0", "--dir", str(directory), "--ready-file", str(ready_file), *words]


def start_times(runs, ready_file, path, command, kill=False):
    """Milliseconds from exec to the first answer, one each run."""
    words = ["--kill"] if kill else []
    return [float(line) for line in run(program("start_timer"), *words, runs, ready_file, path, *command).stdout.split()]


class Server:
    """A process that writes a ready file; gone at the end of the `with`."""

    def __init__(self, command, ready_file):
        self.ready_file = pathlib.Path(ready_file)
        self.ready_file.unlink(missing_ok=True)
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen([str(word) for word in command], stdout=self.log, stderr=self.log)
        self.port = self.wait_until_ready()

    def wait_until_ready(self):
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while not self.ready_file.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.end(signal.SIGKILL)
                raise Wrong(f"{self.process.args[0]} did not get ready:\n{self.said()}")
            time.sleep(0.005)
        return int(self.ready_file.read_text().strip().rpartition(":")[2])

    def said(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")[-2000:]

    def end(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(READY_WITHIN_SECONDS)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()
        self.log.close()

    def pss_mb(self):
        with open(f"/proc/{self.process.pid}/smaps_rollup") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1024

    def load(self, workload, *options):
        return run_json(program("load"), workload, "--port", self.port, "--pid", self.process.pid, *options)


class Emulator(Server):
    def __init__(self, directory, *options):
        ready_file = pathlib.Path(directory).with_suffix(".ready")
        super().__init__(feedmill_command(directory, ready_file, *options), ready_file)

    def send(self, service, method, path, body=b"", headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            size = os.fstat(body.fileno()).st_size if hasattr(body, "fileno") else len(body)
            connection.request(method, path, body, {"Authorization": "AWS4-HMAC-SHA256 " + SCOPE.format(service),
                                                    "Content-Length": str(size), **(headers or {})})
            reply = connection.getresponse()
            text = reply.read()
        finally:
            connection.close()
        if reply.status // 100 != 2:
            raise Wrong(f"{method} {path}: {reply.status} {text[:600].decode(errors='replace')}")
        return text

    def call(self, target, request):
        """A JSON service: call("DynamoDB_20120810.Scan", {...})."""
        service = {"DynamoDB_20120810": "dynamodb", "AWSStepFunctions": "states"}[target.partition(".")[0]]
        return json.loads(self.send(service, "POST", "/", json.dumps(request).encode(),
                                    {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.0"}))

    def control(self, path):
        return json.loads(self.send("feedmill", "GET", "/_feedmill/" + path))


def bare_server(folder):
    ready_file = pathlib.Path(folder) / "bare.ready"
    return Server([program("echo_floor"), ready_file], ready_file)
