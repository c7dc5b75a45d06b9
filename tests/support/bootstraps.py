"""Small Lambda functions for tests: a bootstrap in Python that does what its event says, packed as AWS takes it."""
import io
import zipfile

# Speaks the Runtime API with nothing between: what a broken runtime can do, this one does on request.
OBEDIENT = r'''#!/usr/bin/python3 -SE
import http.client, json, os, signal, sys, time
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])

def ask(method, path, body=None):
    api.request(method, "/2018-06-01/runtime/" + path, body)
    answer = api.getresponse()
    return answer.status, answer.headers, answer.read()

times = 0
while True:
    _, headers, event = ask("GET", "invocation/next")
    times += 1
    event, place = json.loads(event), "invocation/" + headers["Lambda-Runtime-Aws-Request-Id"]
    do = event.get("do")
    if do == "exit":
        os._exit(event["status"])
    if do == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if do == "hang":
        time.sleep(600)
    if do == "say":
        sys.stdout.buffer.write(event["text"].encode() + b"\n")
        sys.stdout.flush()
    if do == "garbage":
        sys.stdout.buffer.write(bytes(range(256)) * 20 + b"\n\xff\xfe")
        sys.stdout.flush()
    if do == "fail":
        ask("POST", place + "/error", json.dumps({"errorType": "Bad", "errorMessage": "on request"}))
        continue
    if do == "allocate":
        kept = [bytearray(16 << 20) for _ in range(10000)]
    if do == "large":
        ask("POST", place + "/response", b'"' + b"x" * event["bytes"] + b'"')
        continue
    if do == "answer another":
        status, _, said = ask("POST", "invocation/00000000-0000-0000-0000-000000000000/response", b'"wrong"')
        ask("POST", place + "/response", json.dumps({"refused": status}))
        continue
    ask("POST", place + "/response", json.dumps({"event": event, "times": times, "environment": dict(os.environ)}))
    if do == "answer twice":
        status, _, said = ask("POST", place + "/response", b'"again"')
        print("second answer:", status, flush=True)
'''

INIT_ERROR = r'''#!/usr/bin/python3 -SE
import http.client, os
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
api.request("POST", "/2018-06-01/runtime/init/error", b'{"errorType": "Settings.Missing", "errorMessage": "TABLE is not set"}')
api.getresponse().read()
raise SystemExit(1)
'''

NEVER_STARTS = "#!/bin/sh\necho cannot start\nexit 7\n"
# Takes an event and then more memory than it may have.
OUT_OF_MEMORY = OBEDIENT.replace('do = event.get("do")', 'do = "allocate"')


def package(bootstrap, name="bootstrap"):
    """A zip with one executable file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = 0o100755 << 16
        archive.writestr(entry, bootstrap)
    return data.getvalue()

# Answers an HTTP request with what its event says: the event itself, or what its body or query asks for.
HTTP = r'''#!/usr/bin/python3 -SE
import http.client, json, os, time
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])

def ask(method, path, body=None):
    api.request(method, "/2018-06-01/runtime/" + path, body)
    answer = api.getresponse()
    return answer.headers, answer.read()

while True:
    headers, event = ask("GET", "invocation/next")
    event, place = json.loads(event), "invocation/" + headers["Lambda-Runtime-Aws-Request-Id"]
    wanted = (event.get("queryStringParameters") or {}).get("reply")
    delay = (event.get("queryStringParameters") or {}).get("sleep")
    if delay:
        time.sleep(float(delay))
    if wanted == "fail":
        ask("POST", place + "/error", json.dumps({"errorType": "Bad", "errorMessage": "on request"}))
        continue
    reply = json.loads(wanted) if wanted else {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(event)}
    ask("POST", place + "/response", json.dumps(reply))
'''

# Streams its response, with nothing between it and the Runtime API. What its query asks for under `do`:
#   short                a few bytes
#   lockstep             three pieces, each after a file in its directory lets it
#   flood                so many megabytes; writes how many it is rid of to the file "written", and "done" at the end
#   break, fail, die     an error behind the first piece, in place of it, and no more process
#   plain                an answer that is not streamed
STREAMING = r'''#!/usr/bin/python3 -SE
import base64, http.client, json, os, pathlib, signal, tempfile, time, urllib.parse
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])

def ask(method, path, body=None):
    api.request(method, "/2018-06-01/runtime/" + path, body)
    answer = api.getresponse()
    return answer.headers, answer.read()

def chunk(data):
    api.send(b"%x\r\n%s\r\n" % (len(data), data))

while True:
    headers, event = ask("GET", "invocation/next")
    event, place = json.loads(event), "invocation/" + headers["Lambda-Runtime-Aws-Request-Id"]
    query = event.get("queryStringParameters") or {}
    do = query.get("do", "short")
    if do == "fail":
        ask("POST", place + "/error", json.dumps({"errorType": "Bad", "errorMessage": "on request"}))
        continue
    if do == "plain":
        ask("POST", place + "/response", b'{"plain": true}')
        continue
    if do == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    directory = pathlib.Path(tempfile.mkdtemp())
    (directory / "written").write_text("0")
    api.putrequest("POST", "/2018-06-01/runtime/" + place + "/response")
    for name, value in (("Lambda-Runtime-Function-Response-Mode", "streaming"), ("Transfer-Encoding", "chunked"),
                        ("Content-Type", "application/vnd.awslambda.http-integration-response"),
                        ("Trailer", "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body")):
        api.putheader(name, value)
    api.endheaders()
    chunk(json.dumps({"statusCode": 201 if do == "lockstep" else 200, "cookies": ["a=b"],
                      "headers": {"Content-Type": "text/event-stream", "x-directory": str(directory)}}).encode() + bytes(8))
    trailer = b""
    if do == "lockstep":
        for n in range(3):
            chunk(b"piece %d\n" % n)
            while not (directory / f"go{n}").exists():
                time.sleep(0.002)
    elif do == "flood":
        for n in range(int(query["megabytes"])):
            chunk(bytes(1 << 20))
            (directory / "written").write_text(str(n + 1))
    else:
        chunk(b"some bytes\n")
    if do == "break":
        body = base64.b64encode(json.dumps({"errorType": "Bad", "errorMessage": "on the way"}).encode())
        trailer = b"Lambda-Runtime-Function-Error-Type: Bad\r\nLambda-Runtime-Function-Error-Body: " + body + b"\r\n"
    api.send(b"0\r\n" + trailer + b"\r\n")
    (directory / "done").touch()
    api.getresponse().read()
'''
