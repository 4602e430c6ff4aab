#!/usr/bin/env python3
"""The pure parts of scripts/bench: medians, goals, the table, and what wrk says.

Usage: bench_test.py
"""
import argparse
import contextlib
import dataclasses
import io
import itertools
import pathlib
import sys
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import bench
import contenders
import goals
import play
import rounds
import server
import table
import wrk
from measure import AT_REST, CPU, ERROR, INSTRUCTIONS, KEEP_8, KEEP_64, ONCE, RATE, RSS
from parts import GATE, PARTS, Part
from results import Results

PART = Part("part", "A part", "base", ("base", "other"), (KEEP_8, KEEP_64))
AT_LEAST = goals.Goal("speed", "part", "other", RATE, (KEEP_8, KEEP_64), "base", at_least=0.9,
                      floor=0.8, note="it is slow")
AT_MOST = goals.Goal("memory", "part", "other", RSS, (KEEP_8, KEEP_64), at_most=16)
CPU_AT_MOST = goals.Goal("cost", "part", "other", CPU, (KEEP_8,), "base", at_most=1.2, floor=1.4)


def results_of(*rates, scenario=KEEP_8, measure=RATE):
    """Of rounds in which the base and the other had these values."""
    results = Results()
    results.add("part", [{scenario: {"base": {measure: base}, "other": {measure: other}}}
                         for base, other in rates])
    return results


class Medians(unittest.TestCase):
    def test_a_ratio_is_taken_within_each_round(self):
        results = results_of((100, 90), (200, 200), (10, 11))
        self.assertAlmostEqual(results.ratio("part", KEEP_8, "other", "base", RATE), 1)
        self.assertEqual(results.median("part", KEEP_8, "other", RATE), 90)

    def test_what_was_not_measured_is_none(self):
        results = results_of((100, 90))
        for found in (results.median("part", KEEP_64, "other", RATE),
                      results.median("part", KEEP_8, "other", CPU),
                      results.median("none", KEEP_8, "other", RATE),
                      results.ratio("part", KEEP_8, "other", "nobody", RATE)):
            self.assertIsNone(found)

    def test_nothing_done_is_a_ratio_of_zero_but_nothing_to_compare_with_is_none(self):
        self.assertEqual(results_of((100, 0)).ratio("part", KEEP_8, "other", "base", RATE), 0)
        self.assertIsNone(results_of((0, 100)).ratio("part", KEEP_8, "other", "base", RATE))

    def test_rounds_that_are_added_count_too(self):
        results = results_of((100, 10))
        results.add("part", results_of((100, 90), (100, 90)).rounds["part"])
        self.assertAlmostEqual(results.ratio("part", KEEP_8, "other", "base", RATE), 0.9)

    def test_a_round_without_one_of_both_does_not_count(self):
        results = results_of((100, 90))
        results.add("part", [{KEEP_8: {"base": {RATE: 5}}}])
        self.assertAlmostEqual(results.ratio("part", KEEP_8, "other", "base", RATE), 0.9)


class Rounds(unittest.TestCase):
    def test_the_quietest_count(self):
        chosen, others = rounds.quietest([("a", 0.3), ("b", 0.01), ("c", 0.02)], 2)
        self.assertEqual((chosen, others), (["b", "c"], 0.02))

    def test_loud_ones_are_played_again_but_not_for_ever(self):
        self.assertFalse(rounds.are_enough([("", 0.01), ("", 0.5)], 2))
        self.assertTrue(rounds.are_enough([("", 0.01), ("", 0.5), ("", 0.01)], 2))
        self.assertTrue(rounds.are_enough([("", 0.5)] * 3, 2))


class Goals(unittest.TestCase):
    def test_the_worst_scenario_is_judged(self):
        results = results_of((100, 95))
        results.add("part", results_of((100, 85), scenario=KEEP_64).rounds["part"])
        self.assertAlmostEqual(AT_LEAST.worst(results), 0.85)
        self.assertFalse(AT_LEAST.is_met(results))
        self.assertEqual(goals.measured(AT_LEAST, results),
                         "0.95 at 8 connections; 0.85 at 64 connections")

    def test_a_limit_itself_meets_the_goal(self):
        self.assertTrue(AT_LEAST.is_met(results_of((100, 90))))
        self.assertFalse(AT_LEAST.is_met(results_of((1000, 899))))
        self.assertTrue(AT_MOST.is_met(results_of((1, 16), measure=RSS)))
        self.assertFalse(AT_MOST.is_met(results_of((1, 16.1), measure=RSS)))

    def of_floor(self, goal, *others, measure=RATE):
        """Whether its floor is missed, and whether that is sure, when the base was 100 in every round."""
        results = results_of(*((100, other) for other in others), measure=measure)
        return goal.is_missed(results), goal.is_sure(results)

    def test_a_floor_is_missed_when_the_median_of_the_rounds_is_beyond_it(self):
        self.assertEqual(self.of_floor(AT_LEAST, *[79] * 7), (True, True))
        self.assertEqual(self.of_floor(AT_LEAST, *[80] * 7), (False, True))
        self.assertEqual(self.of_floor(CPU_AT_MOST, *[141] * 7, measure=CPU), (True, True))
        self.assertEqual(self.of_floor(CPU_AT_MOST, *[140] * 7, measure=CPU), (False, True))
        self.assertEqual(self.of_floor(AT_LEAST, 10, 81, 81), (False, False))
        self.assertEqual(self.of_floor(AT_LEAST, 79, 79, 200), (True, False))

    def test_it_is_not_sure_where_chance_may_have_put_the_rounds(self):
        self.assertEqual(self.of_floor(AT_LEAST, *[10] * 6), (True, False))
        self.assertEqual(self.of_floor(AT_LEAST, *[79] * 18, *[81] * 6), (True, False))
        self.assertEqual(self.of_floor(AT_LEAST, *[79] * 19, *[81] * 5), (True, True))
        self.assertEqual(self.of_floor(AT_LEAST, *[79] * 5, *[81] * 19), (False, True))

    def test_one_round_tells_all_of_what_does_not_vary(self):
        goal = dataclasses.replace(CPU_AT_MOST, measure=INSTRUCTIONS)
        self.assertEqual(self.of_floor(goal, 141, measure=INSTRUCTIONS), (True, True))
        self.assertEqual(self.of_floor(goal, 140, measure=INSTRUCTIONS), (False, True))

    def test_the_scenarios_of_a_round_count_together_and_one_that_was_not_played_does_not(self):
        one = {scenario: {"base": {RATE: 100}, "other": {RATE: rate}}
               for scenario, rate in ((KEEP_8, 64), (KEEP_64, 100))}
        results = Results()
        results.add("part", [one])
        self.assertAlmostEqual(AT_LEAST.rounds(results)[0], 0.8)
        del one[KEEP_64]
        self.assertAlmostEqual(AT_LEAST.rounds(results)[0], 0.64)

    def test_nothing_done_in_one_scenario_is_nothing_done(self):
        self.assertEqual(self.of_floor(AT_LEAST, *[0] * 7), (True, True))

    def test_only_what_has_a_floor_and_was_measured_is_gated(self):
        self.assertEqual(goals.gated(results_of((1, 2)), (AT_LEAST,)), [AT_LEAST])
        self.assertEqual(goals.gated(results_of((1, 2), measure=RSS), (AT_MOST, AT_LEAST)), [])
        self.assertEqual(goals.gated(Results(), (AT_LEAST,)), [])

    def test_how_a_floor_stands_is_told_with_its_scenarios_and_its_rounds(self):
        results = results_of((100, 78), (100, 79), (100, 90))
        self.assertEqual(goals.tell(results, AT_LEAST), "speed: 0.79 with 8 connections, beyond the "
                         "floor of 0.8 in 2 of 3 rounds")
        once = results_of((100, 79), scenario=ONCE)
        self.assertEqual(goals.tell(once, dataclasses.replace(AT_LEAST, scenarios=(ONCE,))),
                         "speed: 0.79, beyond the floor of 0.8 in 1 of 1 rounds")

    def test_a_goal_of_a_part_that_was_played_is_shown_even_when_nothing_was_measured(self):
        shown = goals.render(results_of((0, 100)), (AT_LEAST,))[2]
        self.assertEqual([cell.strip() for cell in shown.strip("|").split("|")],
                         ["speed", "at least 0.9", "", "not measured"])

    def test_what_was_not_played_is_neither_judged_nor_shown(self):
        self.assertEqual(goals.render(Results(), (AT_LEAST,)), [])

    def test_a_goal_that_is_not_met_says_why(self):
        lines = goals.render(results_of((100, 85)), (AT_LEAST,))
        self.assertIn("not met", lines[2])
        self.assertEqual(lines[-1], "Not met, speed: it is slow")
        met = goals.render(results_of((100, 95)), (AT_LEAST,))
        self.assertNotIn("not met", "\n".join(met).lower())

    def test_every_goal_is_about_something_that_is_measured(self):
        parts = {part.name: part for part in PARTS}
        for goal in goals.GOALS:
            part = parts[goal.part]
            self.assertIn(goal.who, part.names(), goal.text)
            self.assertLessEqual(set(goal.scenarios), set(part.scenarios), goal.text)
            self.assertIn(goal.over, (*part.names(), None), goal.text)
            self.assertNotEqual(goal.at_least is None, goal.at_most is None, goal.text)

    def test_every_floor_is_below_its_goal_and_played_by_the_gate(self):
        gated = [goal for goal in goals.GOALS if goal.floor is not None]
        self.assertGreaterEqual(len(gated), 4)
        for goal in gated:
            self.assertTrue(goal.reaches(goal.limit(), goal.floor), goal.text)
            self.assertFalse(goal.reaches(goal.floor, goal.limit()), goal.text)
            self.assertIsNotNone(goal.over, f"{goal.text}: not a ratio")
            self.assertTrue([part for part in GATE if part.name == goal.part and
                             {goal.who, goal.over} <= set(part.names()) and
                             set(goal.scenarios) & set(part.scenarios)], goal.text)


class Gate(unittest.TestCase):
    def play(self, *shares, others=0.0, rounds=bench.GATE_ROUNDS, seconds=30):
        """The gate where the mock does this share of what others do, pass by pass, the last one for
        ever, each pass in that time: what it finds, and the rounds of each part."""
        left, clock, played = list(shares), itertools.count(step=seconds), {}

        def measure(_, results, part, count):
            share = 1
            if part is GATE[0]:
                share = left.pop(0) if len(left) > 1 else left[0]
            values = {name: {RATE: 100, CPU: 10, INSTRUCTIONS: 1000} for name in part.names()}
            values[contenders.MOCK] = {RATE: 100 * share, CPU: 10, INSTRUCTIONS: 1000}
            results.add(part.name, [{scenario: values for scenario in part.scenarios}] * count)
            played[part] = played.get(part, 0) + count
            return others

        with (mock.patch("bench.measure", measure), mock.patch("time.monotonic", lambda: next(clock)),
              contextlib.redirect_stdout(io.StringIO()) as told):
            problems = bench.gate(None, argparse.Namespace(rounds=rounds))
        self.told = told.getvalue()
        return problems, [played[part] for part in GATE]

    def test_where_all_rounds_agree_one_pass_is_enough(self):
        self.assertEqual(self.play(1), ([], [7, 7, 1]))
        problems, played = self.play(0.5)
        self.assertEqual(played, [7, 7, 1])
        self.assertIn("missed, throughput, x bare civetweb: 0.50 with 8 connections and 64 connections, "
                      "beyond the floor of 0.75 in 7 of 7 rounds", problems)
        self.assertIn("throughput, x bare civetweb: 0.50 with 8 connections", self.told)

    def test_what_is_not_sure_is_played_again_alone(self):
        problems, played = self.play(0.5, 1, rounds=2, seconds=1)
        self.assertEqual(problems, [])
        self.assertEqual(played[1:], [8, 1])
        self.assertEqual(played[0], 2 + 4 * bench.GATE_MORE_ROUNDS)

    def test_what_does_not_become_sure_is_judged_by_its_median(self):
        self.assertEqual(self.play(0.5, 1, rounds=2, seconds=10), ([], [8, 8, 1]))
        problems, played = self.play(0.5, 1, rounds=6)
        self.assertTrue(any(problem.startswith("missed, throughput, x bare civetweb: 0.50")
                            for problem in problems), problems)
        self.assertEqual(played[1:], [6, 1])

    def test_it_ends_before_its_time_is_over(self):
        _, played = self.play(0.5, 1, rounds=4, seconds=60)
        self.assertEqual(played, [4, 4, 1])

    def test_where_others_take_the_machine_nothing_is_judged(self):
        with self.assertRaises(SystemExit) as ended:
            self.play(0.5, others=0.3)
        self.assertEqual(ended.exception.code, bench.NOT_TESTED)
        self.assertEqual(self.play(1, others=0.3), ([], [7, 7, 1]))


class Table(unittest.TestCase):
    def test_it_shows_medians_and_multiples_of_the_base(self):
        lines = table.render(results_of((1000, 900), (1000, 901), (1000, 990)), [PART])
        self.assertEqual([[cell.strip() for cell in line.strip("|").split("|")] for line in lines], [
            ["", "", "req/s", "x base"],
            [*map(lambda cell: "-" * len(cell), lines[0].split("|")[1:-1])],
            ["**A part**", "", "", ""],
            ["base (base)", "8 connections", "1,000", ""],
            ["other", "8 connections", "901", "0.90"]])

    def test_its_columns_are_aligned(self):
        lines = table.render(results_of((1000, 900), (123456, 1)), [PART])
        self.assertEqual(len({len(line) for line in lines}), 1, lines)

    def test_a_part_without_results_is_left_out(self):
        other = dataclasses.replace(PART, name="none", title="Nothing")
        self.assertNotIn("Nothing", "".join(table.render(results_of((1, 1)), [PART, other])))

    def test_a_small_multiple_keeps_its_digits(self):
        self.assertEqual([table.multiple(value) for value in (None, 1.234, 0.1, 0.00432)],
                         ["", "1.23", "0.10", "0.0043"])


class Turns(unittest.TestCase):
    def test_of_turns_the_mean_counts_and_how_far_off_its_ratio_may_be(self):
        base = [{RATE: 100, CPU: 10}, {RATE: 200, CPU: 12}]
        other = [{RATE: 90, CPU: 11}, {RATE: 200, CPU: 11}]
        self.assertEqual(play.summary(base, base), {RATE: 150, CPU: 11})
        found = play.summary(other, base)
        self.assertEqual((found[RATE], found[CPU]), (145, 11))
        self.assertAlmostEqual(found[ERROR], 0.05)

    def test_of_one_turn_nobody_knows_how_far_off_it_is(self):
        self.assertEqual(play.summary([{RATE: 90}], [{RATE: 100}]), {RATE: 90})


class Wrk(unittest.TestCase):
    TEXT = ("  Latency Distribution\n     50%   61.00us\n     99%    1.25ms\n"
            "  94503 requests in 1.10s, 123.45MB read\nRequests/sec:  85912.12\n")

    def test_what_it_says_is_read(self):
        self.assertEqual(wrk.read(self.TEXT), {"count": 94503, "rate": 85912.12, "p99": 1.25, "bad": 0,
                                               "errors": False})

    def test_bad_answers_and_errors_are_seen(self):
        done = wrk.read(self.TEXT + "  Non-2xx or 3xx responses: 7\n"
                        "  Socket errors: connect 0, read 1, write 0, timeout 0\n")
        self.assertEqual((done["bad"], done["errors"]), (7, True))

    def test_all_units_are_milliseconds(self):
        for text, milliseconds in (("250.00us", 0.25), ("1.5s", 1500), ("2.00m", 120000)):
            self.assertAlmostEqual(wrk.read(self.TEXT.replace("1.25ms", text))["p99"], milliseconds)


class Names(unittest.TestCase):
    def test_every_server_of_a_part_is_a_contender(self):
        for part in PARTS:
            if AT_REST in part.scenarios or KEEP_8 in part.scenarios:
                self.assertLessEqual(set(part.names()), set(contenders.ALL), part.name)
            self.assertIn(part.base, part.names())
            self.assertTrue(part.scenarios != (ONCE,) or part.play is not PARTS[0].play)

    def test_the_status_of_an_answer_is_read(self):
        self.assertEqual(server.status_of(b"HTTP/1.0 200 OK\r\n"), 200)
        self.assertIsNone(server.status_of(b""))
        self.assertIsNone(server.status_of(b"HTTP/1.1 20"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
