"""The main job end to end: `train` of tiny on four drawn pictures overfits them, and `evaluate` of its
predictions equals pycocotools.

    overfit_parity.py SELVEDGE_CLI FOLDER

Exits 77 (skipped) where pycocotools is absent.
"""
import contextlib
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

try:
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval
except ImportError:
    print("pycocotools is absent: not compared")
    sys.exit(77)

NAMES = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"]


def main(cli, folder):
    folder.mkdir(parents=True, exist_ok=True)

    def run(*arguments):
        print("$", *arguments, flush=True)
        subprocess.run([cli, *map(str, arguments)], check=True)

    project = folder / "four.selvedge"
    truth, results = folder / "truth.json", folder / "results.json"
    shutil.rmtree(folder / "four", ignore_errors=True)  # of an older program: it has no mark
    run("synthesize", "--images", 4, "--seed", 1, "--out", folder / "four")
    run("import", folder / "four" / "train.csv", "--project", project)
    run("train", project, "--recipe", "tiny", "--name", f"overfit-{len(list(folder.glob('*.runs/*')))}",
        "--json", folder / "train.json")
    name = json.loads((folder / "train.json").read_text())["run"]
    run("predict", project, "--run", name, "--number-images", "--out", results)
    run("export", project, "--format", "coco", "--out", truth)

    failures = 0
    for iou_type in ["segm", "bbox"]:
        report = folder / f"{iou_type}.json"
        run("evaluate", "--ground-truth", truth, "--predictions", results, "--protocol", "coco",
            "--iou-type", iou_type, "--json", report)
        ours = json.loads(report.read_text())["metrics"]
        with contextlib.redirect_stdout(io.StringIO()):
            ground_truth = COCO(str(truth))
            peer = COCOeval(ground_truth, ground_truth.loadRes(str(results)), iou_type)
            peer.evaluate()
            peer.accumulate()
            peer.summarize()
        for metric, theirs in zip(NAMES, peer.stats):
            same = abs(ours[metric] - theirs) <= 1e-9
            failures += not same
            print(f"{iou_type} {metric:6} {ours[metric]:.12f} {theirs:.12f} {'' if same else 'DIFFERENT'}")
        if iou_type == "segm" and not ours["AP"] > 0.8:
            print("mask AP is not above .8: not overfitted")
            failures += 1
    return 1 if failures else 0


sys.exit(main(sys.argv[1], Path(sys.argv[2])))
