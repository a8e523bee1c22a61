"""Answers for tst_pycocotools: reads cases as JSON from argv[1], writes pycocotools' results to argv[2]."""
import json
import sys

import numpy as np
from pycocotools import mask as coco

with open(sys.argv[1]) as f:
    cases = json.load(f)

answers = {"masks": [], "pairs": [], "polygons": []}
for case in cases["masks"]:
    bitmap = np.array([[c == "#" for c in row] for row in case], dtype=np.uint8)
    rle = coco.encode(np.asfortranarray(bitmap))
    answers["masks"].append({
        "counts": rle["counts"].decode(),
        "area": int(coco.area(rle)),
        "box": [float(v) for v in coco.toBbox(rle)],
    })
for case in cases["pairs"]:
    a, b = ({"size": case["size"], "counts": case[k].encode()} for k in "ab")
    answers["pairs"].append({
        "iou": float(coco.iou([a], [b], [0])[0, 0]),
        "crowd": float(coco.iou([a], [b], [1])[0, 0]),
        "union": coco.merge([a, b])["counts"].decode(),
        "intersection": coco.merge([a, b], intersect=True)["counts"].decode(),
    })
for case in cases["polygons"]:
    height, width = case["size"]
    rle = coco.merge(coco.frPyObjects(case["rings"], height, width))
    answers["polygons"].append(rle["counts"].decode())

with open(sys.argv[2], "w") as f:
    json.dump(answers, f)
