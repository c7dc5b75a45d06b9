"""No secret is in the tree, and what holds one on a laptop is ignored by git."""
import re
import unittest

import house

# The forms that the usual scanners look for. Written so that this file does not find itself.
SECRETS = {
    "an access key of AWS": re.compile(r"\b(?:AKI[A]|ASI[A])[A-Z2-7]{16}\b"),
    "a private key": re.compile(r"-----BEGI[N] (?:[A-Z]+ )?PRIVATE KEY-----"),
    "a token of GitHub": re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36,}\b"),
    "a token of Slack": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}\b"),
    "a live key of Stripe": re.compile(r"\b[sr]k_liv[e]_[A-Za-z0-9]{16,}\b"),
    "a secret access key": re.compile(r"(?i)aws_secret_access_key\s*[=:]\s*[\"']?[A-Za-z0-9/+]{40}\b"),
}
# AWS's own documentation gives these out as examples.
EXAMPLES = ("AKIA" "IOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


def violations(sources):
    found = []
    for path, text in sources.items():
        for number, line in enumerate(text.splitlines(), 1):
            for what, pattern in SECRETS.items():
                if any(not any(example in match.group() for example in EXAMPLES) for match in pattern.finditer(line)):
                    found.append(f"{path}:{number}: looks like {what}")
    return found


class Secrets(unittest.TestCase):
    # V086
    def test_no_file_holds_a_secret(self):
        sources = house.texts()
        self.assertGreater(len(sources), 500)
        self.assertEqual([], violations(sources))

    def test_each_kind_of_secret_is_found(self):
        planted = {
            "a": "key = AKIA" + "Q" * 16, "b": "-----BEGIN" + " RSA PRIVATE KEY-----", "c": "ghp" + "_" + "a" * 36,
            "d": "xoxb" + "-1234567890-abc", "e": "sk_live" + "_" + "a" * 24, "f": "aws_secret_access_key=" + "a" * 40,
        }
        self.assertEqual(sorted(planted), sorted({line.split(":")[0] for line in violations(planted)}))

    # V087
    def test_local_configuration_is_ignored(self):
        ignored = (house.HOME / ".gitignore").read_text().splitlines()
        for line in ("/.env", "/.env.*", "*.pem", "/.feedmill/"):
            self.assertIn(line, ignored)


if __name__ == "__main__":
    unittest.main()
