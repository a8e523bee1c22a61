"""Answers for tst_pycocotools: reads cases as JSON from argv[1], writes pycocotools' results to argv[2]."""
import json
import sys

import numpy as np
from pycocotools import mask as coco


def bitmap_of(case):
    """A picture of . and #, or Kaggle text with its size."""
    if isinstance(case, list):
        return np.array([[c == "#" for c in row] for row in case], dtype=np.uint8)
    height, width = case["size"]
    numbers = [int(word) for word in case["text"].split()]
    bitmap = np.zeros(height * width, dtype=np.uint8)
    for start, length in zip(numbers[0::2], numbers[1::2]):
        bitmap[start - 1:start - 1 + length] = 1
    return bitmap.reshape((height, width), order="F")


def rle_of(size, counts):
    return {"size": size, "counts": counts.encode()}


def eroded(bitmap, times):
    """3x3 minima over a border of one pixel of background, again and again."""
    for _ in range(times):
        rows = np.pad(bitmap, ((1, 1), (0, 0)))
        bitmap = np.minimum(np.minimum(rows[:-2], rows[1:-1]), rows[2:])
        columns = np.pad(bitmap, ((0, 0), (1, 1)))
        bitmap = np.minimum(np.minimum(columns[:, :-2], columns[:, 1:-1]), columns[:, 2:])
    return bitmap


with open(sys.argv[1]) as f:
    cases = json.load(f)

answers = {"masks": [], "groups": [], "polygons": [], "bands": []}
for case in cases["masks"]:
    rle = coco.encode(np.asfortranarray(bitmap_of(case)))
    answers["masks"].append({
        "counts": rle["counts"].decode(),
        "area": int(coco.area(rle)),
        "box": [float(v) for v in coco.toBbox(rle)],
    })
for case in cases["groups"]:
    found, truth = ([rle_of(case["size"], c) for c in case[k]] for k in ("found", "truth"))
    answers["groups"].append({
        "iou": coco.iou(found, truth, [0] * len(truth)).tolist(),
        "crowd": coco.iou(found, truth, case["crowd"]).tolist(),
        "union": coco.merge(truth)["counts"].decode(),
        "intersection": coco.merge([found[0], truth[0]], intersect=True)["counts"].decode(),
    })
for case in cases["polygons"]:
    height, width = case["size"]
    rle = coco.merge(coco.frPyObjects(case["rings"], height, width))
    answers["polygons"].append(rle["counts"].decode())
for case in cases["bands"]:
    bitmap = bitmap_of(case["mask"])
    height, width = bitmap.shape
    radius = max(1, int(round(case["ratio"] * np.sqrt(height**2 + width**2))))
    band = bitmap - eroded(bitmap, radius)
    answers["bands"].append({
        "radius": radius,
        "counts": coco.encode(np.asfortranarray(band))["counts"].decode(),
    })

with open(sys.argv[2], "w") as f:
    json.dump(answers, f)
