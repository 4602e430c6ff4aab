#!/usr/bin/env python3
"""Writes a document in YAML or JSON as JSON without white space, keys in their order.

Usage: compact_json.py IN OUT
"""
import json
import pathlib
import sys

source = pathlib.Path(sys.argv[1])
text = source.read_text(encoding="utf-8")
if source.suffix == ".json":
    document = json.loads(text)
else:
    import yaml
    document = yaml.safe_load(text)
pathlib.Path(sys.argv[2]).write_text(json.dumps(document, separators=(",", ":")), encoding="ascii")
