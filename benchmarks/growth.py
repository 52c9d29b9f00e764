"""Time and memory against the size of a fair, each size in a process of its own; a table and a picture.

usage: python -m benchmarks.growth [--sizes 1000,2000,…] [--seconds 20] [--json FILE] [--picture FILE.svg]
"""

import argparse
import json
import math
import subprocess
import sys
from pathlib import Path

from benchmarks.generating import generated
from benchmarks.measuring import HEAD, Measured, as_rows, measure

SIZES = "1000,2000,5000,10000,20000,50000"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 420, 70, 30, 40, 50


def main() -> None:
    """One row for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--one", type=int, help="measure this size alone and print it as JSON")
    arguments = parser.parse_args()
    if arguments.one:
        problem = generated(arguments.one)
        measured = measure(f"{arguments.one:,}", problem, seconds=arguments.seconds, workers=arguments.workers)
        print(json.dumps(as_rows([measured])[0]))
        return
    rows: list[Measured] = []
    print(HEAD, flush=True)
    for size in map(int, arguments.sizes.split(",")):
        command = [sys.executable, "-m", "benchmarks.growth", "--one", str(size), "--seconds", str(arguments.seconds)]
        done = subprocess.run(
            [*command, "--workers", str(arguments.workers)], capture_output=True, text=True, check=True
        )
        rows.append(Measured(**json.loads(done.stdout)))
        print(rows[-1].row(), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(as_rows(rows), indent=1))
    if arguments.picture:
        arguments.picture.write_text(picture(rows))


def picture(rows: list[Measured]) -> str:
    """Seconds and gigabytes against requests, both ways logarithmic, as SVG."""
    lines = {
        "first timetable, s": ("#1f77b4", [(row.requests, row.first) for row in rows if row.first]),
        "weight proved best, s": ("#d62728", [(row.requests, row.met) for row in rows if row.met]),
        "memory, GB": ("#2ca02c", [(row.requests, row.megabytes / 1024) for row in rows]),
    }
    sizes = [row.requests for row in rows]
    values = [value for _, points in lines.values() for _, value in points]
    x_low, x_high = math.log10(min(sizes)), math.log10(max(sizes)) + 1e-9
    y_low, y_high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def x(size: float) -> float:
        return LEFT + (math.log10(size) - x_low) / (x_high - x_low) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(value) - y_low) / (y_high - y_low) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for power in range(y_low, y_high + 1):
        at = y(10**power)
        parts.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10**power:g}</text>')
    for size in sizes:
        parts.append(f'<path d="M{x(size):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#eee"/>')
        parts.append(f'<text x="{x(size):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{size:,}</text>')
    parts.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 8}" text-anchor="middle">requests</text>')
    for number, (name, (colour, points)) in enumerate(lines.items()):
        path = " ".join(f"{x(size):.1f},{y(value):.1f}" for size, value in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x(s):.1f}" cy="{y(v):.1f}" r="3.5" fill="{colour}"/>' for s, v in points]
        parts.append(f'<text x="{LEFT + 10 + 200 * number}" y="{TOP - 16}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    main()
