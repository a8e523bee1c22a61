"""Masks beside numpy and pycocotools: mask_peers.py bench_masks train.csv [rounds]

Each round runs the C++ program and then the same work in Python, on the same rows and one core, and
counts processor time. Prints Markdown: the best time of an item on both sides, the ratio of the two,
and the median of the rounds' ratios; then the bandwidth of painting beside memset's.
"""
import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict

import numpy as np
from pycocotools import mask as coco

BITMAPS = 1000  # as in bench_masks.cpp
ENCODED = 100
ONES = 100


def bitmap_of(text, width, height):
    """What notebooks do: split, a loop over starts and lengths, reshape in column order."""
    numbers = text.split()
    starts = np.asarray(numbers[0::2], dtype=int) - 1
    ends = starts + np.asarray(numbers[1::2], dtype=int)
    bitmap = np.zeros(width * height, dtype=np.uint8)
    for start, end in zip(starts, ends):
        bitmap[start:end] = 1
    return bitmap.reshape((height, width), order="F")


def text_of(bitmap):
    """Its counterpart: runs lie between the places where neighbours in column order differ."""
    pixels = np.concatenate([[0], bitmap.flatten(order="F"), [0]])
    changes = np.where(pixels[1:] != pixels[:-1])[0] + 1
    changes[1::2] -= changes[::2]
    return " ".join(str(n) for n in changes)


def gather(keys, values):
    groups = defaultdict(list)
    for key, value in zip(keys, values):
        groups[key].append(value)
    return list(groups.values())


def peers(rows, polygons):
    """Benchmark name -> (what is compared, items, function)."""
    texts = [(text, width, height) for _, text, width, height in rows]
    rles = [coco.encode(np.asfortranarray(bitmap_of(*t))) for t in texts]
    bitmaps = [np.ascontiguousarray(bitmap_of(*t)) for t in texts[:ENCODED]]
    same = max(gather([t[1:] for t in texts], rles), key=len)
    photos = gather([row[0] for row in rows], rles)
    rings = [(p, height, width) for p, (_, width, height) in zip(polygons, texts)]
    some = range(0, len(rles), 200)  # area() takes no more than 255 at once
    ones = min(ONES, len(same))

    def notebook():
        for t in texts[:BITMAPS]:
            bitmap_of(*t)

    def decode():
        for rle in rles[:BITMAPS]:
            coco.decode(rle)

    return {
        "kaggle_to_mask": ("Kaggle text to `RleMask` : to a bitmap by numpy", BITMAPS, notebook),
        "kaggle_to_bitmap": ("Kaggle text to a bitmap : by numpy", BITMAPS, notebook),
        "bitmap_to_kaggle": ("bitmap to Kaggle text : by numpy", ENCODED,
                             lambda: [text_of(b) for b in bitmaps]),
        "coco_to_bitmap": ("COCO string to a bitmap : `decode`", BITMAPS, decode),
        "bitmap_to_coco": ("bitmap to COCO string : `encode(asfortranarray)`", ENCODED,
                           lambda: [coco.encode(np.asfortranarray(b)) for b in bitmaps]),
        "area": ("area : `area` (parses its string)", len(rles),
                 lambda: [coco.area(rles[i:i + 200]) for i in some]),
        "box": ("box : `toBbox` (parses its string)", len(rles),
                lambda: [coco.toBbox(rles[i:i + 200]) for i in some]),
        "iou_one_to_many": (f"IoU, one with {len(same)} : `iou`, {ones} x {len(same)} in one call",
                            ones * len(same),
                            lambda: coco.iou(same[:ones], same, [0] * len(same))),
        "iou_again": (f"IoU, one with {len(same)} : `iou`, a call for each one", ones * len(same),
                      lambda: [coco.iou([one], same, [0] * len(same)) for one in same[:ones]]),
        "unite_photo": ("union of a photo's objects : `merge`", len(photos),
                        lambda: [coco.merge(photo) for photo in photos]),
        "polygons_to_mask": ("polygons to mask : `merge(frPyObjects)`", len(rings),
                             lambda: [coco.merge(coco.frPyObjects(*ring)) for ring in rings]),
    }


def seconds_of(work, items):
    start = time.process_time()
    work()
    return (time.process_time() - start) / items


def short(seconds):
    return f"{seconds * 1e6:.2f} us" if seconds >= 1e-6 else f"{seconds * 1e9:.0f} ns"


def main():
    program, table, rounds = sys.argv[1], sys.argv[2], int((sys.argv[3:] or ["5"])[0])
    with open(table, newline="") as file:
        rows = [(r["ImageId"], r["EncodedPixels"], int(r["Width"]), int(r["Height"]))
                for r in csv.DictReader(file)]
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        subprocess.run([program, table, file.name], check=True)
        polygons = json.load(file)

    theirs = peers(rows, polygons)
    ours_seconds, their_seconds, bandwidths = (defaultdict(list) for _ in range(3))
    for _ in range(rounds):
        output = subprocess.run([program, "--benchmark_format=json", "--benchmark_min_time=0.2", table],
                                check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for result in json.loads(output.stdout)["benchmarks"]:
            ours_seconds[result["name"]].append(1 / result["items_per_second"])
            if "bytes_per_second" in result:
                bandwidths[result["name"]].append(result["bytes_per_second"])
        for name, (_, items, work) in theirs.items():
            their_seconds[name].append(seconds_of(work, items))
    ours_seconds["iou_again"] = ours_seconds["iou_one_to_many"]

    print("| Selvedge : peer | Selvedge | peer | ratio | median ratio |\n|---|---|---|---|---|")
    for name, (title, _, _) in theirs.items():
        ours, peer = ours_seconds[name], their_seconds[name]
        median = statistics.median(p / o for p, o in zip(peer, ours))
        print(f"| {title} | {short(min(ours))} | {short(min(peer))} | "
              f"{min(peer) / min(ours):.1f}x | {median:.1f}x |")

    print("\n| Selvedge alone | best |\n|---|---|")
    for name, ours in ours_seconds.items():
        if name not in theirs and name not in bandwidths:
            print(f"| {name.replace('_', ' ')} | {short(min(ours))} |")

    print("\n| cleared and painted bitmap | memset | column-major | row-major |\n|---|---|---|---|")
    for title, suffix in ("of a photo (0.45 MB)", ""), ("12 megapixels", "_12mp"):
        plain = max(bandwidths["memset" + suffix])
        cells = [f"{plain / 1e9:.1f} GB/s"]
        for way in "paint_columns", "paint_rows":
            rate = max(bandwidths[way + suffix])
            median = statistics.median(
                a / b for a, b in zip(bandwidths[way + suffix], bandwidths["memset" + suffix]))
            cells.append(f"{rate / 1e9:.1f} GB/s, {rate / plain:.0%} (median {median:.0%})")
        print(f"| {title} | " + " | ".join(cells) + " |")


main()
