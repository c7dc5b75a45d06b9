"""A packed function starts where nothing is: unpacked into an empty root, it finds its loader, its libraries and Lambda."""
import http.server
import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest
import zipfile

HOME, BUILD = pathlib.Path(os.environ["FEEDMILL_HOME"]), pathlib.Path(os.environ["FEEDMILL_BUILD"])
LAUNCHER = BUILD / "functions/package/launcher"
BINARIES = sorted(BUILD.glob("functions/*/bootstrap"))

spec = importlib.util.spec_from_file_location("package", HOME / "functions/package/package.py")
package = importlib.util.module_from_spec(spec)
spec.loader.exec_module(package)


class RuntimeApi(http.server.BaseHTTPRequestHandler):
    """Answers everything with 500 and remembers what was asked: a function that gets so far has started."""
    asked = []

    def answer(self):
        self.asked.append(f"{self.command} {self.path}")
        self.send_response(500)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.archive, cls.root = cls.folder / "function.zip", cls.folder / "root"
        package.pack(BINARIES[0], LAUNCHER, cls.archive)
        with zipfile.ZipFile(cls.archive) as archive:
            for entry in archive.infolist():
                path = pathlib.Path(archive.extract(entry, cls.root / "var/task"))
                path.chmod(entry.external_attr >> 16 & 0o777)

    def start(self, environment):
        return subprocess.run(["/var/task/bootstrap"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=60, preexec_fn=lambda: (os.chroot(self.root), os.chdir("/var/task")))

    def test_the_same_build_gives_the_same_bytes(self):
        package.pack(BINARIES[0], LAUNCHER, self.folder / "again.zip")
        self.assertEqual(self.archive.read_bytes(), (self.folder / "again.zip").read_bytes())

    @unittest.skipUnless(os.geteuid() == 0, "an empty root needs root")
    def test_without_a_runtime_api_it_says_what_is_missing(self):
        ended = self.start({})
        self.assertNotEqual(0, ended.returncode)
        self.assertIn("AWS_LAMBDA_RUNTIME_API", ended.stdout)

    # E075
    @unittest.skipUnless(os.geteuid() == 0, "an empty root needs root")
    def test_in_an_empty_root_it_reaches_the_runtime_api(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), RuntimeApi)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        ended = self.start({"AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.server_port}", "LAMBDA_TASK_ROOT": "/var/task"})
        self.assertTrue(RuntimeApi.asked and "/2018-06-01/runtime/" in RuntimeApi.asked[0], ended.stdout)

    def test_the_template_names_the_zips(self):
        template = "CodeUri: ../functions/lock/\nDefinitionUri: state-machines/a.json\nCodeUri: ../functions/lock_two/\n"
        self.assertEqual(
            "CodeUri: lock.zip\nDefinitionUri: ../../infra/state-machines/a.json\nCodeUri: ../functions/lock_two/\n",
            package.deployable(template, ["lock"]))


if __name__ == "__main__":
    if not BINARIES or not LAUNCHER.exists():
        print(f"skipped: {BUILD} holds no functions to pack")
        sys.exit(77)
    unittest.main()
