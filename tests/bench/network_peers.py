"""The network beside torchvision: network_peers.py build/bin/bench_network [rounds [threads]]

Both run on one LibTorch, with the same weights, the same input and the same thresholds, each
measurement in a process of its own; the two take turns. torchvision's masks are pasted and encoded
by pycocotools, since Selvedge's detections have RLEs. What comes out must be the same as from
torchvision as it is: as many detections, areas within a thousandth. (With the channels last its own
result is another by a hundredth: roundings change which boxes are among the best.) Prints Markdown: the best of all rounds, and peak memory.
"""
import json
import sys
import tempfile
from pathlib import Path

from measured import measured

PEER = Path(__file__).parent / "network_torchvision.py"


class Bench:
    def __init__(self, program, rounds, threads):
        self.commands = {"ours": [program], "peer": [sys.executable, PEER],
                         "channels last": [sys.executable, PEER]}
        self.rounds, self.threads = rounds, threads

    def run(self, who, what, *arguments, inner=2):
        extra = ["channels_last"] if who == "channels last" else []
        *_, peak, output = measured(self.commands[who] + [what, self.threads, inner, *arguments]
                                    + extra)
        return peak, json.loads(output.splitlines()[-1])

    def turns(self, whose, what, *arguments, inner=2):
        """For each: least seconds (of "seconds" and "backward"), peak bytes, the last answer."""
        best = {}
        for _ in range(self.rounds):
            for who in whose:
                peak, answer = self.run(who, what, *arguments, inner=inner)
                known = best.setdefault(who, {"peak": peak, "seconds": [], "backward": []})
                known["peak"] = min(peak, known["peak"])
                known["seconds"] += answer["seconds"]
                known["backward"] += answer.get("backward", [])
                known["answer"] = answer
        return best


def same(best, name, tolerance):
    values = [best[who]["answer"][name] for who in ("ours", "peer")]
    if max(values) - min(values) > tolerance * abs(values[0]):
        sys.exit(f"{name} differs: {values}")


def short(seconds):
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1e3:.1f} ms"


def row(title, best, key="seconds"):
    ours, *peers = (min(known[key]) for known in best.values())
    cells = [title, short(ours)]
    for peer in peers:
        cells.append(f"{short(peer)}, {peer / ours:.2f}x")
    print("| " + " | ".join(cells) + " |", flush=True)


def whole(bench, folder, thresholds):
    print("| R-50, 100 masks as RLE | Selvedge | torchvision | torchvision, channels last |")
    print("|---|---|---|---|")
    peaks = []
    for least, most, batch in ((800, 1333, 1), (256, 427, 1), (256, 427, 4)):
        best = bench.turns(["ours", "peer", "channels last"], "whole", folder / "weights.pth",
                           folder / "picture.png", least, most, batch, thresholds[str(least)])
        same(best, "detections", 0)
        same(best, "area", 1e-3)
        title = f"{least} / {most}, batch of {batch}"
        row(title, best)
        peaks.append("| " + " | ".join([title] + [f"{known['peak'] / 1e6:.0f} MB"
                                                  for known in best.values()]) + " |")
    print("\n| peak memory of the process | Selvedge | torchvision | channels last |")
    print("|---|---|---|---|\n" + "\n".join(peaks))


def steps(bench, folder):
    print("\n| step of training, R-50, batch of 2, 8 objects | Selvedge | torchvision | channels last |")
    print("|---|---|---|---|")
    for least, most in (256, 427), (512, 853):
        best = bench.turns(["ours", "peer", "channels last"], "step", folder / "weights.pth",
                           folder / "picture.png", least, most, 2, folder / "step.safetensors")
        row(f"{least} / {most}", best)
        print("| peak memory | " + " | ".join(f"{known['peak'] / 1e6:.0f} MB"
                                              for known in best.values()) + " |")


def parts(bench, folder):
    print("\n| one operation | Selvedge | torchvision |\n|---|---|---|")
    row("weights of a file to a network ready to predict",
        bench.turns(["ours", "peer"], "load", folder / "weights.pth", inner=3))
    for case in sorted(folder.glob("*.safetensors")):
        what, _, name = case.stem.partition(" ")
        if what == "step":
            continue
        best = bench.turns(["ours", "peer"], what, case, inner=5)
        if what == "roi_align":
            same(best, "gradient_square", 1e-4)
            row(f"RoIAlign, {name}", best)
            row(f"RoIAlign, {name}, with its gradient", best, "backward")
        elif what == "nms":
            same(best, "kept", 0)
            row(f"NMS, {name}", best)
        else:
            same(best, "area", 1e-3)
            row(f"100 masks pasted and encoded, {name}", best)


def main():
    program = Path(sys.argv[1]).resolve()
    bench = Bench(program, int((sys.argv[2:] or ["3"])[0]), (sys.argv[3:] or ["2"])[0])
    with tempfile.TemporaryDirectory(dir=program.parent.parent) as name:
        folder = Path(name)
        _, thresholds = bench.run("peer", "make", folder)
        whole(bench, folder, thresholds)
        steps(bench, folder)
        parts(bench, folder)


main()
