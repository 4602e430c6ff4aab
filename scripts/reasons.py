"""Reads the tables of reasons of scripts/analyse and scripts/coverage.

A reason stands at the start of a line. Below it, indented, stand the places that it holds for: a
glob of files, and a regular expression. Lines with a # in front are comments.
"""
import fnmatch
import re


class Place:
    def __init__(self, where, files, pattern):
        self.where, self.files, self.pattern = where, files, re.compile(pattern)
        self.used = False

    def holds_for(self, file, text):
        return fnmatch.fnmatchcase(file, self.files) and self.pattern.search(text) is not None


class Reason:
    def __init__(self, text):
        self.text, self.places, self.count = text, [], 0


class Reasons:
    def __init__(self, path):
        self.reasons = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            if not line[0].isspace():
                self.reasons.append(Reason(line))
                continue
            files, pattern = line.split(None, 1)
            self.reasons[-1].places.append(Place(f"{path}:{number}", files, pattern))

    def hold_for(self, file, text, count=1, named=False):
        """Whether a reason holds, of a place that is not for all files if that is wanted; the first
        that does counts it."""
        places = [(reason, place) for reason in self.reasons for place in reason.places
                  if place.holds_for(file, text) and not (named and place.files == "*")]
        for _, place in places:
            place.used = True
        if places:
            places[0][0].count += count
        return bool(places)

    def idle(self):
        """What holds for nothing any more."""
        return [f"{place.where}: holds for nothing: {place.files} {place.pattern.pattern}"
                for reason in self.reasons for place in reason.places if not place.used]

    def table(self, what):
        return [f"{reason.count:5} {what}: {reason.text}" for reason in self.reasons]
