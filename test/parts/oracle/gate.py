"""Reads a JSON list of SQL texts and prints a JSON list of those that an Oracle parser does not take, each with its reason."""

import json
import sys

import parseora

NOT_MODELLED = "statement kind not modelled"
refused = []
for text in json.load(sys.stdin):
    for statement in parseora.parse(text, version="19c"):
        warnings = [w for w in statement["warnings"] if NOT_MODELLED not in w["message"]]
        for problem in statement["errors"] + warnings:
            refused.append({"text": text, "reason": problem["message"]})
json.dump(refused, sys.stdout)
