"""The peers that evaluate() is held against.

    reference.py random FOLDER SEED...    makes FOLDER/SEED/{gt,dt}.json and scores them
    reference.py score GT DT FOLDER       scores two files
    reference.py time GT DT TYPE          seconds that COCOeval takes from files to numbers

Scores are what pycocotools' COCOeval says (the twelve numbers and both arrays, as raw doubles), for
boundaries what faster-coco-eval says, and, for the paper's metric, a second implementation in plain
loops, written from its definition alone.
"""
import contextlib
import copy
import functools
import io
import json
import os
import sys
import time

import numpy as np
from pycocotools import mask as mask_utils
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

# (score threshold, attribute threshold, detections an image and category)
POINTS = [(0.0, 0.5, 100), (0.3, 0.7, 100), (0.0, 0.2, 3)]


# ---------------------------------------------------------------- random sets

def random_mask(rng, height, width):
    bitmap = np.zeros((height, width), np.uint8, order="F")
    for _ in range(rng.randint(1, 3)):
        h, w = rng.randint(1, height), rng.randint(1, width)
        y, x = rng.randint(0, height - h + 1), rng.randint(0, width - w + 1)
        if rng.rand() < 0.5:
            bitmap[y:y + h, x:x + w] = 1
        else:
            ys, xs = np.mgrid[0:height, 0:width]
            bitmap |= ((ys - y) ** 2 / h ** 2 + (xs - x) ** 2 / w ** 2 < 0.3).astype(np.uint8)
    return np.asfortranarray(bitmap)


def compressed(bitmap):
    rle = mask_utils.encode(bitmap)
    return {"size": list(rle["size"]), "counts": rle["counts"].decode()}


def counts_list(bitmap):
    flat = bitmap.flatten(order="F")
    edges = np.flatnonzero(np.diff(flat)) + 1
    counts = np.diff(np.concatenate([[0], edges, [flat.size]])).tolist()
    return {"size": list(bitmap.shape), "counts": [0] + counts if flat[0] else counts}


def random_polygon(rng, height, width):
    rings = []
    for _ in range(rng.randint(1, 3)):
        n = rng.randint(3, 9)
        angles = np.sort(rng.rand(n)) * 2 * np.pi
        radius = (0.3 + 0.7 * rng.rand(n)) * min(height, width) * 0.6
        centre = rng.rand(2) * [width, height]
        points = np.stack([centre[0] + radius * np.cos(angles),
                           centre[1] + radius * np.sin(angles)], axis=1)
        rings.append([round(float(v), 2) for v in points.flatten()])
    return rings


def random_set(seed):
    rng = np.random.RandomState(seed)
    forms = ["masks", "boxes too", "boxes only"][seed % 3]
    with_ties = seed % 2 == 0
    category_ids = [7, 0, 3, 12, 5, 40]  # not ascending; 40 has no ground truth, 5 no detection
    attribute_ids = [int(i) for i in np.cumsum(rng.randint(1, 4, 40)) - 1]
    categories = [{"id": i, "name": "category %d" % i} for i in category_ids]
    attributes = [{"id": i, "name": "attribute %d" % i} for i in attribute_ids]
    images, annotations, results = [], [], []
    count = 12 if seed < 12 else seed * 7 % 51  # 0 .. 50
    for number, image_id in enumerate(rng.permutation(2000)[:count]):
        height, width = int(rng.randint(8, 200)), int(rng.randint(8, 200))
        image_id = int(image_id)
        images.append({"id": image_id, "height": height, "width": width})
        crowded = seed % 4 == 1 and number == 0  # past maxDets
        kind = rng.rand()  # below .1: empty image; below .2: detections alone
        for _ in range(0 if kind < 0.2 else rng.randint(1, 8)):
            bitmap = random_mask(rng, height, width)
            form = rng.randint(0, 3)
            segmentation = [compressed, counts_list][form](bitmap) if form < 2 else \
                random_polygon(rng, height, width)
            if form == 2:
                rle = mask_utils.merge(mask_utils.frPyObjects(segmentation, height, width))
                bitmap = mask_utils.decode(rle)
            rle = mask_utils.encode(np.asfortranarray(bitmap))
            box = [float(v) for v in mask_utils.toBbox(rle)]
            if rng.rand() < 0.5:
                box = [round(v + float(rng.rand()), 3) for v in box]
            area = float(mask_utils.area(rle))
            if rng.rand() < 0.3:
                area = [area + 0.5, 1024.0, 9216.0][rng.randint(0, 3)]
            annotations.append({
                "id": len(annotations) + 1, "image_id": image_id,
                "category_id": category_ids[rng.randint(0, 5)], "segmentation": segmentation,
                "bbox": box, "area": area, "iscrowd": int(rng.rand() < 0.12),
                "attribute_ids": [int(i) for i in rng.choice(attribute_ids, rng.randint(0, 4),
                                                             replace=False)]})
            for _ in range(rng.randint(0, 4)):
                shifted = np.roll(bitmap, (rng.randint(-2, 3), rng.randint(-2, 3)), (0, 1))
                shifted = bitmap if rng.rand() < 0.3 else shifted
                results.append(result(rng, annotations[-1], shifted, attribute_ids, with_ties))
        for _ in range(0 if kind < 0.1 else 130 if crowded else rng.randint(0, 4)):
            fake = {"image_id": image_id, "attribute_ids": [],
                    "category_id": 0 if crowded else category_ids[rng.randint(0, 6)]}
            results.append(result(rng, fake, random_mask(rng, height, width), attribute_ids,
                                  with_ties))
    results = [r for r in results if r["category_id"] != 5]
    results = [results[i] for i in rng.permutation(len(results))]
    for r in results:
        if forms == "masks":
            del r["bbox"]
        if forms == "boxes only":
            del r["segmentation"]
    if seed % 10 == 9:
        results = []
    truth = {"images": images, "annotations": annotations, "categories": categories,
             "attributes": attributes}
    return truth, results


def result(rng, truth, bitmap, attribute_ids, with_ties):
    rle = mask_utils.encode(np.asfortranarray(bitmap))
    attributes = [i for i in truth["attribute_ids"] if rng.rand() < 0.8]
    attributes += [int(i) for i in rng.choice(attribute_ids, rng.randint(0, 2))]
    attributes = sorted(set(attributes))
    category = truth["category_id"]
    score = rng.rand()
    box = [float(v) for v in mask_utils.toBbox(rle)]
    if rng.rand() < 0.6:
        box = [v + float(rng.rand()) / 3 for v in box]
    return {"image_id": truth["image_id"], "category_id": category,
            "segmentation": compressed(bitmap), "bbox": box,
            "score": round(score, 1) if with_ties else score, "attribute_ids": attributes,
            # Few values, some of them thresholds.
            "attribute_scores": [[0.1, 0.2, 0.5, 0.7, 0.95][rng.randint(0, 5)] for _ in attributes]}


# ---------------------------------------------------------------- COCOeval

def load(truth, results):
    with contextlib.redirect_stdout(io.StringIO()):
        gt = COCO()
        gt.dataset = copy.deepcopy(truth)
        for annotation in gt.dataset["annotations"]:
            annotation.setdefault("iscrowd", 0)
            if "bbox" not in annotation:  # older Fashionpedia files have none
                image = [i for i in gt.dataset["images"] if i["id"] == annotation["image_id"]][0]
                rle = mask_utils.merge(mask_utils.frPyObjects(
                    annotation["segmentation"], image["height"], image["width"])) \
                    if isinstance(annotation["segmentation"], list) else annotation["segmentation"]
                if isinstance(rle["counts"], list):
                    rle = mask_utils.frPyObjects(rle, *rle["size"])
                annotation["bbox"] = [float(v) for v in mask_utils.toBbox(rle)]
        gt.createIndex()
        if results:
            dt = gt.loadRes(copy.deepcopy(results))
        else:
            dt = COCO()
            dt.dataset = {"images": truth["images"], "categories": truth["categories"],
                          "annotations": []}
            dt.createIndex()
    return gt, dt


def coco(truth, results, iou_type):
    gt, dt = load(truth, results)
    with contextlib.redirect_stdout(io.StringIO()) as text:
        e = COCOeval(gt, dt, iou_type)
        e.evaluate()
        e.accumulate()
        before = len(text.getvalue())
        e.summarize()
    return e, text.getvalue()[before:]


def boundary(truth, results, path):
    """faster-coco-eval's numbers and arrays; nothing where it is not installed."""
    try:
        from faster_coco_eval import COCO as FasterCOCO, COCOeval_faster
    except ImportError:
        return
    gt, _ = load(truth, results)  # with boxes where the file has none
    with contextlib.redirect_stdout(io.StringIO()):
        faster = FasterCOCO(copy.deepcopy(gt.dataset))
        e = COCOeval_faster(faster, faster.loadRes(copy.deepcopy(results)), "boundary")
        e.evaluate()
        e.accumulate()
        e.summarize()
    e.eval["precision"].astype("<f8").tofile(path + ".precision")
    e.eval["recall"].astype("<f8").tofile(path + ".recall")
    np.asarray(e.stats[:12]).astype("<f8").tofile(path + ".stats")


# ---------------------------------------------------------------- the paper's metric, slowly

def f1_of_sets(truth, predicted):
    if not truth:
        return 1.0
    return 2 * len(truth & predicted) / (len(truth) + len(predicted))


def paper(truth, results, iou_type, point):
    score_threshold, attribute_threshold, max_dets = point
    gt, dt = load(truth, results)
    e = COCOeval(gt, dt, iou_type)
    e._prepare()  # masks
    thresholds = np.linspace(0.5, 0.95, 10)
    areas = {"": (0, 1e10), "s": (0, 1024), "m": (1024, 9216), "l": (9216, 1e10)}
    categories = sorted(c["id"] for c in truth["categories"])
    images = sorted(i["id"] for i in truth["images"])
    key = "segmentation" if iou_type == "segm" else "bbox"
    pairs = {}  # (category, image) -> objects, detections by score, their IoU
    for pair in [(c, i) for c in categories for i in images]:
        truths = e._gts[pair[1], pair[0]]
        founds = [d for d in e._dts[pair[1], pair[0]] if d["score"] >= score_threshold]
        founds = sorted(founds, key=lambda d: -d["score"])[:max_dets]
        pairs[pair] = truths, founds, mask_utils.iou(
            [d[key] for d in founds], [g[key] for g in truths],
            [int(g["iscrowd"]) for g in truths])

    @functools.lru_cache(None)
    def curves(area, limit, t):
        """(precision at 101 recalls, recall) of each category that has objects."""
        low, high = area
        need = min(t, 1 - 1e-10)
        answer = []
        for category in categories:
            rows, objects = [], 0  # rows: (score, hit)
            for image in images:
                truths, founds, ious = pairs[category, image]
                founds = founds[:limit]
                ignored = [bool(g["iscrowd"]) or not low <= g["area"] <= high for g in truths]
                objects += ignored.count(False)
                taken = set()
                for i, d in enumerate(founds):
                    predicted = {a for a, p in zip(d["attribute_ids"], d["attribute_scores"])
                                 if np.float32(p) >= np.float32(attribute_threshold)}
                    able = [j for j, g in enumerate(truths)
                            if ious[i][j] >= need
                            and f1_of_sets(set(g["attribute_ids"]), predicted) >= need
                            and (j not in taken or g["iscrowd"])]
                    able = [j for j in able if not ignored[j]] or able
                    if able:
                        best = max(able, key=lambda j: (ious[i][j], j))
                        taken.add(best)
                        if not ignored[best]:
                            rows.append((d["score"], True))
                    elif low <= d["area"] <= high:
                        rows.append((d["score"], False))
            if objects == 0:
                continue
            rows.sort(key=lambda row: -row[0])
            hits, points = 0, []
            for n, (_, hit) in enumerate(rows, 1):
                hits += hit
                points.append((hits / objects, hits / n))
            precision = [max([p for r, p in points if r >= wanted], default=0.0)
                         for wanted in np.linspace(0, 1, 101)]
            answer.append((precision, hits / objects))
        return answer

    def mean(values):
        return float(np.mean(values)) if len(values) else -1.0

    def ap(area, ts):
        return mean([v for t in ts for p, _ in curves(area, 10 ** 9, t) for v in p])

    def ar(area, limit):
        return mean([r for t in thresholds for _, r in curves(area, limit, t)])

    numbers = {"f1AP": ap(areas[""], thresholds), "f1AP50": ap(areas[""], thresholds[:1]),
               "f1AP75": ap(areas[""], thresholds[5:6])}
    for name in "sml":
        numbers["f1AP" + name] = ap(areas[name], thresholds)
    for limit, name in ((1, "1"), (10, "10"), (10 ** 9, "100")):
        numbers["f1AR" + name] = ar(areas[""], limit)
    for name in "sml":
        numbers["f1AR" + name] = ar(areas[name], 10 ** 9)
    return numbers


# ---------------------------------------------------------------- commands

def score(truth, results, folder, with_paper):
    for iou_type in ("bbox", "segm"):
        e, text = coco(truth, results, iou_type)
        path = os.path.join(folder, iou_type)
        e.eval["precision"].astype("<f8").tofile(path + ".precision")
        e.eval["recall"].astype("<f8").tofile(path + ".recall")
        e.stats.astype("<f8").tofile(path + ".stats")
        with open(path + ".txt", "w") as out:
            out.write(text)
        rows = [{"score": p[0], "attribute": p[1], "max": p[2],
                 "metrics": paper(truth, results, iou_type, p)} for p in POINTS] \
            if with_paper else []
        with open(path + ".paper.json", "w") as out:
            json.dump(rows, out)

    if results:
        boundary(truth, results, os.path.join(folder, "boundary"))


def main(arguments):
    command = arguments[0]
    if command == "random":
        for seed in arguments[2:]:
            folder = os.path.join(arguments[1], seed)
            os.makedirs(folder, exist_ok=True)
            truth, results = random_set(int(seed))
            for name, value in (("gt.json", truth), ("dt.json", results)):
                with open(os.path.join(folder, name), "w") as out:
                    json.dump(value, out)
            score(truth, results, folder, with_paper=True)
    elif command == "score":
        with open(arguments[1]) as gt, open(arguments[2]) as dt:
            score(json.load(gt), json.load(dt), arguments[3], with_paper=False)
    elif command == "time":
        begin = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            gt = COCO(arguments[1])
            e = COCOeval(gt, gt.loadRes(arguments[2]), arguments[3])
            e.evaluate()
            e.accumulate()
            e.summarize()
        print("%.3f" % (time.perf_counter() - begin))


if __name__ == "__main__":
    main(sys.argv[1:])
