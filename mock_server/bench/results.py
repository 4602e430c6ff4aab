"""What rounds gave, and their medians.

A round is {scenario: {who: {measure: value}}}. A machine's speed drifts by more than what is
measured, so ratios are taken within each round.
"""
import statistics


class Results:
    def __init__(self):
        self.rounds = {}  # by part

    def add(self, part, rounds):
        self.rounds.setdefault(part, []).extend(rounds)

    def samples(self, part, scenario, *who):
        """What each of them gave in each round that has all of them."""
        for one in self.rounds.get(part, ()):
            measured = one.get(scenario, {})
            if all(name in measured for name in who):
                yield [measured[name] for name in who]

    def median(self, part, scenario, who, measure):
        """None when it was not measured."""
        values = [sample[measure] for [sample] in self.samples(part, scenario, who)
                  if measure in sample]
        return statistics.median(values) if values else None

    def ratios(self, part, scenario, who, over, measure):
        """One for each round that measured both."""
        return [sample[measure] / other[measure]
                for sample, other in self.samples(part, scenario, who, over)
                if measure in sample and other.get(measure)]

    def ratio(self, part, scenario, who, over, measure):
        """The median of the ratios; None when one of both was not measured."""
        values = self.ratios(part, scenario, who, over, measure)
        return statistics.median(values) if values else None
