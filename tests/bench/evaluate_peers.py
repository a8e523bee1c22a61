"""Evaluation beside pycocotools and faster-coco-eval: evaluate_peers.py build/bin [rounds [part...]]

Every measurement is a process of its own, from files to the twelve numbers, the best of some rounds:
seconds that passed, in brackets those of the processor (all threads), and the peak of its memory.
Selvedge (`selvedge-cli evaluate`) is timed from the
start of its program, peers without Python's start and imports; their peak has Python and numpy in it.
The twelve numbers must be equal to the last digit to those of pycocotools. Prints Markdown. Parts:
peers, stages, cores, growth, fashion; "small" leaves out 500K detections.
"""
import json
import sys
import tempfile
from pathlib import Path

from measured import measured

IMAGES, OBJECTS, CATEGORIES = 5_000, 37_000, 80
NAMES = "AP AP50 AP75 APs APm APl AR1 AR10 AR100 ARs ARm ARl".split()

PEERS = {
    "pycocotools 2.0.11": """
import contextlib, json, sys, time
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval as Evaluation
""",
    "faster-coco-eval 1.8.0": """
import contextlib, json, sys, time
from faster_coco_eval import COCO, COCOeval_faster as Evaluation
""",
}
WORK = """
begin, processor = time.perf_counter(), time.process_time()
with contextlib.redirect_stdout(sys.stderr):
    truth = COCO(sys.argv[1])
    evaluation = Evaluation(truth, truth.loadRes(sys.argv[2]), sys.argv[3])
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
print(json.dumps([time.perf_counter() - begin, time.process_time() - processor,
                  [float(v) for v in evaluation.stats[:12]]]))
"""


def peer(name, folder, iou_type):
    """Seconds, processor seconds, peak bytes, the twelve numbers."""
    _, _, peak, output = measured([sys.executable, "-c", PEERS[name] + WORK, folder / "truth.json",
                                   folder / "results.json", iou_type])
    seconds, processor, numbers = json.loads(output.splitlines()[-1])
    return seconds, processor, peak, numbers


def ours(cli, folder, iou_type, cores=None):
    command = [cli, "evaluate", "--ground-truth", folder / "truth.json", "--predictions",
               folder / "results.json", "--protocol", "coco", "--iou-type", iou_type, "--json", "-"]
    if cores:
        command = ["taskset", "--cpu-list", cores] + command
    seconds, processor, peak, output = measured(command)
    metrics = json.loads(output)["metrics"]
    return seconds, processor, peak, [metrics[name] for name in NAMES]


def fastest(rounds, work):
    """The least of each, and the numbers, which must not change."""
    *costs, numbers = zip(*(work() for _ in range(rounds)))
    if any(other != numbers[0] for other in numbers):
        sys.exit("two runs differ")
    return *map(min, costs), numbers[0]


def cell(seconds, processor, peak):
    return f"{seconds:.2f} s ({processor:.2f}), {peak / 1e6:.0f} MB"


def make(tools, folder, images, objects, detections, categories=CATEGORIES, attributes=0):
    folder.mkdir()
    measured([tools / "bench_evaluate", "make", folder, images, objects, detections, categories,
              attributes])
    return folder


def beside_peers(tools, sets, rounds):
    print("| run from files | Selvedge | " + " | ".join(f"{name} | ratios" for name in PEERS) +
          " | twelve numbers |\n|" + "---|" * (3 + 2 * len(PEERS)))
    for title, folder in sets.items():
        for iou_type in ("segm", "bbox"):
            *mine, numbers = fastest(rounds,
                                     lambda: ours(tools / "selvedge-cli", folder, iou_type))
            cells = [f"{title}, {iou_type}", cell(*mine)]
            said = []
            for name in PEERS:
                *other, theirs = fastest(max(1, rounds // 2),
                                         lambda: peer(name, folder, iou_type))
                ratios = [o / m for o, m in zip(other, mine)]
                cells += [cell(*other),
                          "{:.1f}x ({:.1f}x), {:.1f}x memory".format(*ratios)]
                most = max(abs(a - b) for a, b in zip(numbers, theirs))
                said.append("equal" if most == 0 else f"{most:.0e} apart")
            print("| " + " | ".join(cells + [" / ".join(said)]) + " |", flush=True)


def stages(tools, sets):
    print("\n| stage | truth | results | table | evaluate |\n|---|---|---|---|---|")
    for title, folder in sets.items():
        for iou_type in ("segm", "bbox"):
            result = json.loads(measured([tools / "bench_evaluate", "stages", folder, iou_type])[3])
            cells = [f"{result['seconds'][s]:.3f} s, {result['bytes'][s] / 1e6:.0f} MB"
                     for s in ("truth", "results", "table", "evaluate")]
            print(f"| {title}, {iou_type} | " + " | ".join(cells) + " |", flush=True)


def cores(tools, folder, rounds):
    print("\n| run from files | 1 core | 2 cores | ratio |\n|---|---|---|---|")
    for iou_type in ("segm", "bbox"):
        one, two = (fastest(rounds, lambda: ours(tools / "selvedge-cli", folder, iou_type, c))
                    for c in ("0", "0,1"))
        print(f"| {iou_type} | {cell(*one[:3])} | {cell(*two[:3])} | {one[0] / two[0]:.2f}x |",
              flush=True)


def growth(tools, parent):
    print("\n| images (20 detections each) | run from files, segm | a detection |\n|---|---|---|")
    for images in (1_000, 10_000, 100_000):
        folder = make(tools, parent / f"growth{images}", images, images * 37 // 5, images * 20)
        seconds, processor, peak, _ = ours(tools / "selvedge-cli", folder, "segm")
        print(f"| {images:,} | {cell(seconds, processor, peak)} | "
              f"{processor / images / 20 * 1e6:.1f} us of the processor, "
              f"{peak / images / 20:.0f} bytes |", flush=True)
        for name in ("truth.json", "results.json"):
            (folder / name).unlink()


def fashion(tools, parent):
    """46 categories and 294 attributes."""
    print("\n| evaluate() alone, 1 and 2 threads, 100 thresholds | median | 95% | most |\n"
          "|---|---|---|---|")
    for size in ((100, 900, 1_200), (1_158, 8_700, 46_000)):
        folder = make(tools, parent / f"fashion{size[0]}", *size, 46, 294)
        output = measured([tools / "bench_evaluate", "points", folder])[3]
        for name, times in json.loads(output).items():
            protocol, threads = name.split()
            print(f"| {size[0]:,} images, {size[1]:,} objects, {size[2]:,} detections, "
                  f"{protocol}, {threads} | " +
                  " | ".join(f"{times[k]:.1f} ms" for k in ("median", "p95", "most")) + " |",
                  flush=True)


def main():
    tools, rounds = Path(sys.argv[1]), int((sys.argv[2:] or [3])[0])
    parts = sys.argv[3:] or ["peers", "stages", "cores", "fashion", "growth"]
    with tempfile.TemporaryDirectory(dir=tools.parent) as name:
        parent = Path(name)
        sets = {}
        if {"peers", "stages", "cores"} & set(parts):
            for detections in (100_000,) if "small" in parts else (100_000, 500_000):
                sets[f"{detections // 1000}K detections"] = make(
                    tools, parent / str(detections), IMAGES, OBJECTS, detections)
        if "peers" in parts:
            beside_peers(tools, sets, rounds)
        if "stages" in parts:
            stages(tools, sets)
        if "cores" in parts:
            cores(tools, list(sets.values())[0], rounds)
        if "fashion" in parts:
            fashion(tools, parent)
        if "growth" in parts:
            growth(tools, parent)


main()
