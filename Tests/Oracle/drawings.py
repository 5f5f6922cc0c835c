"""Pictures that nobody photographed: pages of print, screens, patterns. Each is a function of
chance and of the longer side in pixels, and of nothing else."""

import random

LETTERS = "abcdefghijklmnopqrstuvwxyz" + " " * 6
COLOURS = [
    (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 0, 255), (255, 255, 0), (0, 255, 255), (0, 0, 0),
    (255, 255, 255), (255, 128, 0),
]


def words(chance: random.Random, count: int) -> str:
    return "".join(chance.choice(LETTERS) for _ in range(count))


def size_of(chance: random.Random, side: int) -> tuple[int, int]:
    """A sheet or a screen of that longer side, upright or not."""
    other = round(side * chance.uniform(0.55, 0.8))
    return (side, other) if chance.random() < 0.5 else (other, side)


def print_page(chance: random.Random, side: int):
    """Lines of print in one or two columns, paragraphs, a heading and sometimes a grey box."""
    from PIL import Image, ImageDraw, ImageFont

    width, height = size_of(chance, side)
    page = Image.new("L", (width, height), chance.choice([255, 255, 235]))
    draw = ImageDraw.Draw(page)
    body = chance.choice([8, 10, 13, 18])
    font = ImageFont.load_default(body)
    edge, columns = width // 14, chance.choice([1, 2])
    draw.text((edge, edge), words(chance, 16), fill=0, font=ImageFont.load_default(3 * body))
    across = (width - edge * (columns + 1)) // columns
    for column in range(columns):
        left, top = edge + column * (across + edge), edge + 5 * body
        while top < height - edge:
            length = across if chance.random() < 0.85 else across // 2
            line = words(chance, 2 * length // body)
            while font.getlength(line) > length:
                line = line[:-1]
            draw.text((left, top), line, fill=0, font=font)
            top += round(body * (1.4 if length == across else 2.6))
    if chance.random() < 0.5:
        top = chance.randrange(height // 2)
        draw.rectangle((edge, top, width // 2, top + height // 5), fill=chance.randrange(90, 220))
    return page


def screen(chance: random.Random, side: int):
    """Windows on a plain desk: bars, lists of small print, tables of cells, coloured icons."""
    from PIL import Image, ImageDraw, ImageFont

    width, height = size_of(chance, side)
    picture = Image.new("RGB", (width, height), chance.choice([(30, 60, 90), (240, 240, 240)]))
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(chance.choice([9, 11, 13]))
    for _ in range(chance.randrange(2, 5)):
        left, top = chance.randrange(width * 2 // 3), chance.randrange(height * 2 // 3)
        right = left + chance.randrange(width // 4, width)
        bottom = top + chance.randrange(height // 4, height)
        paper, ink = chance.choice([((255,) * 3, (20,) * 3), ((35, 35, 40), (210, 220, 210))])
        draw.rectangle((left, top, right, bottom), fill=paper, outline=(120, 120, 120))
        draw.rectangle((left, top, right, top + 22), fill=chance.choice(COLOURS))
        draw.text((left + 6, top + 5), words(chance, 30), fill=ink, font=font)
        has_cells = chance.random() < 0.4
        for line in range(top + 28, bottom - 12, 16):
            if has_cells:
                draw.line((left, line - 2, right, line - 2), fill=(150, 150, 150))
            text = words(chance, chance.randrange(8, 60))
            draw.text((left + 26, line), text, fill=ink, font=font)
            draw.rectangle((left + 6, line, left + 18, line + 12), fill=chance.choice(COLOURS))
    return picture


def pattern(chance: random.Random, side: int):
    """Stripes, lattices and rings in black and white, finer in one place than in the other."""
    import numpy
    from PIL import Image

    width, height = size_of(chance, side)
    down, across = numpy.mgrid[0:height, 0:width].astype("float32")
    pitch = chance.choice([2.0, 3.3, 5.0, 8.0, 16.0, 31.0])
    bend = chance.choice([0.0, 0.0, 0.4, 1.5])
    turn = chance.uniform(0, 1.2)
    along = (across + turn * down) / pitch + bend * across * down / (pitch * side)
    aside = (down - turn * across) / pitch
    far = numpy.hypot(across - width * chance.random(), down - height * chance.random()) / pitch
    light = {
        "stripes": lambda: along % 1 < chance.uniform(0.3, 0.7),
        "lattice": lambda: (along % 1 < 0.25) | (aside % 1 < 0.25),
        "squares": lambda: (along % 1 < 0.5) ^ (aside % 1 < 0.5),
        "rings": lambda: far * (1 + bend * far * pitch / side) % 1 < 0.5,
    }[chance.choice(["stripes", "lattice", "squares", "rings"])]()
    return Image.fromarray((light * 255).astype("uint8"))


def graphic(chance: random.Random, side: int):
    """Plain shapes in strong colours, edge on edge, and some large print."""
    from PIL import Image, ImageDraw, ImageFont

    width, height = size_of(chance, side)
    picture = Image.new("RGB", (width, height), chance.choice(COLOURS))
    draw = ImageDraw.Draw(picture)
    for _ in range(chance.randrange(10, 60)):
        x, y, r = chance.randrange(width), chance.randrange(height), chance.randrange(5, side // 5)
        shape = chance.choice([draw.ellipse, draw.rectangle])
        shape((x - r, y - r, x + r, y + r), fill=chance.choice(COLOURS))
    font = ImageFont.load_default(side // 16)
    draw.text((width // 9, height // 2), words(chance, 20), fill=chance.choice(COLOURS), font=font)
    return picture


def colour_stripes(chance: random.Random, side: int):
    """Stripes, squares or waves of strong colours, from two pixels to sixty wide."""
    import numpy
    from PIL import Image

    width, height = size_of(chance, side)
    down, across = numpy.mgrid[0:height, 0:width]
    pitch = chance.choice([2, 3, 5, 9, 16, 33, 60])
    what = chance.choice(["stripes", "squares", "waves"])
    if what == "waves":
        waves = [
            127 + 127 * numpy.sin(across / chance.uniform(3, 200) + down / chance.uniform(3, 200))
            for _ in range(3)
        ]
        return Image.fromarray(numpy.dstack(waves).astype("uint8"))
    palette = numpy.array([chance.choice(COLOURS) for _ in range(97)], "uint8")
    number = across // pitch if what == "stripes" else across // pitch * 31 + down // pitch * 17
    return Image.fromarray(palette[number % len(palette)])
