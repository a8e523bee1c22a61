"""torchvision's Mask R-CNNs through `convert` to Detectron2's names and back: bit for bit the same.

convert_round_trip.py SELVEDGE_CLI FOLDER. Exits with 77 where torchvision is absent.
"""
import json
import os
import struct
import subprocess
import sys

try:
    import numpy as np
    import torch
    import torchvision
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)


def tensors_of(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    header.pop("__metadata__", None)
    return {name: np.frombuffer(data[slice(*entry["data_offsets"])], np.float32)
            .reshape(entry["shape"]) for name, entry in header.items()}


def main():
    cli, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    at = lambda name: os.path.join(folder, name)
    for builder, flavour in (("maskrcnn_resnet50_fpn", "torchvision"),
                             ("maskrcnn_resnet50_fpn_v2", "torchvision-v2")):
        torch.manual_seed(0)
        model = getattr(torchvision.models.detection, builder)(
            weights=None, weights_backbone=None, num_classes=47)
        state = {name: value.normal_() if value.is_floating_point() else value
                 for name, value in model.state_dict().items()}
        torch.save(state, at("theirs.pth"))
        with open(at("network.json"), "w") as file:
            json.dump({"backbone": "r50", "flavour": flavour}, file)
        subprocess.run([cli, "convert", at("theirs.pth"), "--names", "detectron2",
                        "--out", at("ours.safetensors")], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([cli, "convert", at("ours.safetensors"), "--names", "torchvision",
                        "--config", at("network.json"), "--out", at("back.safetensors")],
                       check=True, stdout=subprocess.DEVNULL)
        back = tensors_of(at("back.safetensors"))
        wanted = {name: value.numpy() for name, value in state.items() if value.is_floating_point()}
        assert back.keys() == wanted.keys(), back.keys() ^ wanted.keys()
        changed = [name for name in wanted if not np.array_equal(back[name], wanted[name])]
        assert not changed, changed
        print(f"{builder}: {len(wanted)} tensors")
    for name in ("theirs.pth", "network.json", "ours.safetensors", "back.safetensors"):
        os.remove(at(name))


main()
