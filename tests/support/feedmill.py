"""A running emulator, driven as a user drives it: the shipped binary, boto3, the AWS CLI, the control API.

    with Emulator() as emulator:
        emulator.client("s3").list_buckets()
        emulator.aws("s3", "ls")
        emulator.kill(); emulator.start()        # the same directory and port
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import boto3
import botocore.config

HOME = pathlib.Path(os.environ.get("FEEDMILL_HOME") or pathlib.Path(__file__).resolve().parents[2])
BUILD = pathlib.Path(os.environ.get("FEEDMILL_BUILD") or HOME / "build")
_CACHE = BUILD / "CMakeCache.txt"  # absent where nothing was built: main() says so
SANITIZED = _CACHE.exists() and re.search(r"^SANITIZE:\w+=.", _CACHE.read_text(), re.MULTILINE) is not None  # ten times as slow
BINARY = BUILD / "emulator/feedmill"
AWS_CLI = "/usr/bin/aws"  # Debian's, whatever else is on the PATH
REGION, ACCOUNT = "us-east-1", "000000000000"
COMPLETE_AT_ONCE = {"SettleSeconds": 0}  # a set starts as soon as there is a file of each kind
DEADLINE_SECONDS = 120  # of whatever must come to an end; sanitizers are slow

# What `up` and the clients see: no account of the person who runs the tests, and no proxy.
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("AWS_") and "proxy" not in name.lower()},
    "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION, "AWS_PAGER": "",
    "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true",
    "FEEDMILL_HOME": str(HOME),
}
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def run(*arguments, **options):
    """The binary, to its end; standard output and error as text."""
    return subprocess.run([BINARY, *map(str, arguments)], env=ENVIRONMENT, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          timeout=DEADLINE_SECONDS, **options)


def wait_until(condition, what, seconds=DEADLINE_SECONDS):
    """What the condition gives once it is true. Asks again and again: others' processes cannot be waited for."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s for: {what}")
        time.sleep(0.01)


class Stopped(Exception):
    """The emulator ended where it was to serve."""


class Emulator:
    def __init__(self, *options, parameters=COMPLETE_AT_ONCE):
        """`options` are those of `feedmill up`, `parameters` the template's."""
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="feedmill-test-"))
        self.log = self.home / "log"
        self.options = [str(option) for option in options]
        for name, value in parameters.items():
            self.options += ["--parameter", f"{name}={value}"]
        self.environment = ENVIRONMENT
        self.port = 0
        self.process = None
        self._clients = {}

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        """On the port that it had before, if it had one."""
        ready = self.home / "ready"
        ready.unlink(missing_ok=True)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [BINARY, "up", "--port", str(self.port), "--dir", self.home / "data", "--ready-file", ready, *self.options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment)
        wait_until(lambda: ready.exists() or self.process.poll() is not None, "the ready file")
        if not ready.exists():
            raise Stopped(f"exit status {self.process.returncode}\n{self.said()}")
        self.port = int(ready.read_text().strip().rpartition(":")[2])

    def kill(self):
        """As a power cut ends a process: no goodbye."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        """The exit status after SIGTERM."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                return self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode if self.process else None

    def close(self):
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def said(self, lines=60):
        return "".join(self.log.read_text(errors="replace").splitlines(keepends=True)[-lines:]) if self.log.exists() else ""

    # --- asking it ---

    def client(self, service, retries=0):
        """boto3's. Without retries an error is seen as it came."""
        known = (service, retries, self.port)
        if known not in self._clients:
            config = botocore.config.Config(retries={"total_max_attempts": retries + 1, "mode": "standard"}, read_timeout=DEADLINE_SECONDS,
                                            max_pool_connections=128, s3={"addressing_style": "path"})
            self._clients[known] = boto3.client(service, endpoint_url=self.endpoint, region_name=REGION, aws_access_key_id="test",
                                                aws_secret_access_key="test", config=config)
        return self._clients[known]

    def aws(self, *arguments, stdin=None):
        """The AWS CLI's standard output. Raises where it fails."""
        done = subprocess.run([AWS_CLI, "--endpoint-url", self.endpoint, *map(str, arguments)], env=ENVIRONMENT, text=True,
                              input=stdin or "", stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=DEADLINE_SECONDS)
        if done.returncode != 0:
            raise AssertionError(f"aws {' '.join(map(str, arguments))}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def aws_json(self, *arguments):
        return json.loads(self.aws(*arguments, "--output", "json") or "null")

    def send(self, method, path, body=b"", headers=None):
        """(status, body) of a request that Debian's clients are too old for."""
        request = urllib.request.Request(f"{self.endpoint}{path}", data=body, method=method, headers=headers or {})
        try:
            with _opener.open(request, timeout=2 * DEADLINE_SECONDS) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def control(self, name, body=None):
        """GET /_feedmill/NAME, or POST with a body."""
        request = urllib.request.Request(f"{self.endpoint}/_feedmill/{name}", data=None if body is None else json.dumps(body).encode())
        try:
            with _opener.open(request, timeout=2 * DEADLINE_SECONDS) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"/_feedmill/{name}: {error.code} {error.read()!r}") from None

    def advance(self, seconds=0, **to):
        """Lets a virtual world's time go by: so much of it, or to="…Z"."""
        answer = self.control("advance", {**(to or {"seconds": seconds}), "timeout_seconds": DEADLINE_SECONDS})
        if not answer["reached"]:
            raise AssertionError(f"the clock stopped at {answer['time']} after {DEADLINE_SECONDS} s: {answer}")

    def settle(self):
        """Waits until nothing runs by itself any more."""
        answer = self.control("settle", {"timeout_seconds": DEADLINE_SECONDS})
        if not answer["quiescent"]:
            raise AssertionError(f"no rest after {DEADLINE_SECONDS} s: {self.control('health')}")


class EmulatorTest(unittest.TestCase):
    """A class of tests around one emulator; what it said is shown where a test fails."""
    options, parameters = (), COMPLETE_AT_ONCE

    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator(*cls.options, parameters=cls.parameters)
        cls.addClassCleanup(cls.emulator.close)
        cls.emulator.start()

    def run(self, result=None):
        before = len(result.failures) + len(result.errors)
        super().run(result)
        emulator = getattr(self, "emulator", None)
        if emulator and len(result.failures) + len(result.errors) > before:
            print(f"--- what the emulator said before {self.id()} failed:\n{emulator.said()}---", file=sys.stderr)


def main():
    """Runs the tests of the calling script; exit status 77 where there is nothing to test."""
    if not BINARY.exists():
        print(f"skipped: there is no {BINARY}")
        sys.exit(77)
    unittest.main(warnings="ignore")  # boto3 leaves its sockets to the collector
