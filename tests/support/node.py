"""Scripts for Node with the packages of tests/package.json: the AWS SDK for JavaScript, and a Node that is new enough for it.

    if why := node.missing(): print("skipped:", why)
    node.run("integration/sqs_client.mjs", emulator.endpoint)      # what it wrote to standard output
"""
import platform
import subprocess

from feedmill import DEADLINE_SECONDS, ENVIRONMENT, HOME

TESTS = HOME / "tests"
# The binary that an npm package for this machine's architecture brings; Debian's is older than the SDK wants.
NODE = TESTS / f"node_modules/node-linux-{'arm64' if platform.machine() == 'aarch64' else 'x64'}/bin/node"


def missing():
    """What is not there, or nothing."""
    return "" if NODE.exists() else f"there is no {NODE}; `npm ci` in tests/ brings it (./feedmill test does it)"


def run(script, *arguments):
    """Runs tests/SCRIPT to its end. Raises with what it said where it fails."""
    done = subprocess.run([NODE, TESTS / script, *map(str, arguments)], env=ENVIRONMENT, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=DEADLINE_SECONDS)
    if done.returncode != 0:
        raise AssertionError(f"{script}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout
