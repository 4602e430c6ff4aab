#!/usr/bin/env python3
"""Writes a YAML document as JSON, keys in their order.

Usage: yaml_to_json.py IN OUT
"""
import json
import pathlib
import sys

import yaml

document = yaml.safe_load(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
pathlib.Path(sys.argv[2]).write_text(json.dumps(document, separators=(",", ":")), encoding="ascii")
