"""Reads a JSON list of SQL texts and prints a JSON list of those that an Oracle parser does not take, each with its reason."""

import json
import sys

import parseora

# Said of what is taken and not looked into: a kind of statement, the CHECK behind a column.
NOT_LOOKED_INTO = ("statement kind not modelled", "column option kept as tokens")
refused = []
for text in json.load(sys.stdin):
    for statement in parseora.parse(text, version="19c"):
        warnings = [w for w in statement["warnings"] if not any(known in w["message"] for known in NOT_LOOKED_INTO)]
        for problem in statement["errors"] + warnings:
            refused.append({"text": text, "reason": problem["message"]})
json.dump(refused, sys.stdout)
