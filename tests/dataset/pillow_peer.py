"""Decodes pictures with Pillow: NAME.rgb beside each gets its 8-bit RGB, and stdout their sizes."""
import json
import sys

from PIL import Image

sizes = {}
for path in sys.argv[1:]:
    with Image.open(path) as picture:
        sizes[path] = picture.size
        with open(path + ".rgb", "wb") as out:
            out.write(picture.convert("RGB").tobytes())
json.dump(sizes, sys.stdout)
