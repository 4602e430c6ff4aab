"""Reads the tables of reasons of scripts/analyse and scripts/coverage.

A reason stands at the start of a line. Below it, indented, stand the places that it holds for: a
glob of files, and a regular expression. Lines with a # in front are comments.
"""
import fnmatch
import re


class Place:
    def __init__(self, where, files, pattern):
        self.where, self.files, self.pattern = where, files, re.compile(pattern)
        self.count = 0

    def holds_for(self, file, text):
        return fnmatch.fnmatchcase(file, self.files) and self.pattern.search(text) is not None


class Reasons:
    def __init__(self, path):
        self.reasons = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            if not line[0].isspace():
                self.reasons.append((line, []))
                continue
            files, pattern = line.split(None, 1)
            self.reasons[-1][1].append(Place(f"{path}:{number}", files, pattern))

    def hold_for(self, file, text, count=1):
        """Whether a reason holds; each that does counts it."""
        places = [place for _, places in self.reasons for place in places
                  if place.holds_for(file, text)]
        for place in places:
            place.count += count
        return bool(places)

    def idle(self):
        """What holds for nothing any more."""
        return [f"{place.where}: holds for nothing: {place.files} {place.pattern.pattern}"
                for _, places in self.reasons for place in places if place.count == 0]

    def table(self, what):
        return [f"{sum(place.count for place in places):5} {what}: {reason}"
                for reason, places in self.reasons]
