"""The plot of docs/performance.md: cost a file and memory, against the size of a sweep.

SVG written by hand: two panels, each over a logarithmic axis of files. Its colours have a dark
scheme of their own, since a page may be shown in either.
"""

import math
from pathlib import Path

WIDTH, HEIGHT = 820, 330
PANEL, TOP, BOTTOM = 310, 74, 262
LEFTS = (62, 476)
STYLE = """
  .back { fill: #ffffff } .line { fill: none; stroke: #1f6feb; stroke-width: 2 }
  text { font: 13px system-ui, sans-serif; fill: #444 } .title { font-weight: 600; fill: #111 }
  .value { font-size: 12px; fill: #111 } .grid { stroke: #ddd } .axis { stroke: #888 }
  .band { fill: #1f6feb; opacity: .14 } .dot { fill: #1f6feb }
  @media (prefers-color-scheme: dark) {
    .back { fill: #0d1117 } text { fill: #b3bac2 } .title, .value { fill: #f0f3f6 }
    .grid { stroke: #2a3038 } .axis { stroke: #6e7681 } .line { stroke: #6cb0ff }
    .dot, .band { fill: #6cb0ff }
  }
"""


def write(path: Path, growths: list) -> None:
    sizes = [growth.files for growth in growths]
    middle = sorted(growth.accepting for growth in growths)[len(growths) // 2]
    cost_max = ceiling(max(growth.accepting for growth in growths))
    memory_max = ceiling(max(growth.memory / 1e6 for growth in growths))
    cost = Panel(LEFTS[0], sizes, cost_max, "CPU of the coordinator, µs a file")
    memory = Panel(LEFTS[1], sizes, memory_max, "Largest memory, MB")
    parts = [
        cost.frame(),
        cost.band(0.9 * middle, 1.1 * middle),
        cost.line([growth.accepting for growth in growths], "{:.2f}"),
        cost.note("from the first lease to the last answer; band: ± 10 %"),
        memory.frame(),
        memory.line([growth.memory / 1e6 for growth in growths], "{:.0f}"),
        memory.note("of the coordinator, reports included"),
    ]
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img">\n'
        "<title>What a sweep costs its coordinator, by its number of files</title>\n"
        f"<style>{STYLE}</style>\n"
        f'<rect class="back" width="{WIDTH}" height="{HEIGHT}"/>\n'
        + "\n".join(parts) + "\n</svg>\n", encoding="utf-8",
    )


def ceiling(value: float) -> float:
    """The next of 1, 2, 3, 4, 5, 8 times a power of ten, with room for a label."""
    power = 10 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 3, 4, 5, 8, 10, 20) if step * power > 1.15 * value)


class Panel:
    def __init__(self, left: int, sizes: list[int], value_max: float, title: str):
        self.left, self.sizes, self.value_max, self.title = left, sizes, value_max, title
        self.first, self.last = math.log10(sizes[0]), math.log10(sizes[-1])

    def x(self, size: int) -> float:
        share = (math.log10(size) - self.first) / (self.last - self.first)
        return self.left + 18 + share * (PANEL - 36)

    def y(self, value: float) -> float:
        return BOTTOM - value / self.value_max * (BOTTOM - TOP)

    def frame(self) -> str:
        right = self.left + PANEL
        parts = [f'<text class="title" x="{self.left}" y="24">{self.title}</text>']
        for step in range(5):
            value = self.value_max * step / 4
            y, name = self.y(value), "grid" if step else "axis"
            parts.append(f'<line class="{name}" x1="{self.left}" y1="{y:.1f}" x2="{right}" '
                         f'y2="{y:.1f}"/><text x="{self.left - 8}" y="{y + 4:.1f}" '
                         f'text-anchor="end">{value:g}</text>')
        for size in self.sizes:
            parts.append(f'<text x="{self.x(size):.1f}" y="{BOTTOM + 22}" '
                         f'text-anchor="middle">{short(size)}</text>')
        middle = self.left + PANEL / 2
        parts.append(f'<text x="{middle}" y="{BOTTOM + 46}" text-anchor="middle">files</text>')
        return "\n".join(parts)

    def band(self, low: float, high: float) -> str:
        return (f'<rect class="band" x="{self.left}" y="{self.y(high):.1f}" width="{PANEL}" '
                f'height="{self.y(low) - self.y(high):.1f}"/>')

    def note(self, text: str) -> str:
        return f'<text x="{self.left}" y="46">{text}</text>'

    def line(self, values: list[float], label: str) -> str:
        points = [(self.x(size), self.y(value)) for size, value in zip(self.sizes, values)]
        text = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts = [f'<polyline class="line" points="{text}"/>']
        for (x, y), value in zip(points, values):
            parts.append(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>')
            parts.append(f'<text class="value" x="{x:.1f}" y="{y - 12:.1f}" '
                         f'text-anchor="middle">{label.format(value)}</text>')
        return "\n".join(parts)


def short(size: int) -> str:
    return f"{size // 1_000_000} M" if size >= 1_000_000 else f"{size // 1000} k"
