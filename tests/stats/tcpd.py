# SPDX-License-Identifier: AGPL-3.0-or-later
"""The segmentation and its two metrics against plain definitions, written from the papers and nothing
else: covering and F1 by sets of points (van den Burg and Williams, arXiv 2003.06222, section 4), the
thirty readings by least squares over every pair of ends. tcpd.py PROGRAM, where PROGRAM answers as
bench/bench_tcpd.c says. Prints TAP."""

import json
import math
import os
import pathlib
import random
import statistics
import subprocess
import sys

# What the authors publish for no change at all (TCPDBench, analysis/output/scores).
PUBLISHED_NONE = {
    "jfk_passengers": (0.6298433048433048, 0.723404255319149),
    "nile": (0.75808, 0.8235294117647058),
    "ozone": (0.5736625514403293, 0.723404255319149),
}
# And for the one change at 28 that BOCPD finds in the Nile.
PUBLISHED_NILE_28 = (0.888, 1.0)


# The metrics.


def parts(changes, count):
    edges = [0, *sorted(set(changes) - {0}), count]
    return [set(range(start, end)) for start, end in zip(edges, edges[1:])]


def covering_one(truth, found, count):
    return sum(
        len(part) * max(len(part & other) / len(part | other) for other in parts(found, count))
        for part in parts(truth, count)
    ) / count


def covering(annotators, found, count):
    return statistics.fmean(covering_one(truth, found, count) for truth in annotators)


def matched(truth, found):
    left, count = set(found) | {0}, 0
    for place in sorted(set(truth) | {0}):
        near = [(abs(place - other), other) for other in left if abs(place - other) <= 5]
        if near:
            left.remove(min(near)[1])
            count += 1
    return count


def f1(annotators, found):
    anyone = set().union(*annotators)
    precision = matched(anyone, found) / len(set(found) | {0})
    recall = statistics.fmean(matched(truth, found) / len(set(truth) | {0}) for truth in annotators)
    return 2 * precision * recall / (precision + recall)


# The readings.


def clipped(values):
    last = len(values) - 1
    middles = [
        statistics.median(values[min(max(at + step, 0), last)] for step in range(-3, 4))
        for at in range(last + 1)
    ]
    distances = [value - middle for value, middle in zip(values, middles)]
    most = 4 * 1.4826 * statistics.median(map(abs, distances)) or math.inf
    return [middle + min(max(distance, -most), most) for middle, distance in zip(middles, distances)]


def filled(values, places):
    full = [math.nan] * (places[-1] + 1)
    for (start, low), (end, high) in zip(zip(places, values), zip(places[1:], values[1:])):
        for at in range(start, end + 1):
            full[at] = low + (high - low) * (at - start) / (end - start)
    return full


def period(values, places):
    full = filled(values, places)
    steps = [after - before for before, after in zip(full, full[1:])]
    mean = statistics.fmean(steps)
    steps = [step - mean for step in steps]
    power, best, clearest = sum(step * step for step in steps), 0, 0.3
    for lag in (4, 7, 12, 24, 52):
        if len(values) >= 20 and len(steps) >= 3 * lag + 2:
            clear = sum(a * b for a, b in zip(steps, steps[lag:])) / power
            best, clearest = (lag, clear) if clear > clearest else (best, clearest)
    return best


def deseasoned(values, places):
    lag = period(values, places)
    if lag == 0:
        return values
    full, half = filled(values, places), lag // 2
    weights = [1 / lag] * lag if lag % 2 else [0.5 / lag, *[1 / lag] * (lag - 1), 0.5 / lag]
    phases = [[] for _ in range(lag)]
    for at in places:
        if half <= at < len(full) - half:
            around = full[at - half : at + half + 1]
            phases[at % lag].append(full[at] - sum(a * w for a, w in zip(around, weights)))
    levels = [statistics.median(phase) if phase else 0 for phase in phases]
    mean = statistics.fmean(levels)
    return [value - levels[at % lag] + mean for value, at in zip(values, places)]


def normal_scores(values):
    def rank(value):
        below = sum(other < value for other in values)
        return below + values.count(value) / 2

    return [statistics.NormalDist().inv_cdf(rank(value) / len(values)) for value in values]


def squares(values, places, line):
    mean, middle = statistics.fmean(values), statistics.fmean(places)
    slope = 0
    if line:
        width = sum((at - middle) ** 2 for at in places)
        slope = sum((at - middle) * (value - mean) for at, value in zip(places, values)) / width
    return sum((value - mean - slope * (at - middle)) ** 2 for at, value in zip(places, values))


def costs(values, places):
    """{(start, end): (about the mean, about the line or infinity)}, lines from five points on."""
    count = len(values)
    return {
        (start, end): (
            squares(values[start:end], places[start:end], False),
            squares(values[start:end], places[start:end], True) if end - start >= 5 else math.inf,
        )
        for start in range(count)
        for end in range(start + 2, count + 1)
    }


def partition(cost, count, flat, sloped):
    best = {0: (0, ())}
    for end in range(2, count + 1):
        options = []
        for start in range(end - 1):
            if start in best:
                about, line = cost[start, end]
                changes = best[start][1] + ((start,) if start else ())
                options.append((best[start][0] + min(about + flat, line + sloped), changes))
        best[end] = min(options)
    return best[count][1]


PENALTIES = [(2, math.inf), (3, math.inf), (4, math.inf), (6, math.inf)]
PENALTIES += [(math.inf, 2), (math.inf, 3), (math.inf, 4), (2, 3), (3, 4), (4, 5)]


def readings(values, places):
    unit, deviation, mean = math.log(len(values)), statistics.stdev(values), statistics.fmean(values)
    standard = clipped([(value - mean) / deviation for value in values])
    for view in (standard, deseasoned(standard, places), normal_scores(values)):
        cost = costs(view, places)
        for flat, sloped in PENALTIES:
            yield partition(cost, len(values), flat * unit, sloped * unit)


def consensus(values):
    """Changes of the reading that covers all readings best, as places among all values."""
    observed = [at for at, value in enumerate(values) if value is not None]
    found = list(readings([values[at] for at in observed], [at - observed[0] for at in observed]))
    agreement = {
        candidate: sum(covering_one(truth, candidate, len(observed)) for truth in found)
        for candidate in set(found)
    }
    most = max(agreement.values())
    chosen = next(reading for reading in found if agreement[reading] > most - 1e-9)
    return [observed[at] for at in chosen]


# What is asked and compared.


def drawn(source, count):
    values = [source.gauss(0, 1) for _ in range(count)]
    start, step, slope = source.randrange(count), source.choice([0, 4, 8]), source.choice([0, 0, 0.4])
    lag, height = source.choice([4, 7, 12]), source.choice([0, 0, 3])
    for at in range(count):
        values[at] += (step + slope * (at - start) if at >= start else 0) + height * (at % lag < lag / 2)
    values[source.randrange(count)] += source.choice([0, 15])
    return [None if source.random() < 0.05 else value for value in values]


def random_series(source):
    for index in range(25):
        count = source.randrange(24, 70)
        annotators = [
            sorted(source.sample(range(1, count), source.randrange(0, 6)))
            for _ in range(source.randrange(1, 6))
        ]
        yield f"drawn{index}", drawn(source, count), annotators


def shared_series():
    folder = pathlib.Path(os.environ.get("ENTENTE_SHARED", "../shared"), "data", "series")
    if folder.is_dir():
        annotations = json.loads((folder / "annotations.json").read_text(encoding="utf-8"))
        for name in PUBLISHED_NONE:
            data = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            yield name, data["series"][0]["raw"], list(annotations[name].values())


def ask(program, series):
    """{name: (scores, changes)}"""
    lines = []
    for name, values, annotators in series:
        texts = [" ".join("nan" if value is None else repr(float(value)) for value in values)]
        texts += [" ".join(map(str, changes)) for changes in annotators]
        lines.append("|".join([name, *texts]))
    done = subprocess.run([program], input="\n".join(lines), stdout=subprocess.PIPE, check=True, text=True)
    answers = {}
    for line in done.stdout.splitlines():
        name, _, *numbers = line.split()
        answers[name] = [float(number) for number in numbers[:4]], [int(number) for number in numbers[4:]]
    return answers


def close(given, wanted):
    return all(abs(a - b) < 1e-9 for a, b in zip(given, wanted))


def checks(program):
    drawn_series, shared = list(random_series(random.Random(1))), list(shared_series())
    answers = ask(program, drawn_series + shared)
    yield "every series is answered", len(answers) == len(drawn_series) + len(shared)
    for name, values, annotators in drawn_series + shared:
        scores, changes = answers[name]
        plain = [covering(annotators, changes, len(values)), f1(annotators, changes)]
        plain += [covering(annotators, [], len(values)), f1(annotators, [])]
        yield f"{name}: covering and F1 as defined", close(scores, plain)
    for name, values, _ in drawn_series:
        yield f"{name}: the consensus of thirty readings", answers[name][1] == consensus(values)
    yield "most drawn series change", sum(bool(answers[name][1]) for name, _, _ in drawn_series) > 9
    if not shared:
        yield "published scores # SKIP no ../shared/data/series", True
    for name, _, _ in shared:
        yield f"{name}: no change scores as published", close(answers[name][0][2:], PUBLISHED_NONE[name])
        if name == "nile":
            yield "nile: the dam of 1898", answers[name][1] == [28]
            yield "nile: its score as published", close(answers[name][0][:2], PUBLISHED_NILE_28)


def main(program):
    failed = count = 0
    for count, (name, good) in enumerate(checks(program), 1):
        print(f"{'ok' if good else 'not ok'} {count} - {name}")
        failed += not good
    print(f"1..{count}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
