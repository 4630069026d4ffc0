"""Pictures for the demo, drawn when it is loaded: what somebody would have photographed."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from app.files import commands

WALL, CASE, EDGE = "#d8d2c6", "#f4f3ef", "#b9b4a8"
LIGHTS = {"white": "#ffffff", "amber": "#f0a020", "red": "#d03a2c"}


def hub(lights: tuple[str, ...], name: str) -> commands.Sent:
    """A hub on a wall with these lights on its front edge, from the bottom up."""
    picture = Image.new("RGB", (960, 720), WALL)
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((300, 90, 660, 630), 48, fill=CASE, outline=EDGE, width=4)
    draw.rectangle((310, 96, 338, 624), fill="#3b3f46")
    for place, light in enumerate(lights):
        top = 560 - place * 70
        draw.ellipse((312, top, 336, top + 24), fill=LIGHTS[light])
    out = BytesIO()
    picture.save(out, "JPEG", quality=88)
    return commands.Sent(name, "image/jpeg", out.getvalue())
