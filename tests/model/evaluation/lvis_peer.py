"""LVIS's metric by faster-coco-eval, and COCOeval on files with an annotation of id 0.

    lvis_peer.py lvis FOLDER SEED...      makes FOLDER/SEED/{gt,dt}.json and numbers.json:
                                          {"bbox": {"AP": ..., ...}, "segm": ...}
    lvis_peer.py strict FOLDER SEED...    the same with ids from 0, scored by pycocotools
"""
import contextlib
import copy
import io
import json
import os
import sys

import numpy as np

import reference

NAMES = {"AP": 0, "AP50": 1, "AP75": 2, "APs": 3, "APm": 4, "APl": 5, "AR@300": 6, "ARs@300": 9,
         "ARm@300": 10, "ARl@300": 11, "APr": 14, "APc": 15, "APf": 16}


def federated_set(seed):
    truth, results = reference.random_set(seed)
    rng = np.random.RandomState(1000 + seed)
    ids = [c["id"] for c in truth["categories"]]
    for number, category in enumerate(truth["categories"]):
        category["frequency"] = "rcf"[number % 3]
    for annotation in truth["annotations"]:
        annotation["iscrowd"] = 0
    for image in truth["images"]:
        there = {a["category_id"] for a in truth["annotations"] if a["image_id"] == image["id"]}
        absent = [i for i in ids if i not in there and rng.rand() < 0.5]
        if not there:  # faster-coco-eval 1.8.0 fails where it drops all that an image has
            absent += [r["category_id"] for r in results if r["image_id"] == image["id"]][:1]
        image["neg_category_ids"] = absent
        image["not_exhaustive_category_ids"] = [
            i for i in ids if (i in there or i in absent) and rng.rand() < 0.3]
    return truth, results


def lvis(truth, results):
    from faster_coco_eval import COCO, COCOeval_faster
    numbers = {}
    for iou_type in ("bbox", "segm"):
        with contextlib.redirect_stdout(io.StringIO()):
            gt = COCO(copy.deepcopy(truth))
            dt = gt.loadRes(copy.deepcopy(results))
            e = COCOeval_faster(gt, dt, iou_type, lvis_style=True, print_function=lambda *_: None)
            e.params.maxDets = [300]
            e.evaluate()
            e.accumulate()
            e.summarize()
        numbers[iou_type] = {name: float(e.all_stats[i]) for name, i in NAMES.items()}
    return numbers


def strict(truth, results):
    numbers = {}
    for iou_type in ("bbox", "segm"):
        e, _ = reference.coco(truth, results, iou_type)
        numbers[iou_type] = {"AP": float(e.stats[0]), "AP50": float(e.stats[1]),
                             "AR100": float(e.stats[8]), "APs": float(e.stats[3]),
                             "ARl": float(e.stats[11])}
    return numbers


def main(arguments):
    for seed in arguments[2:]:
        folder = os.path.join(arguments[1], seed)
        os.makedirs(folder, exist_ok=True)
        if arguments[0] == "lvis":
            truth, results = federated_set(int(seed))
            numbers = lvis(truth, results)
        else:
            truth, results = reference.random_set(int(seed))
            rng = np.random.RandomState(int(seed))
            for number, annotation in enumerate(truth["annotations"]):
                annotation["id"] = number
                annotation["iscrowd"] = 0
            # The one with id 0 is found.
            first = truth["annotations"][0]
            others = [r for r in results if r["image_id"] == first["image_id"]]
            results.append(dict(copy.deepcopy((others or results)[0]), score=float(rng.rand()),
                                image_id=first["image_id"], category_id=first["category_id"]))
            if "bbox" in results[-1]:
                results[-1]["bbox"] = first["bbox"]
            if "segmentation" in results[-1]:
                image = [i for i in truth["images"] if i["id"] == first["image_id"]][0]
                results[-1]["segmentation"] = mask_of(first["segmentation"], image)
            numbers = strict(truth, results)
        for name, value in (("gt.json", truth), ("dt.json", results), ("numbers.json", numbers)):
            with open(os.path.join(folder, name), "w") as out:
                json.dump(value, out)


def mask_of(segmentation, image):
    from pycocotools import mask as mask_utils
    if isinstance(segmentation, list):
        rle = mask_utils.merge(mask_utils.frPyObjects(segmentation, image["height"],
                                                      image["width"]))
    elif isinstance(segmentation["counts"], list):
        rle = mask_utils.frPyObjects(segmentation, *segmentation["size"])
    else:
        return segmentation
    return {"size": list(rle["size"]), "counts": rle["counts"].decode()}


if __name__ == "__main__":
    main(sys.argv[1:])
